"""The plot: what is in it, and that it is the same every time."""

from dataclasses import replace

from backcoach.reports.video.plot import make_figure, make_lanes, save_plot
from tests.reports.examples import EXERCISES, FAILED, RESULT


def test_lanes_hold_repetitions_holds_faults_and_unseen_stretches():
    lanes = {lane.name: lane.bars for lane in make_lanes(RESULT, EXERCISES)}
    assert list(lanes) == ["repetitions", "held", "Not deep enough", "Trunk leans far forward", "not seen"]
    assert [bar.label for bar in lanes["repetitions"]] == ["1 left", "2 right", "", "4? left"]
    assert [bar.sure for bar in lanes["repetitions"]] == [True, True, False, False]
    assert [bar.label for bar in lanes["held"]] == ["1.0 s", "1.0 s"]
    (unseen,) = lanes["not seen"]
    assert (unseen.start_s, unseen.end_s) == (8.1, 9.0)


def test_svg_and_png_are_written_and_do_not_change(tmp_path):
    for name, begin in (("a.svg", b"<?xml"), ("a.png", b"\x89PNG")):
        first, second = tmp_path / name, tmp_path / f"again_{name}"
        save_plot(first, RESULT, EXERCISES)
        save_plot(second, RESULT, EXERCISES)
        assert first.read_bytes().startswith(begin)
        assert first.read_bytes() == second.read_bytes()


def test_a_result_without_sets_or_frames_can_be_drawn():
    for result in (replace(RESULT, sets=()), FAILED):
        assert make_figure(result, EXERCISES).axes


def test_each_exercise_has_its_panel():
    other = replace(RESULT.sets[0], exercise="bow")
    assert len(make_figure(replace(RESULT, sets=(RESULT.sets[0], other)), EXERCISES).axes) == 3
