"""What can be asked for: a command is a value, its fields are the options, its docstring is its help.

Only what describes options is imported here, so that help is there at once. What is asked for is passed on as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

PORT = 8765

Port = Annotated[
    int,
    typer.Option(
        "--port", "-p", metavar="N", min=1, max=65535, help="Where to listen; if taken, the next free one."
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", file_okay=False, help="Folder of what is remembered."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
ExercisesDir = Annotated[
    Path | None,
    typer.Option(
        "--exercises",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder with exercise files of your own.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text for people.")]
RuleFile = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="A rule file. Usually rules.toml of your configuration, or else the built-in one.",
    ),
]


# --- the coach ---


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """Start the coach on this computer and open its page; so it does without a command, too."""

    port: Port = PORT
    no_browser: NoBrowser = False
    data_dir: DataDir = None
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at.")] = (
        "127.0.0.1"
    )
    allow_network: Annotated[
        bool,
        typer.Option(
            "--allow-network",
            help="Let other computers in, with --host: they can see and delete everything; there is no password.",
        ),
    ] = False
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            envvar="BACKCOACH_DATABASE",
            show_envvar=False,
            help="Remember in this PostgreSQL database (postgresql://user@host/name), not in the folder.",
        ),
    ] = None
    camera: Annotated[
        str | None,
        typer.Option("--camera", metavar="ADDRESS", help="See through it: rtsp://, http://, or device:0."),
    ] = None


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """Start the coach with a simulated person in place of the camera."""

    speed: Annotated[
        float, typer.Option("--speed", metavar="N", min=1, max=16, help="How many times as fast.")
    ] = 1.0
    port: Port = PORT
    no_browser: NoBrowser = False
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class DoctorRequest:
    """Check what the coach needs on this computer, and say what to do where something is missing.

    Exit status 1 if something will not work.
    """

    port: Annotated[int, typer.Option("--port", "-p", metavar="N", min=1, max=65535, help="Port to try.")] = (
        PORT
    )
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Folder of what is remembered.")
    ] = None


@dataclass(frozen=True, slots=True)
class RemindRequest:
    """Remind of the routine and of breaks by notifications of the desktop, until stopped with Ctrl-C.

    What to be reminded of, and when, is chosen on the page "Reminders".
    """

    data_dir: DataDir = None
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Of whom; by default the first.")
    ] = ""
    once: Annotated[bool, typer.Option("--once", help="Say what is due now, and end.")] = False


@dataclass(frozen=True, slots=True)
class ShortcutRequest:
    """Put Backcoach into the menu of programs, where it is found again without a terminal."""

    reminders: Annotated[
        bool, typer.Option("--reminders", help="Let reminders begin with the computer, too.")
    ] = False
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Whom to remind; by default the first.")
    ] = ""
    remove: Annotated[
        bool, typer.Option("--remove", help="Take away the entry and the reminders' start.")
    ] = False
    data_dir: DataDir = None


# --- what is remembered ---


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


# --- videos ---


class Turn(str, Enum):
    """Degrees, as the command line spells them."""

    NONE = "0"
    RIGHT = "90"
    OVER = "180"
    LEFT = "270"


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """Say which exercises a person did in a video: how often, how long, how well, and what could not be seen.

    With several inputs, FILE is a folder or holds {stem}, the input's name without its ending; JSON goes into one
    file, unless its name holds {stem}. Without a PATH the samples that come with the program are analysed.
    """

    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...", help="Videos, GIFs, still pictures or recordings.", show_default=False
        ),
    ] = None
    exercise: Annotated[
        str,
        typer.Option(
            "--exercise", "-e", metavar="ID", help="The exercise that is done, or auto to find out."
        ),
    ] = "auto"
    exercises_dir: ExercisesDir = None
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write JSON; - for the output.")
    ] = None
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="DIR", help="Write sets, repetitions, holds and faults as CSV."),
    ] = None
    annotate: Annotated[
        str | None,
        typer.Option("--annotate", metavar="FILE.mp4", help="Write the video with what was seen in it."),
    ] = None
    plot: Annotated[
        str | None,
        typer.Option("--plot", metavar="FILE.svg|png", help="Draw the signal and what was found in it."),
    ] = None
    save_recording: Annotated[
        str | None,
        typer.Option(
            "--save-recording", metavar="FILE.bcr", help="Keep the poses, to be analysed again quickly."
        ),
    ] = None
    turn: Annotated[
        Turn, typer.Option("--turn", help="Turn the picture clockwise first: it was filmed on its side.")
    ] = Turn.NONE
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Processes at once; usually one per file and core."
        ),
    ] = None
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster to work on."),
    ] = None
    demo: Annotated[bool, typer.Option("--demo", help="Analyse the samples that come with the program.")] = (
        False
    )
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False


# --- exercises ---


@dataclass(frozen=True, slots=True)
class ListExercisesRequest:
    """List the built-in exercises and your own."""

    exercises_dir: ExercisesDir = None
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class ShowExerciseRequest:
    """Show one exercise: steps, dose, phases, faults, variants."""

    exercise: Annotated[str, typer.Argument(metavar="ID", help="The exercise's id, or an exercise file.")]
    exercises_dir: ExercisesDir = None
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class CheckExercisesRequest:
    """Check exercise files: all mistakes at once, with key, what was found and what is allowed."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exercise files.")]
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class ExerciseSchemaRequest:
    """Print the JSON Schema of exercise files, for editors."""


# --- doses ---


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """Say why today's routine is what it is: each dose, the rule, what it looked at, and a sentence."""

    data_dir: DataDir = None
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Whose plan, if there are several people.")
    ] = None
    history: Annotated[
        Path | None,
        typer.Option(
            "--history", metavar="FILE", help="What was done so far, as JSON, in place of the journal."
        ),
    ] = None
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day, such as 2026-06-10; usually today.")
    ] = None
    pain: Annotated[int | None, typer.Option("--pain", min=0, max=10, help="Pain right now, 0 to 10.")] = None
    rules: RuleFile = None
    routine: Annotated[
        str | None,
        typer.Option("--routine", metavar="NAME", help="A routine; usually the person's own."),
    ] = None
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """Let simulated people live by the rules for a year, and check every plan: no rule may be broken."""

    people: Annotated[
        int,
        typer.Option(
            "--people", min=1, max=100_000, metavar="N", help="So many people, all characters in turn."
        ),
    ] = 12
    days: Annotated[int, typer.Option("--days", min=1, max=3660, metavar="N", help="So many days.")] = 365
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="N", help="The same seed gives the same people.")
    ] = 1000
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot", metavar="FILE", help="Draw pain and dose of the first of each character; .svg or .png."
        ),
    ] = None
    rules: RuleFile = None
    routine: Annotated[str, typer.Option("--routine", metavar="NAME", help="A routine.")] = "article"
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class CheckRulesRequest:
    """Check rule files: all mistakes and dangerous values at once, with what was found and what is allowed."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rule files.")]
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class ShowRulesRequest:
    """Print the built-in rule file, to be copied and edited by a clinician."""


@dataclass(frozen=True, slots=True)
class RuleSchemaRequest:
    """Print the JSON Schema of rule files, for editors."""
