"""Links lead to pages, files and headings that exist."""

import pytest

from tests.docs.documents import DOCS, PAGES, anchors, links


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_internal_links_resolve(page):
    text = page.read_text(encoding="utf-8")
    for link in links(text):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def test_every_page_can_be_reached_from_the_index():
    reached, waiting = set(), ["index.md"]
    while waiting:
        name = waiting.pop()
        if name in reached or not name.endswith(".md") or "/" in name:
            continue
        reached.add(name)
        waiting += [link.partition("#")[0] for link in links((DOCS / name).read_text(encoding="utf-8"))]
    assert {page.name for page in DOCS.glob("*.md")} - reached == set()


def test_no_heading_of_a_page_has_the_anchor_of_another_one():
    for page in PAGES:
        lines = page.read_text(encoding="utf-8").splitlines()
        headings = [line for line in lines if line.startswith("## ")]
        assert len(headings) == len(set(headings)), page.name
