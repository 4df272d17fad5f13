"""The phase diagram of an exercise, drawn from its phase table (Mermaid text)."""

from __future__ import annotations

from collections.abc import Iterable

from backcoach.exercises.model import Condition, Exercise, Phase


def phase_diagram(exercise: Exercise) -> str:
    """Return the phases of an exercise and what leads from one to the next, as a Mermaid state diagram.

    Parameters
    ----------
    exercise : Exercise
        Any valid exercise.

    Returns
    -------
    str
        Lines of Mermaid text, ending with a line end.
    """
    phases = exercise.phases
    lines = ["stateDiagram-v2", f"    [*] --> {phases[0].name}: in position, {_entered(phases[0])}"]
    if exercise.repetition.kind == "hold":
        lines.append(f"    {phases[0].name} --> [*]: {_left(phases[0])}")
    else:
        lines += _cycle(exercise)
    for phase in phases:
        if phase.hold:
            lines.append(f"    note right of {phase.name}: seconds count as hold")
    return "\n".join(lines) + "\n"


def _cycle(exercise: Exercise) -> list[str]:
    phases = exercise.phases
    start = phases[0]
    lines = []
    for i in range(0, len(phases), 2):
        station, move = phases[i], phases[i + 1]
        lines.append(f"    {station.name} --> {move.name}: {_left(station)}")
        if i + 2 < len(phases):
            target = phases[i + 2]
            lines.append(f"    {move.name} --> {target.name}: {_entered(target)}")
            lines.append(f"    {move.name} --> {start.name}: {_entered(start)} (unfinished)")
        else:
            lines.append(f"    {move.name} --> {start.name}: {_entered(start)} (one repetition)")
    if exercise.repetition.ends == "any_order" and len(phases) > 4:
        lines.append(f"    note left of {start.name}: the targets may come in any order")
    return lines


def _entered(phase: Phase) -> str:
    words = " and ".join(_words(phase.enter))
    return f"{words}, for {phase.min_s:g} s" if phase.min_s else words


def _left(phase: Phase) -> str:
    return " or ".join(_words(phase.leave))


def _words(conditions: Iterable[Condition]) -> list[str]:
    return [_limits(condition) for condition in conditions]


def _limits(condition: Condition) -> str:
    name = condition.feature
    if condition.above is None:
        return f"{name} below {condition.below:g}"
    if condition.below is None:
        return f"{name} above {condition.above:g}"
    return f"{name} between {condition.above:g} and {condition.below:g}"
