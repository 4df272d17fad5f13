"""The pose model finds its own joints on the drawn figure: a few of those that `benchmarks/figure.py` measures."""

import figure
import pytest
from inputs import load_builtin


@pytest.mark.parametrize(
    ("exercise", "title"), [("clamshell", "clamshell left, start"), ("glute_bridge", "glute_bridge, top")]
)
def test_the_pose_model_sees_the_figure_as_it_is_drawn(exercise, title):
    shown = {name: rest for name, *rest in figure.moments(load_builtin(exercise))}
    seen = figure.look(title, *shown[title])
    assert seen.found
    assert seen.median <= figure.WANTED


def test_every_target_of_both_sides_is_looked_at():
    titles = [title for title, *_ in figure.moments(load_builtin("bird_dog"))]
    assert titles == [
        "bird_dog left, start",
        "bird_dog left, stretched",
        "bird_dog right, start",
        "bird_dog right, stretched",
    ]
