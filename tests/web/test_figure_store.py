"""Figures that were drawn before: kept between starts, bounded, and of no harm when they are damaged."""

import os

import pytest

from backcoach.exercises.catalogue import Catalogue
from backcoach.web import drawn
from backcoach.web.figure_store import FigureStore, figure_store
from backcoach.web.wish import Wish


def never():
    raise AssertionError("it was kept")


@pytest.fixture
def store(tmp_path):
    return FigureStore(tmp_path / "figures", most_bytes=1000)


def test_what_was_drawn_is_there_at_the_next_start(store):
    assert store.get("a", lambda: b"one") == b"one"
    assert FigureStore(store.folder).get("a", never) == b"one"
    assert store.get("b", lambda: b"two") == b"two"


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_what_is_damaged_is_drawn_again(store, damage):
    store.get("a", lambda: b"one")
    (file,) = store.folder.iterdir()
    file.write_bytes(damage)
    assert store.get("a", lambda: b"one") == b"one"
    assert store.get("a", never) == b"one"


def test_where_nothing_can_be_kept_it_is_drawn_each_time(tmp_path):
    (tmp_path / "figures").write_text("no folder")
    store = FigureStore(tmp_path / "figures")
    assert [store.get("a", lambda: b"one"), store.get("a", lambda: b"one")] == [b"one", b"one"]
    store.sweep()


def test_the_oldest_goes_first_and_nothing_stays_half_written(store):
    for age, name in enumerate("abc"):
        store.get(name, lambda: bytes(400))
        newest = max(store.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (1000 * age, 1000 * age))
    (store.folder / "x.part").write_bytes(b"half")
    store.sweep()
    assert len(list(store.folder.iterdir())) == 2
    assert store.get("b", never) == store.get("c", never) == bytes(400)


def test_a_figure_is_drawn_once_and_read_after_the_next_start(home, monkeypatch):
    catalogue = Catalogue()
    wish = Wish(catalogue["clamshell"], catalogue.content_hash("clamshell"), still=True)
    first = drawn.draw.__wrapped__(wish)
    monkeypatch.setattr(drawn, "_svg", lambda _: never())
    assert drawn.draw.__wrapped__(wish) == first
    assert figure_store().folder.is_relative_to(home.data.parent)
    changed = Wish(wish.exercise, "another file", still=True)
    with pytest.raises(AssertionError, match="it was kept"):
        drawn.draw.__wrapped__(changed)
