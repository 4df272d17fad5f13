"""Fills the generated parts of the documentation.

A generated part stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` in a page of `docs/` or in
CONTRIBUTING.md; everything else is
written by hand. Phase diagrams, exercise pages and lists of names come from the program itself, tables of figures from
what the benchmarks wrote with `--json` into `docs/results/`. The types of the page's scripts are made with them.

    python scripts/render_docs.py            write
    python scripts/render_docs.py --check    write nothing; exit status 1 when a page is out of date
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docs_places
import page_types
from docs_api import render_api
from docs_exercises import render_exercises, render_kinds, render_thresholds
from docs_program import render_constants, render_events, render_interface, render_transitions
from docs_results import render_result
from docs_rules import (
    render_rule_ladders,
    render_rule_questions,
    render_rule_signs,
    render_rule_values,
)
from docs_session import render_session_transitions, render_voice
from floors import render_floors

DOCS = Path(__file__).resolve().parents[1] / "docs"
BENCHMARKS = (
    "accuracy",
    "versions",
    "engine",
    "live",
    "plan_year",
    "plank_frames",
    "photos",
    "figure",
    "simulated",
    "speed",
    "feed",
    "frame_cost",
    "coaching",
    "contradictions",
    "stops",
    "free",
    "pages",
    "drawing",
    "live_page",
    "live_counts",
    "live_memory",
    "phone",
    "voice",
    "hand",
    "hand_drawn",
    "words",
    "walks",
    "hostile",
)

Render = Callable[[], str]


def blocks(results: Path) -> dict[str, Render]:
    """Return what makes each generated part, by its name."""
    made: dict[str, Render] = {
        "api": render_api,
        "constants": render_constants,
        "events": render_events,
        "exercises": render_exercises,
        "floors": render_floors,
        "interface": render_interface,
        "kinds": render_kinds,
        "rule_ladders": render_rule_ladders,
        "rule_questions": render_rule_questions,
        "rule_signs": render_rule_signs,
        "rule_values": render_rule_values,
        "session-transitions": render_session_transitions,
        "thresholds": render_thresholds,
        "transitions": render_transitions,
        "one-voice": render_voice,
    }
    for name in BENCHMARKS:
        made[name] = lambda name=name: render_result(results / f"{name}.json")  # type: ignore[misc]
    return made


def fill(page: str, made: Mapping[str, Render]) -> tuple[str, set[str]]:
    """Return a page with its generated parts made anew, and the names of those parts.

    Parts of other names are left as they are.
    """
    found: set[str] = set()
    for name, render in made.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if begin not in page:
            continue
        if page.count(begin) != 1 or page.count(end) != 1 or page.index(end) < page.index(begin):
            raise ValueError(f"the part '{name}' has to begin once and end once, in this order")
        found.add(name)
        before, _, rest = page.partition(begin)
        after = rest.partition(end)[2]
        page = f"{before}{begin}\n\n{render().strip()}\n\n{end}{after}"
    return page, found


def render_all(folder: Path) -> dict[Path, str]:
    """Return the current text of every page below a folder that has generated parts, and of CONTRIBUTING beside it.

    Raises
    ------
    ValueError
        If a part stands in no page, or is not closed.
    """
    made = blocks(folder / "results")
    pages: dict[Path, str] = {}
    placed: set[str] = set()
    for path in (*sorted(folder.rglob("*.md")), *folder.parent.glob("CONTRIBUTING.md")):
        text, found = fill(path.read_text(encoding="utf-8"), made)
        placed |= found
        if found:
            pages[path] = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    if missing := made.keys() - placed:
        raise ValueError(f"no page has a place for {', '.join(sorted(missing))}")
    return pages


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check all pages; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    pages = {**render_all(DOCS), page_types.PAGE: page_types.render(), **docs_places.render()}
    stale = {path: text for path, text in pages.items() if path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        if options.check:
            print(f"{path.name} is out of date: run scripts/render_docs.py", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(path.name)
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
