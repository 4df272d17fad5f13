"""``backcoach exercises``: what there is, what one is, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backcoach.cli.checking import WRONG, print_json, tell_problems

if TYPE_CHECKING:
    from backcoach.exercises.catalogue import Catalogue


exercises = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, show and check exercises: each one is a file."
)

Folder = Annotated[
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


@exercises.command("list")
def list_exercises(exercises_dir: Folder = None, as_json: AsJson = False) -> None:
    """List the built-in exercises and your own."""
    from backcoach.exercises.catalogue import Catalogue

    catalogue = Catalogue(exercises_dir)
    _report_wrong_files(catalogue)
    found = [catalogue[exercise_id] for exercise_id in catalogue]
    if as_json:
        from backcoach.exercises.as_json import exercise_as_json

        print_json([exercise_as_json(exercise) for exercise in found])
        return
    from backcoach.cli.handover import make_console
    from backcoach.reports.exercise_page import make_list

    console, own = make_console(), {e.id for e in found if catalogue.path(e.id)}
    console.print(make_list(found, own, console.width))


@exercises.command("show")
def show(
    exercise: Annotated[str, typer.Argument(metavar="ID", help="The exercise's id, or an exercise file.")],
    exercises_dir: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show one exercise: steps, dose, phases, faults, variants."""
    from backcoach.analysis import load_exercises
    from backcoach.exercises.catalogue import UnknownExerciseError
    from backcoach.exercises.problem import WrongFileError

    try:
        (found,) = load_exercises(exercise, exercises_dir).values()
    except (UnknownExerciseError, WrongFileError) as error:
        typer.echo(f"backcoach: {error}", err=True)
        raise typer.Exit(WRONG) from None
    if as_json:
        from backcoach.exercises.as_json import exercise_as_json

        print_json(exercise_as_json(found))
        return
    from backcoach.cli.handover import make_console
    from backcoach.reports.exercise_page import make_page

    make_console().print(make_page(found))


@exercises.command("check", short_help="Check exercise files: all mistakes at once.")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exercise files.")],
    as_json: AsJson = False,
) -> None:
    """Check exercise files: all mistakes at once, with key, what was found and what is allowed."""
    from backcoach.exercises.check import check_file

    tell_problems({path: check_file(path) for path in files}, as_json)


@exercises.command("schema")
def schema() -> None:
    """Print the JSON Schema of exercise files, for editors."""
    from backcoach.exercises.json_schema import as_text, exercise_json_schema

    typer.echo(as_text(exercise_json_schema()), nl=False)


def _report_wrong_files(catalogue: Catalogue) -> None:
    for path, problems in catalogue.problems.items():
        for problem in problems:
            typer.echo(f"backcoach: {path}: {problem}", err=True)
