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
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.is_relative_to(DOCS):
            continue
        reached.add(page)
        found = [link.partition("#")[0] for link in links(page.read_text(encoding="utf-8"))]
        waiting += [page.parent / name for name in found if name and "://" not in name]
    assert set(DOCS.rglob("*.md")) - reached == set()


def test_no_heading_of_a_page_has_the_anchor_of_another_one():
    for page in PAGES:
        lines = page.read_text(encoding="utf-8").splitlines()
        headings = [line for line in lines if line.startswith("## ")]
        assert len(headings) == len(set(headings)), page.name
