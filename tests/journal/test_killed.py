"""A program that is killed at any moment loses nothing that it was told is written."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from backcoach.journal import Journal
from tests.journal.people import NOW, after, practise

HERE = Path(__file__).resolve().parent

WRITE = """
import itertools, sys
from tests.journal.people import begin, begin_set, repetition, NOW
from backcoach.journal import Journal
from backcoach.tracking.summary import Hold
journal = Journal.open(sys.argv[1])
first = begin_set(journal, begin(journal, journal.people.all()[0].id))
print("ready", flush=True)
for i in itertools.count():
    journal.sets.add_repetition(first, repetition(i))
    journal.sets.add_hold(first, Hold(float(i), i + 0.5, None, "up"))
    print(i, flush=True)
"""

KILLED_AGAIN_AND_AGAIN = """
import os, signal, sys, time
from backcoach.journal import Journal
from tests.journal.test_migrations import go_back_to_the_first_revision

def replace():
    for path in copies:
        if path.endswith(".json"):
            journal.handover.import_text(open(path, "rb").read(), replace=True)
        else:
            journal.files.restore(path)

def migrate():
    go_back_to_the_first_revision(journal)
    Journal.open(live).close()

def back_up():
    journal.files.backup(live + "/copy")

what, live, *copies = sys.argv[1:]
Journal.open(live).close()
import backcoach.journal.migrations, alembic.command
for milliseconds in (20, 60, 160):
    child = os.fork()
    if child == 0:
        journal = Journal.open(live)
        while True:
            {"replace": replace, "migrate": migrate, "back up": back_up}[what]()
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with Journal.open(live) as journal:
        print(journal.handover.export_text().encode().hex(), flush=True)
        if what == "back up" and os.path.exists(live + "/copy"):
            journal.files.restore(live + "/copy")
            print(journal.handover.export_text().encode().hex(), flush=True)
"""


def run(code: str, *arguments: object) -> subprocess.Popen:
    path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def kill(process: subprocess.Popen) -> str:
    """End it without a warning; what it had still said."""
    os.kill(process.pid, signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    return said


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_every_acknowledged_repetition_survives(tmp_path):
    with Journal.open(tmp_path) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
    process = run(WRITE, tmp_path)
    assert process.stdout.readline() == "ready\n"
    lines = [process.stdout.readline() for _ in range(4)]
    lines += kill(process).split("\n")
    last = max(int(line) for line in lines if line.strip())
    with Journal.open(tmp_path) as journal:
        session = journal.sessions.unfinished(anna, now=after(3600))
        done = session.sets[0].done
        (overview,) = journal.sessions.overviews(anna)
    indexes = [r.index for r in done.repetitions]
    assert indexes == list(range(len(indexes))), "without gaps"
    assert last + 1 <= len(indexes) <= last + 2
    assert len(done.holds) in (len(indexes), len(indexes) - 1)
    assert (overview.sets[0].counted, overview.sets[0].hold_s) == (len(indexes), 0.5 * len(done.holds))


def killed_again_and_again(*arguments: object) -> list[str]:
    """The exports of the journal after each of three ends."""
    process = run(KILLED_AGAIN_AND_AGAIN, *arguments)
    said, _ = process.communicate(timeout=180)
    assert process.returncode == 0
    found = [bytes.fromhex(line).decode() for line in said.split()]
    assert len(found) >= 3
    return found


@pytest.fixture
def live(tmp_path) -> Path:
    """A journal with some sessions."""
    return filled(tmp_path / "live", days=2)


def filled(folder: Path, days: int) -> Path:
    with Journal.open(folder) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
        for day in range(days):
            practise(journal, anna, at=NOW + timedelta(days=day))
    return folder


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("kind", ["db", "json"])
def test_a_restore_or_import_that_is_killed_leaves_the_old_or_the_new(tmp_path, live, kind):
    """Two states, one after the other for ever: at whatever moment it is killed, it is one of them."""
    states, copies = [], []
    for number, folder in enumerate((live, filled(tmp_path / "other", days=4))):
        with Journal.open(folder) as journal:
            copy = tmp_path / f"copy{number}.{kind}"
            copies.append(journal.files.backup(copy) if kind == "db" else journal.handover.export_file(copy))
            states.append(journal.handover.export_text())
    found = killed_again_and_again("replace", live, *reversed(copies))
    assert all(text in states for text in found)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("what", ["migrate", "back up"])
def test_a_migration_or_backup_that_is_killed_loses_nothing(live, what):
    """A backup is whole or not there: where there is one, it is put back, and all is as it was."""
    with Journal.open(live) as journal:
        before = journal.handover.export_text()
    assert set(killed_again_and_again(what, live)) == {before}
