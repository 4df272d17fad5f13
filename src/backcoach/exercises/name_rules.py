"""Rules about the names in an exercise file: what is used exists, and nothing is named twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backcoach.exercises.plain_tables import Table, listed, named, text, texts
from backcoach.exercises.problem import Problem, unknown


def unknown_names(exercise: Table) -> Iterator[Problem]:
    """Find every name that is used and not given."""
    known = {
        "feature": {name for name, _ in named(exercise, "features")},
        "phase": {text(p.get("name")) for _, p in listed(exercise, "phases")} - {""},
        "fault": {text(f.get("id")) for _, f in listed(exercise, "faults")} - {""},
        "variant": {text(v.get("id")) for _, v in _variants(exercise)} - {""},
    }
    for what, key, name in (*_used_names(exercise), *_used_where_given(exercise), *_used_faults(exercise)):
        if isinstance(name, str) and name not in known[what]:
            problem = unknown(key, name, known[what])
            yield Problem(key, f"no {what} {problem.found}", problem.allowed)


def _used_names(exercise: Table) -> Iterator[tuple[str, str, Any]]:
    """Every use of a feature or phase: what is named, where, and the name."""
    yield from _used_by_repetition(exercise)
    for name, feature in named(exercise, "features"):
        yield "feature", f"features.{name}.of", feature.get("of")
    for i, rule in listed(exercise, "posture"):
        yield "feature", f"posture[{i}].feature", rule.get("feature")
        yield from (("phase", key, name) for key, name in texts(rule, "phases", f"posture[{i}]."))
    for i, phase in listed(exercise, "phases"):
        for way in ("enter", "leave"):
            for j, condition in listed(phase, way):
                yield "feature", f"phases[{i}].{way}[{j}].feature", condition.get("feature")
    for i, fault in listed(exercise, "faults"):
        yield "feature", f"faults[{i}].feature", fault.get("feature")
        for which in ("phases", "duration_of"):
            yield from (("phase", key, name) for key, name in texts(fault, which, f"faults[{i}]."))


def _used_by_repetition(exercise: Table) -> Iterator[tuple[str, str, Any]]:
    """Every use of a feature in how phases make a repetition."""
    repetition = exercise.get("repetition")
    if isinstance(repetition, Mapping):
        yield "feature", "repetition.signal", repetition.get("signal")
        yield "feature", "repetition.timed_by", repetition.get("timed_by")
        for which in ("sure", "left_by"):
            yield from (("feature", key, name) for key, name in texts(repetition, which, "repetition."))


def _used_where_given(exercise: Table) -> Iterator[tuple[str, str, Any]]:
    """Every use of a feature in what a fault, or what a view cannot tell, is judged by."""
    for i, unclear in listed(exercise, "unclear"):
        yield "feature", f"unclear[{i}].feature", unclear.get("feature")
    for path, condition in conditions_given(exercise):
        yield "feature", f"{path}.feature", condition.get("feature")


def conditions_given(exercise: Table) -> Iterator[tuple[str, Table]]:
    """The conditions under which faults, and what a view cannot tell, are judged, with their paths."""
    for kind in ("faults", "unclear"):
        for i, table in listed(exercise, kind):
            yield from ((f"{kind}[{i}].given[{j}]", c) for j, c in listed(table, "given"))


def _used_faults(exercise: Table) -> Iterator[tuple[str, str, Any]]:
    """Every use of a fault or variant outside its own table."""
    for i, caution in listed(exercise, "cautions"):
        yield "variant", f"cautions[{i}].swap", caution.get("swap")
        yield from (("fault", key, name) for key, name in texts(caution, "faults_off", f"cautions[{i}]."))
    figure = exercise.get("figure")
    if isinstance(figure, Mapping):
        yield from (("fault", f"figure.faults.{name}", name) for name, _ in named(figure, "faults"))


def names_given_twice(exercise: Table) -> Iterator[Problem]:
    """Faults may share an id: one fault that shows in several ways."""
    given = [(f"phases[{i}].name", phase.get("name")) for i, phase in listed(exercise, "phases")]
    yield from _twice(given)
    yield from _twice([(f"{key}.id", variant.get("id")) for key, variant in _variants(exercise)])
    cautions = listed(exercise, "cautions")
    yield from _twice([(f"cautions[{i}].condition", caution.get("condition")) for i, caution in cautions])


def _twice(given: list[tuple[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, name in given:
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Problem(key, f"'{name}' again", f"a name that {seen[name]} does not have already")
        seen.setdefault(name, key)


def _variants(exercise: Table) -> list[tuple[str, Table]]:
    return [(f"{way}[{i}]", v) for way in ("easier", "harder") for i, v in listed(exercise, way)]
