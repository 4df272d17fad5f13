"""The command ``backcoach``. Nothing heavy is imported before it is needed: ``--help`` answers at once."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated

import typer

from backcoach import __version__
from backcoach.cli import data
from backcoach.cli.analyze import analyze
from backcoach.cli.doctor import doctor
from backcoach.cli.exercises import exercises
from backcoach.cli.plan import plan
from backcoach.cli.remind import remind
from backcoach.cli.report import report
from backcoach.cli.serve import demo, serve
from backcoach.cli.shortcut import shortcut
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
app.command("serve", short_help="Start the coach and open its page; so it does without a command.")(serve)
app.command("demo", short_help="The same with a simulated person in place of the camera.")(demo)
app.command("doctor", short_help="Check what the coach needs on this computer.")(doctor)
app.command("remind", short_help="Remind of the routine and of breaks, by notifications.")(remind)
app.command("shortcut", short_help="Put the coach into the menu of programs, or take it out.")(shortcut)
app.command("export", short_help="Write everything that is remembered into a file.")(data.export)
app.command("import", short_help="Take an exported file in: all of it or nothing.")(data.import_)
app.command("backup", short_help="Copy the whole journal into one file.")(data.backup)
app.command("restore", short_help="Put a backup in the place of everything that is remembered.")(data.restore)
app.command("delete", short_help="Delete a person, the automatic backups, or everything.")(data.delete)
app.command("rename", short_help="Give a person another name.")(data.rename)
app.command("report", short_help="Write the report for a clinician.")(report)
app.command("analyze", short_help="Say which exercises a person did in a video, and how well.")(analyze)
app.add_typer(exercises, name="exercises", short_help="List, show and check exercises: each one is a file.")
app.add_typer(plan, name="plan", short_help="Why the doses are what they are; check rules of your own.")


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
        serve()


def main() -> None:
    """Run the command line; the entry point of the script ``backcoach``."""
    # Before NumPy is imported, here or in a process that is started: its threads would wait for each other longer
    # than they calculate, for our arrays are small, and take a core from the pose model meanwhile.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app(prog_name=command())
