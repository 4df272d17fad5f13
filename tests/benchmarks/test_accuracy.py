import json

import accuracy
import labels
import pytest

from backcoach.pose.recording import RecordingMeta, save_recording
from backcoach.tracking.summary import ExerciseSet, Hold, Repetition, Summary
from tests.stick_person import standing


def clip(**changes):
    return labels.Clip.model_validate({"file": "a.mp4", "exercise": "bird_dog", "reps": 2, **changes})


def found(counted, left=0, right=0, holds=()):
    return accuracy.Found(counted, by_side={"left": left, "right": right}, holds=holds)


@pytest.mark.parametrize(
    ("changes", "what", "exact"),
    [
        ({}, found(2), True),
        ({}, found(3), False),
        ({"reps_accepted": [3]}, found(3), True),
        ({"by_side": {"left": 1, "right": 1}}, found(2, 1, 1), True),
        ({"by_side": {"left": 1, "right": 1}}, found(2, 2, 0), False),
    ],
)
def test_counts_and_sides(changes, what, exact):
    assert accuracy.is_count_exact(clip(**changes), what) is exact


def test_only_other_exercises_are_phantoms():
    counted = {"bird_dog": found(2), "cat_camel": found(1), "clamshell": found(0)}
    assert accuracy.count_phantoms(clip(), counted) == {"cat_camel": 1}
    assert accuracy.count_phantoms(clip(exercise=None, reps=0), counted) == {"bird_dog": 2, "cat_camel": 1}


def test_holds_are_matched_by_shared_time_and_judged_by_their_own_tolerance():
    marked = [
        {"start_s": 2, "end_s": 4, "side": "left"},
        {"start_s": 9, "end_s": 11, "start_tolerance_s": 1.2},
        {"start_s": 20, "end_s": 22},
    ]
    holds = (Hold(8.0, 11.2), Hold(2.1, 4.6, "left"))
    first, second, third = accuracy.measure_holds(clip(holds=marked), found(2, holds=holds))
    assert (first.start_s, first.end_s, first.exact) == (pytest.approx(0.1), pytest.approx(0.6), False)
    assert second.exact
    assert third.start_s != third.start_s
    assert not third.exact


def test_a_hold_on_the_wrong_side_is_not_exact():
    marked = [{"start_s": 2, "end_s": 4, "side": "left"}]
    (error,) = accuracy.measure_holds(clip(holds=marked), found(2, holds=(Hold(2.0, 4.0, "right"),)))
    assert not error.exact


def test_sets_of_one_exercise_are_added_up():
    def repetition(side):
        return Repetition(0, side, "counted", 0, 1, 2, 3, 1)

    sets = tuple(
        ExerciseSet("bird_dog", s, s + 9, (repetition(side),)) for s, side in ((0, "left"), (20, "right"))
    )
    assert accuracy.collect(Summary(sets))["bird_dog"] == found(2, 1, 1)


def write(folder, *clips):
    path = folder / "labels.json"
    path.write_text(json.dumps({"format": "for the reader", "clips": clips}))
    return path


def test_a_clip_that_holds_nothing_is_exact_when_nothing_is_counted(tmp_path, capsys):
    save_recording(tmp_path / "stands.bcr", [standing(i / 10) for i in range(40)], RecordingMeta())
    path = write(tmp_path, {"file": "stands.bcr", "exercise": None, "reps": 0})
    out = tmp_path / "found.json"
    assert accuracy.main([str(path), "--workers", "1", "--json", str(out)]) == 0
    tables = {table["title"]: table["rows"] for table in json.loads(out.read_text())["tables"]}
    (counted,) = tables["Counted when tracked as (+ unsure)"]
    assert counted[2:] == ["0"] * 7
    assert "1 of 1" in capsys.readouterr().out


def test_a_missing_clip_is_said_and_the_others_are_measured(tmp_path, capsys):
    save_recording(tmp_path / "stands.bcr", [standing(i / 10) for i in range(20)], RecordingMeta())
    missing = {"file": "gone.mp4", "exercise": "bird_dog", "reps": 2, "holds": [{"start_s": 1, "end_s": 2}]}
    path = write(tmp_path, missing, {"file": "stands.bcr", "exercise": None, "reps": 0})
    assert accuracy.main([str(path), "--workers", "1"]) == 1
    said = capsys.readouterr()
    assert "1 of 2" in said.out
    assert "0 of 1" in said.out
    assert "gone.mp4 does not exist" in said.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not a labels file"),
        ('{"clips": []}', "clips"),
        ('{"clips": [{"file": "a.mp4", "exercise": "squat", "reps": 1}]}', "clips.0.exercise"),
        ('{"clips": [{"file": "a.mp4", "exercise": null, "reps": 1}]}', "exercise is null"),
        (
            '{"clips": [{"file": "a.mp4", "exercise": "clamshell", "reps": 3, "by_side": {"left": 1}}]}',
            "adds up to 1",
        ),
        (
            '{"clips": [{"file": "a", "exercise": "clamshell", "reps": 1, "holds": [{"start_s": 3, "end_s": 2}]}]}',
            "not after its start",
        ),
    ],
)
def test_mistakes_in_labels_are_told(tmp_path, capsys, content, said):
    path = tmp_path / "labels.json"
    path.write_text(content)
    with pytest.raises(SystemExit, match="2"):
        accuracy.main([str(path)])
    assert said in capsys.readouterr().err


def test_missing_labels_are_told(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        accuracy.main([str(tmp_path / "none.json")])
    assert "cannot be read" in capsys.readouterr().err


def test_the_projects_own_labels_can_be_read(shared):
    assert len(labels.read_labels(shared / "data" / "clips" / "labels.json")) == 5
