"""Rules of an exercise file that the shape of its tables cannot say.

They read plain tables, as they come from the file, so that every broken rule can be reported at once, also in
a file whose values have the wrong types: what is not a table, a text or a number is the schema's business.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from backcoach.exercises.model import START
from backcoach.exercises.name_rules import conditions_given, names_given_twice, unknown_names
from backcoach.exercises.plain_tables import Table, listed, named, number, shown, span, text
from backcoach.exercises.problem import Problem, unknown

Rule = Callable[[Table], Iterator[Problem]]


def broken_rules(exercise: Table) -> Iterator[Problem]:
    """Find every broken rule of a whole exercise file.

    Parameters
    ----------
    exercise : mapping
        The file's content, of any shape.

    Yields
    ------
    Problem
        Keys are paths from the top of the file.
    """
    for key, table, rule in _tables(exercise):
        yield from (problem.inside(key) for problem in rule(table))
    yield from of_exercise(exercise)


def _tables(exercise: Table) -> Iterator[tuple[str, Table, Rule]]:
    for name, feature in named(exercise, "features"):
        yield f"features.{name}", feature, of_feature
    for i, posture in listed(exercise, "posture"):
        yield f"posture[{i}]", posture, of_condition
    for i, phase in listed(exercise, "phases"):
        yield f"phases[{i}]", phase, of_phase
        for way in ("enter", "leave"):
            for j, condition in listed(phase, way):
                yield f"phases[{i}].{way}[{j}]", condition, of_condition
    yield from ((f"faults[{i}]", fault, of_fault) for i, fault in listed(exercise, "faults"))
    yield from ((path, condition, of_condition) for path, condition in conditions_given(exercise))
    dose = exercise.get("dose")
    if isinstance(dose, Mapping):
        yield "dose", dose, of_dose


def of_feature(feature: Table) -> Iterator[Problem]:
    """What compares with a neutral has one, and it ascends."""
    neutral = feature.get("neutral")
    if feature.get("relative") == "neutral" and neutral is None:
        yield Problem("neutral", "nothing", "[lowest, usual, highest], as relative = 'neutral'")
    yield from _not_ascending("neutral", neutral)


def _not_ascending(key: str, levels: object) -> Iterator[Problem]:
    if isinstance(levels, (list, tuple)):
        values = [v for v in map(number, levels) if v is not None]
        if values != sorted(values):
            yield Problem(key, shown(list(levels)), "[lowest, usual, highest] in ascending order")


def of_condition(condition: Table) -> Iterator[Problem]:
    """A condition has a limit, and something can meet it."""
    if condition.get("above") is None and condition.get("below") is None:
        yield Problem("", "neither `above` nor `below`", "`above`, `below` or both")
    low, high = span(condition)
    if low >= high:
        yield Problem("below", f"{high:g}", f"more than `above`, which is {low:g}")


def of_phase(phase: Table) -> Iterator[Problem]:
    """A station has thresholds to enter and to leave, with a gap between them; a move has none."""
    kind = phase.get("kind")
    for key in ("enter", "leave"):
        if kind == "move" and phase.get(key):
            yield Problem(key, "conditions", "none: a phase of kind 'move' is what lies between two others")
        if kind in ("start", "target") and phase.get(key) in (None, [], ()):
            yield Problem(key, "nothing", f"at least one condition for a phase of kind '{kind}'")
    if kind == "move" and phase.get("hold") is True:
        yield Problem("hold", "true", "only with kind 'start' or 'target'")
    yield from _no_hysteresis(phase)


def _no_hysteresis(phase: Table) -> Iterator[Problem]:
    """Find thresholds that are entered and left at once, where a trembling value would count."""
    enter = [condition for _, condition in listed(phase, "enter")]
    for i, leave in listed(phase, "leave"):
        same = [span(c) for c in enter if c.get("feature") == leave.get("feature")]
        if not same:
            continue
        low, high = max(s[0] for s in same), min(s[1] for s in same)
        out_low, out_high = span(leave)
        if low >= high or out_low > high or out_high < low:
            continue
        why = "entering and leaving need a gap"
        if math.isinf(out_low) and math.isfinite(low):
            yield Problem(
                f"leave[{i}].below", f"{out_high:g}", f"less than {low:g}, where `enter` begins: {why}"
            )
        elif math.isinf(out_high) and math.isfinite(high):
            yield Problem(
                f"leave[{i}].above", f"{out_low:g}", f"more than {high:g}, where `enter` ends: {why}"
            )
        else:
            yield Problem(f"leave[{i}]", "a condition that is true while `enter` is", why)


def of_fault(fault: Table) -> Iterator[Problem]:
    """A fault has a limit, and its warning comes before it."""
    if fault.get("above") is None and fault.get("below") is None:
        yield Problem("", "neither `above` nor `below`", "a fault needs `above` or `below`")
    yield from _not_ascending("own", fault.get("own"))
    above, below = number(fault.get("above")), number(fault.get("below"))
    warn_above, warn_below = number(fault.get("warn_above")), number(fault.get("warn_below"))
    if above is not None and warn_above is not None and warn_above > above:
        yield Problem("warn_above", f"{warn_above:g}", f"at most `above`, which is {above:g}")
    if below is not None and warn_below is not None and warn_below < below:
        yield Problem("warn_below", f"{warn_below:g}", f"at least `below`, which is {below:g}")
    low = warn_above if warn_above is not None else above
    high = warn_below if warn_below is not None else below
    if low is not None and high is not None and high >= low:
        found = f"every value is above {low:g} or below {high:g}"
        yield Problem("", found, "the limits below must be less than the limits above")


def of_dose(dose: Table) -> Iterator[Problem]:
    """Nothing begins above its ceiling."""
    for key in ("repetitions", "hold_s", "sets"):
        default = 1 if key == "sets" else None
        value, ceiling = number(dose.get(key, default)), number(dose.get(f"ceiling_{key}", default))
        if value is not None and ceiling is not None and value > ceiling:
            yield Problem(key, f"{value:g}", f"at most ceiling_{key}, which is {ceiling:g}")


def of_exercise(exercise: Table) -> Iterator[Problem]:
    """Names that are used exist, and are given once; the phases make a repetition; it is taught; the dose fits."""
    yield from unknown_names(exercise)
    yield from names_given_twice(exercise)
    yield from _endless_trends(exercise)
    yield from _wrong_cycle(exercise)
    yield from _wrong_dose(exercise)
    yield from of_teaching(exercise)


def of_teaching(exercise: Table) -> Iterator[Problem]:
    """It is taught: every target in its order and the way back, and each side where there are sides."""
    teaching, figure = exercise.get("teaching"), exercise.get("figure")
    if not isinstance(teaching, Mapping):
        if not exercise.get("steps"):
            yield Problem("steps", "nothing", "at least one step, or a table `teaching`")
        return
    ends = [text(end.get("name")) for _, end in listed(figure if isinstance(figure, Mapping) else {}, "ends")]
    ways = [step.get("to") for _, step in listed(teaching, "movement")]
    for i, way in enumerate(ways):
        if isinstance(way, str) and way not in (*ends, START):
            problem = unknown("to", way, {*ends, START})
            yield Problem(f"teaching.movement[{i}].to", problem.found, problem.allowed)
    shown_ways = [way for i, way in enumerate(ways) if way is not None and way not in ways[:i]]
    if shown_ways and shown_ways != [*ends, START]:
        wanted = ", ".join([*ends, START])
        yield Problem(
            "teaching.movement", ", ".join(map(str, shown_ways)), f"steps to {wanted}, in this order"
        )
    sided = exercise.get("sides", "none") != "none"
    for side in ("left", "right"):
        if sided != isinstance(teaching.get(side), Mapping):
            found, wanted = ("nothing", "a table") if sided else ("a table", "nothing, as there are no sides")
            yield Problem(f"teaching.{side}", found, wanted)


def _endless_trends(exercise: Table) -> Iterator[Problem]:
    """A trend of a trend of itself has no beginning."""
    of = {name: text(feature.get("of")) for name, feature in named(exercise, "features")}
    for name in of:
        step, seen = of[name], {name}
        while step in of and step not in seen:
            seen.add(step)
            step = of[step]
        if step == name:
            yield Problem(
                f"features.{name}.of", f"'{of[name]}'", "a feature that does not come back to this one"
            )


def _wrong_cycle(exercise: Table) -> Iterator[Problem]:
    phases = listed(exercise, "phases")
    kinds = [text(phase.get("kind")) for _, phase in phases]
    repetition = exercise.get("repetition")
    if not kinds or not isinstance(repetition, Mapping) or not {"start", "move", "target"}.issuperset(kinds):
        return
    found = ", ".join(kinds)
    if repetition.get("kind") == "hold" and kinds != ["target"]:
        yield Problem("phases", found, "exactly one phase of kind 'target' with repetition.kind = 'hold'")
    if repetition.get("kind") == "cycle" and not _is_cycle(kinds):
        yield Problem("phases", found, "start, move, target, move (, target, move ...) for a cycle")


def _is_cycle(kinds: list[str]) -> bool:
    stations, moves = kinds[0::2], kinds[1::2]
    return (
        len(kinds) >= 4
        and len(stations) == len(moves)
        and set(moves) == {"move"}
        and stations == ["start"] + ["target"] * (len(stations) - 1)
    )


def _wrong_dose(exercise: Table) -> Iterator[Problem]:
    dose = exercise.get("dose")
    if not isinstance(dose, Mapping):
        return
    if dose.get("per_side") is True and exercise.get("sides", "none") == "none":
        yield Problem("dose.per_side", "true", "false, as the exercise has no sides (sides = 'none')")
    if number(dose.get("hold_s")) == 0:
        for i, fault in listed(exercise, "faults"):
            if fault.get("hold_share") is True:
                yield Problem(f"faults[{i}].hold_share", "true", "false, as dose.hold_s is 0")
