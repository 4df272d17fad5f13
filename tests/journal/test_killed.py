"""A program that is killed at any moment loses nothing that it was told is written."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from people import NOW, after, practise

from backcoach.journal import Journal

HERE = Path(__file__).resolve().parent

WRITE = """
import itertools, sys
from people import begin, begin_set, repetition, NOW
from backcoach.journal import Journal
from backcoach.tracking.summary import Hold
journal = Journal.open(sys.argv[1])
first = begin_set(journal, begin(journal, journal.profiles()[0].id))
print("ready", flush=True)
for i in itertools.count():
    journal.add_repetition(first, repetition(i))
    journal.add_hold(first, Hold(float(i), i + 0.5, None, "up"))
    print(i, flush=True)
"""

REPLACE = """
import os, signal, sys, time
from backcoach.journal import Journal

def replace_for_ever():
    journal = Journal.open(sys.argv[1])
    for path in sys.argv[2:] * 1000:
        if path.endswith(".json"):
            journal.import_text(open(path, "rb").read(), replace=True)
        else:
            journal.restore(path)

for milliseconds in (10, 40, 80, 160, 250):
    child = os.fork()
    if child == 0:
        replace_for_ever()
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with Journal.open(sys.argv[1]) as journal:
        print(journal.export_text().encode().hex(), flush=True)
"""


def run(code: str, *arguments: object) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
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
        anna = journal.add_profile("Anna", created_at=NOW).id
    process = run(WRITE, tmp_path)
    assert process.stdout.readline() == "ready\n"
    lines = [process.stdout.readline() for _ in range(4)]
    lines += kill(process).split("\n")
    last = max(int(line) for line in lines if line.strip())
    with Journal.open(tmp_path) as journal:
        session = journal.unfinished_session(anna, now=after(3600))
        done = session.sets[0].done
        (overview,) = journal.sessions(anna)
    indexes = [r.index for r in done.repetitions]
    assert indexes == list(range(len(indexes))), "without gaps"
    assert last + 1 <= len(indexes) <= last + 2
    assert len(done.holds) in (len(indexes), len(indexes) - 1)
    assert (overview.sets[0].counted, overview.sets[0].hold_s) == (len(indexes), 0.5 * len(done.holds))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("kind", ["db", "json"])
def test_a_restore_or_import_that_is_killed_leaves_the_old_or_the_new(tmp_path, kind):
    """Two states, one after the other for ever: at whatever moment it is killed, it is one of them."""
    states, copies = [], []
    for number in (1, 2):
        with Journal.open(tmp_path / f"state{number}") as journal:
            anna = journal.add_profile(f"Anna {number}", created_at=NOW).id
            for day in range(3 * number):
                practise(journal, anna, at=NOW + timedelta(days=day))
            states.append(journal.export_text())
            copy = tmp_path / f"copy{number}.{kind}"
            copies.append(journal.backup(copy) if kind == "db" else journal.export_file(copy))
    live = tmp_path / "live"
    with Journal.open(live) as journal:
        journal.restore(copies[0])
    said, _ = run(REPLACE, live, *reversed(copies)).communicate(timeout=120)
    found = [bytes.fromhex(line).decode() for line in said.split()]
    assert len(found) == 5
    assert all(text in states for text in found)
