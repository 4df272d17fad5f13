"""What the shape of a rule file cannot say: names that must not be missing, limits that depend on one another.

Like `backcoach.exercises.rules` these read plain tables, so that everything is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backcoach.exercises.model import Exercise
from backcoach.exercises.plain_tables import Table, listed, named, number, shown, text
from backcoach.exercises.problem import Problem, one_of, unknown
from backcoach.plan.vocabulary import CONDITIONS, LATER, QUESTIONS, SENTENCES, STOP_SIGNS
from backcoach.texts.message import placeholders


def broken_rules(exercises: Mapping[str, Exercise], rules: Table) -> Iterator[Problem]:
    """Find everything dangerous or missing in a rule file.

    Parameters
    ----------
    exercises : mapping
        All exercises by id; their ceilings are the limit of everything.
    rules : mapping
        The file's content, of any shape.
    """
    yield from _cut_offs(rules)
    yield from _ceilings(exercises, rules)
    yield from _ladders(exercises, rules)
    yield from _lengths(exercises, rules)
    yield from _questions(rules)
    yield from _stop_signs(rules)
    yield from _sentences(rules)


def _table(rules: Table, key: str) -> Table:
    value = rules.get(key)
    return value if isinstance(value, Mapping) else {}


def _cut_offs(rules: Table) -> Iterator[Problem]:
    pain = _table(rules, "pain")
    green, amber = number(pain.get("green_highest")), number(pain.get("amber_highest"))
    if green is not None and amber is not None and green >= amber:
        yield Problem("pain.green_highest", f"{green:g}", f"less than amber_highest, which is {amber:g}")


def _ceilings(exercises: Mapping[str, Exercise], rules: Table) -> Iterator[Problem]:
    for name, ceiling in named(rules, "ceilings"):
        if name not in exercises:
            yield unknown(f"ceilings.{name}", name, exercises)
            continue
        for key in ("repetitions", "hold_s", "sets"):
            value, most = number(ceiling.get(key)), getattr(exercises[name].dose, f"ceiling_{key}")
            if value is not None and value > most:
                yield _too_high(f"ceilings.{name}.{key}", value, most, name)


def _ladders(exercises: Mapping[str, Exercise], rules: Table) -> Iterator[Problem]:
    for name, rungs in _table(rules, "ladders").items():
        if name not in exercises:
            yield unknown(f"ladders.{name}", name, exercises)
            continue
        dose = exercises[name].dose
        previous: tuple[float, float] | None = None
        for i, rung in enumerate(rungs if isinstance(rungs, (list, tuple)) else ()):
            values = [number(v) for v in rung] if isinstance(rung, (list, tuple)) else []
            if len(values) != 2 or values[0] is None or values[1] is None:
                continue  # the schema says so
            now, key = (values[0], values[1]), f"ladders.{name}[{i}]"
            if now[0] > dose.ceiling_repetitions:
                yield _too_high(f"{key}[0]", now[0], dose.ceiling_repetitions, name)
            if now[1] > dose.ceiling_hold_s:
                yield _too_high(f"{key}[1]", now[1], dose.ceiling_hold_s, name)
            if previous is not None:
                yield from _not_a_step(key, previous, now)
            previous = now


def _not_a_step(key: str, lower: tuple[float, float], upper: tuple[float, float]) -> Iterator[Problem]:
    """A rung is longer, or as long and more often; it is at most twice as long, and at most twice as much in all."""
    shows = f"[{upper[0]:g}, {upper[1]:g}]"
    if (upper[1], upper[0]) <= (lower[1], lower[0]):
        yield Problem(key, shows, f"a longer hold than {lower[1]:g} s, or as long and more often")
    elif upper[1] > 2 * lower[1] or upper[0] * upper[1] > 2 * lower[0] * lower[1]:
        yield Problem(key, shows, "at most twice as long, and twice as much in all, as the rung before")


def _lengths(exercises: Mapping[str, Exercise], rules: Table) -> Iterator[Problem]:
    length = _table(rules, "length")
    minutes, gentle = length.get("minutes"), length.get("gentle_exercises")
    if isinstance(minutes, (list, tuple)):
        known = [value for value in map(number, minutes) if value is not None]
        if known != sorted(set(known)):
            yield Problem("length.minutes", shown(minutes), "each number once, the smallest first")
    for i, name in enumerate(gentle if isinstance(gentle, (list, tuple)) else ()):
        if text(name) not in exercises:
            yield unknown(f"length.gentle_exercises[{i}]", text(name), exercises)
        elif gentle is not None and name in gentle[:i]:
            yield Problem(f"length.gentle_exercises[{i}]", f"'{name}' again", "each exercise once")


def _too_high(key: str, value: float, most: float, exercise: str) -> Problem:
    return Problem(key, f"{value:g}", f"at most {most:g}, the ceiling of {exercise}")


def _questions(rules: Table) -> Iterator[Problem]:
    screening = _table(rules, "screening")
    asked = [(i, text(q.get("id")), q.get("tier")) for i, q in listed(screening, "questions")]
    for i, name, tier in asked:
        least = QUESTIONS.get(name)
        if least is not None and isinstance(tier, str) and tier > least:
            yield Problem(
                f"screening.questions[{i}].tier", f"'{tier}'", f"'{least}' for the question '{name}'"
            )
        if least is None and tier == "C":
            allowed = f"of tier C only the conditions that exercises know: {one_of(CONDITIONS)}"
            yield Problem(f"screening.questions[{i}].id", f"'{name}'", allowed)
    yield from _names("screening.questions", [(i, name) for i, name, _ in asked], QUESTIONS)


def _stop_signs(rules: Table) -> Iterator[Problem]:
    yield from _names(
        "stop_signs", [(i, text(s.get("id"))) for i, s in listed(rules, "stop_signs")], STOP_SIGNS
    )


def _names(
    key: str, given: list[tuple[int, str]], wanted: Mapping[str, object] | tuple[str, ...]
) -> Iterator[Problem]:
    """Find names that are missing, or given twice."""
    seen: set[str] = set()
    for i, name in given:
        if name and name in seen:
            yield Problem(f"{key}[{i}].id", f"'{name}' a second time", "each id once")
        seen.add(name)
    for name in wanted:
        if name not in seen:
            yield Problem(key, f"no '{name}'", "all of them are needed; others may be added")


def _sentences(rules: Table) -> Iterator[Problem]:
    given = _table(rules, "sentences")
    for name in SENTENCES:
        if name not in given and name not in LATER:
            yield Problem(f"sentences.{name}", "nothing", "a name and a sentence for this rule are needed")
    for name, sentence in named(rules, "sentences"):
        if name not in SENTENCES:
            yield unknown(f"sentences.{name}", name, SENTENCES)
            continue
        for wrong in sorted(placeholders(text(sentence.get("sentence"))) - SENTENCES[name]):
            allowed = one_of(f"{{{word}}}" for word in SENTENCES[name])
            yield Problem(f"sentences.{name}.sentence", shown(f"{{{wrong}}}"), allowed)
