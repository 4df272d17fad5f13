"""Nobody gets stuck: a few random walks; 200 of them are `benchmarks/walks.py`."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import BrowserContext

from tests.e2e.walking import PERSONS, DeadEndError, walk


@pytest.mark.parametrize("seed", range(len(PERSONS)))
def test_a_random_walk_ends_nowhere_without_a_next_step(context: BrowserContext, seed: int):
    walked = walk(context, seed)
    assert walked.person == PERSONS[seed]
    assert walked.trail


def test_a_page_without_a_way_on_is_found(context: BrowserContext, monkeypatch):
    context.route(
        "**/*", lambda route: route.fulfill(body="<main><p>The end</p></main>", content_type="text/html")
    )
    monkeypatch.setattr("tests.e2e.walking.ANSWERS_WITHIN_MS", 500)
    with pytest.raises(DeadEndError):
        walk(context, 0, steps=1)
