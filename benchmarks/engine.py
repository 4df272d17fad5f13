"""Our run of BlazePose's networks against mediapipe 0.10.21 itself: do they agree, and how much less work is it?

Both get the same pictures, in turns, so that other programs on the machine disturb both alike. mediapipe runs in an
environment of its own, which is made where it can be installed (once, in `.benchmarks/`).

Agreement: on single pictures, and following a person through whole clips, where the tiny differences of each picture
add up in the region of the next. Distances are parts of body height, which is 1.7 m at the person's scale. Work:
processor time for a picture, from a decoded one and from the file to the `PoseFrame`; decoding, cuts and the line
of the back are ours in both. Ours also looks for other people now and then; mediapipe sees one.
"""

from __future__ import annotations

import itertools
import statistics
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from inputs import SHARED, stop
from mediapipe_client import find_python, mediapipe
from numpy.typing import NDArray
from reporting import Report, make_parser

from backcoach.pose.back_line import BackLineTracer
from backcoach.pose.blazepose import BlazePose
from backcoach.pose.cuts import CutDetector
from backcoach.pose.engine import PoseEngine
from backcoach.pose.frame import Array, PoseFrame
from backcoach.pose.sighting import Sighting
from backcoach.pose.size import body_scale
from backcoach.pose.steady import OneEuroFilter
from backcoach.pose.video import open_video

CHUNK = 25
SINGLE_EVERY = 10
BODY_M = 1.7
MEAN, P95 = 0.0005, 0.0015
MIN_OVERLAP = 0.995
FASTER = 1.5

Pictures = NDArray[np.uint8]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument("clips", nargs="*", type=Path, metavar="CLIP", help="videos; default: shared")
    parser.add_argument("--python", metavar="PATH", help="a Python that has mediapipe 0.10.21 already")
    parser.add_argument("--pictures", type=int, default=10_000, metavar="N", help="of each clip, at most")
    options = parser.parse_args(arguments)
    clips = options.clips or sorted((SHARED / "clips").glob("*.mp4"))
    if missing := [str(clip) for clip in clips if not clip.is_file()]:
        stop(f"there is no {', no '.join(missing)}")
    if not clips or options.pictures < 2 * CHUNK:
        stop(f"clips are needed, and --pictures of at least {2 * CHUNK}")
    python = options.python or find_python()
    report = Report("engine", options.json)
    compare_agreement(report, clips, options, python)
    compare_work(report, clips, options, python)
    return report.close()


@dataclass
class Differences:
    """How far two engines are apart, one entry a landmark or picture."""

    pictures: int = 0
    by_one_only: int = 0
    places: list[Array] = field(default_factory=list)
    visibility: list[Array] = field(default_factory=list)
    world: list[Array] = field(default_factory=list)
    overlap: list[float] = field(default_factory=list)

    def add(self, ours: Sighting | None, theirs: dict[str, Any], i: int, aspect: float) -> None:
        """Compare one picture."""
        self.pictures += 1
        points, world = theirs["points"][i], theirs["world"][i][:, :3]
        seen = bool(np.isfinite(points[0, 0]))
        self.by_one_only += seen != (ours is not None)
        if ours is None or not seen:
            return
        landmarks = points[:, :3] * (aspect, 1.0, aspect)
        frame = replace(PoseFrame.empty(0.0, aspect), landmarks=landmarks, world=world, people=1)
        height_norm = BODY_M * body_scale(frame) * max(1.0, aspect)
        self.places.append(np.hypot(*(ours.landmarks - landmarks)[:, :2].T) / height_norm)
        self.visibility.append(np.abs(ours.visibility - np.clip(points[:, 3], 0, 1)))
        self.world.append(np.linalg.norm(ours.world - world, axis=1) / BODY_M)
        both, either = ours.outline & theirs["masks"][i], ours.outline | theirs["masks"][i]
        self.overlap.append(float(both.sum() / max(1, either.sum())))

    def row(self, name: str) -> list[Any]:
        """Means, and what 95 % stay below."""
        cells: list[Any] = [name, self.pictures, self.by_one_only]
        for values in (self.places, self.visibility, self.world):
            cells += [float(np.mean(values)), float(np.percentile(values, 95))]
        return [*cells, float(np.mean(self.overlap))]


def compare_agreement(report: Report, clips: Sequence[Path], options: Namespace, python: str) -> None:
    """Single pictures, then whole clips."""
    rows = []
    for name, still in (("single pictures", True), ("following", False)):
        found = Differences()
        with mediapipe(python, still=still) as theirs:
            for clip in clips:
                theirs.begin()
                every = SINGLE_EVERY if still else 1
                ours = _Follower(still=still)
                for times_s, pictures in chunks(clip, options.pictures, every):
                    answer = theirs.see(pictures)
                    aspect = pictures.shape[2] / pictures.shape[1]
                    for i, picture in enumerate(pictures):
                        found.add(ours.see(picture, times_s[i]), answer, i, aspect)
        rows.append(found.row(name))
        mean, most, overlap = (rows[-1][i] for i in (3, 4, -1))
        report.check(f"{name}: landmarks, mean (body heights)", mean, f"<= {MEAN}", mean <= MEAN)
        report.check(f"{name}: landmarks, 95 % (body heights)", most, f"<= {P95}", most <= P95)
        report.check(f"{name}: silhouettes, overlap", overlap, f">= {MIN_OVERLAP}", overlap >= MIN_OVERLAP)
        report.check(f"{name}: seen by one only", found.by_one_only, "0", found.by_one_only == 0)
    columns = ["", "pictures", "seen by one only", "landmarks, mean", "95 %", "visibility, mean", "95 %"]
    report.table(
        "Differences from mediapipe (landmarks and metres in body heights)",
        [*columns, "metres, mean", "95 %", "overlap of silhouettes"],
        rows,
    )


class _Follower:
    """Our networks as mediapipe runs them: one person, a silhouette of every picture, nobody else looked for."""

    def __init__(self, *, still: bool) -> None:
        self._engine, self._filter, self._still = PoseEngine(), OneEuroFilter(), still
        self._region: Any = None

    def see(self, picture: Pictures, time_s: float) -> Sighting | None:
        if self._region is None:
            self._filter.reset()
            self._region = next(iter(self._engine.find(picture)), None)
        person = self._region and self._engine.see(picture, self._region)
        self._region = None
        if person is None or person.next_px is None:
            return None
        if not self._still:
            self._region = self._filter.region(person.next_px, time_s)
        return self._engine.with_silhouette(picture, person)


def compare_work(report: Report, clips: Sequence[Path], options: Namespace, python: str) -> None:
    """Processor time, in turns; the first chunk of a clip is a warm-up."""
    decoded_ms, whole_ms = [], []
    with mediapipe(python, still=False) as theirs:
        for clip in clips:
            theirs.begin()
            decoding_ms = measure_decoding(clip, options.pictures)
            rest = _Rest()
            with BlazePose() as ours:
                for i, (times_s, pictures) in enumerate(chunks(clip, options.pictures)):
                    answer = theirs.see(pictures)
                    rest_ms = rest.measure(times_s, pictures, answer)
                    begun_s = time.process_time()
                    for picture, time_s in zip(pictures, times_s, strict=True):
                        ours.estimate(picture, time_s)
                    ours_ms = 1e3 * (time.process_time() - begun_s) / len(pictures)
                    theirs_ms = float(answer["took_ms"]) + rest_ms
                    if i > 0:
                        decoded_ms.append((theirs_ms, ours_ms))
                        whole_ms.append((theirs_ms + decoding_ms, ours_ms + decoding_ms))
    rows: list[list[Any]] = []
    for name, times in (("decoded picture to pose frame", decoded_ms), ("file to pose frame", whole_ms)):
        medians = [statistics.median(column) for column in zip(*times, strict=True)]
        rows.append([name, *medians, statistics.median(theirs / ours for theirs, ours in times)])
    report.table(
        f"Milliseconds of processor time a picture, medians of {len(whole_ms)} turns of {CHUNK} pictures",
        ["", "mediapipe", "ours", "times less"],
        rows,
    )
    ratio = rows[-1][-1]
    report.check("file to pose frame, times less work", round(ratio, 2), f">= {FASTER}", ratio >= FASTER)


class _Rest:
    """What is ours with mediapipe, too: cuts, and the line of the back from each picture's silhouette."""

    def __init__(self) -> None:
        self._cuts, self._back = CutDetector(), BackLineTracer()

    def measure(self, times_s: Sequence[float], pictures: Pictures, answer: dict[str, Any]) -> float:
        """Return the milliseconds that it takes for a picture."""
        aspect = pictures.shape[2] / pictures.shape[1]
        landmarks = answer["points"][:, :, :3] * (aspect, 1.0, aspect)
        masks = answer["masks"].astype(np.float32)
        begun_s = time.process_time()
        for i, time_s in enumerate(times_s):
            self._cuts.is_cut(pictures[i])
            if np.isfinite(landmarks[i, 0, 0]):
                self._back.trace(time_s, landmarks[i], answer["world"][i][:, :3], masks[i])
        return 1e3 * (time.process_time() - begun_s) / len(times_s)


def measure_decoding(clip: Path, pictures: int) -> float:
    """Return the milliseconds that a picture takes from the file to the size that the pose model gets."""
    begun_s, count = time.process_time(), 0
    with open_video(clip) as video:
        for _ in itertools.islice(video, pictures):
            count += 1
    return 1e3 * (time.process_time() - begun_s) / count


def chunks(clip: Path, pictures: int, every: int = 1) -> Iterator[tuple[list[float], Pictures]]:
    """Yield times and pictures of a clip, so many at once."""
    with open_video(clip) as video:
        wanted = itertools.islice(video, 0, pictures, every)
        while chunk := list(itertools.islice(wanted, CHUNK)):
            yield [time_s for time_s, _ in chunk], np.stack([picture for _, picture in chunk])


if __name__ == "__main__":
    raise SystemExit(main())
