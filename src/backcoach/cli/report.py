"""``backcoach report``: what a clinician gets, as a PDF or HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.people import DataDir, folder_of, journal_in, person, refuse, write


def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it ends in .pdf or .html.")],
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="First day; usually twelve weeks ago.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day; usually today.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", metavar="NAME", help="About whom.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="en, de; usually the person's own.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Write the report for a clinician: one page and its details."""
    if file.suffix.lower() not in (".pdf", ".html"):
        refuse(f"{file}: the report's name ends in .pdf or .html.")
    from datetime import datetime

    from backcoach.exercises.catalogue import Catalogue
    from backcoach.programme.preferences import preferences_in
    from backcoach.reports.clinician import PeriodError
    from backcoach.web.handing_over import report_for

    now = datetime.now().astimezone()
    with journal_in(folder_of(data_dir)) as journal:
        about = person(journal, profile)
        try:
            made = report_for(journal, about, Catalogue(), now, first, last)
        except PeriodError as error:
            refuse(str(error.message))
        chosen = language or preferences_in(journal.people.settings(about.id)).language or "en"
        content = _content(made, chosen, as_pdf=file.suffix.lower() == ".pdf")
        write(file, content)
    typer.echo(f"Written: {file}", err=True)


def _content(made: object, language: str, *, as_pdf: bool) -> bytes:
    from backcoach.reports.clinician import Report, document
    from backcoach.texts.catalogue import languages, translator
    from backcoach.web.handing_over import report_page

    assert isinstance(made, Report)
    if language not in languages():
        refuse(f"there are no texts in {language!r}; there are {', '.join(languages())}.")
    texts = translator(language)
    if not as_pdf:
        return report_page(made, texts).encode()
    from backcoach.reports.clinician.pdf import pdf

    return pdf(document(made), texts, made.made_at)
