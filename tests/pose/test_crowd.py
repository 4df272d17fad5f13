"""Whom to follow of several people: the larger one, but not somebody upright rather than somebody on the floor."""

from dataclasses import replace

import numpy as np
import pytest

from backcoach.pose.crowd import LOOK_AGAIN_S, SETTLED_S, Crowd, most_prominent, others_than
from backcoach.pose.region import Region
from backcoach.pose.sighting import Sighting
from tests.pose.pose_people import ASPECT, HEIGHT_PX, body

LEFT, RIGHT = (ASPECT * 0.25, 0.5), (ASPECT * 0.75, 0.5)


def sight(posture: str, angle_deg: float, area: float, centre: tuple[float, float]) -> Sighting:
    """Draw a person whose silhouette is ``area`` times as large as that of the others."""
    drawn = body(posture, angle_deg, trunk_norm=0.25 * np.sqrt(area), centre=centre)
    return Sighting(drawn.landmarks, drawn.world, np.ones(33), drawn.mask)


def lying(area: float, centre: tuple[float, float]) -> Sighting:
    return sight("supine", 10, area, centre)


def upright(area: float, centre: tuple[float, float]) -> Sighting:
    return sight("standing", -80, area, centre)


def is_left(followed: Sighting, other: Sighting, settled_s: float = 0.0) -> bool:
    """Whether somebody else is chosen within two seconds, when the followed one has been alone for some time."""
    crowd = Crowd()
    for time_s in np.arange(-settled_s, 0, 0.1):
        if crowd.is_due(time_s, followed):
            assert crowd.look(time_s, followed, [followed]) is None
    return any(
        crowd.is_due(time_s, followed) and crowd.look(time_s, followed, [other, followed]) is other
        for time_s in np.arange(0, settled_s + 2, LOOK_AGAIN_S)
    )


@pytest.mark.parametrize("person", [lying, upright])
def test_of_two_alike_the_clearly_larger_is_followed(person):
    assert is_left(person(0.6, LEFT), person(0.9, RIGHT))
    assert not is_left(person(0.8, LEFT), person(0.9, RIGHT))


def test_a_therapist_who_kneels_beside_is_left_for_the_one_who_lies():
    assert is_left(upright(1.0, LEFT), lying(0.8, RIGHT))


def test_the_one_who_lies_is_not_left_for_somebody_upright_and_near():
    assert not is_left(lying(0.6, LEFT), upright(1.0, RIGHT))


def test_somebody_far_who_lies_is_left_for_the_one_who_sets_up_the_camera():
    assert is_left(lying(0.3, LEFT), upright(1.2, RIGHT))


def test_whoever_has_settled_on_the_floor_is_not_left_for_somebody_upright_however_near():
    assert is_left(lying(0.3, LEFT), upright(1.2, RIGHT))
    assert not is_left(lying(0.3, LEFT), upright(1.2, RIGHT), settled_s=SETTLED_S + 0.1)


def test_whoever_has_settled_is_left_for_somebody_larger_who_lies_down_too():
    """Somebody lies on the sofa behind, then the person who exercises comes to the mat."""
    assert is_left(lying(0.3, LEFT), lying(0.8, RIGHT), settled_s=60)


def test_when_somebody_walks_by_and_takes_the_landmarks_away_the_one_who_stayed_is_followed_again():
    stays = lying(0.6, LEFT)
    crowd = Crowd()
    for time_s in np.arange(0, 3, 0.1):
        if crowd.is_due(time_s, stays):
            crowd.look(time_s, stays, [stays])
    walks = upright(1.0, RIGHT)
    assert crowd.is_due(3.0, walks), "the landmarks have jumped"
    assert crowd.look(3.0, walks, [walks, stays]) is stays
    assert crowd.people == 2


def test_somebody_who_walks_to_another_corner_stays_the_same_person():
    crowd = Crowd()
    for time_s in np.arange(0, 6, 0.1):
        walks = upright(1.0, (ASPECT * (0.2 + 0.1 * time_s), 0.5))
        if crowd.is_due(time_s, walks):
            assert crowd.look(time_s, walks, [walks]) is None
    assert crowd.people == 1


def test_of_several_places_that_of_the_followed_one_is_looked_at():
    crowd = Crowd()
    crowd.is_due(0.0, lying(0.6, LEFT))
    left, right = (Region(x * HEIGHT_PX, 0.5 * HEIGHT_PX, 100.0, 0.0) for x, _ in (LEFT, RIGHT))
    assert crowd.region([right, left], HEIGHT_PX) is left
    assert Crowd().region([right, left], HEIGHT_PX) is right, "the surest, when nobody was followed"
    assert Crowd().region([], HEIGHT_PX) is None


def test_in_a_photo_too_the_one_who_lies_is_meant():
    there = lying(0.8, RIGHT)
    person, people = most_prominent([upright(1.0, LEFT), there])
    assert person is there
    assert people == 2


def test_a_person_found_twice_counts_once_and_so_does_what_the_model_imagines():
    person = lying(1.0, LEFT)
    twice = lying(1.0, (LEFT[0] + 0.01, LEFT[1]))
    imagined = replace(upright(0.8, RIGHT), visibility=np.full(33, 0.3))
    tiny = upright(0.05, RIGHT)
    nowhere = replace(upright(0.8, RIGHT), mask=np.roll(upright(0.8, RIGHT).mask, -250, axis=1))
    assert others_than(person, [person, twice, imagined, tiny, nowhere]) == []
