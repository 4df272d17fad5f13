import json

import numpy as np
import pytest
import simulated
import staging
import trials
from inputs import load_builtin, load_seven

from backcoach.pose.frame import INDEX
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition


@pytest.mark.parametrize("name", load_seven())
def test_the_same_seed_stages_the_same_set(name):
    exercise = load_builtin(name)
    stage = staging.draw_stage(exercise, (1, 2), noisy=True)
    assert stage == staging.draw_stage(exercise, (1, 2), noisy=True)
    assert stage != staging.draw_stage(exercise, (1, 3), noisy=True)
    assert abs(stage.camera.yaw_deg) <= staging.YAW_DEG
    assert stage.noise.landmarks == 0.02


def test_a_fault_that_hides_from_the_side_is_looked_at_from_the_feet():
    exercise = load_builtin("glute_bridge")
    stage = staging.draw_fault_stage(exercise, "knees_cave", "knees_cave", (1,), noisy=False)
    frames = trials.perform(stage).frames
    hips, shoulders = (
        np.mean([frames[0].world[INDEX[f"{side}_{joint}"]] for side in ("left", "right")], axis=0)
        for joint in ("hip", "shoulder")
    )
    assert shoulders[2] > hips[2] + 0.2


def repetition(status="counted", start_s=1.0, end_s=5.0):
    return Repetition(0, None, status, start_s, 2.0, 3.0, end_s, 1.0)


def test_a_fault_is_found_in_the_repetition_that_shows_it():
    shown = FaultSpan("hips_low", "fault", 2.0, 3.0), FaultSpan("dropped", "warning", 2.0, 3.0)
    sets = [ExerciseSet("glute_bridge", 0.0, 9.0, (), (), shown)]
    assert trials.faults_in(sets, repetition(), ("fault",)) == {"hips_low"}
    assert trials.faults_in(sets, repetition(), ("warning",)) == {"dropped"}
    assert trials.faults_in(sets, repetition(start_s=6.0, end_s=9.0), ("fault",)) == set()


def test_a_repetition_that_must_not_count_is_refused_when_nothing_was_counted():
    counted = [ExerciseSet("clamshell", 0.0, 9.0, (repetition(),))]
    assert trials._refused([], repetition("unfinished"))
    assert not trials._refused(counted, repetition("unfinished"))
    assert not trials._refused([], repetition("counted"))


def test_a_missing_hold_is_wrong_by_its_whole_length():
    found, missing = trials._hold_errors([Hold(1.0, 6.0), Hold(10.0, 12.0)], [Hold(1.2, 5.9)])
    assert (found.start_s, found.end_s, found.duration_s) == pytest.approx((0.2, -0.1, -0.3))
    assert missing.duration_s == pytest.approx(-2.0)


def test_what_is_derived_from_a_hidden_joint_needs_it_too():
    plank = load_builtin("forearm_plank")
    assert trials.joints_of(plank, "drift") == {"hip", "shoulder", "ankle"}
    assert trials.joints_of(load_builtin("cat_camel"), "arch") >= {"shoulder", "hip"}


@pytest.mark.parametrize("table", ["clean", "cross"])
def test_a_table_comes_with_its_requirements(tmp_path, table):
    out = tmp_path / "found.json"
    arguments = ["--quick", "--seed", "1", "--exercise", "glute_bridge", "--only", table, "--json", str(out)]
    assert simulated.main(arguments) in (0, 1)
    found = json.loads(out.read_text())
    assert found["tables"][0]["rows"][0][0] == "glute_bridge"
    assert len(found["checks"]) == {"clean": 3, "cross": 1}[table]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sets", "0"], "--sets"),
        (["--exercise", "squat"], "unknown exercise squat"),
        (["--only", "all"], "invalid choice"),
    ],
)
def test_bad_options_are_told(arguments, said, capsys):
    with pytest.raises(SystemExit, match="2"):
        simulated.main(arguments)
    assert said in capsys.readouterr().err
