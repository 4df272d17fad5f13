"""Single photos: is the start told from the end position, and is what is none of the seven left alone?

A photo `<name>_0.jpg` shows the start, `<name>_1.jpg` the end. Each is judged alone by `check_frame`. A pair is told
apart when the second photo reaches a target of its exercise and the first does not. A photo of another exercise must
reach no target. It may be in position: whoever lies on the back with bent knees before a sit-up lies just as one does
before a glute bridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inputs import SHARED, load_seven, see, stop
from reporting import Report, make_parser

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import check_frame

PAIRS = {
    "butt_lift_bridge": "glute_bridge",
    "pelvic_tilt_into_bridge": "glute_bridge",
    "cat_stretch": "cat_camel",
    "knee_across_the_body": "trunk_rotation",
    "plank": "forearm_plank",
}
"""Photos whose first shows the start and whose second shows the target of an exercise."""

IN_POSE = {"childs_pose": "child_pose"}
"""Photos that both show the target."""

OTHERS = ("pushups", "side_bridge", "superman", "sit_up", "bodyweight_squat", "side_lying_floor_stretch")
"""Photos of other exercises."""


@dataclass(frozen=True)
class Look:
    """What one photo shows of one exercise."""

    in_position: bool | None
    targets: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """In position, and a target phase's conditions are met."""
        return self.in_position is True and bool(self.targets)

    def __str__(self) -> str:
        place = {True: "in position", False: "not in position", None: "not seen"}[self.in_position]
        return ", ".join((place, *self.targets))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", default=SHARED / "photos")
    options = parser.parse_args(arguments)
    names = [f"{name}_{i}" for name in (*PAIRS, *IN_POSE, *OTHERS) for i in (0, 1)]
    paths = {name: path for name in names if (path := options.folder / f"{name}.jpg").exists()}
    if not paths:
        stop(f"none of the photos is in {options.folder}")
    report = Report("photos", options.json)
    return report_photos(report, {name: see(path)[0] for name, path in paths.items()}, load_seven())


def look(exercise: Exercise, frame: PoseFrame) -> Look:
    """Judge one photo; a target phase is one whose conditions to enter are met."""
    check = check_frame(exercise, frame)
    targets = {phase.name for phase in exercise.phases if phase.kind == "target"}
    return Look(check.in_position, tuple(name for name in check.phases if name in targets))


def report_photos(report: Report, frames: dict[str, PoseFrame], exercises: dict[str, Exercise]) -> int:
    """Print all tables; return the exit status."""
    _report_pairs(report, frames, exercises)
    _report_poses(report, frames, exercises)
    _report_others(report, frames, exercises)
    return report.close()


def _report_pairs(report: Report, frames: dict[str, PoseFrame], exercises: dict[str, Exercise]) -> None:
    rows = []
    for name, exercise in PAIRS.items():
        if {f"{name}_0", f"{name}_1"} <= frames.keys():
            start, end = (look(exercises[exercise], frames[f"{name}_{i}"]) for i in (0, 1))
            rows.append((name, exercise, str(start), str(end), end.reached and not start.reached))
    report.table("Start and end", ["photos", "exercise", "start", "end", "told apart"], rows)
    told = sum(row[-1] for row in rows)
    report.check("pairs told apart", f"{told} of {len(rows)}", "all", told == len(rows))


def _report_poses(report: Report, frames: dict[str, PoseFrame], exercises: dict[str, Exercise]) -> None:
    rows = []
    for name, exercise in IN_POSE.items():
        for photo in (f"{name}_0", f"{name}_1"):
            if photo in frames:
                found = look(exercises[exercise], frames[photo])
                rows.append((photo, exercise, str(found), found.reached))
    report.table("In the pose", ["photo", "exercise", "found", "recognised"], rows)
    right = sum(row[-1] for row in rows)
    report.check("poses recognised", f"{right} of {len(rows)}", "all", right == len(rows))


def _report_others(report: Report, frames: dict[str, PoseFrame], exercises: dict[str, Exercise]) -> None:
    """Every photo against the exercises that it does not show."""
    shown = {f"{name}_{i}": exercise for name, exercise in (PAIRS | IN_POSE).items() for i in (0, 1)}
    rows = []
    for photo, frame in frames.items():
        looks = {i: look(e, frame) for i, e in exercises.items() if i != shown.get(photo)}
        placed = ", ".join(i for i, found in looks.items() if found.in_position)
        reached = ", ".join(i for i, found in looks.items() if found.reached)
        rows.append((photo, shown.get(photo), placed or None, reached or None))
    columns = ["photo", "shows", "in position for another", "target of another reached"]
    report.table("Taken for another exercise", columns, rows)
    other = [row for row in rows if row[1] is None]
    free = sum(row[3] is None for row in other)
    report.check("other photos that reach no target", f"{free} of {len(other)}", "all", free == len(other))


if __name__ == "__main__":
    raise SystemExit(main())
