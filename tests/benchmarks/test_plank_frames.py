"""The benchmark's own arithmetic and manners; how good the thresholds are is for the benchmark to say."""

import csv
import json
import math
from collections import Counter

import plank_frames
import pytest

from backcoach.pose.frame import INDEX

PLACES = {"shoulder": (0.7, 0.45), "elbow": (0.7, 0.65), "wrist": (0.8, 0.65), "hip": (0.45, 0.5)}
PLACES |= {"knee": (0.3, 0.55), "ankle": (0.15, 0.6), "heel": (0.13, 0.6), "foot_index": (0.15, 0.65)}


def row(label, hip_y):
    places = PLACES | {"hip": (0.45, hip_y)}
    cells = {"label": label}
    for name in ("nose", *(f"{side}_{joint}" for side in ("left", "right") for joint in places)):
        x, y = places.get(name.partition("_")[2], (0.8, 0.45))
        cells |= {f"{name}_x": x, f"{name}_y": y, f"{name}_z": 0.0, f"{name}_v": 0.9}
    return {name: str(value) for name, value in cells.items()}


def write(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_low_straight_and_high_hips_are_told_apart(tmp_path, capsys):
    table = write(tmp_path / "frames.csv", [row("L", 0.62), row("C", 0.51), row("H", 0.3)])
    out = tmp_path / "found.json"
    assert plank_frames.main([str(table), "--json", str(out)]) == 0
    found = json.loads(out.read_text())
    assert found["met"] is True
    assert found["checks"][0]["measured"] == 1.0
    assert "accuracy" in capsys.readouterr().out


def test_wrong_verdicts_are_no_success(tmp_path, capsys):
    table = write(tmp_path / "frames.csv", [row("C", 0.62), row("L", 0.51)])
    assert plank_frames.main([str(table)]) == 1
    assert "NO" in capsys.readouterr().out


def test_landmarks_that_a_table_lacks_are_not_seen():
    frame = plank_frames.make_frame(row("C", 0.5), 2.0)
    assert frame.visibility[INDEX["left_ear"]] == 0
    assert frame.landmarks[INDEX["left_hip"], 0] == pytest.approx(0.9)


def test_accuracy_and_f1():
    confusion = Counter({("C", "C"): 6, ("C", "L"): 2, ("L", "L"): 1, ("L", "C"): 1})
    assert plank_frames.compute_accuracy(confusion) == pytest.approx(0.7)
    assert plank_frames.compute_f1(confusion, "C") == pytest.approx(2 * 6 / (8 + 7))
    assert math.isnan(plank_frames.compute_f1(confusion, "H"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x1f\x8bnot gzip", "cannot be read"),
        (b"label,nose_x\nC,1\n", "line 2: nothing stands in"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_wrong_table_is_named(tmp_path, capsys, content, said):
    path = tmp_path / "frames.csv"
    path.write_bytes(content)
    with pytest.raises(SystemExit, match="2"):
        plank_frames.main([str(path)])
    assert said in capsys.readouterr().err


def test_an_unknown_label_is_named(tmp_path, capsys):
    table = write(tmp_path / "frames.csv", [row("X", 0.5)])
    with pytest.raises(SystemExit, match="2"):
        plank_frames.main([str(table)])
    assert "'X'" in capsys.readouterr().err
