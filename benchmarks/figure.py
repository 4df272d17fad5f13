"""Does the drawn figure look like a person? The pose model is asked where it sees its joints.

The start and every target of the seven exercises, both sides, are painted as the pages show them, and seen by the pose
model that ships with the project. Its landmarks are compared with those of the skeleton that the figure was drawn on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from inputs import load_seven
from PIL import Image, ImageDraw
from reporting import Report, make_parser

from backcoach.exercises.model import Exercise
from backcoach.figure.colours import LIGHT, edge_of, fill_of
from backcoach.figure.film import Film, film_of
from backcoach.figure.view import FarView
from backcoach.mannequin import Body, Performance
from backcoach.mannequin.course import motion_of
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints
from backcoach.pose.blazepose import BlazePose
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import INDEX
from backcoach.tracking.summary import Side

WANTED = 0.06
"""Median distance of the landmarks from where they should be, as a part of the body height."""

PAPER = "#f6f7f4"
WIDTH = 960
FINER = 3
JOINTS = [
    INDEX[f"{side}_{part}"]
    for side in ("left", "right")
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
] + [INDEX["nose"], INDEX["left_ear"], INDEX["right_ear"]]


@dataclass(frozen=True)
class Sight:
    """What the model makes of one figure; errors in body heights."""

    title: str
    found: bool
    median: float
    worst: float
    worst_part: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the painted figures there")
    parser.add_argument("--only", nargs="*", metavar="EXERCISE", help="of these exercises")
    options = parser.parse_args(arguments)
    report = Report("figure", options.json)
    exercises = {k: e for k, e in load_seven().items() if not options.only or k in options.only}
    sights = [look(*shown, keep=options.keep) for e in exercises.values() for shown in moments(e)]
    report.table(
        "What the pose model sees",
        ["figure", "found", "median error", "worst", "of"],
        [(s.title, s.found, s.median, s.worst, s.worst_part) for s in sights],
    )
    met = [s.found and s.median <= WANTED for s in sights]
    report.check("figures that the pose model sees as drawn", f"{sum(met)} of {len(met)}", "all", all(met))
    return report.close()


def moments(exercise: Exercise) -> Iterator[tuple[str, Performance, float]]:
    """Return title, performance and part of the way (0 start, 1 target) of every figure."""
    sides: tuple[Side | None, ...] = ("left", "right") if exercise.figure.sided else (None,)
    for side in sides:
        for k, end in enumerate(exercise.figure.ends):
            shown = Performance(
                exercise.id, 1, sides=(side,) if side else None, first_end=end.name, figure=exercise.figure
            )
            name = f"{exercise.id} {side or ''}".strip()
            if k == 0:
                yield f"{name}, start", shown, 0.0
            yield f"{name}, {end.name}", shown, 1.0


def look(title: str, shown: Performance, part: float, keep: Path | None = None) -> Sight:
    """Show one figure to the pose model."""
    body = Body()
    motion = motion_of(shown, body)
    posture = motion.on_the_way(0, np.array([part]))
    posture[:, AT["heading"]] += motion.shown_heading_deg
    film = film_of(motion, posture)
    picture = paint(film, WIDTH)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(keep / f"{title.replace(', ', '_').replace(' ', '_')}.png")
    with BlazePose(still=True) as model:
        frame = model.estimate(picture, 0.0)
    if not frame.seen:
        return Sight(title, False, float("nan"), float("nan"), "")
    view = FarView(motion.figure.shown_tilt_deg)
    left, top, _, height = film.box_m
    truth = (view.place(joints(posture, body)[0])[0][:, :2] - [left, top]) / height
    off = np.linalg.norm(frame.landmarks[:, :2] - truth, axis=-1)[JOINTS] * height / body.height_m
    names = {number: name for name, number in INDEX.items()}
    return Sight(title, True, float(np.median(off)), float(off.max()), names[JOINTS[int(off.argmax())]])


def paint(film: Film, width: int) -> Picture:
    """Return the first moment of a film as an RGB picture, shape (height, width, 3)."""
    left, top, wide, high = film.box_m
    scale = width * FINER / wide
    canvas = Image.new("RGB", (width * FINER, round(high * scale)), PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.polygon([tuple(p) for p in (film.mat - [left, top]) * scale], fill=LIGHT["mat"])
    for sheet in film.sheets:
        points = [tuple(p) for p in (sheet.outlines[0] - [left, top]) * scale]
        fill = fill_of(LIGHT, sheet.wears, far=sheet.far, moving=sheet.moving)
        pen.polygon(points, fill=fill)
        if sheet.lined:
            edge = points if sheet.edge == 1 else points[:-10]
            pen.line(
                [*edge, edge[0]] if sheet.edge == 1 else edge, fill=edge_of(fill), width=round(0.0055 * scale)
            )
    small = canvas.resize((width, canvas.height // FINER), Image.Resampling.LANCZOS)
    return np.asarray(small)


if __name__ == "__main__":
    raise SystemExit(main())
