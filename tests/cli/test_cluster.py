"""The command on a Dask cluster, with a worker that dies."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backcoach.cli import app
from backcoach.cli.job import Job, run_job
from backcoach.pose.recording import RecordingMeta, save_recording
from tests.stick_person import SQUAT_FILE, squats


def run_job_dying_once(job: Job, monitor):
    """Stand in for ``run_job``: the first worker that gets the file ``one.bcr`` dies."""
    mark = job.input.path.with_suffix(".mark")
    if job.input.path.stem == "one" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return run_job(job, monitor)


def test_what_is_no_address_is_one_line(tmp_path):
    pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    save_recording(tmp_path / "one.bcr", squats(1), RecordingMeta("one", "stick", "test"))
    command = [
        sys.executable,
        "-m",
        "backcoach",
        "analyze",
        str(tmp_path / "one.bcr"),
        "--cluster",
        "nonsense",
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert "no Dask scheduler answers at nonsense" in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_files_are_counted_on_a_cluster_though_a_worker_is_lost(tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("backcoach.cli.batch.run_job", run_job_dying_once)
    for count, name in enumerate(("one", "two", "three"), 1):
        save_recording(f"{name}.bcr", squats(count), RecordingMeta(name, "stick", "test"))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        arguments = ["one.bcr", "two.bcr", "missing.bcr", "three.bcr", "--exercise", str(SQUAT_FILE)]
        arguments += ["--json", "r.json", "--plot", "plots/", "--cluster", cluster.scheduler_address]
        run = CliRunner().invoke(app, ["analyze", *arguments], catch_exceptions=False)
    assert run.exit_code == 2
    assert "missing.bcr: does not exist" in run.stderr
    assert Path("one.mark").exists()
    found = {
        r["source"]: r["error"] or r["sets"][0]["counted"]
        for r in json.loads(Path("r.json").read_text())["results"]
    }
    assert (found["one.bcr"], found["two.bcr"], found["three.bcr"]) == (1, 2, 3)
    assert len(list(Path("plots").glob("*.svg"))) == 3
