"""``backcoach exercises``: what there is, what one is, and what is wrong with a file."""

from __future__ import annotations

import typer

from backcoach.analysis import load_exercises
from backcoach.cli.asked.exercises import (
    CheckExercisesRequest,
    ExerciseSchemaRequest,
    ListExercisesRequest,
    ShowExerciseRequest,
)
from backcoach.cli.checking import print_json, tell_problems
from backcoach.cli.handover import make_console
from backcoach.cli.leaving import refuse
from backcoach.exercises.as_json import exercise_as_json
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.check import check_file
from backcoach.exercises.json_schema import as_text, exercise_json_schema
from backcoach.exercises.problem import WrongFileError
from backcoach.reports.exercise_page import make_list, make_page


def list_exercises(asked: ListExercisesRequest) -> None:
    """List the built-in exercises and the person's own."""
    catalogue = Catalogue(asked.exercises_dir)
    _report_wrong_files(catalogue)
    found = [catalogue[exercise_id] for exercise_id in catalogue]
    if asked.as_json:
        print_json([exercise_as_json(exercise) for exercise in found])
        return
    console, own = make_console(), {e.id for e in found if catalogue.path(e.id)}
    console.print(make_list(found, own, console.width))


def show(asked: ShowExerciseRequest) -> None:
    """Show one exercise."""
    try:
        (found,) = load_exercises(asked.exercise, Catalogue(asked.exercises_dir)).values()
    except (UnknownExerciseError, WrongFileError) as error:
        refuse(str(error))
    if asked.as_json:
        print_json(exercise_as_json(found))
    else:
        make_console().print(make_page(found))


def check(asked: CheckExercisesRequest) -> None:
    """Tell all mistakes in exercise files."""
    tell_problems({path: check_file(path) for path in asked.files}, asked.as_json)


def schema(_: ExerciseSchemaRequest) -> None:
    """Print the JSON Schema of exercise files."""
    typer.echo(as_text(exercise_json_schema()), nl=False)


def _report_wrong_files(catalogue: Catalogue) -> None:
    for path, problems in catalogue.problems.items():
        for problem in problems:
            typer.echo(f"backcoach: {path}: {problem}", err=True)
