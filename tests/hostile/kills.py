"""Processes that are killed in the midst of it: what they were told is written is there, and nothing is half there.

    python -m tests.hostile.kills KIND FOLDER FIRST_SEED HOW_MANY

prints what fell, a line each, in a process of its own: it forks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from backcoach.journal import Journal
from tests.hostile.attacks import NOW
from tests.hostile.imports import fill

ROOT = Path(__file__).parents[2]
KINDS = ("migration", "delete", "restore", "import", "session", "live")
MAX_S = 0.25
"""A process is killed some time within it."""


def tried(kind: str, folder: Path, seeds: range) -> list[str]:
    """Kill so often, and return what fell."""
    command = [
        sys.executable,
        "-m",
        "tests.hostile.kills",
        kind,
        str(folder),
        str(seeds.start),
        str(len(seeds)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return [f"{kind}: {done.stderr[-300:]}"]
    return done.stdout.splitlines()


def _killed(work: Callable[[int], None], after_s: float) -> bytes:
    """Run it in a child until it is killed; return what it had said by then."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        try:
            work(there)
        finally:
            os._exit(0)
    os.close(there)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(here, "rb") as said:
        return said.read()


class _Ways:
    """What a child does again and again, and the states of which one has to be found afterwards."""

    def __init__(self, live: Path, folder: Path) -> None:
        self._live = live
        with Journal.open(live) as journal:
            self._empty = journal.handover.export_text()
            fill(journal, NOW)
            self._full = journal.handover.export_text()
            self._copies = [journal.files.backup(folder / "full.db")]
        with Journal.open(folder / "other") as journal:
            self._copies.append(journal.files.backup(folder / "empty.db"))
        self._once = {
            "restore": self._restore,
            "import": self._import,
            "delete": self._delete,
            "migration": self._migrate,
        }

    def states(self, kind: str) -> list[str]:
        """Return what may be there whenever it is killed."""
        return [self._full] if kind == "migration" else [self._full, self._empty]

    def work(self, kind: str) -> Callable[[int], None]:
        """Return what never ends."""

        def work(_: int) -> None:
            journal = Journal.open(self._live)
            while True:
                self._once[kind](journal)

        return work

    def _restore(self, journal: Journal) -> None:
        for copy in reversed(self._copies):
            journal.files.restore(copy)

    def _import(self, journal: Journal) -> None:
        for text in (self._empty, self._full):
            journal.handover.import_text(text, replace=True)

    def _delete(self, journal: Journal) -> None:
        for person in journal.people.all():
            journal.people.delete(person.id)
        journal.handover.import_text(self._full)

    def _migrate(self, journal: Journal) -> None:
        from tests.journal.test_migrations import go_back_to_the_first_revision

        go_back_to_the_first_revision(journal)
        Journal.open(self._live).close()


def main(kind: str, folder: Path, seeds: range) -> Iterator[str]:
    """Give what fell."""
    import alembic.command  # noqa: F401  # loaded once, before the children are born

    live = folder / "live"
    if kind in ("session", "live"):
        yield from (_sessions if kind == "session" else _shown)(live, seeds)
        return
    ways = _Ways(live, folder)
    for seed in seeds:
        _killed(ways.work(kind), Random(seed).uniform(0, MAX_S))
        try:
            with Journal.open(live) as journal:
                found = journal.handover.export_text()
        except Exception as error:
            yield f"{kind} {seed}: {type(error).__name__}: {error}"[:200]
            return
        if found not in ways.states(kind):
            yield f"{kind} {seed}: neither the old nor the new"


def _sessions(live: Path, seeds: range) -> Iterator[str]:
    """Write repetition by repetition, and say each that is written; all that was said has to be there."""
    from backcoach.tracking.summary import Repetition

    with Journal.open(live) as journal:
        person = journal.people.add("Anna", created_at=NOW).id

    def write(pipe: int) -> None:
        journal = Journal.open(live)
        session = journal.sessions.begin(
            person, started_at=NOW, source="camera", routine={}, engine_version="0.1.0"
        )
        done = journal.sets.begin(
            session,
            position=0,
            exercise="cat_camel",
            exercise_version=1,
            exercise_hash="0",
            planned={"repetitions": 5},
            self_reported=False,
            started_at=NOW,
        )
        os.write(pipe, f"{session}\n".encode())
        index = 0
        while True:
            at = float(index)
            journal.sets.add_repetition(
                done, Repetition(index, None, "counted", at, at, at, at + 0.5, 0.1, (), 1.0)
            )
            os.write(pipe, b"r")
            index += 1

    for seed in seeds:
        said = _killed(write, Random(seed).uniform(0.02, MAX_S)).decode()
        session, _, shown = said.partition("\n")
        if not shown:
            continue
        with Journal.open(live) as journal:
            (one,) = journal.sessions.get(session).sets
        if not len(shown) <= len(one.done.repetitions) <= len(shown) + 1:
            yield f"session {seed}: {len(shown)} acknowledged, {len(one.done.repetitions)} there"


def _shown(live: Path, seeds: range) -> Iterator[str]:
    """Kill the server as soon as its page shows a repetition; what the page has shown has to be there."""
    for seed in seeds:
        session, count = _watched(live, 1 + seed % 4)
        with Journal.open(live) as journal:
            sets = journal.sessions.get(session).sets
        there = sum(one.done.counted for one in sets)
        if there < count:
            yield f"live {seed}: {count} shown, {there} there"


def _without_lessons(url: str, secret: str) -> None:
    """Choose to begin at once."""
    headers = {"Authorization": f"Bearer {secret}", "Origin": url, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/settings", b'{"introductions": false}', headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def _watched(live: Path, most: int) -> tuple[str, int]:
    """Let the simulated person exercise until so many are shown, kill the server, and return what was shown."""
    from websockets import Origin
    from websockets.sync.client import connect

    command = [
        sys.executable,
        "-m",
        "backcoach",
        "serve",
        "--no-browser",
        "--data-dir",
        str(live),
        "--port",
        "8960",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            said = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
            url = said.partition("/?")[0]
            secret = json.loads((live / "server.json").read_text())["secret"]
            session, count = "", 0
            _without_lessons(url, secret)
            with connect(
                url.replace("http", "ws", 1) + "/live",
                origin=Origin(url),
                additional_headers={"Authorization": f"Bearer {secret}"},
                max_size=None,
            ) as socket:
                practice = {"exercise": "glute_bridge", "reps": 6}
                hello = {"type": "hello", "protocol": 1, "source": "demo", "practice": practice, "speed": 16}
                socket.send(json.dumps({**hello, "takeover": True}))
                while count < most:
                    told = json.loads(socket.recv(60))
                    session = told.get("session") or session
                    if told["type"] == "screen":
                        count = max(count, told["count"])
                server.kill()
            return session, count
        finally:
            server.kill()


if __name__ == "__main__":
    for line in main(
        sys.argv[1], Path(sys.argv[2]), range(int(sys.argv[3]), int(sys.argv[3]) + int(sys.argv[4]))
    ):
        print(line, flush=True)
