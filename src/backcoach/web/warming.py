"""What a server does in the background from its start on: it loads the coach, draws the figures, and makes backups."""

from __future__ import annotations

import contextlib
import gc
import threading
from importlib import import_module

from backcoach.exercises.problem import WrongFileError
from backcoach.web.home import Home

BACKUP_EVERY_S = 3600.0
FIRST_PAGE_S = 2.0
NEW_OBJECTS = 20_000
"""After so many a search for circles among them begins, in a few milliseconds."""


def warm_up(home: Home) -> None:
    """Begin to load in the background what takes a moment: the port listens already."""
    home.pose.start(after=home.open_journal)
    threading.Thread(target=_keep_backups, args=(home,), name="journal", daemon=True).start()
    threading.Thread(target=_prepare, args=(home,), name="coach", daemon=True).start()


def _prepare(home: Home) -> None:
    """Load the coach and draw what the pages will show; the first page comes first."""
    home.open_journal()
    if home.closing.wait(FIRST_PAGE_S):
        return
    import_module("backcoach.web.live.socket")
    keep_loaded()
    from backcoach.web.drawn import draw_usual

    with contextlib.suppress(WrongFileError):  # the page of the exercise says what is wrong
        draw_usual(home.catalogue, home.closing.is_set)


def _keep_backups(home: Home) -> None:
    """Make the day's backup, also when the server runs for days; the first page comes first."""
    home.open_journal()
    pause_s = FIRST_PAGE_S
    while not home.closing.wait(pause_s):
        pause_s = BACKUP_EVERY_S
        home.back_up()


def keep_loaded() -> None:
    """Leave what is loaded by now out of Python's searches for objects that hold one another, and search less often.

    A search through all of it takes about a tenth of a second, from a page of many years or from the camera's pictures;
    the usual thousands of small ones take a tenth of such a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
