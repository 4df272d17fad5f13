"""Options that several commands have."""

from __future__ import annotations

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
