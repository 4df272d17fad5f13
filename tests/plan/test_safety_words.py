"""What is said: no promise, and whom to ask.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources

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


def test_no_questionnaire_is_named_that_may_not_be_shipped():
    """The person's own three activities go by no protected name either."""
    texts = (resources.files("backcoach.texts") / "locale" / "backcoach.pot").read_text(encoding="utf-8")
    assert "My three activities" in texts
    assert not re.search(r"\b(PSFS|Patient.Specific|Oswestry|ODI|PROMIS|STarT)\b", texts)


def test_first_start_states_the_purpose_and_the_non_purposes():
    page = (resources.files("backcoach.web") / "templates" / "welcome.html").read_text(encoding="utf-8")
    for words in ("no medical device", "does not diagnose or treat anything", "hints on form can be wrong"):
        assert words in page
