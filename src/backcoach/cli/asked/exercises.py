"""What can be asked of exercise files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.asked.options import AsJson, ExercisesDir


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
