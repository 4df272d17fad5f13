"""About: what this is for and what not, what is promised about privacy, and where everything comes from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.plan.rule_file import load_rules
from backcoach.web.house import house_of
from backcoach.web.render import render


def about(request: Request) -> Response:
    """Return the page about the product."""
    catalogue = house_of(request).catalogue
    rules = load_rules(catalogue=catalogue)
    sources = [source for name in catalogue for source in catalogue[name].sources]
    return render(
        request,
        "about.html",
        page="about",
        sources=list(dict.fromkeys(sources)),
        rule_sources=rules.sources,
        rules=rules,
    )


routes = [Route("/about", about)]
