"""The report for a clinician: on the screen, on paper and as a PDF file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.reports.clinician import PeriodError, Report, document
from backcoach.reports.clinician.html import body
from backcoach.reports.hand_over import report_for
from backcoach.texts import Message, message
from backcoach.web.house import house_of
from backcoach.web.render import problem_page, render, texts_of

SPANS = (
    (28, message("4 weeks")),
    (84, message("12 weeks")),
    (182, message("Half a year")),
    (365, message("A year")),
)


@dataclass(frozen=True)
class Span:
    """A period that is chosen with one press."""

    name: Message
    first: date
    last: date


def report(request: Request) -> Response:
    """Return the page; without a period it is the last twelve weeks."""
    today = house_of(request).now().date()
    spans = [Span(name, today - timedelta(days=days - 1), today) for days, name in SPANS]
    try:
        made = _made(request)
    except PeriodError as error:
        usual = spans[1]
        return render(
            request,
            "report.html",
            422,
            page="history",
            spans=spans,
            wrong=error.message,
            first=usual.first,
            last=usual.last,
            report=None,
        )
    return render(
        request,
        "report.html",
        page="history",
        spans=spans,
        wrong=None,
        first=made.period.first,
        last=made.period.last,
        report=Markup(body(document(made), texts_of(request))),
    )


def report_pdf(request: Request) -> Response:
    """Return the same as a PDF file."""
    from backcoach.reports.clinician.pdf import pdf

    try:
        made = _made(request)
    except PeriodError as error:
        return problem_page(request, 422, error.message)
    name = f"backcoach-{made.period.first}-{made.period.last}.pdf"
    content = pdf(document(made), texts_of(request), made.made_at)
    return Response(
        content,
        media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _made(request: Request) -> Report:
    house, query = house_of(request), request.query_params
    return report_for(
        house.journal, house.profile, house.catalogue, house.now(), query.get("from"), query.get("to")
    )


routes = [Route("/report", report), Route("/report.pdf", report_pdf)]
