"""How fast, and with how much memory: each requirement measured, wanted, met.

Times are taken on one machine in one run, alternating where two are compared. Other programs on the machine disturb
them: the load average is shown, and processor time beside the clock's.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from inputs import SHARED, load_seven, see, stop
from reporting import Report, make_parser
from stopwatch import (
    FeedTime,
    Memory,
    compare_with_bare_model,
    lengthen,
    time_command,
    time_feed,
    weigh_command,
    weigh_pipeline,
    weigh_recognition,
)

from backcoach.tracking import Recognizer, Tracker

FEED_US, FEED_P99_US = 150.0, 1000.0
ALL_SEVEN_US = 1000.0
OVERHEAD = 0.15
SPEED_UP = 1.8
FILE_S = 60.0
"""So long that starting (two to three seconds for each process) weighs little."""

HELP_S = 0.4
MEMORY_MB = 1000.0
CHUNK = 25
GROWTH_MB = 20.0
"""More growth in an hour than this is not called flat."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument(
        "clips", nargs="*", type=Path, metavar="CLIP", help="videos or recordings; default: shared"
    )
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION")
    parser.add_argument(
        "--runs", type=int, default=3, metavar="N", help="runs of which the median counts (3)"
    )
    parser.add_argument("--pictures", type=int, default=400, metavar="N", help="for the overhead (400)")
    parser.add_argument(
        "--memory-pictures", type=int, default=6000, metavar="N", help="for the memory (6000)"
    )
    options = parser.parse_args(arguments)
    clips = options.clips or sorted((SHARED / "clips").glob("*_side.mp4"))
    if missing := [str(clip) for clip in clips if not clip.is_file()]:
        stop(f"there is no {', no '.join(missing)}")
    if not clips:
        stop(f"no clips were named, and there are none in {SHARED / 'clips'}")
    if options.pictures < 2 * CHUNK or options.runs < 1:
        stop(f"--pictures has to be at least {2 * CHUNK}, --runs at least 1")
    report = Report("speed", options.json)
    report.note(f"load average before: {_load()}")
    for name in options.only:
        SECTIONS[name](report, clips, options)
    report.note(f"load average after: {_load()}")
    return report.close()


def _load() -> str:
    return (
        ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    )


Section = Callable[..., None]


def measure_feed(report: Report, clips: Sequence[Path], options: Namespace) -> None:
    """One tracker, for each of the seven; and all seven at once."""
    frames = [see(clip) for clip in clips]
    rows: list[tuple[str, FeedTime]] = []
    for name, exercise in load_seven().items():
        rows.append((name, time_feed(lambda e=exercise: Tracker(e), frames, options.runs)))  # type: ignore[misc]
    together = time_feed(lambda: Recognizer(list(load_seven().values())), frames, options.runs)
    cells = [
        (name, t.median_us, t.p99_us, t.busy_median_us, t.busy_p99_us)
        for name, t in [*rows, ("all seven at once", together)]
    ]
    columns = ["tracker", "median us", "99 % us", "median us (processor)", "99 % us (processor)"]
    report.table(f"feed, {sum(map(len, frames))} frames of {len(clips)} clips", columns, cells)
    slowest, rare = max(t.median_us for _, t in rows), max(t.p99_us for _, t in rows)
    report.check("feed, median, slowest exercise (us)", slowest, f"<= {FEED_US:.0f}", slowest <= FEED_US)
    report.check("feed, 99 %, slowest exercise (us)", rare, f"<= {FEED_P99_US:.0f}", rare <= FEED_P99_US)
    all_us = together.median_us
    report.check("all seven at once, median (us)", all_us, f"<= {ALL_SEVEN_US:.0f}", all_us <= ALL_SEVEN_US)


def measure_overhead(report: Report, clips: Sequence[Path], options: Namespace) -> None:
    """Decoding and everything of ours on top of the bare pose model."""
    clip = _first_video(clips)
    pairs = list(compare_with_bare_model(clip, options.pictures, CHUNK))
    rows = []
    for name, kind in (("by the clock", "wall_ms"), ("of all processors", "busy_ms")):
        times = [(getattr(bare, kind), getattr(ours, kind)) for bare, ours in pairs]
        bare_ms, ours_ms = (statistics.median(column) for column in zip(*times, strict=True))
        rows.append((name, bare_ms, ours_ms, statistics.median(ours / bare - 1 for bare, ours in times)))
    columns = ["milliseconds a picture", "bare pose model", "decoding and all of ours", "on top"]
    report.table(f"Medians of {len(pairs)} turns of {CHUNK} pictures of {clip.name}", columns, rows)
    share = rows[0][3]
    report.check(
        "on top of the bare pose model, by the clock", f"{share:.1%}", f"<= {OVERHEAD:.0%}", share <= OVERHEAD
    )


def measure_two_files(report: Report, clips: Sequence[Path], options: Namespace) -> None:
    """Two files of the same length, at once and one after the other."""
    clip = _first_video(clips)
    with tempfile.TemporaryDirectory() as folder:
        copies = [
            lengthen(clip, Path(folder) / f"{name}{clip.suffix}", FILE_S) for name in ("first", "second")
        ]
        command = ["analyze", *map(str, copies), "--json", str(Path(folder) / "found.json"), "--workers"]
        rows = []
        for run in range(1, max(1, options.runs - 1) + 1):
            (one_s, one_busy_s), (two_s, two_busy_s) = (weigh_command([*command, n]) for n in "12")
            most = 2 * one_s / two_busy_s
            rows.append((run, one_s, one_busy_s / one_s, two_s, two_busy_s / two_s, one_s / two_s, most))
    columns = ["run", "one after the other", "cores", "at once", "cores", "times faster", "most possible"]
    report.table(f"Two files of {FILE_S:.0f} s (seconds)", columns, rows)
    report.note(
        "Most possible: if two cores did nothing else, and never waited, while both files are analysed."
    )
    faster = statistics.median(row[5] for row in rows)
    report.check("two files at once, times faster", faster, f">= {SPEED_UP}", faster >= SPEED_UP)


def measure_help(report: Report, clips: Sequence[Path], options: Namespace) -> None:
    """How long the command takes to say what it can do."""
    time_command(["--help"])
    taken_s = time_command(["--help"], runs=max(5, options.runs))
    report.check("backcoach --help (s)", taken_s, f"<= {HELP_S}", taken_s <= HELP_S)


def measure_memory(report: Report, clips: Sequence[Path], options: Namespace) -> None:
    """The whole way from the file for some minutes, brought to an hour; recognition alone for a whole hour."""
    clip = _first_video(clips)
    whole = weigh_pipeline(clip, options.memory_pictures)
    hour = weigh_recognition(see(clip), 1.0)
    rows = [_memory_row("from the file", whole), _memory_row("recognition alone", hour)]
    report.table("Memory", ["what", "video s", "peak MB", "growth MB in an hour"], rows)
    peak = whole.peak_mb + max(whole.growth_mb_per_hour, 0.0)
    report.check("memory after an hour of video (MB)", peak, f"< {MEMORY_MB:.0f}", peak < MEMORY_MB)
    growth = max(whole.growth_mb_per_hour, hour.growth_mb_per_hour)
    report.check("growth in an hour (MB)", growth, f"<= {GROWTH_MB:.0f}", growth <= GROWTH_MB)


def _memory_row(name: str, memory: Memory) -> tuple[str, float, float, float]:
    return name, memory.video_s, memory.peak_mb, memory.growth_mb_per_hour


def _first_video(clips: Sequence[Path]) -> Path:
    videos = [clip for clip in clips if clip.suffix != ".bcr"]
    return videos[0] if videos else stop("a video is needed, not only recordings")


SECTIONS: dict[str, Section] = {
    "help": measure_help,
    "feed": measure_feed,
    "overhead": measure_overhead,
    "two_files": measure_two_files,
    "memory": measure_memory,
}

if __name__ == "__main__":
    raise SystemExit(main())
