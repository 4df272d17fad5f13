"""The parts of the documentation that come from the rule file: its values and limits, questions, sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docs_text import bullets, code

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
    lines = [line for name in TABLES for line in _values(name, getattr(rules, name))]
    every = ScreeningRulesTable.model_fields["every_days"].description
    return bullets([*lines, f"`screening.every_days = {rules.screening.every_days}` {every}"])


def _values(name: str, part: object) -> Iterator[str]:
    shape = RulesTable.model_fields[name].annotation
    assert shape is not None
    for key, field in shape.model_fields.items():
        yield f"`{name}.{key} = {json.dumps(getattr(part, key))}` {field.description}"


def render_rule_ladders() -> str:
    """Return the ladders."""
    return bullets(
        [
            f"{code(name)}: {' → '.join(f'{repetitions} x {hold_s:g} s' for repetitions, hold_s in rungs)}"
            for name, rungs in builtin_rules().ladders.items()
        ]
    )


def render_rule_questions() -> str:
    """Return the questions about warning signs, by their tier."""
    questions = builtin_rules().screening.questions
    tiers: dict[str, list[str]] = {}
    for question in questions:
        tiers.setdefault(question.tier, []).append(f"{question.question} ({code(question.id)})")
    return "\n".join(f"Tier {tier}:\n\n{bullets(asked)}" for tier, asked in tiers.items())


def render_rule_signs() -> str:
    """Return the signs that end a session."""
    return bullets([f"**{s.name}** ({code(s.id)}): {s.advice}" for s in builtin_rules().stop_signs])
