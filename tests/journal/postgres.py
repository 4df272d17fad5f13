"""A PostgreSQL server of its own for the tests, where the machine has the programs for one."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, of the newest version installed."""
    folders = [p for p in PROGRAMS.glob("*/bin") if (p / "initdb").exists() and (p / "pg_ctl").exists()]
    newest = max(folders, key=lambda p: int(p.parent.name), default=None)
    if newest is None and (found := shutil.which("initdb")) and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    return newest


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server that listens in a folder only; gives its address without a database's name."""
    folder = Path(tempfile.mkdtemp(prefix="backcoach-pg-"))
    user = _other_user(folder)
    data = folder / "data"
    try:
        _run(user, programs / "initdb", "-D", data, "-U", "coach", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        log = folder / "log"
        _run(user, programs / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "-t", "60", "start")
        try:
            yield f"postgresql+psycopg://coach@/{{name}}?host={folder}"
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root; then it runs as its own user."""
    if os.getuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return "postgres"


def _run(user: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user,
        cwd="/",
        capture_output=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{Path(str(command[0])).name} failed"
