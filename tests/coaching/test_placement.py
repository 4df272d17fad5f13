"""The camera check: what a person has to change before an exercise can be judged."""

import numpy as np
import pytest

from backcoach import load_exercise
from backcoach.coaching.placement import DWELL_S, PlacementCheck
from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.viewpoints import PLACES, fewest_moves
from backcoach.exercises.catalogue import Catalogue
from backcoach.mannequin import Camera, Life, Performance, simulate
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture

GOOD = Picture(0.5, 0.2, 0.0)
ALL = sorted(Catalogue())


def placement(exercise, scene=None, camera=None, picture=GOOD):
    """The last answer for a scene, and when it first was ready."""
    check = PlacementCheck(load_exercise(exercise))
    frames = simulate(
        scene or Performance.of(load_exercise(exercise), 1, hold_s=2), camera=camera or Camera(fps=15)
    ).frames
    answers = [(frame.time_s, check.see(frame, picture)) for frame in frames]
    return answers[-1][1], next((t for t, a in answers if a.ready), None)


def advice_for(*args, **kwargs):
    return str(placement(*args, **kwargs)[0].advice)


@pytest.mark.parametrize("exercise", ALL)
def test_a_person_in_the_recommended_view_is_ready_as_soon_as_it_has_lasted(exercise):
    answer, ready_s = placement(exercise)
    assert answer.advice is None
    assert ready_s == pytest.approx(DWELL_S, abs=0.15)
    assert all(check.ok for check in answer.checks)


@pytest.mark.parametrize("exercise", ALL)
def test_somebody_who_stands_at_a_good_distance_is_not_asked_to_turn(exercise):
    answer, ready_s = placement(
        exercise, Life("stand_still", 4.0), Camera(fps=15, distance_m=3.6, target_m=0.8)
    )
    assert (str(answer.advice), ready_s is not None) == ("None", True)


def test_it_says_that_the_view_is_wrong():
    assert (
        advice_for("cat_camel", camera=Camera(fps=15, yaw_deg=80)) == "Turn so that I see you from the side."
    )


@pytest.mark.parametrize(
    ("picture", "word"),
    [
        (Picture(0.08, 0.1), "dark"),
        (Picture(0.97, 0.1), "bright"),
        (Picture(0.5, 0.01), "lens"),
        (Picture(0.5, 0.2, 0.08), "moves"),
    ],
)
def test_it_says_what_is_wrong_with_the_picture(picture, word):
    assert word in advice_for("cat_camel", picture=picture)


def test_it_asks_to_step_back_when_feet_are_cut_off():
    assert advice_for("forearm_plank", camera=Camera(fps=15, distance_m=1.1)).startswith("Step back")


def test_it_asks_to_come_closer_from_far_away():
    assert "closer" in advice_for("cat_camel", camera=Camera(fps=15, distance_m=7.0))


def test_an_empty_room_is_neither_ready_nor_usable():
    check = PlacementCheck(load_exercise("cat_camel"))
    answers = [check.see(PoseFrame.empty(t / 10), GOOD) for t in range(30)]
    assert not any(a.ready or a.usable for a in answers)
    assert "picture" in str(answers[-1].advice)


def test_being_ready_starts_anew_after_a_disturbance():
    check = PlacementCheck(load_exercise("cat_camel"))
    frames = simulate(Performance.of(load_exercise("cat_camel"), 1), camera=Camera(fps=10)).frames
    for frame in frames[:8]:
        assert not check.see(frame, GOOD).ready
    check.see(frames[8], Picture(0.02, 0.01))
    assert not check.see(frames[12], GOOD).ready


@pytest.mark.parametrize("aspect", [16 / 9, 4 / 3, 9 / 16])
@pytest.mark.parametrize("exercise", ALL)
def test_the_outline_lies_inside_of_the_picture(exercise, aspect):
    check = PlacementCheck(load_exercise(exercise))
    points = np.array(list(check.see(PoseFrame.empty(0.0, aspect)).outline.points.values()))
    assert points.min() >= 0
    assert points[:, 0].max() <= aspect
    assert points[:, 1].max() <= 1
    assert np.ptp(points[:, 0]) > 0.25 * aspect, "large enough to be of use"


def test_the_outline_faces_the_way_the_person_faces():
    def nose_before_hip(facing):
        answer, _ = placement("cat_camel", Performance.of(load_exercise("cat_camel"), 1, facing=facing))
        return answer.outline.points["nose"][0] < answer.outline.points["left_hip"][0]

    assert (nose_before_hip("left"), nose_before_hip("right")) == (True, False)


def planned(*names):
    return [PlannedSet(load_exercise(name), 5) for name in names]


def test_the_camera_stays_where_it_is_if_every_exercise_can_be_seen_from_there():
    views = fewest_moves(planned("child_pose", "clamshell", "forearm_plank", "glute_bridge"))
    assert [PLACES[view] for view in views] == ["beside"] * 4


def test_it_moves_only_for_the_exercise_that_cannot_be_seen_from_beside():
    views = fewest_moves(planned("child_pose", "trunk_rotation", "forearm_plank"))
    assert [PLACES[view] for view in views] == ["beside", "corner", "beside"]


def test_an_exercise_alone_is_seen_from_its_best_view():
    assert [fewest_moves(planned(name))[0] for name in ALL] == [load_exercise(name).views[0] for name in ALL]


def test_no_sets_need_no_camera():
    assert fewest_moves([]) == []
