import re
from xml.etree import ElementTree

import numpy as np
import pytest

from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.exercises.mini_routine import mini_routines
from backcoach.mannequin import Body, Performance
from backcoach.mannequin.contrast import VISIBLE_M, contrast
from backcoach.mannequin.moving import course, moving_svg, target_time_s
from backcoach.mannequin.posture import AT
from backcoach.mannequin.shapes import capsule
from backcoach.mannequin.skeleton import joints

SVG = "{http://www.w3.org/2000/svg}"


def once(exercise: str) -> Performance:
    return Performance(exercise, 1, hold_s=1.0, ready_s=0.5)


def keys(animate: ElementTree.Element, name: str) -> list[str]:
    return animate.attrib[name].split(";")


@pytest.mark.parametrize("exercise", exercise_ids())
def test_a_moving_figure_comes_back_to_where_it_began(exercise):
    picture = ElementTree.fromstring(moving_svg(once(exercise), exercise))
    moving = list(picture.iter(f"{SVG}animate"))
    assert moving, "nothing moves"
    for animate in moving:
        values = keys(animate, "values")
        assert len(values) == len(keys(animate, "keyTimes")) > 2
        first, last = (np.array(re.findall(r"-?\d+", path), float) for path in (values[0], values[-1]))
        assert np.abs(first - last).max() <= 4  # a hundredth of a metre


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


def test_a_capsule_holds_both_its_circles():
    a, b = np.array([0.0, 0, 0]), np.array([1.0, 0, 0])
    outline = capsule(a, b, 0.2, 0.1)
    assert outline[:, 0].min() == pytest.approx(-0.2, abs=0.005)
    assert outline[:, 0].max() == pytest.approx(1.1, abs=0.005)
    assert capsule(a, a, 0.2, 0.1) == pytest.approx(capsule(a, a, 0.2, 0.1))


def air_above(svg: str) -> float:
    """Return how much free picture is above the highest point of all that is drawn, in parts of its height."""
    picture = ElementTree.fromstring(svg)
    _, top, _, height = map(float, picture.attrib["viewBox"].split())
    paths = [e.attrib[key] for e in picture.iter() for key in ("d", "values") if key in e.attrib]
    corners = [pair for path in paths for pair in re.findall(r"(-?\d+(?:\.\d+)?)[ ,](-?\d+(?:\.\d+)?)", path)]
    return (min(float(y) for _, y in corners) - top) / height


@pytest.mark.parametrize(
    "shown",
    [once(e) for e in exercise_ids()]
    + [Performance(r.id, 1, figure=move.figure) for r in mini_routines() for move in r.moves],
    ids=lambda shown: shown.exercise,
)
def test_no_head_touches_the_top_of_its_picture(shown):
    assert air_above(moving_svg(shown, "x")) >= 0.02
