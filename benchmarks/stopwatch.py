"""How long things take, and how much memory: the measuring parts of `speed.py`."""

from __future__ import annotations

import itertools
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import av
import numpy as np
from inputs import load_seven

from backcoach.analysis.sources import blazepose, open_source
from backcoach.pose.blazepose import SILHOUETTE_EVERY_S
from backcoach.pose.engine import PoseEngine
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import PoseFrame
from backcoach.pose.region import Region
from backcoach.pose.steady import OneEuroFilter
from backcoach.pose.video import open_video
from backcoach.tracking import Recognizer, Tracker

T = TypeVar("T")


@dataclass(frozen=True)
class FeedTime:
    """Microseconds that one frame takes: the median and 99th percentile of a run, each the median of several runs.

    ``busy`` is processor time, which other programs on the machine disturb less.
    """

    median_us: float
    p99_us: float
    busy_median_us: float
    busy_p99_us: float


def time_feed(
    make: Callable[[], Tracker | Recognizer], clips: Sequence[Sequence[PoseFrame]], runs: int
) -> FeedTime:
    """Time every ``feed`` over all frames of all clips; the first run is a warm-up."""
    quantiles = [_quantiles_us(make, clips) for _ in range(runs + 1)][1:]
    return FeedTime(*(statistics.median(values) for values in zip(*quantiles, strict=True)))


def _quantiles_us(
    make: Callable[[], Tracker | Recognizer], clips: Sequence[Sequence[PoseFrame]]
) -> list[float]:
    taken = []
    for frames in clips:
        tracker = make()
        for frame in frames:
            wall, busy = time.perf_counter_ns(), time.thread_time_ns()
            tracker.feed(frame)
            taken.append((time.perf_counter_ns() - wall, time.thread_time_ns() - busy))
    return [float(q) / 1000 for kind in np.array(taken).T for q in np.percentile(kind, [50, 99])]


@dataclass(frozen=True)
class PictureTime:
    """Milliseconds for one picture: by the clock, and of all processors together."""

    wall_ms: float
    busy_ms: float


def decode(path: Path, pictures: int) -> list[tuple[float, Picture]]:
    """Return the first pictures of a video in the size that the pose model gets."""
    with open_video(path) as video:
        return [(time_s, picture.copy()) for time_s, picture in itertools.islice(video, pictures)]


def compare_with_bare_model(
    path: Path, pictures: int, chunk: int
) -> Iterator[tuple[PictureTime, PictureTime]]:
    """Time the bare pose model and everything of ours on the same pictures, in turns, chunk by chunk.

    Bare: pictures that are decoded already. Ours: decoding, pose model, line of the back, recognition of all seven.
    Taking turns, both suffer alike from other programs on the machine. The first chunk is a warm-up.
    """
    decoded = decode(path, pictures)
    recognizer = Recognizer(list(load_seven().values()))
    with open_source(path) as source:
        model = BareModel()
        bare = _time_chunks(iter(decoded), lambda item: model.see(*item), chunk)
        ours = _time_chunks(source.looks, lambda look: recognizer.feed(look.frame), chunk)
        yield from itertools.islice(zip(bare, ours, strict=False), 1, None)


class BareModel:
    """The pose networks and nothing else: one person, and silhouettes as often as the program takes them."""

    def __init__(self) -> None:
        self._engine, self._steady = PoseEngine(), OneEuroFilter()
        self._region: Region | None = None
        self._silhouette_s = -math.inf

    def see(self, time_s: float, picture: Picture) -> None:
        """Follow the person into the next picture."""
        region = self._region or next(iter(self._engine.find(picture)), None)
        person = self._engine.see(picture, region) if region else None
        self._region = None
        if person is None or person.next_px is None:
            return
        self._region = self._steady.region(person.next_px, time_s)
        if time_s - self._silhouette_s > 0.95 * SILHOUETTE_EVERY_S:
            self._engine.with_silhouette(picture, person)
            self._silhouette_s = time_s


def _time_chunks(items: Iterator[T], work: Callable[[T], object], chunk: int) -> Iterator[PictureTime]:
    """Yield the time of each full chunk; the clock stands still between two of them."""
    while True:
        wall_s, busy_s, done = time.perf_counter(), time.process_time(), 0
        for item in itertools.islice(items, chunk):
            work(item)
            done += 1
        if done < chunk:
            return
        wall_s, busy_s = time.perf_counter() - wall_s, time.process_time() - busy_s
        yield PictureTime(1e3 * wall_s / chunk, 1e3 * busy_s / chunk)


def time_command(arguments: Sequence[str], runs: int = 1) -> float:
    """Return the median seconds that a command of the program takes, from start to end."""
    return statistics.median(weigh_command(arguments)[0] for _ in range(runs))


def weigh_command(arguments: Sequence[str]) -> tuple[float, float]:
    """Run a command of the program; return the seconds that it took, and those that all processors worked on it."""
    begun_s, busy_s = time.perf_counter(), _children_s()
    subprocess.run([sys.executable, "-m", "backcoach", *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun_s, _children_s() - busy_s


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def lengthen(clip: Path, copy: Path, seconds: float) -> Path:
    """Write a clip again and again, without coding it anew, until it is at least so long; return the copy."""
    with av.open(str(copy), "w") as out:
        track, length_s = None, 0.0
        while length_s < seconds:
            with av.open(str(clip)) as source:
                stream = source.streams.video[0]
                if track is None:
                    track = out.add_stream_from_template(stream)
                begin = round(length_s / stream.time_base)
                for packet in source.demux(stream):
                    if packet.dts is None or packet.pts is None:
                        continue
                    end_s = float((begin + packet.pts + (packet.duration or 0)) * stream.time_base)
                    length_s = max(length_s, end_s)
                    packet.pts, packet.dts, packet.stream = begin + packet.pts, begin + packet.dts, track
                    out.mux(packet)
    return copy


@dataclass(frozen=True)
class Memory:
    """Resident memory of a process in MB, and its growth over the second half, brought to an hour of video."""

    peak_mb: float
    growth_mb_per_hour: float
    video_s: float


def weigh_pipeline(path: Path, pictures: int) -> Memory:
    """Analyse a video again and again in a process of its own; the tracker sees one long recording."""
    return _alone(_pipeline_memory, path, pictures)


def weigh_recognition(frames: Sequence[PoseFrame], hours: float) -> Memory:
    """Follow frames again and again for as long as asked, in a process of its own."""
    return _alone(_recognition_memory, frames, hours)


def _alone(work: Callable[..., Memory], *arguments: object) -> Memory:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _pipeline_memory(path: Path, pictures: int) -> Memory:
    def frames() -> Iterator[PoseFrame]:
        begin_s = 0.0
        with blazepose(still=False) as model:
            while True:
                time_s = begin_s
                with open_video(path) as video:
                    for time_s, picture in ((begin_s + t, p) for t, p in video):
                        yield model.estimate(picture, time_s)
                begin_s = time_s + 1 / 30

    return _weigh(itertools.islice(frames(), pictures))


def _recognition_memory(frames: Sequence[PoseFrame], hours: float) -> Memory:
    length_s = frames[-1].time_s + 1 / 30
    times = round(3600 * hours / length_s)
    return _weigh(replace(f, time_s=f.time_s + i * length_s) for i in range(times) for f in frames)


def _weigh(frames: Iterator[PoseFrame]) -> Memory:
    recognizer = Recognizer(list(load_seven().values()))
    samples = []
    for i, frame in enumerate(frames):
        recognizer.feed(frame)
        if i % 100 == 0:
            samples.append((frame.time_s, resident_mb()))
    recognizer.finish()
    times_s, sizes_mb = np.array(samples[len(samples) // 2 :]).T
    slope = np.polyfit(times_s, sizes_mb, 1)[0] * 3600 if len(times_s) > 1 else float("nan")
    return Memory(peak_mb(), float(slope), samples[-1][0])


def resident_mb() -> float:
    """Return the memory that this process occupies now (where the system does not tell: at most so far)."""
    return _told_by_linux("VmRSS") or _most_mb()


def peak_mb() -> float:
    """Return the most memory that this process occupied so far."""
    return _told_by_linux("VmHWM") or _most_mb()


def _told_by_linux(what: str) -> float | None:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = [line.split() for line in status.splitlines() if line.startswith(what)]
    return int(found[0][1]) * 1024 / 1e6 if found else None


def _most_mb() -> float:
    # Elsewhere: on Linux this would begin with the peak of the process that started this one.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
