"""Whom to follow of several people: the larger one, but not somebody upright rather than somebody on the floor."""

import numpy as np
import pytest
from pose_people import ASPECT, HEIGHT_PX, WIDTH_PX, body

from backcoach.pose.crowd import LOOK_AGAIN_S, Crowd
from backcoach.pose.sighting import Sighting

PICTURE = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
LEFT, RIGHT = (ASPECT * 0.25, 0.5), (ASPECT * 0.75, 0.5)


def sight(posture: str, angle_deg: float, area: float, centre: tuple[float, float]) -> Sighting:
    """Draw a person whose silhouette is ``area`` times as large as that of the others."""
    drawn = body(posture, angle_deg, trunk_norm=0.25 * np.sqrt(area), centre=centre)
    return Sighting(drawn.landmarks, drawn.world, np.ones(33), drawn.mask)


def lying(area: float, centre: tuple[float, float]) -> Sighting:
    return sight("supine", 10, area, centre)


def upright(area: float, centre: tuple[float, float]) -> Sighting:
    return sight("standing", -80, area, centre)


def finder(*others: Sighting):
    """Return what finds these people, one after the other, and then nobody."""
    found = iter(others)
    return lambda picture: next(found, None)


def is_left(followed: Sighting, other: Sighting) -> bool:
    """Whether somebody else is chosen within two seconds."""
    looks = 5
    crowd = Crowd(finder(*[other, None] * looks))
    return any(crowd.look(PICTURE, i * LOOK_AGAIN_S, followed) is not None for i in range(looks))


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


def test_in_a_photo_too_the_one_who_lies_is_meant():
    there = lying(0.8, RIGHT)
    assert Crowd(finder(there)).largest(PICTURE, upright(1.0, LEFT)) is there
