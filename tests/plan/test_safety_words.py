"""What is said: no promise, and whom to ask.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

from dataclasses import replace

from plan_people import SCREENED, plan, rules, said


def test_adults_only():
    assert "adults_only" in said(plan(profile=replace(SCREENED, age=17)))
    assert plan(profile=replace(SCREENED, age=18)).allowed


FORBIDDEN = ("safe for you", "clinically validated", "recovered", "cured", "diagnos", "treat", "heal")


def every_text():
    made = rules()
    yield from (s.sentence for s in made.sentences.values())
    yield from (q.question for q in made.screening.questions)
    yield from (s.advice for s in made.stop_signs)
    yield from made.screening.advice.model_dump().values()


def test_nothing_is_promised():
    texts = [text.lower().replace("health", "") for text in every_text()]
    assert [(word, text) for text in texts for word in FORBIDDEN if word in text] == []


def test_who_to_ask_is_named_in_full():
    for text in every_text():
        if "professional" in text:
            assert "qualified health professional (a doctor, physiotherapist or chiropractor)" in text
