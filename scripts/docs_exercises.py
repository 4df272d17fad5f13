"""The parts of the documentation that come from the exercise files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from inspect import getdoc
from pathlib import Path

from docs_text import bullets, code, codes, limits, rows_of, table

from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.diagram import phase_diagram
from backcoach.exercises.feature_schema import FeatureTable
from backcoach.exercises.model import (
    Caution,
    Condition,
    Dose,
    DurationFault,
    Exercise,
    Fault,
    Feature,
    Follower,
    Trend,
)

SIDES = {
    "none": "",
    "each": " One side, then the other.",
    "alternating": " Left and right in turn.",
}

WORDS = {
    "angle": "angle {0}-{1}-{2}",
    "bend": "bend {0}-{1}-{2}",
    "elevation": "elevation from {0} to {1}",
    "distance": "distance of {0} and {1} / {unit}",
    "height": "height of {1} above {0} / {unit}",
    "horizontal": "horizontal distance of {0} and {1} / {unit}",
    "deviation": "deviation of {0} from the line {1}-{2}",
    "lift": "lift of {0} above the line {1}-{2} / {unit}",
    "roll": "roll of the line {0}-{1} about the trunk",
    "crossing": "{0} past the mid-hip line / thigh",
    "chest_up": "chest to the ceiling (+1) or to the floor (-1)",
    "chest_to_camera": "chest to the camera (+1) or away from it (-1)",
    "sagitta": "arch of the back line / trunk",
    "speed": "speed of {0} / {unit}",
    "angular_speed": "turning speed of {0}-{1}",
    "trend": "change of `{of}` over {window_s:g} s",
    "progress": "share of the way from rest to peak of `{of}`",
    "share": "`{of}` as a part of its whole swing",
}
"""Each kind of feature in words, with its points."""


def builtin_exercises() -> list[Exercise]:
    """Return the seven as they ship, whatever a person's own folder says."""
    folder = Path(str(resources.files("backcoach.exercises"))) / "builtin"
    return [load_exercise(folder / f"{name}.toml") for name in BUILTIN]


def render_kinds() -> str:
    """Return the table of feature kinds, which stands in the schema's own description."""
    rows = rows_of(getdoc(FeatureTable) or "")
    return table(["kind", "points", "value"], [(code(kind), *rest) for kind, *rest in rows])


def render_thresholds() -> str:
    """Return what each exercise measures: its phases as a diagram, its measures, its faults with their limits."""
    exercises = builtin_exercises()
    everywhere = [source for source in exercises[0].sources if all(source in e.sources for e in exercises)]
    parts = [f"Sources of every exercise: {'; '.join(everywhere)}.\n"]
    parts += ["\n".join(_measured(exercise, everywhere)) for exercise in exercises]
    return "\n".join(parts)


def _measured(exercise: Exercise, everywhere: list[str]) -> Iterator[str]:
    signal = exercise.repetition.signal
    yield f"## {exercise.name}\n"
    yield f"Signal: {code(signal)}. Phases: {_phases(exercise)}.\n"
    yield f"```mermaid\n{phase_diagram(exercise)}```\n"
    yield _features(exercise)
    yield _limits(exercise)
    for one in exercise.unclear:
        yield f"From {one.view} it cannot be told ({code(one.feature)} moves by {one.moves:g}): {one.source}\n"
    if left_out := [
        f"{c.condition.replace('_', ' ')}: {codes(c.faults_off)}" for c in exercise.cautions if c.faults_off
    ]:
        yield f"Hints left out with a condition: {'; '.join(left_out)}.\n"
    yield f"Sources: {'; '.join(s for s in exercise.sources if s not in everywhere)}.\n"


def render_exercises() -> str:
    """Return what a person reads about each exercise."""
    return "\n".join("\n".join(_page(exercise)) for exercise in builtin_exercises())


def _page(exercise: Exercise) -> Iterator[str]:
    yield f"## {exercise.name}\n"
    names = f"; also called {', '.join(exercise.other_names)}" if exercise.other_names else ""
    yield f"{code(exercise.id)}{names}. {exercise.purpose}\n"
    yield "".join(f"{i}. {step}\n" for i, step in enumerate(exercise.steps, 1))
    if exercise.breathing:
        yield f"**Breathing.** {exercise.breathing}\n"
    dose = exercise.dose
    yield (
        f"**Dose.** {describe_dose(dose)}; never more than {_ceiling(dose)}; rest {dose.rest_s:g} s."
        f"{SIDES[exercise.sides]}\n"
    )
    yield f"**Camera.** From: {', '.join(exercise.views)}. {exercise.placement}\n"
    yield f"**Faults** ([limits](evidence/thresholds.md#{anchor(exercise.name)})).\n"
    yield _faults(exercise)
    yield from _variants(exercise)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def describe_dose(dose: Dose) -> str:
    """Return a dose in words."""
    text = f"{dose.repetitions} x {dose.hold_s:g} s" if dose.hold_s else f"{dose.repetitions} times"
    text += " on each side" if dose.per_side else ""
    return f"{dose.sets} sets of {text}" if dose.sets > 1 else text


def _ceiling(dose: Dose) -> str:
    hold = f" x {dose.ceiling_hold_s:g} s" if dose.ceiling_hold_s else " times"
    sets = f" in each of {dose.ceiling_sets} sets" if dose.ceiling_sets > 1 else ""
    return f"{dose.ceiling_repetitions}{hold}{sets}"


def describe(feature: Feature) -> str:
    """Return what a feature measures, in words."""
    points = [point.replace("_", " ") for point in feature.points]
    words = [
        WORDS[feature.kind].format(
            *points,
            unit=feature.unit.replace("_", " "),
            of=feature.of if isinstance(feature, Follower) else None,
            window_s=feature.window_s if isinstance(feature, Trend) else None,
        )
    ]
    if feature.side != "near":
        words.append(f"({'opposite to ' if feature.opposite else ''}{feature.side} side)")
    if feature.space == "world":
        words.append("in space")
    if feature.relative:
        words.append(f"from {'the neutral' if feature.relative == 'neutral' else 'the start'}")
    return " ".join(words) + (", without sign" if feature.absolute else "")


def _phases(exercise: Exercise) -> str:
    return ", ".join(code(p.name) for p in exercise.phases)


def _conditions(conditions: tuple[Condition, ...], between: str) -> str:
    return between.join(
        f"{code(c.feature)} {limits(c.above, c.below)}" + (" (if seen)" if c.if_seen else "")
        for c in conditions
    )


def _features(exercise: Exercise) -> str:
    gate: dict[str, str] = {}
    for rule in exercise.posture:
        where = f" in {', '.join(rule.phases)}" if rule.phases else ""
        text = f"{limits(rule.above, rule.below)} (slack {rule.slack:g}){where}"
        gate[rule.feature] = "; ".join(filter(None, (gate.get(rule.feature), text)))
    return bullets(
        [
            f"{code(name)}: {describe(feature)}" + (f"; in position {gate[name]}" if name in gate else "")
            for name, feature in exercise.features.items()
        ]
    )


def _limits(exercise: Exercise) -> str:
    rows = [
        (
            code(fault.id) + (" (not counted)" if fault.prevents_count else ""),
            f"{_measure(fault)} {_limit(fault)}",
            _where(fault),
            fault.source,
        )
        for fault in exercise.faults
    ]
    return table(["fault", "limit", "judged", "source of the limit"], rows)


def _limit(fault: Fault) -> str:
    """Return the limit of a fault, and that of its warning if there is one."""
    warning = limits(fault.warn_above, fault.warn_below)
    return limits(fault.above, fault.below) + (f" (warning {warning})" if warning else "")


def _measure(fault: Fault) -> str:
    if fault.feature:
        return f"{fault.extreme + ' ' if fault.extreme else ''}{code(fault.feature)}"
    if isinstance(fault, DurationFault):
        return f"seconds of {codes(fault.duration_of, ' or ')}"
    return "hold time / dose"


def _where(fault: Fault) -> str:
    """Return when a fault is judged: phases, how long it has to last, what has to be given, from which views."""
    if not fault.feature or fault.extreme:
        words = ["whole repetition"]
    else:
        words = [", ".join(fault.phases) or "always", f"after {fault.for_s:g} s"]
    if fault.given:
        words.append(f"given {_conditions(fault.given, ' and ')}")
    if fault.views:
        words.append(f"seen from {', '.join(fault.views)}")
    return "; ".join(words)


def _faults(exercise: Exercise) -> str:
    faults = {(f.id, f.cue): f for f in exercise.faults}.values()
    return bullets([f'{fault.name} ({code(fault.id)}): "{fault.cue}"' for fault in faults])


def _variants(exercise: Exercise) -> Iterator[str]:
    for title, variants in (("Easier", exercise.easier), ("Harder", exercise.harder)):
        if variants:
            yield f"**{title}.**\n\n" + bullets([f"{v.name} ({code(v.id)}): {v.text}" for v in variants])
    if exercise.cautions:
        yield "**Take care.**\n\n" + bullets([_caution(c) for c in exercise.cautions])


def _caution(caution: Caution) -> str:
    """Return what a condition changes: the advice, and the easier way in its place."""
    instead = f" (instead {code(caution.swap)})" if caution.swap else ""
    return f"{caution.condition.replace('_', ' ').capitalize()}: {caution.advice}{instead}"
