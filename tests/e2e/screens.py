"""Screens as the coach sends them, one of each state."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from backcoach.coaching.questions import Question
from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin.simulate import Noise, simulate
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.texts import Message

_SETS = (
    ("child_pose", "Child's pose", 5, 5, 0, 10, "done"),
    ("clamshell", "Clamshell", 20, 12, 0, 0, "skipped"),
    ("glute_bridge", "Glute bridge", 12, 7, 1, 0, "running"),
    ("bird_dog", "Bird dog", 8, 0, 0, 5, "planned"),
)
_SET_KEYS = ("exercise", "name", "planned", "done", "unsure", "hold_s", "outcome")
SETS = [dict(zip(_SET_KEYS, one, strict=True)) for one in _SETS]


def screen(state: str, **values: Any) -> dict[str, Any]:
    """Return a screen of a state; the values replace the usual ones."""
    usual = {
        "state": state, "headline": HEADLINES[state], "detail": None,
        "exercise": "glute_bridge", "name": "Glute bridge",
        "position": 2, "positions": 4, "count": 7, "planned": 12, "side": None, "hold_s": 0.0, "hold_planned_s": 0.0,
        "clock_s": 0.0, "clock_planned_s": 0.0, "ring": 0.0, "phase": None, "cue": None, "marked": [],
        "next": "Bird dog, 8 times each side", "next_exercise": "bird_dog", "source": "camera", "seen": True,
        "outline": None, "checks": [], "sets": SETS,
    }  # fmt: skip
    return {**usual, **values}


def asking(
    question: Question, state: str, say: Callable[[Message], str] = str, **values: Any
) -> dict[str, Any]:
    """Return a screen with an open question, in a language."""
    about = None if question.about is None else say(question.about)
    answers = ["yes", "no", "number"] if question.takes_number else ["yes", "no"]
    opened = {"id": question.id, "text": say(question.text), "about": about, "answers": answers}
    return screen(
        state, **{"question": opened, "headline": opened["text"], "actions": ["yes", "no"], **values}
    )


HEADLINES = {
    "camera_check": "Turn so that I see you from the side",
    "introduction": "Glute bridge",
    "position": "Lie on your back, knees bent",
    "countdown": "Ready",
    "work": "Go",
    "switch_sides": "Now the other side",
    "rest": "Rest",
    "paused": "Paused",
    "lost": "I cannot see you",
    "all_right": "Is everything all right?",
    "hurt": "Stopped",
    "afterwards": "Was it easy?",
    "finished": "Well done",
}


def outline(fits: bool = False) -> dict[str, Any]:
    """Return a figure to fill."""
    points = frames()[0].landmarks
    return {"points": {name: tuple(points[i, :2].tolist()) for name, i in INDEX.items()}, "fits": fits}


def pose(seq: int, marked: tuple[str, ...] = (), at: float = 0.5, demo: bool = False) -> dict[str, Any]:
    """Return what is drawn for a frame: the simulated person at a part of a repetition."""
    frame = frames()[int(at * (len(frames()) - 1))]
    points = np.column_stack([frame.landmarks[:, :2], frame.visibility]).ravel()
    drawn = {
        "type": "pose", "seq": seq, "seen": True, "points": [round(v, 4) for v in points.tolist()],
        "back": [round(v, 4) if np.isfinite(v) else None for v in frame.back_line.ravel().tolist()],
        "marked": [INDEX[name] for name in marked],
    }  # fmt: skip
    return {**drawn, "demo": True} if demo else drawn


@cache
def frames(exercise: str = "glute_bridge") -> list[PoseFrame]:
    """Return one repetition of the simulated person."""
    return simulate(Performance.of(load_exercise(exercise), 1), noise=Noise(visibility=0)).frames
