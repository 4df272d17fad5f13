import json

import numpy as np
import pytest
import speed
import stopwatch

from backcoach.pose.recording import RecordingMeta, save_recording
from tests.stick_person import standing


@pytest.fixture
def recording(tmp_path):
    save_recording(tmp_path / "stands.bcr", [standing(i / 10) for i in range(30)], RecordingMeta())
    return tmp_path / "stands.bcr"


def test_every_tracker_is_timed(recording, tmp_path):
    out = tmp_path / "found.json"
    assert speed.main([str(recording), "--only", "feed", "--runs", "1", "--json", str(out)]) in (0, 1)
    found = json.loads(out.read_text())
    rows = found["tables"][0]["rows"]
    assert len(rows) == 8
    assert all(0 < median <= rare for _, median, rare, *_ in rows)
    assert all(check["met"] == (check["measured"] <= float(check["wanted"][3:])) for check in found["checks"])


def test_growth_is_brought_to_an_hour(monkeypatch):
    sizes = iter(range(1000))
    monkeypatch.setattr(stopwatch, "resident_mb", lambda: float(next(sizes)))
    found = stopwatch._weigh(standing(i / 10) for i in range(1000))
    assert found.growth_mb_per_hour == pytest.approx(360, rel=0.01)
    assert found.video_s == pytest.approx(90)


def test_chunks_are_timed_without_what_happens_between_them():
    chunks = list(stopwatch._time_chunks(iter(range(7)), lambda _: np.zeros(10), 3))
    assert len(chunks) == 2
    assert all(chunk.wall_ms > 0 for chunk in chunks)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["gone.mp4"], "gone.mp4"), (["--pictures", "3"], "--pictures"), (["--runs", "0"], "--runs")],
)
def test_bad_input_is_told(recording, capsys, arguments, said):
    arguments = arguments if arguments[0].endswith(".mp4") else [str(recording), *arguments]
    with pytest.raises(SystemExit, match="2"):
        speed.main(arguments)
    assert said in capsys.readouterr().err
