"""Mini-routines for breaks at the desk."""

import numpy as np
import pytest

from backcoach.exercises.mini_routine import mini_routines, read_mini_routine
from backcoach.mannequin import Body, Performance, pose_at
from backcoach.mannequin.skeleton import joints

MOVES = [(routine, move) for routine in mini_routines() for move in routine.moves]
GOOD = b"""
schema = 1
id = "one"
name = "One"
source = "Nobody"
[[moves]]
name = "Stand"
text = "Stand."
seconds = 30
[moves.figure]
"""


def test_each_takes_two_minutes():
    assert [routine.seconds for routine in mini_routines()] == [120] * 3


@pytest.mark.parametrize(("routine", "move"), MOVES, ids=lambda x: x.id if hasattr(x, "id") else x.name)
def test_they_are_done_standing_and_move_something(routine, move):
    performance = Performance(routine.id, 1, figure=move.figure)
    start = joints(pose_at(performance, 0.0)[None], Body())[0]
    ends = [joints(pose_at(performance, 1.0, end=end.name)[None], Body())[0] for end in move.figure.ends]
    for points in (start, *ends):
        assert points[0, 1] > 1.0, "the head stays up: no floor exercise as a break"
        assert points[:, 1].min() > -0.05
    assert max(float(np.abs(end - start).max()) for end in ends) > 0.04


def test_a_good_file_has_no_problems():
    assert read_mini_routine(GOOD)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (b"seconds = 30", b"seconds = 3000", "moves[0].seconds"),
        (b'text = "Stand."', b"", "moves[0].text"),
        (b"schema = 1", b"schema = 1\nmore = 2", "more"),
        (b"[moves.figure]", b"[moves.figure]\nmove_s = 'fast'", "moves[0].figure.move_s"),
    ],
)
def test_mistakes_are_named(old, new, key):
    assert [problem.key for problem in read_mini_routine(GOOD.replace(old, new))[1]] == [key]
