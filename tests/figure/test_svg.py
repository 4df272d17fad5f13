import re
from xml.etree import ElementTree

import numpy as np
import pytest

from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.exercises.mini_routine import mini_routines
from backcoach.figure import moving_svg
from backcoach.figure.svg import PIXELS_PER_M
from backcoach.mannequin import Body, Performance
from backcoach.mannequin.contrast import VISIBLE_M, contrast
from backcoach.mannequin.course import course, target_time_s
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints

SVG = "{http://www.w3.org/2000/svg}"


def once(exercise: str) -> Performance:
    return Performance.of(load_exercise(exercise), 1, hold_s=1.0, ready_s=0.5)


def keys(animate: ElementTree.Element, name: str) -> list[str]:
    return animate.attrib[name].split(";")


def places(path: str) -> np.ndarray:
    """Return the points of a path in metres, shape (n, 2)."""
    steps = np.array(re.findall(r"-?\d+", path), float).reshape(-1, 2)
    return np.cumsum(steps, axis=0) / PIXELS_PER_M


def apart_m(line: np.ndarray, other: np.ndarray) -> float:
    """Return how far the points of a line are from the nearest of another one, at most."""
    return float(np.linalg.norm(line[:, None] - other[None], axis=-1).min(1).max())


@pytest.mark.parametrize("exercise", exercise_ids())
def test_a_moving_figure_comes_back_to_where_it_began(exercise):
    picture = ElementTree.fromstring(moving_svg(once(exercise), exercise))
    moving = list(picture.iter(f"{SVG}animate"))
    assert moving, "nothing moves"
    for animate in moving:
        values = keys(animate, "values")
        assert len(values) == len(keys(animate, "keyTimes")) > 2
        first, last = (places(path) for path in (values[0], values[-1]))
        assert len(first) == len(last)
        assert apart_m(first, last) < 0.01


def test_every_frame_of_a_layer_has_the_same_points():
    for animate in ElementTree.fromstring(moving_svg(once("bird_dog"), "x")).iter(f"{SVG}animate"):
        assert len({len(places(path)) for path in keys(animate, "values")}) == 1


def test_a_still_figure_does_not_move():
    shown = once("bird_dog")
    still = moving_svg(shown, "Bird dog", target_time_s(shown))
    assert "<animate" not in still
    assert "<path" in still


def test_a_title_is_escaped():
    picture = ElementTree.fromstring(moving_svg(once("bird_dog"), "<b>&", 0.0))
    assert picture.findtext(f"{SVG}title") == "<b>&"


def test_pictures_that_are_compared_have_the_same_frame():
    right = once("forearm_plank")
    pair = contrast(right, "hips_high")
    frames = {
        re.search(r'viewBox="([^"]+)"', moving_svg(shown, "x", pair.moment_s, (pair.right, pair.wrong)))[1]
        for shown in (pair.right, pair.wrong)
    }
    assert len(frames) == 1


@pytest.mark.parametrize(
    ("exercise", "fault"),
    [(e, f) for e in exercise_ids() for f, drawn in load_exercise(e).figure.faults.items()
     if drawn.change != drawn.start_change or drawn.range],
)  # fmt: skip
def test_a_fault_is_shown_when_it_can_be_seen(exercise, fault):
    pair = contrast(once(exercise), fault)
    if pair.moment_s is None:
        return
    (times_s, right), (_, wrong) = course(pair.right, Body()), course(pair.wrong, Body())
    at = int(np.argmin(np.abs(times_s - pair.moment_s)))
    apart = np.linalg.norm(joints(right[at : at + 1], Body()) - joints(wrong[at : at + 1], Body()), axis=-1)
    strongest = next(iter(pair.wrong.faults.values())) == 3.0
    curved = abs(right[at, AT["curve"]] - wrong[at, AT["curve"]]) > 0.02
    assert curved or apart.max() > (0.02 if strongest else VISIBLE_M)


def test_a_fault_of_tempo_needs_a_moving_picture():
    assert contrast(once("clamshell"), "too_fast").moment_s is None


def air_above(svg: str) -> float:
    """Return how much free picture is above the highest point of all that is drawn, in parts of its height."""
    picture = ElementTree.fromstring(svg)
    _, top, _, height = map(float, picture.attrib["viewBox"].split())
    paths = [
        path
        for e in picture.iter()
        for key in ("d", "values")
        for path in e.attrib.get(key, "").split(";")
        if path
    ]
    return (min(places(path)[:, 1].min() for path in paths) * PIXELS_PER_M - top) / height


@pytest.mark.parametrize(
    "shown",
    [once(e) for e in exercise_ids()]
    + [Performance(r.id, 1, figure=move.figure) for r in mini_routines() for move in r.moves],
    ids=lambda shown: shown.exercise,
)
def test_no_head_touches_the_top_of_its_picture(shown):
    assert air_above(moving_svg(shown, "x")) >= 0.02
