"""What can be asked of what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.asked.options import DataDir, Yes


class Format(str, Enum):
    """What an export can be written as."""

    JSON = "json"
    CSV = "csv"
    FHIR = "fhir"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write everything that is remembered into a file."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; - is the standard output.")]
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Of whom; by default of everybody.")
    ] = None
    kind: Annotated[
        Format, typer.Option("--format", help="json holds everything and can be imported again.")
    ] = Format.JSON
    signals: Annotated[
        bool,
        typer.Option("--signals/--no-signals", help="CSV: with the curves of the sets, nearly all of it."),
    ] = True
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Take an exported file in: all of it or nothing. What is here already is not added again."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON export.")]
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class BackupRequest:
    """Copy the whole journal into one file; the server may be running."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")]
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """Put a backup in the place of everything that is remembered."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]
    yes: Yes = False
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class DeleteRequest:
    """Delete a person, the automatic backups, or everything. It cannot be taken back."""

    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="Delete one person, and everything about them."),
    ] = None
    everything: Annotated[
        bool, typer.Option("--everything", help="Delete everything about everybody, backups included.")
    ] = False
    backups: Annotated[
        bool,
        typer.Option("--backups", help="Delete the automatic backups, which hold what was deleted since."),
    ] = False
    yes: Yes = False
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class RenameRequest:
    """Give a person another name; the first one is called Me until then. The coach may be running."""

    name: Annotated[str, typer.Argument(metavar="NAME", help="What the person is to be called.")]
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Whom; by default the only one there is.")
    ] = None
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Write the report for a clinician: one page and its details."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it ends in .pdf or .html.")]
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="First day; usually twelve weeks ago.")
    ] = None
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day; usually today.")] = None
    profile: Annotated[str | None, typer.Option("--profile", metavar="NAME", help="About whom.")] = None
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="en, de; usually the person's own.")
    ] = None
    data_dir: DataDir = None
