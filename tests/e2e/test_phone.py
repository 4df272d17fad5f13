"""A phone as the camera, in two real browsers: from the code on the computer to the count on the phone, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import ALLOWED, WEBCAM, window
from tests.e2e.served import Served

PHONE = "127.0.0.2"
LOCK = """() => {
  Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
UNLOCK = """() => {
  Object.defineProperty(document, "hidden", { get: () => false, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def held(launch: Callable[..., Browser]) -> Iterator[BrowserContext]:
    """A phone that takes our certificate, as its owner does who was told about the warning."""
    fresh = window(
        launch(WEBCAM, ALLOWED),
        viewport={"width": 390, "height": 844}, ignore_https_errors=True, has_touch=True, is_mobile=True,
    )  # fmt: skip
    yield fresh
    fresh.close()


def code_at(page: Page, served: Served) -> str:
    """Ask for the code as the page of cameras does, at a loopback address, and return what it says."""
    page.goto(f"{served.url}/camera?then=/practice/glute_bridge%3Freps=3")
    page.evaluate(
        """async (address) => fetch("/api/phone", {
          method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ address }),
        })""",
        PHONE,
    )
    page.reload()
    expect(page.locator("#code")).to_be_visible()
    return str(page.locator("#code-url").text_content())


def test_a_phone_is_paired_seen_through_pauses_is_locked_and_ends_with_the_session(page: Page, held, served):
    url = code_at(page, served)
    assert not Axe().run(page).response["violations"]
    phone = held.new_page()
    phone.goto(url)
    expect(page.locator("#begin")).to_be_visible()
    assert "code=" not in phone.url
    expect(phone.get_by_test_id("phone-word")).to_have_text("Connected. Begin on the computer.")
    assert not Axe().run(phone).response["violations"]

    page.click("#begin")
    expect(page.locator(".through")).to_have_text("The coach sees through your phone")
    expect(page.locator(".distant[src]")).to_be_visible()
    expect(phone.get_by_test_id("phone-state")).to_have_text("The coach sees this")
    expect(phone.get_by_test_id("phone-name")).to_have_text("Glute bridge")
    assert phone.evaluate("document.documentElement.scrollHeight <= innerHeight")

    phone.get_by_test_id("phone-pause").tap()
    expect(page.get_by_test_id("state")).to_have_text("paused")
    expect(phone.get_by_test_id("phone-pause")).to_have_text("Go on")
    phone.get_by_test_id("phone-hurts").tap()
    expect(page.get_by_test_id("state")).to_have_text("hurt")
    for question, answer in (("spread down a leg", "No"), ("only slight", "Yes"), ("but easier", "Yes")):
        expect(phone.get_by_test_id("phone-word")).to_contain_text(question)
        phone.wait_for_timeout(700)  # the same answer at once again is no second one
        phone.get_by_role("button", name=answer, exact=True).tap()
    expect(page.get_by_test_id("state")).not_to_have_text("hurt")

    phone.evaluate(LOCK)
    expect(page.locator(".notice")).to_contain_text("locked")
    phone.evaluate(UNLOCK)
    expect(page.locator(".notice")).to_be_hidden()
    phone.reload()
    expect(phone.get_by_test_id("phone-state")).to_have_text("The coach sees this")

    page.evaluate("document.querySelector('[data-do=leave]').click()")
    page.get_by_role("button", name="End it here").click()
    expect(phone.locator(".veil-title")).to_have_text("The session is over")
    page.goto(f"{served.url}/camera")
    expect(page.locator("#phone-told")).to_contain_text("The session is over")
