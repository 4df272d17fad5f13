"""Getting in with a real browser: by the address that the server opens, by a bookmark, by a link of another site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.computer import running
from tests.e2e.conftest import window

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.e2e.served import Served


def test_the_address_that_is_opened_lets_in_and_a_bookmark_does_from_then_on(
    launch: Callable[..., Browser], served: Served
) -> None:
    fresh = window(launch())
    fresh.clear_cookies()
    page = fresh.new_page()
    refused = page.goto(f"{served.url}/exercises")
    assert refused is not None
    assert refused.status == 401
    assert page.get_by_role("heading").inner_text() == "Backcoach is locked"
    there = running.find(served.folder)
    assert there is not None
    page.goto(there.entry("/exercises"))
    assert page.url == f"{served.url}/exercises"
    assert page.get_by_role("heading", level=1).inner_text() == "Exercises"
    bookmarked = fresh.new_page().goto(f"{served.url}/exercises")
    assert bookmarked is not None
    assert bookmarked.status == 200


def test_a_link_of_another_site_leads_in_for_whoever_is_let_in(
    launch: Callable[..., Browser], served: Served
) -> None:
    page = window(launch()).new_page()
    page.goto(f"data:text/html,<a href='{served.url}/exercises'>calendar</a>")
    page.get_by_text("calendar").click()
    page.get_by_role("heading", level=1, name="Exercises").wait_for()
