"""The parts of the documentation that come from the rule file: its values and limits, questions, sentences."""

from __future__ import annotations

from collections.abc import Iterator

from docs_text import code, table

from backcoach.plan.rule_file import builtin_content, rules_of
from backcoach.plan.rule_model import Rules
from backcoach.plan.rule_schema import RulesTable, ScreeningRulesTable

TABLES = ("pain", "up", "down", "red", "load")


def builtin_rules() -> Rules:
    """Return the built-in rules, whatever stands in a configuration folder."""
    return rules_of(builtin_content())


def render_rule_values() -> str:
    """Return every number of the rule file with what it means and what is allowed."""
    rules = builtin_rules()
    rows = [row for name in TABLES for row in _rows_of(name, getattr(rules, name))]
    rows.append(
        [
            code("screening.every_days"),
            rules.screening.every_days,
            ScreeningRulesTable.model_fields["every_days"].description,
        ]
    )
    return table(["key", "built-in", "what it means, what is allowed"], rows)


def _rows_of(name: str, part: object) -> Iterator[list[object]]:
    shape = RulesTable.model_fields[name].annotation
    assert shape is not None
    for key, field in shape.model_fields.items():
        value = getattr(part, key)
        yield [
            code(f"{name}.{key}"),
            str(value).lower() if isinstance(value, bool) else value,
            field.description,
        ]


def render_rule_ladders() -> str:
    """Return the ladders."""
    rows = [
        [code(name), " → ".join(f"{repetitions} x {hold_s:g} s" for repetitions, hold_s in rungs)]
        for name, rungs in builtin_rules().ladders.items()
    ]
    return table(["exercise", "rungs"], rows)


def render_rule_questions() -> str:
    """Return the questions about warning signs."""
    questions = builtin_rules().screening.questions
    return table(["tier", "id", "question"], [[q.tier, code(q.id), q.question] for q in questions])


def render_rule_signs() -> str:
    """Return the signs that end a session."""
    return table(
        ["id", "sign", "advice"], [[code(s.id), s.name, s.advice] for s in builtin_rules().stop_signs]
    )


def render_rule_sentences() -> str:
    """Return every rule with its name and what it says."""
    sentences = builtin_rules().sentences
    return table(["rule", "name", "sentence"], [[code(k), s.name, s.sentence] for k, s in sentences.items()])
