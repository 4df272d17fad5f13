"""The parts of the documentation that come from the program's own names and numbers."""

from __future__ import annotations

import inspect
from dataclasses import fields
from importlib import import_module

from docs_text import bullets, code, codes, table

import backcoach
from backcoach.tracking import events
from backcoach.tracking.counting import phases

NUMBERS = (
    (
        "pose.video",
        "LONG_SIDE_PX",
        "pixels",
        "pictures are scaled down to this long side before the model sees them",
    ),
    (
        "pose.size",
        "SMALLEST_NORM_PER_M",
        "",
        "part of the picture's longer side that a metre of body has to fill",
    ),
    (
        "pose.blazepose",
        "SILHOUETTE_EVERY_S",
        "s",
        "between two silhouettes, from which the back line is measured",
    ),
    ("pose.crowd", "LOOK_EVERY_S", "s", "between two looks for other people"),
    ("pose.crowd", "SETTLED_S", "s", "on the floor in one place: not left for anybody upright any more"),
    (
        "pose.crowd",
        "PLACE_KEPT_S",
        "s",
        "the place of the followed person is remembered after the landmarks left it",
    ),
    (
        "pose.crowd",
        "CLEARLY_LARGER",
        "times",
        "larger than the followed person: another one is followed instead",
    ),
    (
        "pose.sighting",
        "LOW_DEG",
        "degrees",
        "a trunk that rises less is on the floor, which counts for more than size",
    ),
    ("pose.sighting", "LOW_COUNTS", "times", "as large counts who is on the floor beside somebody upright"),
    ("pose.back_line", "SMOOTHING_S", "s", "time constant of the back line's smoothing"),
    ("pose.back_line", "VOTE_S", "s", "time constant of the vote on which side the back is"),
    ("tracking.measuring.features", "SURE", "", "visibility from which on a landmark is clearly seen"),
    (
        "tracking.measuring.features",
        "GUESSED",
        "",
        "visibility below which a landmark is a guess: its measures are NaN",
    ),
    ("tracking.measuring.observation", "GAP_S", "s", "without a person, after which smoothing starts anew"),
    (
        "tracking.measuring.observation",
        "JUMP_TRUNKS",
        "trunk lengths",
        "a larger step of the hips between two frames is a cut",
    ),
    ("tracking.counting.sight", "LOST_S", "s", "without the needed body parts before `TrackingLost`"),
    ("tracking.counting.sight", "GIVE_UP_S", "s", "out of sight before a running repetition is over"),
    ("tracking.counting.posture", "ENTER_S", "s", "the posture must be right before the gate opens"),
    ("tracking.counting.posture", "LEAVE_S", "s", "the posture must be broken before the gate closes"),
    (
        "tracking.counting.posture",
        "KNOWN_SHARE",
        "",
        "share of the posture's conditions that must be seen to open the gate",
    ),
    ("tracking.counting.phases", "LEAVE_S", "s", "a station must be left before that is believed"),
    ("tracking.counting.phases", "LEAVE_HOLD_S", "s", "the same for a held target: shorter is a flicker"),
    ("tracking.counting.phases", "RETURN_S", "s", "after a hold exercise was left, the hold is over"),
    ("tracking.counting.phases", "HALF_WAY_REST_S", "s", "at rest with only some targets visited: given up"),
    ("tracking.counting.timing", "LEFT", "", "share of the way above which rest counts as left"),
    ("tracking.counting.timing", "REACHED", "", "share of the way above which the target counts as reached"),
    (
        "tracking.counting.timing",
        "KEPT",
        "",
        "share of the way below which, on the way back, the target counts as left",
    ),
    (
        "tracking.counting.timing",
        "HOLD_REACHED",
        "",
        "the same for a hold, of the way in the two seconds before it",
    ),
    ("tracking.counting.timing", "HOLD_KEPT", "", "the same for a hold, on the way back"),
    (
        "tracking.counting.timing",
        "BLUR_S",
        "s",
        "half width of the bell that smooths the curve before it is read",
    ),
    (
        "tracking.counting.repetitions",
        "SURE_SHARE",
        "",
        "share of a repetition that must be clearly seen to count it",
    ),
    ("tracking.counting.repetitions", "ATTEMPT_S", "s", "a shorter movement is no attempt at a repetition"),
    (
        "tracking.counting.repetitions",
        "ATTEMPT_SHARE",
        "",
        "share of the way to the target that makes an attempt",
    ),
    (
        "tracking.judging.judgement",
        "DONE_SHARE",
        "",
        "share of the way back that is enough where a recording ends",
    ),
    ("tracking.judging.faults", "RELEASE_S", "s", "a fault must be gone before it is over"),
    ("tracking.judging.faults", "SHORT_PHASE_S", "s", "a shorter phase is not judged as a whole"),
    (
        "tracking.judging.faults",
        "SEEN_SHARE",
        "",
        "share of a phase that must be seen to judge it as a whole",
    ),
    (
        "tracking.counting.hindsight",
        "EDGE_SHARE",
        "",
        "of a stay at each end that is left out of its mean posture, ...",
    ),
    ("tracking.counting.hindsight", "EDGE_S", "s", "... but at most so long"),
    (
        "tracking.counting.hindsight",
        "LOOK_S",
        "s",
        "after a repetition it is looked from then on whether the person is back",
    ),
    (
        "tracking.counting.returning",
        "STILL_SHARE",
        "",
        "share of the way; whoever comes no nearer in half a second has stopped",
    ),
    (
        "tracking.counting.recall",
        "LAST_S",
        "s",
        "the rest before a movement is looked for in so long before it",
    ),
    (
        "tracking.measuring.readings",
        "EXPLAINED_S",
        "s",
        "after a corrected fault, a change may still come from that",
    ),
    (
        "tracking.measuring.drift",
        "LONG",
        "windows",
        "a drift is fitted over so many of its windows, where the hold is so long",
    ),
    ("tracking.measuring.drift", "SURE_ERRORS", "standard errors", "a drift of less may be chance"),
    ("tracking.counting.tally", "SET_GAP_S", "s", "between repetitions: a new set begins"),
    (
        "tracking.counting.tally",
        "LEAD_S",
        "s",
        "before a set, from which on faults of the start position belong to it",
    ),
    ("tracking.recognition", "OVERLAP_SHARE", "", "share of the shorter of two sets that may overlap"),
)
"""Numbers that are the same for all exercises: module, name, unit, meaning."""


def render_constants() -> str:
    """Return the numbers that stand in the program, module by module."""
    modules: dict[str, list[str]] = {}
    for module, name, unit, words in NUMBERS:
        value = f"{getattr(import_module(f'backcoach.{module}'), name):g} {unit}".strip()
        modules.setdefault(module, []).append(f"{code(name)} {value}: {words}")
    return bullets([f"{code(module)}. {'. '.join(told)}." for module, told in modules.items()])


def render_transitions() -> str:
    """Return the phase machine's table, which drives it."""
    return table(["now in", "when", "then in", "steps"], list(phases.described()))


def render_interface() -> str:
    """Return the table of public names."""
    rows = []
    for name in sorted(set(backcoach.__all__) - {"__version__"}, key=str.lower):
        thing = getattr(backcoach, name)
        rows.append((code(f"backcoach.{name}"), _first_line(thing)))
    return table(["name", "what it is"], rows)


def render_events() -> str:
    """Return the table of events."""
    rows = []
    for name, kind in inspect.getmembers(events, inspect.isclass):
        if issubclass(kind, events.Event) and kind is not events.Event:
            own = [field.name for field in fields(kind) if field.name != "time_s"]
            rows.append((code(name), codes(own), _first_line(kind)))
    order = list(vars(events))
    rows.sort(key=lambda row: order.index(row[0].strip("`")))
    return table(["event", "fields besides `time_s`", "meaning"], rows)


def _first_line(thing: object) -> str:
    paragraph = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")
