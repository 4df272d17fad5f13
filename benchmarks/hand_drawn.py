"""Does the pose model see a raised hand? The drawn figure raises one in every posture, and is looked at by the model.

    python benchmarks/hand_drawn.py --json docs/results/hand_drawn.json

There are no real raised hands to measure on. A drawn figure is no person, but what the pose model makes of it has
the model's own errors: depths that are guessed, hidden arms that are taken for what the other one does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from reporting import Report, make_parser

from backcoach.figure.person import UNITS, DrawnPerson
from backcoach.mannequin import Body, Camera, RaisedHand
from backcoach.mannequin.ground import placed
from backcoach.mannequin.positions import position
from backcoach.mannequin.raising import with_hand
from backcoach.pose.blazepose import BlazePose
from backcoach.pose.estimator import Picture
from backcoach.tracking.hand import HandWatcher
from backcoach.tracking.summary import Side

FAR = Camera(height_m=1.0, distance_m=4.0, target_m=1.05)
NEAR = Camera(height_m=0.65, distance_m=3.0)
WIDTH, HEIGHT, FINER = 1280, 720, 2
FPS = 10.0
BEGINS_S, STAYS_S, LASTS_S = 0.5, 2.2, 3.9
WANTED = 0.9

Case = tuple[str, Side, float, float, Camera]
CASES: tuple[Case, ...] = (
    ("standing", "left", -60, 5, FAR),
    ("standing", "right", 0, 5, FAR),
    ("kneeling", "right", -90, 5, FAR),
    ("heel_sitting", "left", 180, 5, FAR),
    ("sitting", "left", 0, 5, FAR),
    ("supine", "left", 0, 5, NEAR),
    ("supine", "right", 0, 5, NEAR),
    ("supine", "left", 47, 5, NEAR),
    ("supine_bent", "left", 180, 5, NEAR),
    ("on_right_side", "left", 0, 5, NEAR),
    ("on_left_side", "right", 180, 5, NEAR),
    ("all_fours", "right", 0, -30, NEAR),
    ("all_fours", "right", 0, 20, NEAR),
    ("all_fours", "right", 20, 0, NEAR),
    ("all_fours", "left", 180, 0, NEAR),
    ("all_fours", "left", 160, 30, NEAR),
)
"""Position, hand, heading, how far the arm leans (at the ear: the elbow hangs), and camera."""


@dataclass(frozen=True)
class Seen:
    """When a hand that was raised at `BEGINS_S` meant something, and in how many pictures somebody was seen."""

    after_s: tuple[float, ...]
    pictures: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return the exit status."""
    options = make_parser(__doc__).parse_args(arguments)
    report = Report("hand drawn", options.json)
    seen = [look(case) for case in CASES]
    rows = [
        (
            name,
            side,
            heading,
            lean,
            one.pictures,
            len(one.after_s) == 1,
            one.after_s[0] if one.after_s else np.nan,
        )
        for (name, side, heading, lean, _), one in zip(CASES, seen, strict=True)
    ]
    columns = ["position", "hand", "heading", "leans", "pictures", "found", "after s"]
    report.table("Hands that the drawn figure raises, as the pose model sees them", columns, rows)
    found = sum(len(one.after_s) == 1 for one in seen)
    report.check("found, once each", f"{found} of {len(CASES)}", f">= {WANTED}", found >= WANTED * len(CASES))
    return report.close()


def look(case: Case) -> Seen:
    """Let the drawn figure raise a hand, and watch through the pose model."""
    name, side, heading, lean, camera = case
    body = Body()
    rest = placed(position(name, body)[None], body, heading)
    times_s = np.arange(0.0, LASTS_S, 1 / FPS)
    hand = RaisedHand(BEGINS_S, side, stay_s=STAYS_S, lean_deg=lean)
    postures = with_hand(times_s, np.tile(rest, (len(times_s), 1)), body, hand)
    drawn, watcher, rng = DrawnPerson(camera, body), HandWatcher(), np.random.default_rng(0)
    after_s, pictures = [], 0
    with BlazePose(back_line=False) as model:
        for time_s, posture in zip(times_s.tolist(), postures, strict=True):
            frame = model.estimate(paint(drawn, posture, rng), time_s)
            pictures += frame.seen
            if watcher.see(frame):
                after_s.append(time_s - BEGINS_S)
    return Seen(tuple(after_s), pictures)


def paint(drawn: DrawnPerson, posture: np.ndarray, rng: np.random.Generator) -> Picture:
    """Return the figure before a wall and on a floor, as an RGB picture with a little noise."""
    canvas = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#d9dcd6")
    pen = ImageDraw.Draw(canvas)
    pen.rectangle([0, 0.575 * canvas.height, canvas.width, canvas.height], fill="#b9ad9a")
    for layer in drawn.layers(posture):
        outline = np.array(layer["outline"], float).reshape(-1, 2).cumsum(0) * (canvas.height / UNITS)
        points = [(float(x), float(y)) for x, y in outline]
        fill, edge = layer["light"]
        pen.polygon(points, fill=fill)
        if edge:
            pen.line([*points, points[0]], fill=edge, width=3)
    small = np.asarray(canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)).astype(int)
    return (small + rng.integers(-6, 7, (HEIGHT, WIDTH, 1))).clip(0, 255).astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
