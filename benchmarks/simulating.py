"""What the benchmarks on the simulated person have in common: their options, and who does the work."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from inputs import load_seven, stop

from backcoach.exercises.model import Exercise

Work = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Does a trial for every job, here or in worker processes, and gives the results in order."""


def read_options(
    parser: ArgumentParser, arguments: Sequence[str] | None, *, sets: int, quick: str
) -> tuple[Namespace, dict[str, Exercise]]:
    """Add the common options, read all, and return them with the exercises that are asked for.

    Parameters
    ----------
    parser : ArgumentParser
        With the benchmark's own options.
    arguments : sequence of str or None
        None: those of the command line.
    sets : int
        So many in a table unless something else is asked for.
    quick : str
        What ``--quick`` does.
    """
    parser.add_argument("--sets", type=int, default=sets, metavar="N", help=f"sets in a table ({sets})")
    parser.add_argument(
        "--seed", type=int, default=1000, metavar="N", help="development < 1000 <= published (1000)"
    )
    parser.add_argument("--quick", action="store_true", help=f"{quick}, one process")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (cores)"
    )
    parser.add_argument("--exercise", nargs="+", metavar="ID", help="only these (development)")
    options = parser.parse_args(arguments)
    exercises = load_seven()
    if unknown := set(options.exercise or ()) - set(exercises):
        stop(f"unknown exercise {', '.join(sorted(unknown))}; there are {', '.join(exercises)}")
    if options.sets < 1 or options.workers < 1 or options.seed < 0:
        stop("--sets and --workers have to be at least 1, --seed at least 0")
    return options, {name: e for name, e in exercises.items() if name in (options.exercise or exercises)}


@contextmanager
def workers(options: Namespace) -> Iterator[Work]:
    """Give what does the trials."""
    if options.quick or options.workers == 1:
        yield map
        return
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        yield pool.map
