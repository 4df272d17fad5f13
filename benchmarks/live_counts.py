"""Is a real person counted live as labelled? Every clip as Chromium's webcam, the real server, one pass of each.

    python benchmarks/live_counts.py --json docs/results/live_counts.json

Needs Chromium, Playwright and the clips of ../shared, and a quiet machine. The tests play some of them.
"""

from __future__ import annotations

import json
import shutil
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from inputs import stop
from reporting import Report, make_parser
from webcam import CLIPS, camera_flags, serving

from tests.e2e.clips import make_webcam
from tests.e2e.live_clips import AFTER_S, BEFORE_S, CHECKS, SLOWEST_HZ, Watched, watch_clip

COLUMNS = ["clip", "pictures a second", "labelled", "counted", *CHECKS]


def main() -> int:
    """Run it; return the exit status."""
    labels = labels_of(CLIPS)
    wanted = asked(list(labels))
    report = Report("live counts", wanted.json)
    watched = watch_all({clip: labels[clip] for clip in wanted.clips})
    failed = {clip: [what for what in CHECKS if not is_met(what, one)] for clip, one in watched.items()}
    rows = [
        [clip, one.rate_hz, one.label["reps"], max((m.count for m in one.shown), default=0)]
        + ["no" if what in failed[clip] else "yes" for what in CHECKS]
        for clip, one in watched.items()
    ]
    report.table("One pass of each clip before the page", COLUMNS, rows)
    slowest_hz = min(one.rate_hz for one in watched.values())
    report.check("pictures a second, slowest clip", slowest_hz, f">= {SLOWEST_HZ}", slowest_hz >= SLOWEST_HZ)
    as_labelled = sum(not wrong for wrong in failed.values())
    report.check("clips as labelled", as_labelled, str(len(watched)), as_labelled == len(watched))
    return report.close()


def asked(clips: list[str]) -> Namespace:
    """Return what was asked for; end here where Chromium is missing."""
    parser = make_parser(__doc__)
    parser.add_argument("--clips", nargs="*", default=clips, choices=clips)
    if shutil.which("chromium") is None:
        stop("needs Chromium")
    return parser.parse_args()


def labels_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is labelled in each clip."""
    if not folder.is_dir():
        stop("needs the clips of ../shared/data")
    return {
        Path(clip["file"]).stem: clip for clip in json.loads((folder / "labels.json").read_text())["clips"]
    }


def watch_all(labels: dict[str, dict[str, Any]]) -> dict[str, Watched]:
    """Play one clip after the other."""
    found = {}
    with serving() as (play, server, folder):
        for clip, label in labels.items():
            webcam = folder / f"{clip}.mjpeg"
            length_s = make_webcam(CLIPS / label["file"], webcam, BEFORE_S, AFTER_S)
            flags = camera_flags(webcam)
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            found[clip] = watch_clip(browser, server, label, length_s)
            browser.close()
    return found


def is_met(what: str, watched: Watched) -> bool:
    """Return whether something is as it was labelled."""
    try:
        CHECKS[what](watched)
    except AssertionError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
