"""Real people as the webcam: the page counts and times them as labelled, live (all: `benchmarks/live_counts.py`)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Browser

from tests.e2e.clips import make_webcam
from tests.e2e.conftest import ALLOWED, WEBCAM
from tests.e2e.live_clips import AFTER_S, BEFORE_S, CHECKS, SLOWEST_HZ, watch_clip
from tests.e2e.served import Served

CLIPS = ("bird_dog_side", "child_pose_side", "other_pelvic_tilt")
"""Both sides with a hold each, one long hold, and somebody who does something else. A clip takes as long as it is."""


@pytest.fixture(scope="module")
def labels(shared: Path) -> dict[str, dict[str, Any]]:
    content = json.loads((shared / "data" / "clips" / "labels.json").read_text())
    return {Path(clip["file"]).stem: clip for clip in content["clips"]}


@pytest.fixture(scope="module")
def webcams(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, kept_pictures: Path
) -> dict[str, tuple[Path, float]]:
    """Each clip as a webcam, and the seconds of one pass."""
    folder = tmp_path_factory.mktemp("webcams")
    made = {}
    for name in CLIPS:
        video, out = shared / "data" / "clips" / f"{name}.mp4", folder / f"{name}.mjpeg"
        made[name] = out, make_webcam(video, out, BEFORE_S, AFTER_S, kept=kept_pictures)
    return made


def test_a_webcam_shows_all_that_is_labelled(
    webcams: dict[str, tuple[Path, float]], labels: dict[str, dict[str, Any]]
) -> None:
    """Also makes them, while other tests may still run."""
    for name, (_, length_s) in webcams.items():
        happens = [*labels[name].get("repetitions", []), *labels[name].get("holds", [])]
        last_s = max((one[at] or 0.0 for one in happens for at in ("start_s", "end_s")), default=10.0)
        assert length_s > BEFORE_S + last_s + AFTER_S - 0.5


@pytest.mark.alone
@pytest.mark.parametrize("name", CLIPS)
def test_a_real_person_before_the_page_is_counted_and_timed_as_labelled(
    name: str,
    served: Served,
    launch: Callable[..., Browser],
    labels: dict[str, dict[str, Any]],
    webcams: dict[str, tuple[Path, float]],
) -> None:
    webcam, length_s = webcams[name]
    browser = launch(WEBCAM, ALLOWED, f"--use-file-for-fake-video-capture={webcam}")
    watched = watch_clip(browser, served, labels[name], length_s)
    if watched.rate_hz < SLOWEST_HZ:
        pytest.skip(
            f"needs {SLOWEST_HZ} pictures a second beside Chromium; this machine came to {watched.rate_hz:.1f}"
        )
    for as_labelled in CHECKS.values():
        as_labelled(watched)
