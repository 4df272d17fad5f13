"""``backcoach report``: what a clinician gets, as a PDF or HTML file."""

from __future__ import annotations

from datetime import datetime

import typer

from backcoach import settings
from backcoach.cli.asked.data import ReportRequest
from backcoach.cli.leaving import refuse
from backcoach.cli.people import journal_in, person, write
from backcoach.exercises.catalogue import Catalogue
from backcoach.programme.preferences import preferences_in
from backcoach.reports.clinician import PeriodError, Report, document
from backcoach.reports.hand_over import report_for, report_page
from backcoach.texts.catalogue import languages, translator


def report(asked: ReportRequest) -> None:
    """Write the report for a clinician."""
    ending = asked.file.suffix.lower()
    if ending not in (".pdf", ".html"):
        refuse(f"{asked.file}: the report's name ends in .pdf or .html.")
    now = datetime.now().astimezone()
    with journal_in(settings.data_folder(asked.data_dir)) as journal:
        about = person(journal, asked.profile)
        try:
            made = report_for(journal, about, Catalogue(), now, asked.first, asked.last)
        except PeriodError as error:
            refuse(str(error.message))
        chosen = asked.language or preferences_in(journal.people.settings(about.id)).language or "en"
        write(asked.file, _content(made, chosen, as_pdf=ending == ".pdf"))
    typer.echo(f"Written: {asked.file}", err=True)


def _content(made: Report, language: str, *, as_pdf: bool) -> bytes:
    if language not in languages():
        refuse(f"there are no texts in {language!r}; there are {', '.join(languages())}.")
    texts = translator(language)
    if not as_pdf:
        return report_page(made, texts).encode()
    from backcoach.reports.clinician.pdf import pdf  # of an extra: HTML does without it

    return pdf(document(made), texts, made.made_at)
