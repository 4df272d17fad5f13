"""Files are written whole, or not at all."""

import os
import stat
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from backcoach.whole_files import filling, replacing


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def mask():
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("mask")
@pytest.mark.parametrize(("private", "expected"), [(True, 0o600), (False, 0o640)])
def test_a_new_file_is_for_its_owner_or_for_whoever_may_read_new_files(tmp_path, private, expected):
    with replacing(tmp_path / "a.json", private=private) as part:
        part.write_text("new")
    assert mode(tmp_path / "a.json") == expected
    with filling(tmp_path / "folder", ["a.csv"], private=private) as (part,):
        part.write_text("new")
    assert mode(tmp_path / "folder" / "a.csv") == expected
    assert mode(tmp_path / "folder") == (0o700 if private else 0o750)


def test_the_old_file_is_there_until_the_new_one_is_whole_and_has_its_ending(tmp_path):
    target = tmp_path / "a.mp4"
    target.write_text("old")
    with replacing(target) as part:
        part.write_text("new")
        assert part.suffix == ".mp4"
        assert target.read_text() == "old"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["new"]


def break_off(writing: AbstractContextManager[Any]) -> None:
    with writing as given:
        for part in [given] if isinstance(given, Path) else given:
            part.write_text("half")
        raise ZeroDivisionError


@pytest.mark.parametrize("private", [True, False])
def test_what_fails_leaves_everything_as_it_was(tmp_path, private):
    (tmp_path / "a").write_text("old")
    for folder, names in ((tmp_path, ["a", "b"]), (tmp_path / "new", ["c"])):
        with pytest.raises(ZeroDivisionError):
            break_off(filling(folder, names, private=private))
    with pytest.raises(ZeroDivisionError):
        break_off(replacing(tmp_path / "a", private=private))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_two_programs_that_write_one_file_at_once_do_not_disturb_one_another(tmp_path):
    target = tmp_path / "a"
    with replacing(target) as one:
        with replacing(target) as other:
            one.write_text("one")
            other.write_text("other")
        assert target.read_text() == "other"
    assert target.read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far" / "a")
    with replacing(tmp_path / "link") as part:
        part.write_text("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "a").read_text() == "new"


@pytest.mark.parametrize("what", ["folder", "pipe", "device"])
def test_what_is_no_file_is_refused_and_stays(tmp_path, what):
    target = Path("/dev/null") if what == "device" else tmp_path / what
    if what == "folder":
        target.mkdir()
    elif what == "pipe":
        os.mkfifo(target)
    before = target.stat().st_mode
    with pytest.raises(OSError, match=str(target)), replacing(target):
        raise AssertionError("it was opened")
    assert target.stat().st_mode == before
    assert [path.name for path in tmp_path.iterdir()] == ([] if what == "device" else [what])


def test_a_folder_in_the_place_of_one_file_keeps_all_from_being_written(tmp_path):
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(IsADirectoryError), filling(tmp_path, ["a.csv", "b.csv", "c.csv"]):
        raise AssertionError("they were opened")
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]


def test_only_a_private_file_brings_its_folder(tmp_path):
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "not there" / "a", private=False):
        raise AssertionError("it was opened")
    with replacing(tmp_path / "new" / "a") as part:
        part.write_text("x")
    assert mode(tmp_path / "new") == 0o700
