"""Journals for the tests: in a file, and on a database server where there is one."""

import itertools
from collections.abc import Iterator

import pytest

from backcoach.journal import Journal
from tests.journal.people import NOW
from tests.journal.postgres import find_programs, server

_number = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server, with a gap for the database's name."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine (initdb and pg_ctl in /usr/lib/postgresql/*/bin)")
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg: install backcoach[postgres]")
    with server(programs) as address:
        yield address


def new_database(address: str) -> str:
    """Make an empty database and return its address."""
    from sqlalchemy import create_engine, text

    name = f"journal_{next(_number)}"
    engine = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.format(name=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path) -> str:
    """A place for a journal that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "data")
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def on_server(postgres) -> Iterator[Journal]:
    """One journal on the server for all tests that only need an empty one."""
    with Journal.open(new_database(postgres)) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def journal(request, tmp_path) -> Iterator[Journal]:
    """An empty journal."""
    if request.param == "postgresql":
        opened = request.getfixturevalue("on_server")
        for person in opened.people.all():
            opened.people.delete(person.id)
        yield opened
        return
    with Journal.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def anna(journal) -> str:
    """A person in the journal."""
    return journal.people.add("Anna", created_at=NOW).id
