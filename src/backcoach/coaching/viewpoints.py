"""Where the camera stands for each set of a routine, so that it is moved as rarely as possible."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import View
from backcoach.texts import Message, message

PLACES: dict[View, str] = {
    "side": "beside",
    "front": "beside",
    "oblique": "corner",
    "feet": "end",
    "rear": "end",
}
"""Where the camera stands as seen from the mat: beside it, at a corner, or at the end where the feet are.

Somebody who lies on the side and faces a camera beside the mat is seen from the front.
"""

_MOVE = 10
_SECOND_BEST = 1


def fewest_moves(sets: Sequence[PlannedSet]) -> list[View]:
    """Return the view of each set: fewest changes of the camera's place, then the views that show most.

    Shortest path through the sets; each exercise file lists its views, best first.
    """
    best: dict[View, tuple[int, list[View]]] = {}
    for planned in sets:
        costs: dict[View, tuple[int, list[View]]] = {}
        for rank, view in enumerate(planned.exercise.views):
            ways = [
                (cost + _MOVE * (PLACES[before] != PLACES[view]), way) for before, (cost, way) in best.items()
            ]
            cost, way = min(ways, key=lambda item: item[0]) if ways else (0, [])
            costs[view] = (cost + _SECOND_BEST * rank, [*way, view])
        best = costs
    return min(best.values(), key=lambda item: item[0])[1] if best else []


def turn_to(view: View) -> Message:
    """Return what a person does to be seen from a view."""
    texts: dict[View, Message] = {
        "side": message("Turn so that I see you from the side."),
        "front": message("Lie so that your front faces me."),
        "oblique": message("Turn a little, so that your feet are nearer to me than your head."),
        "feet": message("Turn so that your feet point towards me."),
        "rear": message("Turn so that I see you from behind."),
    }
    return texts[view]


def view_name(view: View) -> Message:
    """Return the name of a view, as a thing to be checked."""
    texts: dict[View, Message] = {
        "side": message("Seen from the side"),
        "front": message("Seen from the front"),
        "oblique": message("Obliquely from your feet"),
        "feet": message("Seen from your feet"),
        "rear": message("Seen from behind"),
    }
    return texts[view]
