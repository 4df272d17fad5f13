"""``backcoach analyze`` as a person uses it."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backcoach.analysis import load_exercises
from backcoach.analysis.parallel import QuietMonitor
from backcoach.cli import app, batch
from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.job import Input, Job, run_job
from backcoach.cli.outputs import Targets
from backcoach.exercises.catalogue import Catalogue
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import RecordingMeta, load_recording, save_recording
from backcoach.pose.upright import turn_pose
from tests.stick_person import SQUAT_FILE, squats

SQUAT = ["--exercise", str(SQUAT_FILE)]
BIRD_DOG = Path(__file__).parents[1] / "data" / "golden" / "bird_dog_side.bcr"
META = RecordingMeta("squats.mp4", "stick", "test")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A working directory with a recording of two squats."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "home"))
    save_recording("two.bcr", squats(2), META)
    return tmp_path


def backcoach(*arguments: str):
    return CliRunner().invoke(app, ["analyze", *arguments], catch_exceptions=False)


def results(path: str = "r.json"):
    return json.loads(Path(path).read_text())["results"]


def test_all_outputs_of_one_file(folder):
    run = backcoach(
        "two.bcr", *SQUAT, "--json", "r.json", "--csv", "csv", "--annotate", "a.mp4", "--plot", "p.svg",
        "--save-recording", "again.bcr",
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    assert "Squat" in run.stdout
    assert run.stderr == ""
    (result,) = results()
    assert (result["source"], result["error"], result["sets"][0]["counted"]) == ("two.bcr", None, 2)
    assert (folder / "csv" / "repetitions.csv").read_text().count("counted") == 2
    assert (folder / "a.mp4").stat().st_size > 1000
    assert (folder / "p.svg").read_text().startswith("<?xml")
    assert len(load_recording("again.bcr")) == result["frames"] == 201
    assert not [p for p in folder.iterdir() if p.name.startswith(".")]


def test_a_job_holds_what_another_machine_needs(folder, monkeypatch):
    """Exercises are loaded once, where the command runs: where the work is done there need not be their files."""
    monkeypatch.setattr(Catalogue, "__init__", lambda *_: pytest.fail("exercises are looked for again"))
    exercises = load_exercises(str(SQUAT_FILE))
    asked = AnalyzeRequest(exercise="squat.toml")
    job = Job(Input("two", folder / "two.bcr"), asked, exercises, Targets(None, folder / "p.svg", None))
    result = run_job(pickle.loads(pickle.dumps(job)), QuietMonitor())
    assert [(s.exercise, s.counted) for s in result.sets] == [("squat", 2)]
    assert (folder / "p.svg").exists()


def test_json_of_several_inputs_goes_into_a_file_each_when_asked(folder):
    save_recording("three.bcr", squats(3), META)
    run = backcoach("two.bcr", "three.bcr", *SQUAT, "--json", "{stem}.json", "--workers", "1")
    assert run.exit_code == 0, run.output
    found = {name: [r["sets"][0]["counted"] for r in results(name)] for name in ("two.json", "three.json")}
    assert found == {"two.json": [2], "three.json": [3]}


@pytest.mark.parametrize("lying", [90, 180, 270])
def test_a_camera_on_its_side_is_noticed_and_can_be_set_right(folder, lying):
    """Nothing is counted in a turned picture, but the note names the turn that shows the exercise."""
    save_recording("lying.bcr", [turn_pose(f, lying) for f in load_recording(BIRD_DOG)], META)
    first = backcoach("lying.bcr", "--json", "r.json")
    (result,) = results()
    assert result["sets"] == []
    option = f"--turn {360 - lying}"
    assert f"turned by {360 - lying} degrees it shows Bird dog 2 x" in result["notes"][-1]
    assert option in first.stderr
    backcoach("lying.bcr", "--json", "r.json", *option.split())
    (result,) = results()
    assert [(s["exercise"], s["counted"]) for s in result["sets"]] == [("bird_dog", 2)]
    assert not result["notes"]


def test_of_the_tables_all_are_written_or_none_and_the_option_is_named(folder):
    backcoach("two.bcr", *SQUAT, "--csv", "csv")
    before = {path.name: path.read_bytes() for path in (folder / "csv").iterdir()}
    (folder / "csv" / "faults.csv").unlink()
    (folder / "csv" / "faults.csv").mkdir()
    run = backcoach("two.bcr", "two.bcr", *SQUAT, "--csv", "csv")
    assert (run.exit_code, run.stderr.count("\n")) == (2, 1)
    assert "--csv csv: cannot write there: Is a directory" in run.stderr
    found = {path.name: path.read_bytes() for path in (folder / "csv").iterdir() if path.is_file()}
    assert found == {name: content for name, content in before.items() if name != "faults.csv"}


NO_ROOM = """
import resource, sys
from backcoach.cli import batch, main

def run_job(job, monitor, run=batch.run_job):
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return run(job, monitor)

batch.run_job = run_job
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="no limits of a process on Windows")
@pytest.mark.parametrize(("option", "name"), [("--annotate", "a.mp4"), ("--plot", "p.svg")])
def test_a_result_that_finds_no_room_is_named_and_ends_nothing_else(folder, option, name):
    """Writing on after a failed write ended the whole process, inside the library that writes videos."""
    command = [sys.executable, "-c", NO_ROOM, "analyze", "two.bcr", *SQUAT, option, name]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert option in run.stderr
    assert f"{name}: cannot write there: File too large" in run.stderr
    assert not [path for path in folder.rglob("*") if path.suffix in (".mp4", ".svg")]


def test_json_alone_on_the_standard_output(folder):
    run = backcoach("two.bcr", *SQUAT, "--json", "-")
    assert json.loads(run.stdout)["results"][0]["sets"][0]["counted"] == 2
    assert "Squat" in run.stderr


def test_the_same_input_gives_the_same_json(folder):
    for name in ("r.json", "s.json"):
        backcoach("two.bcr", *SQUAT, "--json", name)
    assert Path("r.json").read_bytes() == Path("s.json").read_bytes()


def write_bad_inputs() -> dict[str, str]:
    """Write inputs that cannot be analysed; return what has to be said of each."""
    save_recording("nobody.bcr", (PoseFrame.empty(i / 10) for i in range(60)), META)
    save_recording("small.bcr", squats(1, scale=0.12), META)
    save_recording("none.bcr", (), META)
    Path("cut.bcr").write_bytes(Path("two.bcr").read_bytes()[:4000])
    Path("text.mp4").write_text("not a video")
    Path("zero.mp4").touch()
    return {
        "nobody.bcr": "no person was seen",
        "small.bcr": "too small",
        "none.bcr": "no picture",
        "cut.bcr": "cut-off",
        "text.mp4": "not a video",
        "zero.mp4": "is empty",
        "missing.mp4": "does not exist",
    }


def test_bad_inputs_say_why_in_one_line_and_the_others_go_on(folder):
    reasons = write_bad_inputs()
    run = backcoach(*reasons, "two.bcr", *SQUAT, "--json", "r.json", "--workers", "1")
    assert run.exit_code == 2
    lines = run.stderr.splitlines()
    assert len(lines) == len(reasons)
    for name, reason in reasons.items():
        (line,) = [line for line in lines if line.startswith(f"backcoach: {name}: ")]
        assert reason in line
        assert line.count(name) == 1
    *bad, good = results()
    assert [r["source"] for r in bad] == list(reasons)
    assert all(reasons[r["source"]] in r["error"] for r in bad)
    assert (good["error"], good["sets"][0]["counted"]) == (None, 2)


def test_a_newer_recording_is_refused(folder, monkeypatch):
    monkeypatch.setattr("backcoach.pose.recording.VERSION", 99)
    save_recording("newer.bcr", squats(1), META)
    monkeypatch.undo()
    run = backcoach(str(folder / "newer.bcr"), *SQUAT)
    assert run.exit_code == 2
    assert "update Backcoach" in run.stderr


def test_several_people_are_a_note_and_no_error(folder):
    save_recording("crowd.bcr", squats(1, people=3), META)
    run = backcoach("crowd.bcr", *SQUAT, "--json", "r.json")
    assert run.exit_code == 0
    assert "crowd.bcr: note: several people (up to 3)" in run.stderr
    assert results()[0]["people_max"] == 3
    assert "largest, steady one was followed" in results()[0]["notes"][0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--exercise", "brid_dog"], "did you mean bird_dog?"),
        (["--exercise", "missing.toml"], "missing.toml"),
        (["--json", "missing/r.json"], "the folder missing does not exist"),
        (["--annotate", "two.avi"], "has to end in .mp4"),
        (["--cluster", "tcp://127.0.0.1:9", *SQUAT], "no Dask scheduler answers"),
    ],
)
def test_a_wrong_request_is_refused_before_the_work(folder, monkeypatch, arguments, reason):
    monkeypatch.setattr("backcoach.cli.job._run", lambda *_: pytest.fail("the work began"))
    run = backcoach("two.bcr", *arguments)
    assert run.exit_code == 2
    assert reason in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_debug_shows_where_an_error_comes_from(folder):
    assert "Traceback" not in backcoach("missing.mp4", *SQUAT).stderr
    assert "Traceback" in backcoach("missing.mp4", *SQUAT, "--debug").stderr


def test_a_mistake_of_ours_is_one_line_too(folder, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr("backcoach.cli.job._run", fail)
    run = backcoach("two.bcr", *SQUAT)
    assert run.exit_code == 2
    assert "two.bcr: unexpected ZeroDivisionError: oh no" in run.stderr


def test_a_missing_folder_of_exercises_is_refused(folder):
    assert "does not exist" in backcoach("two.bcr", "--exercises", "missing").stderr


def test_a_wrong_file_of_the_persons_own_is_named_and_left_out(folder):
    (folder / "own").mkdir()
    (folder / "own" / "mine.toml").write_text("schema = 1\n")
    run = backcoach("two.bcr", "--exercises", "own")
    assert run.exit_code == 0
    assert "mine.toml is not used" in run.stderr


def test_samples_take_no_path(folder):
    run = CliRunner().invoke(app, ["analyze", "--demo", "two.bcr"])
    assert run.exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
@pytest.mark.parametrize("inputs", [["two.bcr"], ["two.bcr", "three.bcr"]])
def test_ctrl_c_writes_what_is_known(folder, inputs):
    save_recording("three.bcr", squats(3), META)
    script = Path(__file__).with_name("slow_backcoach.py")
    command = [
        sys.executable,
        str(script),
        "analyze",
        *inputs,
        *SQUAT,
        "--json",
        "r.json",
        "--plot",
        "plots/",
    ]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while len(list(folder.glob("began_*"))) < len(inputs) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Traceback" not in errors
    for result in results():
        assert result["partial"]
        assert "stopped after" in result["error"]
        assert 0 < result["frames"] < 200
    assert len(list((folder / "plots").glob("*.svg"))) == len(inputs)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes as on Linux")
def test_ctrl_c_while_the_processes_begin_leaves_no_traceback(folder):
    """A process that has just been born knows nothing of us yet, and would answer the signal by itself."""
    save_recording("three.bcr", squats(3), META)
    script = Path(__file__).with_name("slow_backcoach.py")
    command = [sys.executable, str(script), "analyze", "two.bcr", "three.bcr", *SQUAT]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        born = [file.read_text().split() for file in Path(f"/proc/{process.pid}/task").glob("*/children")]
        if sum(map(len, born)) >= 2:  # one of them tracks resources
            break
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Traceback" not in errors


def test_the_second_ctrl_c_leaves_no_hidden_files(folder, monkeypatch):
    """The processes that wrote them are killed, and cannot remove them."""

    def interrupted(asked, jobs, board):
        for target in (jobs[0].targets.plot, jobs[0].targets.recording):
            target.with_name(f".{target.name}.part-x1{target.suffix}").touch()
        (folder / ".other.svg.part-x1.svg").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "_analyze", interrupted)
    before = {path.name for path in folder.iterdir()}
    done = backcoach("two.bcr", *SQUAT, "--plot", "a[1].svg", "--save-recording", "b.bcr")
    assert done.exit_code == 130
    assert {path.name for path in folder.iterdir()} - before == {".other.svg.part-x1.svg"}
