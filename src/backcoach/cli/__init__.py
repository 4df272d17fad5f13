"""The command ``backcoach``. What a command needs is loaded when it is run: ``--help`` answers at once."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated

import typer

from backcoach import __version__
from backcoach.cli.asked.coach import DemoRequest, DoctorRequest, RemindRequest, ServeRequest, ShortcutRequest
from backcoach.cli.asked.data import (
    BackupRequest,
    DeleteRequest,
    ExportRequest,
    ImportRequest,
    RenameRequest,
    ReportRequest,
    RestoreRequest,
)
from backcoach.cli.asked.exercises import (
    CheckExercisesRequest,
    ExerciseSchemaRequest,
    ListExercisesRequest,
    ShowExerciseRequest,
)
from backcoach.cli.asked.plan import (
    CheckRulesRequest,
    ExplainRequest,
    RuleSchemaRequest,
    ShowRulesRequest,
    SimulateRequest,
)
from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.deferred import deferred
from backcoach.cli.shorthand import Shorthand
from backcoach.started import NAME, command

app = typer.Typer(
    cls=Shorthand,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=command() == NAME,  # a shell completes what is a program, not `sh run`
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Coaches a tired back through light floor exercises, on this computer. Without a command: serve.",
)
_exercises = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, show and check exercises: each one is a file."
)
_plan = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Why the doses are what they are: explain today, simulate a year, check a rule file.",
)


def _add(group: typer.Typer, name: str, request: type, work: str, short: str | None = None) -> None:
    """Add a command: its name, its options, the function in a module of this package that does it, one line of help."""
    group.command(name, short_help=short)(deferred(request, f"{__name__}.{work}"))


# fmt: off
_add(app, "serve", ServeRequest, "serve:serve",
     "Start the coach and open its page; so it does without a command.")
_add(app, "demo", DemoRequest, "serve:demo",
     "The same with a simulated person in place of the camera.")
_add(app, "doctor", DoctorRequest, "doctor:doctor",
     "Check what the coach needs on this computer.")
_add(app, "remind", RemindRequest, "remind:remind",
     "Remind of the routine and of breaks, by notifications.")
_add(app, "shortcut", ShortcutRequest, "shortcut:shortcut",
     "Put the coach into the menu of programs, or take it out.")
_add(app, "export", ExportRequest, "data:export",
     "Write everything that is remembered into a file.")
_add(app, "import", ImportRequest, "data:import_",
     "Take an exported file in: all of it or nothing.")
_add(app, "backup", BackupRequest, "data:backup",
     "Copy the whole journal into one file.")
_add(app, "restore", RestoreRequest, "data:restore",
     "Put a backup in the place of everything that is remembered.")
_add(app, "delete", DeleteRequest, "data:delete",
     "Delete a person, the automatic backups, or everything.")
_add(app, "rename", RenameRequest, "data:rename",
     "Give a person another name.")
_add(app, "report", ReportRequest, "report:report",
     "Write the report for a clinician.")
_add(app, "analyze", AnalyzeRequest, "analyze:analyze",
     "Say which exercises a person did in a video, and how well.")
app.add_typer(_exercises, name="exercises", short_help="List, show and check exercises: each one is a file.")
app.add_typer(_plan, name="plan", short_help="Why the doses are what they are; check rules of your own.")

_add(_exercises, "list", ListExercisesRequest, "exercises:list_exercises")
_add(_exercises, "show", ShowExerciseRequest, "exercises:show")
_add(_exercises, "check", CheckExercisesRequest, "exercises:check",
     "Check exercise files: all mistakes at once.")
_add(_exercises, "schema", ExerciseSchemaRequest, "exercises:schema")

_add(_plan, "explain", ExplainRequest, "explain:explain",
     "Say why today's routine is what it is.")
_add(_plan, "simulate", SimulateRequest, "plan:simulate",
     "Let simulated people live by the rules for a year.")
_add(_plan, "check", CheckRulesRequest, "plan:check",
     "Check rule files: mistakes and dangerous values.")
_add(_plan, "rules", ShowRulesRequest, "plan:show_rules",
     "Print the built-in rule file, to be edited by a clinician.")
_add(_plan, "schema", RuleSchemaRequest, "plan:schema")
# fmt: on


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backcoach {__version__}")
        raise typer.Exit


@app.callback()
def _backcoach(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options of every command; without one, serve."""
    if context.invoked_subcommand is None:
        deferred(ServeRequest, f"{__name__}.serve:serve")()


def main() -> None:
    """Run the command line; the entry point of the script ``backcoach``."""
    # Before NumPy is imported, here or in a process that is started: its threads would wait for each other longer
    # than they calculate, for our arrays are small, and take a core from the pose model meanwhile.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app(prog_name=command())
