"""Many jobs at once: in processes of this machine, or on a Dask cluster; one executor interface for both."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from backcoach import extras

J = TypeVar("J")
R = TypeVar("R")

ATTEMPTS = 3
"""How often a job is begun before its losses of workers count against it."""

_TICK_S = 0.1


class WorkerLostError(RuntimeError):
    """The process that worked on a job died, each time that it was tried."""


class ClusterMissingError(RuntimeError):
    """The cluster cannot be used; the message says why and what to do."""


class Monitor(Protocol):
    """How a job and the one who waits for it talk while it runs."""

    def report(self, done: float) -> None:
        """Say which share of the job is done, 0 to 1."""

    def stopped(self) -> bool:
        """Whether the job should come to an end now, with what it has."""


class QuietMonitor:
    """Nobody watches, nobody stops."""

    def report(self, done: float) -> None:
        """Do nothing."""

    def stopped(self) -> bool:
        """Return False."""
        return False


class Board:
    """Progress of every job and the wish to stop, in memory shared by the processes.

    Single bytes and doubles without locks: a worker that dies half-way cannot leave anything locked.
    """

    def __init__(self, jobs: int) -> None:
        self.progress = multiprocessing.RawArray("d", max(jobs, 1))
        self._stop = multiprocessing.RawValue("b", 0)

    def stop(self) -> None:
        """Ask all jobs to end."""
        self._stop.value = 1

    @property
    def stopping(self) -> bool:
        """Whether ``stop`` was called."""
        return bool(self._stop.value)

    def monitor(self, index: int) -> Monitor:
        """Return the monitor of job number ``index``."""
        return _BoardMonitor(self, index)


class _BoardMonitor:
    def __init__(self, board: Board, index: int) -> None:
        self._board = board
        self._index = index

    def report(self, done: float) -> None:
        self._board.progress[self._index] = done

    def stopped(self) -> bool:
        return self._board.stopping


class _TickingMonitor(_BoardMonitor):
    """Nobody else has time to move the progress bar: the job does it."""

    def __init__(self, board: Board, index: int, tick: Callable[[], None]) -> None:
        super().__init__(board, index)
        self._tick = tick

    def report(self, done: float) -> None:
        super().report(done)
        self._tick()


Work = Callable[[J, Monitor], R]

_board: Board | None = None


def _start_worker(board: Board) -> None:
    """Make a new process ready: its parent alone decides what Ctrl-C means."""
    global _board
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _board = board


def _leave_ctrl_c_alone() -> None:
    """Block the signal in a thread that starts processes: they are born with it blocked, before they can ignore it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _work_here(work: Work[J, R], job: J, index: int) -> R:
    """Run in a worker process; a process of a cluster has no board."""
    return work(job, _board.monitor(index) if _board is not None else QuietMonitor())


class ProcessLanes(Executor):
    """An executor of lanes, each with one process of its own.

    Unlike with one common pool, the death of a process stops only its own job: the lane gets a new process
    and the job is tried again, ``ATTEMPTS`` times in all. Processes are spawned, never forked: the pose model
    does not survive a fork.
    """

    def __init__(self, lanes: int, board: Board) -> None:
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="lane", initializer=_leave_ctrl_c_alone)
        self._lane = threading.local()
        self._board = board
        self._pools: list[ProcessPoolExecutor] = []

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Schedule ``fn(*args, **kwargs)`` on the next free lane."""
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all lanes and their processes."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for pool in self._pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def kill(self) -> None:
        """End the processes at once, whatever they do."""
        for pool in self._pools:
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()

    def _run(self, fn: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        for _ in range(ATTEMPTS):
            try:
                return self._pool().submit(fn, *args, **kwargs).result()
            except BrokenProcessPool:
                self._lane.pool.shutdown()
                self._lane.pool = None
                if self._board.stopping:
                    break
        raise WorkerLostError(f"the process that worked on it died {ATTEMPTS} times")

    def _pool(self) -> ProcessPoolExecutor:
        if getattr(self._lane, "pool", None) is None:
            spawn = multiprocessing.get_context("spawn")
            self._lane.pool = ProcessPoolExecutor(
                1, mp_context=spawn, initializer=_start_worker, initargs=(self._board,)
            )
            self._pools.append(self._lane.pool)
        pool: ProcessPoolExecutor = self._lane.pool
        return pool


@contextmanager
def local_executor(lanes: int, board: Board) -> Iterator[Executor]:
    """Give an executor of ``lanes`` processes on this machine."""
    executor = ProcessLanes(lanes, board)
    try:
        yield executor
    except BaseException:
        executor.kill()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def cluster_executor(address: str, *, timeout_s: float = 10.0) -> Iterator[Executor]:
    """Give the executor of the Dask cluster whose scheduler listens at ``address``.

    Raises
    ------
    ClusterMissingError
        The extra ``cluster`` is not installed, or nobody answers at ``address``.
    """
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ImportError:
        raise ClusterMissingError(extras.sentence("cluster")) from None
    try:
        get_address_host_port(address)  # a client of no address leaves a traceback behind
        client = Client(address, timeout=timeout_s, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterMissingError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        yield client.get_executor(pure=False, retries=ATTEMPTS - 1)


def run_here(
    work: Work[J, R], jobs: Sequence[J], board: Board, *, tick: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, R | BaseException]]:
    """Do the same as ``run_all``, one job after the other in this process, until the board says stop."""
    for index, job in enumerate(jobs):
        if board.stopping:
            return
        try:
            yield index, work(job, _TickingMonitor(board, index, tick))
        except Exception as error:
            yield index, error


def run_all(
    executor: Executor,
    work: Work[J, R],
    jobs: Sequence[J],
    *,
    tick: Callable[[], None] = lambda: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, R | BaseException]]:
    """Run ``work(job, monitor)`` for all jobs and yield ``(index, result or exception)`` as they end.

    Parameters
    ----------
    executor : Executor
        From ``local_executor`` or ``cluster_executor``.
    work : callable
        A function of a module, so that it can be sent to another process.
    jobs : sequence
        Values that can be pickled.
    tick : callable
        Called several times a second.
    stopping : callable
        When it turns true, jobs that have not begun are cancelled; they are not yielded.
    """
    waiting = {executor.submit(_work_here, work, job, i): i for i, job in enumerate(jobs)}
    while waiting:
        done = wait(list(waiting), timeout=_TICK_S, return_when=FIRST_COMPLETED).done
        tick()
        for future in done:
            index = waiting.pop(future)
            if not future.cancelled():
                yield index, future.exception() or future.result()
        if stopping():
            for future in waiting:
                future.cancel()
