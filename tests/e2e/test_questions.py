"""A question on the page: answered by key and by button, and the window of "It hurts" for those who can reach it."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Page, expect

from backcoach.coaching import questions
from tests.e2e.fake_server import FakeCoach
from tests.e2e.screens import asking, screen


@pytest.fixture
def asked(page: Page, coach: FakeCoach):
    page.goto(f"{coach.url}/session?source=none")
    coach.wait_for("hello")

    def ask(question, state):
        coach.send(type="screen", at=1.0, of_seq=None, **asking(question, state))
        expect(page.get_by_test_id("question")).to_have_text(str(question.text))

    return ask


def test_keys_answer_a_question(page: Page, coach: FakeCoach, asked):
    asked(questions.AFTERWARDS[0], "afterwards")
    for keys, told in (("y", "yes"), ("n", "no"), ("j", "yes")):
        coach.received.clear()
        page.keyboard.press(keys)
        coach.wait_for("action", action=told)
    for keys, number in (("7", 7), ("10", 10), ("1", 1)):
        coach.received.clear()
        page.keyboard.type(keys)
        coach.wait_for("number", value=number)
    page.keyboard.press("Space")
    coach.wait_for("action", action="confirm")


def test_buttons_answer_a_question_and_are_large(page: Page, coach: FakeCoach, asked):
    page.set_viewport_size({"width": 390, "height": 844})
    asked(questions.AFTERWARDS[3], "afterwards")
    for name, kind, told in (
        ("Yes", "action", {"action": "yes"}),
        ("No", "action", {"action": "no"}),
        ("10", "number", {"value": 10}),
        ("Not now", "action", {"action": "confirm"}),
    ):
        button = page.get_by_role("button", name=name, exact=True)
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        button.click()
        coach.wait_for(kind, **told)
    asked(questions.ALL_RIGHT[0], "all_right")
    expect(page.locator(".numbers")).to_be_hidden()
    coach.send(type="screen", at=2.0, of_seq=None, **screen("work"))
    expect(page.locator(".replies")).to_be_hidden()
    expect(page.get_by_test_id("question")).to_have_text("")


def test_the_window_of_pain_opens_for_those_who_are_there_and_gives_way_to_a_spoken_answer(
    page: Page, coach: FakeCoach, asked
):
    window = page.locator("#hurt")
    asked(questions.HURT[0], "hurt")
    expect(window).to_be_hidden()
    page.keyboard.press("Enter")
    expect(window).to_be_visible()
    assert not [told for told in coach.received if told["type"] == "action"]
    asked(questions.HURT[1], "hurt")
    expect(window).to_be_hidden()
    coach.send(type="screen", at=2.0, of_seq=None, **screen("work"))
    expect(page.get_by_test_id("state")).to_have_text("work")
    page.keyboard.press("h")
    coach.wait_for("action", action="hurt")
    asked(questions.HURT[0], "hurt")
    expect(window).to_be_visible()
