"""What is said: no promise, and whom to ask.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib import resources

import pytest
from babel.messages.pofile import read_po

from tests.plan.plan_people import SCREENED, plan, rules, said


def test_adults_only():
    assert "adults_only" in said(plan(profile=replace(SCREENED, age=17)))
    assert plan(profile=replace(SCREENED, age=18)).allowed


FORBIDDEN = ("safe for you", "clinically validated", "recovered", "cured", "diagnos", "treat", "heal")


def every_text():
    made = rules()
    yield from (s.sentence for s in made.sentences.values())
    yield from (q.question for q in made.screening.questions)
    yield from (s.advice for s in made.stop_signs)
    yield from asdict(made.screening.advice).values()


def test_nothing_is_promised():
    texts = [text.lower().replace("health", "") for text in every_text()]
    assert [(word, text) for text in texts for word in FORBIDDEN if word in text] == []


NEVER = (
    r"safe for you|clinically|\brisks?\b|recovered|\bcured\b",
    r"sicher für dich|unbedenklich|klinisch|\brisik|genesen|geheilt|gesund gemacht",
)
ONLY_DENIED = (r"diagnos|\btreat|\bcures?\b|\brelieve|\bprevent", r"diagnos|behandel|\bheil|\blinder|verhüte")
DENIAL = r"\b(no|not|nothing|kein\w*|nicht|nichts)\b"


def shown_or_spoken(folder: str) -> Iterator[str]:
    """Every text of the pages, the voice, the command line and the exercises."""
    path = resources.files("backcoach.texts") / "locale" / folder
    with path.open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        of_one = message.string if message.string else message.id
        yield from [of_one] if isinstance(of_one, str) else of_one


@pytest.mark.parametrize("folder", ["backcoach.pot", "de/LC_MESSAGES/backcoach.po"])
def test_no_risk_score_and_never_safe_for_you_validated_recovered_or_cured(folder):
    texts = [text for text in shown_or_spoken(folder) if text]
    assert len(texts) > 1000
    assert [text for text in texts if re.search("|".join(NEVER), text, re.IGNORECASE)] == []


@pytest.mark.parametrize("folder", ["backcoach.pot", "de/LC_MESSAGES/backcoach.po"])
def test_does_not_diagnose_treat_relieve_cure_or_prevent(folder):
    """These words are there only to say that it does not."""
    named = [t for t in shown_or_spoken(folder) if re.search("|".join(ONLY_DENIED), t, re.IGNORECASE)]
    assert named
    assert [text for text in named if not re.search(DENIAL, text, re.IGNORECASE)] == []


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
