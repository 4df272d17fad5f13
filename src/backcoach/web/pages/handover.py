"""Your data: what can be taken along, taken in, put back and deleted, and what a clinician has changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from backcoach import settings
from backcoach.journal import JournalError
from backcoach.journal.errors import explained_file
from backcoach.plan.rule_file import personal_file
from backcoach.programme import prescribing
from backcoach.programme.prescribed import prescribed_in
from backcoach.programme.prescribing import Difference, Preview
from backcoach.reports.hand_over import fhir_text
from backcoach.texts import Message, message
from backcoach.web.apart import LARGE_BYTES, import_apart
from backcoach.web.api import home_of, nobody_exercises, posted
from backcoach.web.home import Home
from backcoach.web.house import programme_of
from backcoach.web.render import called, render, texts_of

if TYPE_CHECKING:
    from backcoach.journal.values import Imported

EVERYTHING = message("delete everything")
"""What has to be typed."""

MAX_PROBLEMS = 12

Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Posted(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ChosenBackup(_Posted):
    """The file name of a backup."""

    backup: Name


class DoomedProfile(_Posted):
    """A person who is to be deleted, and their name as it was typed."""

    profile: Name
    typed: Annotated[str, Field(max_length=200)]


class Typed(_Posted):
    """What was typed to make sure."""

    typed: Annotated[str, Field(max_length=200)]


def data(request: Request) -> Response:
    """Show what can be done with one's own data."""
    home = home_of(request)
    journal, profile = home.journal, home.profile
    return render(
        request,
        "data.html",
        page="settings",
        people=journal.people.all(),
        present=profile,
        backups=[(path.name, _made_at(path)) for path in journal.files.backups()],
        prescribed=prescribed_in(journal.people.settings(profile.id)),
        own_rules=personal_file().exists(),
        everything=EVERYTHING,
    )


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


# --- taking along ---


def download(request: Request) -> Response:
    """Hand out one file; ``of=everybody`` asks for all people."""
    home, kind = home_of(request), request.path_params["kind"]
    if kind not in _MAKERS:
        raise HTTPException(404)
    name, media_type, make = _MAKERS[kind]
    folder = _new_folder(home)
    sweep = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    try:
        with explained_file(str(folder)):
            make(request, folder / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    dated = f"{home.now():%Y-%m-%d}-{name}"
    return FileResponse(folder / name, media_type=media_type, filename=dated, background=sweep)


def _new_folder(home: Home) -> Path:
    """Make a folder for copies inside the data folder; whatever is forgotten there is swept at the next start."""
    from backcoach.journal.backups import HANDING_OVER

    place = home.data / HANDING_OVER
    with explained_file(str(place)):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Path(tempfile.mkdtemp(dir=place))


def _whose(request: Request) -> str | None:
    everybody = request.query_params.get("of") == "everybody"
    return None if everybody else home_of(request).profile.id


def _json(request: Request, path: Path) -> None:
    home_of(request).journal.handover.export_file(path, _whose(request))


def _csv(request: Request, path: Path) -> None:
    signals = request.query_params.get("signals") == "1"
    home_of(request).journal.handover.export_csv(path, _whose(request), signals=signals)


def _fhir(request: Request, path: Path) -> None:
    home = home_of(request)
    path.write_text(fhir_text(home.journal, home.profile, home.catalogue, home.now()), encoding="utf-8")


def _backup(request: Request, path: Path) -> None:
    home_of(request).journal.files.backup(path)


def _routine(request: Request, path: Path) -> None:
    path.write_text(prescribing.routine_text(programme_of(home_of(request))), encoding="utf-8")


def _rules(_: Request, path: Path) -> None:
    path.write_bytes(prescribing.rules_text())


_MAKERS: dict[str, tuple[str, str, Callable[[Request, Path], None]]] = {
    "export.json": ("backcoach.json", "application/json", _json),
    "export.zip": ("backcoach-csv.zip", "application/zip", _csv),
    "fhir.json": ("backcoach-fhir.json", "application/fhir+json", _fhir),
    "backup.db": ("backcoach-backup.db", "application/vnd.sqlite3", _backup),
    "routine.toml": ("routine.toml", "application/toml", _routine),
    "rules.toml": ("rules.toml", "application/toml", _rules),
}

# --- taking in, putting back ---


def take_export(request: Request, content: bytes) -> JSONResponse:
    """Take a JSON export in: all of it or nothing."""
    try:
        brought = _taken_in(home_of(request), content)
    except JournalError as error:
        return _refused(request, error.message)
    return _said(
        request,
        message(
            "Imported. Sessions added: {added}; here already: {present}. People added: {people}.",
            added=brought.sessions_added,
            present=brought.sessions_present,
            people=brought.profiles_added,
        ),
    )


def _taken_in(home: Home, content: bytes) -> Imported:
    if len(content) < LARGE_BYTES:
        return home.journal.handover.import_text(content, where="import")
    _ = home.journal  # made and migrated here, and not by two processes
    folder = _new_folder(home)
    try:
        source = folder / "import.json"
        with explained_file(str(folder)):
            source.write_bytes(content)
        return import_apart(home.where, source, "import")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restore(request: Request, chosen: ChosenBackup) -> JSONResponse:
    """Put one of the automatic backups in the place of everything."""
    home = home_of(request)
    nobody_exercises(request)
    found = next((path for path in home.journal.files.backups() if path.name == chosen.backup), None)
    if found is None:
        raise HTTPException(404)
    try:
        home.restore(found)
    except JournalError as error:
        return _refused(request, error.message)
    return _said(request, message("Restored: everything is as it was on {day}.", day=_made_at(found)))


# --- what a clinician writes ---


def routine_from_clinician(request: Request, content: bytes) -> JSONResponse:
    """Say what a routine file would change; with ``confirm``, take it in."""
    home = home_of(request)
    programme = programme_of(home)
    preview = prescribing.preview_routine(content, programme)
    if not _confirmed(request, preview):
        return _shown(request, preview)
    try:
        prescribing.take_routine(content, programme)
    except OSError as error:
        return _refused(request, _not_written(error))
    return _said(request, message("From today on this is your routine: {name}.", name=Message(preview.name)))


def rules_from_clinician(request: Request, content: bytes) -> JSONResponse:
    """Say what a rule file would change; with ``confirm``, take it in."""
    preview = prescribing.preview_rules(content, home_of(request).catalogue)
    if not _confirmed(request, preview):
        return _shown(request, preview)
    try:
        prescribing.take_rules(content)
    except OSError as error:
        return _refused(request, _not_written(error))
    return _said(request, message("From now on these rules apply: {name}.", name=preview.name))


def release_routine(request: Request) -> JSONResponse:
    """Let the rules move all doses again."""
    home = home_of(request)
    prescribing.release_routine(home.journal, home.profile.id)
    return _said(request, message("No dose is fixed any more: the dose rules move them again."))


def release_rules(request: Request) -> JSONResponse:
    """Let the built-in rules be in force again."""
    try:
        prescribing.release_rules()
    except OSError as error:
        return _refused(request, _not_written(error))
    return _said(request, message("The built-in rules apply again."))


def _confirmed(request: Request, preview: Preview) -> bool:
    return not preview.problems and request.query_params.get("confirm") == preview.digest


def _shown(request: Request, preview: Preview) -> JSONResponse:
    problems, left_out = (
        [str(problem) for problem in preview.problems[:MAX_PROBLEMS]],
        preview.problems[MAX_PROBLEMS:],
    )
    if left_out:
        more = message("and {count} more", plural="and {count} more", count=len(left_out))
        problems.append(texts_of(request).translate(more))
    if problems:
        said = message("This file cannot be used. Nothing was changed.")
    elif preview.differences:
        said = message("This is what would change. Nothing is changed yet.")
    else:
        said = message("This file changes nothing.")
    texts = texts_of(request)
    return JSONResponse(
        {
            "said": texts.translate(said),
            "problems": problems,
            "digest": None if problems else preview.digest,
            "differences": [_row(request, one) for one in preview.differences],
        },
        422 if problems else 200,
    )


def _row(request: Request, one: Difference) -> list[str]:
    texts = texts_of(request)

    def say(words: Message | str | None) -> str:
        if words is None:
            return texts.translate(prescribing.NOTHING)
        return texts.translate(words) if isinstance(words, Message) else words

    return [say(one.what), say(one.before), say(one.after)]


# --- deleting ---


def delete_profile(request: Request, doomed: DoomedProfile) -> JSONResponse:
    """Delete one person, whose name was typed."""
    home = home_of(request)
    person = next((one for one in home.journal.people.all() if one.id == doomed.profile), None)
    if person is None:
        raise HTTPException(404)
    name = called(texts_of(request), person)
    if doomed.typed.strip() not in (person.name, name):
        return _refused(request, message("Type the name “{name}” to delete it.", name=name))
    nobody_exercises(request)
    gone = home.journal.people.delete(person.id)
    prescribing.forget_routine(person.id)
    if not gone:
        return _said(
            request,
            message(
                "{name} is deleted. Another program reads the journal just now, so traces stay in its log until that "
                "program ends; they are removed within the hour then. Backups keep everything until they are rotated "
                "away.",
                name=name,
            ),
        )
    return _said(
        request, message("{name} is deleted. Backups keep it until they are rotated away.", name=name)
    )


def delete_everything(request: Request, told: Typed) -> JSONResponse:
    """Delete everything about everybody, after the words for it were typed."""
    home, words = home_of(request), texts_of(request).translate(EVERYTHING)
    if told.typed.strip().casefold() not in (words.casefold(), str(EVERYTHING)):
        return _refused(request, message("Type “{words}” to delete everything.", words=EVERYTHING))
    nobody_exercises(request)
    said = _said(request, message("Everything is deleted."))
    home.delete_everything()
    prescribing.forget_routines()
    return said


# --- answers ---


def _not_written(error: OSError) -> Message:
    return message(
        "{where} cannot be written: {why}. Nothing was changed.",
        where=str(settings.config_folder()),
        why=str(error.strerror or error),
    )


def _said(request: Request, words: Message) -> JSONResponse:
    return JSONResponse({"said": texts_of(request).translate(words)})


def _refused(request: Request, words: Message) -> JSONResponse:
    return JSONResponse({"error": texts_of(request).translate(words)}, 422)


def raw(change: Callable[[Request, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that hands the whole body to ``change``, in a thread."""

    @wraps(change)
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(change, request, await request.body())

    return endpoint


routes = [
    Route("/data", data),
    Route("/data/{kind}", download),
    Route("/api/data/import", posted(None, take_export), methods=["POST"]),
    Route("/api/data/restore", posted(ChosenBackup, restore), methods=["POST"]),
    Route("/api/data/routine", raw(routine_from_clinician), methods=["POST"]),
    Route("/api/data/rules", raw(rules_from_clinician), methods=["POST"]),
    Route("/api/data/routine", release_routine, methods=["DELETE"]),
    Route("/api/data/rules", release_rules, methods=["DELETE"]),
    Route("/api/data/profile", posted(DoomedProfile, delete_profile), methods=["POST"]),
    Route("/api/data/everything", posted(Typed, delete_everything), methods=["POST"]),
]
