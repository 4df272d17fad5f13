"""How far the work is, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(total: int, shares: Callable[[], Sequence[float]]) -> Iterator[Callable[[], None]]:
    """Give a function that brings the bar up to date; without a terminal it does nothing.

    Parameters
    ----------
    total : int
        Number of inputs.
    shares : callable
        Returns the share of each input that is done, 0 to 1.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    name = "Analysing" if total == 1 else f"Analysing {total} files"
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=float(total))
        yield lambda: progress.update(task, completed=sum(shares()))
