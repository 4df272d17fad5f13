"""What can be asked of videos."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.asked.options import ExercisesDir


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
