"""Keeps the catalogues of texts in step with the program. See docs/translating.md.

python scripts/texts.py update     collect all texts into the template, and bring every language up to it
python scripts/texts.py check      write nothing; say what is out of step or missing; exit status 1 if anything is
python scripts/texts.py add fr     begin a language
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po
from texts_sources import PACKAGE, all_texts

from backcoach.texts.message import placeholders

LOCALE = PACKAGE / "texts" / "locale"
TEMPLATE = LOCALE / "backcoach.pot"
UPDATE = "run: python scripts/texts.py update"
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: backcoach\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def template() -> Catalog:
    """Collect every text of the program."""
    catalog = Catalog(charset="utf-8")
    for found in all_texts():
        comments = [f"{found.place}: {found.key}"] if found.key else []
        text = (found.text, found.plural) if found.plural else found.text
        place: Any = (found.place, None)  # Babel writes a line number only where there is one
        catalog.add(text, locations=[place], auto_comments=comments, context=found.context)
    return catalog


def written(catalog: Catalog) -> str:
    """A catalogue as the content of its file: the same texts give the same content, on any machine, on any day."""
    for entry in catalog:
        entry.flags &= {"fuzzy"}  # Babel takes "80 % done" for a format
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    language = str(catalog.locale_identifier or "")
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n' if language else ""
    return HEADER.format(language=language) + plural + "\n" + body.getvalue().decode().strip() + "\n"


def language_files() -> dict[str, Path]:
    """The catalogue file of each language but English."""
    return {path.parents[1].name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/backcoach.po"))}


def catalogue(language: str) -> Catalog:
    """The catalogue of a language, as it stands in its file."""
    return read_po(io.BytesIO(language_files()[language].read_bytes()), locale=language, domain="backcoach")


def brought_up(language: str, current: Catalog, propose: bool = False) -> Catalog:
    """The catalogue of a language with the texts of a current template; near ones may be proposed, as fuzzy."""
    translated = catalogue(language)
    translated.update(current, no_fuzzy_matching=not propose)
    return translated


def stale(propose: bool = False) -> Iterator[tuple[Path, str]]:
    """Files that are not what they would be written as, with that content."""
    current = template()
    wanted = {TEMPLATE: written(current)}
    wanted |= {
        path: written(brought_up(language, current, propose)) for language, path in language_files().items()
    }
    for path, content in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            yield path, content


def gaps(language: str) -> Iterator[str]:
    """What is wrong with the translations of a language, one line each."""
    for entry in catalogue(language):
        if not entry.id:
            continue
        if entry.fuzzy:
            yield f"{language}: to be confirmed: {entry.id!r}"
        elif not all(forms(entry.string)):
            yield f"{language}: not translated: {entry.id!r}"
        elif not same_placeholders(entry):
            yield f"{language}: other placeholders: {entry.string!r} for {entry.id!r}"


def same_placeholders(entry: Entry) -> bool:
    """Whether a translation fills in what the English does; a plural form may write its number out."""
    free = {"count"} if entry.pluralizable else set()
    wanted = set().union(*map(placeholders, forms(entry.id)))
    return all(placeholders(form) | free == wanted | free for form in forms(entry.string))


def forms(value: object) -> tuple[str, ...]:
    """One text, or all forms of a plural."""
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)


def add(language: str) -> None:
    """Begin the catalogue of a language, with no text translated."""
    path = LOCALE / language / "LC_MESSAGES" / "backcoach.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(Catalog(locale=language)), encoding="utf-8", newline="\n")


def write() -> None:
    """Write every file that is out of step."""
    for path, content in list(stale(propose=True)):
        path.write_text(content, encoding="utf-8", newline="\n")
        print(path.relative_to(PACKAGE).as_posix())


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update")
    commands.add_parser("check")
    commands.add_parser("add").add_argument("language")
    options = parser.parse_args(arguments)
    if options.command == "add":
        add(options.language)
    if options.command != "check":
        write()
    out_of_step = [f"{path.relative_to(PACKAGE)} is out of step; {UPDATE}" for path, _ in stale()]
    problems = out_of_step + [gap for language in language_files() for gap in gaps(language)]
    print(*problems or ["every text is there in every language"], sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
