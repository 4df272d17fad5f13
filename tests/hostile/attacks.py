"""What is tried, one try at a time: each returns what fell, or nothing. The suite tries a few, the benchmark many.

Everything stays on this computer: a server in this process, files in temporary folders.
"""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backcoach.journal import Journal, JournalError
from backcoach.pose.errors import InputError
from backcoach.pose.recording import load_recording
from backcoach.web.live.frames import pack_picture, pack_pose
from backcoach.web.live.jpeg import WrongPictureError, size_px
from tests.hostile.house import HOST, ORIGIN, addresses, attacked, fallen
from tests.hostile.imports import NONSENSE, changed, fill

SAMPLE = Path(__file__).parents[2] / "src" / "backcoach" / "samples" / "cat_camel.bcr"
NOW = datetime.now().astimezone().replace(microsecond=0)

Attack = Callable[[Random], str | None]


class Log(logging.Handler):
    """Notices every traceback that is written anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what has one."""
        if record.exc_info:
            self.found.append(record.getMessage()[:200])


def spoilt(content: bytes, chance: Random) -> bytes:
    """Return bytes that were cut, changed or repeated somewhere."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(max(1, len(changed)))
        how = chance.random()
        if how < 0.2:
            del changed[at:]
        elif how < 0.4:
            changed[at : at + chance.randint(1, 64)] = chance.randbytes(chance.randint(0, 64))
        elif how < 0.5:
            changed[at:at] = changed[: chance.randint(1, 1000)]
        elif changed:
            changed[at % len(changed)] ^= 1 << chance.randrange(8)
    return bytes(changed)


# --- requests ---

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
STRANGE = (
    "é",
    "%00",
    "..%2f..%2fetc",
    "a" * 300,
    "' OR 1=1 --",
    "{{7*7}}",
    "\u202e",
    "-1",
    "1e999",
    "nan",
    "",
)
TYPES = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
    "application/json; charset=utf-16",
)


@contextmanager
def requests(folder: Path) -> Iterator[Attack]:
    """Ask every address in wrong ways: methods, parameters, bodies, heads."""
    with attacked(folder) as (client, home):
        session = fill(home.journal, NOW)
        routes = [route for route in client.app.routes if hasattr(route, "path")]  # type: ignore[attr-defined]

        def attack(chance: Random) -> str | None:
            path = re.sub(
                r"{(\w+)(:\w+)?}",
                lambda one: chance.choice((session, "cat_camel", "1", *STRANGE)),
                chance.choice(routes).path,
            )
            value = chance.choice(NONSENSE)
            bodies = (b"", b"{", b"[]", b"null", b"[" * 5000, chance.randbytes(200))
            body = chance.choice((*bodies, json.dumps(value).encode(), json.dumps({"value": value}).encode()))
            headers = {
                "content-type": chance.choice(TYPES),
                "accept-language": chance.choice(("de", "xx", "*", ";q=,,", "en;q=1e999")),
                "cookie": chance.choice(("profile=nobody", "profile=" + "x" * 4000, "=;=", "a")),
            }
            query = {chance.choice(("pain", "limit", "kind", "x", "rate", "text")): chance.choice(STRANGE)}
            method = chance.choice(METHODS)
            if path.startswith("/api/speech"):  # says what it is told by a program of the system
                return None
            answer = client.request(method, path, params=query, content=body, headers=headers)
            return (
                f"{answer.status_code} to {method} {path} {body[:60]!r}"
                if answer.status_code >= 500
                else None
            )

        yield attack


# --- frames and sockets ---


@contextmanager
def frames(folder: Path) -> Iterator[Attack]:
    """Send messages that no page sends, in the midst of a session that another program has with us."""
    poses = list(load_recording(SAMPLE))[:50]
    with attacked(folder) as (client, _):

        def attack(chance: Random) -> str | None:
            return _talked(client, list(_messages(chance, poses)))

        yield attack


def _messages(chance: Random, poses: list[Any]) -> Iterator[str | bytes]:
    hello = {"type": "hello", "protocol": 1, "source": "landmarks"}
    if chance.random() < 0.2:
        hello[chance.choice(("protocol", "source", "practice", "speed", "pain", "resume"))] = chance.choice(
            NONSENSE
        )
    yield json.dumps(hello)
    for seq in range(chance.randint(0, 6)):
        how = chance.random()
        if how < 0.4:
            yield spoilt(pack_pose(seq, seq / 30, chance.choice(poses)), chance)
        elif how < 0.6:
            yield pack_pose(
                chance.choice((seq, 0, 2**32 - 1)), chance.choice((seq / 30, -1e12, 1e12)), poses[seq]
            )
        elif how < 0.75:
            yield spoilt(json.dumps({"type": "action", "action": "confirm"}).encode(), chance).decode(
                "latin-1"
            )
        elif how < 0.9:
            yield json.dumps(
                {"type": chance.choice(("action", "hurt", "speed", "x", None)), "x": chance.choice(NONSENSE)}
            )
        else:
            yield pack_picture(seq, seq / 30, chance.randbytes(300))


def _talked(client: TestClient, messages: list[str | bytes]) -> str | None:
    """Say it all, and hang up; what is wrong is an end without a code of ours."""
    try:
        with client.websocket_connect(f"ws://{HOST}/live", headers={"origin": ORIGIN}) as socket:
            for told in messages:
                if isinstance(told, str):
                    socket.send_text(told)
                else:
                    socket.send_bytes(told)
            socket.close()
    except WebSocketDisconnect as gone:
        return None if gone.code == 1000 or 4400 <= gone.code < 4500 else f"closed with {gone.code}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return None


@contextmanager
def sockets(folder: Path) -> Iterator[Attack]:
    """Open sessions and break them off somewhere; what they made has to be gone."""
    with attacked(folder) as (client, home):
        person = home.profile.id
        answers = {"yes": [], "agreed": False}
        home.journal.questionnaires.save(person, "screening", at=NOW, answers=answers)

        def attack(chance: Random) -> str | None:
            source = chance.choice(("none", "demo", "landmarks"))
            hello = {
                "type": "hello",
                "protocol": 1,
                "source": source,
                "practice": {"exercise": "glute_bridge", "reps": 2},
                "takeover": True,
            }
            try:
                with client.websocket_connect(f"ws://{HOST}/live", headers={"origin": ORIGIN}) as socket:
                    socket.send_text(json.dumps(hello))
                    # A stream of poses is told that it may begin, and no more until it sends some.
                    for _ in range(chance.randint(0, 1 if source == "landmarks" else 5)):
                        socket.receive_text()
            except WebSocketDisconnect:
                pass
            if working := _at_work():
                return f"still at work: {working}"
            if home.slot.taken or home.streams.count:
                return "the place was not given back"
            left = [
                one
                for one in home.journal.sessions.overviews(person)
                if one.ended_at is None and not one.sets
            ]
            return f"{len(left)} sessions never end" if left else None

        yield attack


def _at_work() -> set[str]:
    """Return the threads of live connections that go on after a while; what they unmake takes a moment."""
    until_s = time.monotonic() + 10
    while True:
        left = {one.name for one in threading.enumerate() if one.name in ("recorder", "making", "unmaking")}
        if not left or time.monotonic() > until_s:
            return left
        time.sleep(0.005)


# --- journals and files ---


@contextmanager
def imports(folder: Path) -> Iterator[Attack]:
    """Take changed exports in; whatever was taken in, every page and every export answers."""
    with attacked(folder / "sound") as (_, home):
        session = fill(home.journal, NOW)
        document = json.loads(home.journal.handover.export_text())
    with attacked(folder / "here") as (client, home):
        asked = addresses(client, session)

        def attack(chance: Random) -> str | None:
            content = changed(document, chance)
            content = spoilt(content, chance) if chance.random() < 0.2 else content
            try:
                home.journal.handover.import_text(content, replace=True)
            except JournalError:
                return None
            return "; ".join(fallen(client, asked)) or None

        yield attack


@contextmanager
def journals(folder: Path) -> Iterator[Attack]:
    """Open journals with a changed byte or cell: used, or refused by name, and a backup takes their place."""
    sound = folder / "sound"
    with Journal.open(sound) as journal:
        fill(journal, NOW)
        journal.files.backup(folder / "copy.db")
    content = (folder / "copy.db").read_bytes()

    def attack(chance: Random) -> str | None:
        here = folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        if chance.random() < 0.6:
            (here / "journal.db").write_bytes(spoilt(content, chance))
        else:
            (here / "journal.db").write_bytes(content)
            _spoil_cell(here / "journal.db", chance)
        try:
            _use(here)
        except JournalError:
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        try:
            Journal.rescue(here, folder / "copy.db").close()
        except Exception as error:
            return f"no rescue: {type(error).__name__}: {error}"[:200]
        return None

    yield attack


def _spoil_cell(path: Path, chance: Random) -> None:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        table = chance.choice(names)[0]
        column = chance.choice(connection.execute(f'PRAGMA table_info("{table}")').fetchall())[1]
        value = chance.choice(
            (None, "", "x", "{", "[]", 7, 3.5, -1, 2**62, b"\xff\xfe", "9999-99-99 00:00:00")
        )
        try:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
            connection.commit()
        except sqlite3.Error:
            pass


def _use(folder: Path) -> None:
    with Journal.open(folder) as journal:
        for person in journal.people.all():
            journal.people.change_settings(person.id, lambda _: {"note": "x"})
            journal.pain.reports(person.id)
            for one in journal.sessions.overviews(person.id):
                journal.sessions.get(one.id)
        journal.handover.export_text()


@contextmanager
def recordings(folder: Path) -> Iterator[Attack]:
    """Read recordings that were changed somewhere."""
    content = SAMPLE.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)

    def attack(chance: Random) -> str | None:
        path = folder / "x.bcr"
        path.write_bytes(spoilt(content, chance))
        try:
            load_recording(path)
        except InputError:
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        return None

    yield attack


@contextmanager
def pictures(folder: Path) -> Iterator[Attack]:
    """Look at the heads of pictures that were changed somewhere."""
    import cv2
    import numpy as np

    jpeg = bytes(cv2.imencode(".jpg", np.full((240, 320, 3), 90, np.uint8))[1])

    def attack(chance: Random) -> str | None:
        try:
            size_px(spoilt(jpeg, chance))
        except WrongPictureError:
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        return None

    yield attack


@contextmanager
def videos(folder: Path) -> Iterator[Attack]:
    """Open videos that were changed somewhere, and read their pictures."""
    import av
    import numpy as np

    from backcoach.pose.video import open_video

    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for k in range(12):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 20 * k, np.uint8), format="rgb24")
            out.mux(stream.encode(picture))
        out.mux(stream.encode())
    content = made.getvalue()
    folder.mkdir(parents=True, exist_ok=True)

    def attack(chance: Random) -> str | None:
        path = folder / chance.choice(("x.mp4", "x.avi", "x.webm"))
        path.write_bytes(spoilt(content, chance))
        try:
            with open_video(path) as video:
                for _ in video:
                    pass
        except InputError:
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        return None

    yield attack


KINDS = {
    "requests": requests,
    "frames": frames,
    "sockets": sockets,
    "imports": imports,
    "damaged journals": journals,
    "recordings": recordings,
    "pictures": pictures,
    "videos": videos,
}


def tried(kind: str, folder: Path, seeds: range) -> list[str]:
    """Try so often, and return what fell, each with its seed; a traceback in any log counts."""
    fell = []
    log = Log()
    with ExitStack() as stack:
        logging.getLogger().addHandler(log)
        stack.callback(logging.getLogger().removeHandler, log)
        attack = stack.enter_context(KINDS[kind](folder))
        for seed in seeds:
            what = attack(Random(seed)) or "; ".join(log.found)
            log.found.clear()
            if what:
                fell.append(f"{kind} {seed}: {what}")
    return fell
