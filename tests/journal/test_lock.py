"""One process for each folder: held by the operating system, not asked for."""

import os
import signal
import subprocess
import sys

import pytest

from backcoach.journal.lock import FolderInUseError, FolderLock

HOLDER = "import sys, time; from pathlib import Path; from backcoach.journal.lock import FolderLock\n" \
    "lock = FolderLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"  # fmt: skip


@pytest.fixture
def holder(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_second_one_is_refused_until_the_first_lets_go(tmp_path):
    with FolderLock(tmp_path), pytest.raises(FolderInUseError):
        FolderLock(tmp_path)
    FolderLock(tmp_path).release()


def test_another_process_holds_it_also_while_it_is_suspended(tmp_path, holder):
    os.kill(holder.pid, signal.SIGSTOP)
    with pytest.raises(FolderInUseError):
        FolderLock(tmp_path)


def test_a_killed_process_holds_nothing(tmp_path, holder):
    holder.kill()
    holder.wait()
    FolderLock(tmp_path).release()


def test_only_the_owner_can_read_the_lock(tmp_path):
    with FolderLock(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data" / "server.lock").stat().st_mode & 0o777 == 0o600
