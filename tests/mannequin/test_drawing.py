from xml.etree import ElementTree

import numpy as np
import pytest

from backcoach.exercises.catalogue import exercise_ids
from backcoach.mannequin import Body, draw_svg, pose_at
from backcoach.mannequin.skeleton import joints


@pytest.mark.parametrize("exercise", exercise_ids())
@pytest.mark.parametrize("progress", [0.0, 0.5, 1.0])
def test_every_exercise_can_be_drawn(exercise, progress):
    picture = ElementTree.fromstring(draw_svg(pose_at(exercise, progress)))
    assert picture.tag.endswith("svg")
    assert len(picture) > 15
    assert "nan" not in ElementTree.tostring(picture).decode()


def test_the_near_leg_hides_the_far_one():
    drawn = draw_svg(pose_at("cat_camel", 0))
    shades = [s.split('"')[0] for s in drawn.split('class="trousers"')[1:] for s in s.split('fill="')[1:2]]
    assert len(set(shades)) == 2
    assert shades[-1] != shades[0]


def test_the_other_end_and_the_other_side_differ():
    assert not np.allclose(pose_at("cat_camel", 1, end="up"), pose_at("cat_camel", 1, end="down"))
    left, right = (joints(pose_at("bird_dog", 1, side=s)[None], Body())[0] for s in ("left", "right"))
    assert not np.allclose(left, right)
