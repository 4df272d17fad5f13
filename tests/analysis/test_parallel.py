"""Jobs in processes and on a cluster, with workers that die."""

import os
import signal
import time
from pathlib import Path

import pytest

from backcoach.analysis.parallel import (
    ATTEMPTS,
    Board,
    ClusterMissingError,
    WorkerLostError,
    cluster_executor,
    local_executor,
    run_all,
    run_here,
)


def double(job, monitor):
    monitor.report(0.5)
    if isinstance(job, Exception):
        raise job
    return 2 * job


def die_at_first(job, monitor):
    """Die half-way when there is no mark of an earlier try; ``job`` is (mark, tries that die)."""
    mark, deaths = job
    tries = len(mark.read_text()) if mark.exists() else 0
    mark.write_text("x" * (tries + 1))
    if tries < deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return tries + 1


def run_until_stopped(job, monitor):
    begun_s = time.monotonic()
    while not monitor.stopped() and time.monotonic() - begun_s < 30:
        monitor.report(0.25)
        time.sleep(0.01)
    return "stopped in good order"


def run_local(work, jobs, lanes=2, board=None, **options):
    board = board or Board(len(jobs))
    with local_executor(lanes, board) as executor:
        return dict(run_all(executor, work, jobs, **options))


def test_results_come_with_their_numbers_and_errors_stay_with_their_job():
    found = run_local(double, [1, ValueError("mine"), 3])
    assert (found[0], found[2]) == (2, 6)
    assert isinstance(found[1], ValueError)


def test_here_gives_the_same_as_elsewhere():
    ticks = []
    found = dict(run_here(double, [1, ValueError("mine"), 3], Board(3), tick=lambda: ticks.append(1)))
    assert (found[0], found[2]) == (2, 6)
    assert isinstance(found[1], ValueError)
    assert len(ticks) == 3


def test_lost_workers_cost_another_try_and_a_job_that_always_kills_fails_alone(tmp_path: Path):
    jobs = [(tmp_path / "always", 99), (tmp_path / "twice", ATTEMPTS - 1), (tmp_path / "never", 0)]
    found = run_local(die_at_first, jobs)
    assert isinstance(found[0], WorkerLostError)
    assert (tmp_path / "always").read_text() == "x" * ATTEMPTS
    assert (found[1], found[2]) == (ATTEMPTS, 1)


def test_progress_is_seen_and_stop_reaches_the_workers():
    board = Board(3)

    def tick():
        if max(board.progress) > 0:
            board.stop()

    found = run_local(run_until_stopped, [1, 2, 3], board=board, tick=tick, stopping=lambda: board.stopping)
    assert set(found.values()) == {"stopped in good order"}
    assert 2 not in found, "what has not begun is cancelled"


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local


def test_the_cluster_has_the_same_interface(cluster):
    with cluster_executor(cluster.scheduler_address) as executor:
        found = dict(run_all(executor, double, [1, ValueError("mine"), 3]))
    assert (found[0], found[2]) == (2, 6)
    assert isinstance(found[1], ValueError)


def test_the_cluster_tries_again_when_a_worker_is_lost(cluster, tmp_path: Path):
    with cluster_executor(cluster.scheduler_address) as executor:
        found = dict(run_all(executor, die_at_first, [(tmp_path / "a", 1), (tmp_path / "b", 0)]))
    assert found[0] == 2
    assert found[1] >= 1


def test_no_scheduler_is_said_plainly():
    with (
        pytest.raises(ClusterMissingError, match="no Dask scheduler answers at tcp://127"),
        cluster_executor("tcp://127.0.0.1:9", timeout_s=0.5),
    ):
        pass
