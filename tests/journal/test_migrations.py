"""Migrations: from the first revision on, and the same tables in the end."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from importlib.resources import files

import pytest
from sqlalchemy import inspect, text

from backcoach.journal import Journal, JournalError, migrations, tables
from backcoach.journal.database import _connect
from tests.journal.people import NOW, practise


def make_old(where: str, revision: str) -> None:
    """An empty journal as an earlier version made it; one of a version before that is brought up to it."""
    from alembic import command
    from alembic.config import Config

    database = _connect(where, 5.0)
    config = Config()
    config.set_main_option("script_location", str(files("backcoach.journal") / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    database.close()


def differences(journal: Journal) -> list:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with journal._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, tables.METADATA)


def schema(journal: Journal) -> dict:
    """Everything that a database tells about its tables."""
    with journal._database.reading() as connection:
        seen = inspect(connection)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
                seen.get_pk_constraint(name),
                sorted(map(str, seen.get_foreign_keys(name))),
                sorted(map(str, seen.get_indexes(name))),
            )
            for name in sorted(seen.get_table_names())
        }


def test_the_list_of_revisions_is_that_of_the_files():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(files("backcoach.journal") / "migrations"))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == migrations.REVISIONS


@pytest.mark.parametrize("kind", ["new", *migrations.REVISIONS])
def test_new_and_migrated_journals_have_the_tables_of_the_program(where, kind):
    if kind != "new":
        make_old(where, kind)
    with Journal.open(where) as journal:
        assert differences(journal) == []


def test_new_and_migrated_journals_do_not_differ(where):
    with Journal.open(where) as journal:
        new = schema(journal)
        with journal._database.writing() as connection:
            for name in [*reversed([t.name for t in tables.METADATA.sorted_tables]), "alembic_version"]:
                connection.execute(text(f"DROP TABLE {name}"))
    make_old(where, migrations.REVISIONS[0])
    with Journal.open(where) as journal:
        assert schema(journal) == new


def all_sums(journal: Journal, person: str) -> str:
    week = [NOW, NOW + timedelta(days=7)]
    return repr(
        (
            journal.sets.totals(person),
            journal.exercises.progress(person, week),
            journal.exercises.faults(person),
        )
    )


def go_back_to_the_first_revision(journal: Journal) -> None:
    with journal._database.writing() as connection:
        connection.execute(text("DROP TABLE tally"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


@pytest.mark.parametrize("revision", migrations.REVISIONS[:-1])
def test_what_was_written_before_a_migration_is_there_after_it(where, revision):
    with Journal.open(where) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
        for day in range(2):
            practise(journal, anna, at=NOW + timedelta(days=day))
        export, sums = journal.handover.export_text(), all_sums(journal, anna)
        go_back_to_the_first_revision(journal)
    make_old(where, revision)
    with Journal.open(where) as journal:
        assert journal.handover.export_text() == export
        assert all_sums(journal, anna) == sums, "the migration adds up as the program does"


def test_a_backup_is_made_before_a_migration_and_can_be_restored(tmp_path):
    with Journal.open(tmp_path) as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
        export = journal.handover.export_text()
        go_back_to_the_first_revision(journal)
    with Journal.open(tmp_path) as journal:
        (backup,) = journal.files.backups()
        with closing(sqlite3.connect(backup)) as old:
            assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        for person in journal.people.all():
            journal.people.delete(person.id)
        journal.files.restore(backup)
        assert journal.handover.export_text() == export
        assert differences(journal) == [], "an older backup is migrated too"


def test_a_migration_that_fails_in_the_middle_changes_nothing(tmp_path, monkeypatch):
    with Journal.open(tmp_path) as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
        go_back_to_the_first_revision(journal)
        before = schema(journal)

    def fail(connection):
        upgrade(connection)
        raise OSError(28, "No space left on device")

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(JournalError, match="disk is full"):
        Journal.open(tmp_path)
    monkeypatch.setattr(migrations, "HEAD", "0001")
    with Journal.open(tmp_path) as journal:
        assert schema(journal) == before
