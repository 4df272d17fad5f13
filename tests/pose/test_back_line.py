import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.pose.back_line import BackLineTracer, facing
from backcoach.pose.frame import BACK_STATIONS, INDEX
from tests.pose.pose_people import ASPECT, HEIGHT_PX, POSTURES, body, limb, offsets

PIXEL = 1 / HEIGHT_PX


def trace(person, tracer=None, time_s=0.0):
    return (tracer or BackLineTracer()).trace(time_s, person.landmarks, person.world, person.mask)


def swapped(person):
    """The same picture with left and right mistaken for each other."""
    pairs = [(i, INDEX[n.replace("left", "right")]) for n, i in INDEX.items() if n.startswith("left")]
    world = person.world.copy()
    for a, b in pairs:
        world[[a, b]] = world[[b, a]]
    person.world = world
    return person


@given(
    posture=st.sampled_from(sorted(POSTURES)),
    angle_deg=st.floats(0, 360),
    side=st.sampled_from([-1, 1]),
    trunk_norm=st.floats(0.12, 0.3),
    hump=st.floats(-0.1, 0.15),
)
@settings(max_examples=60, deadline=None)
def test_the_back_is_found_in_every_posture_and_facing(posture, angle_deg, side, trunk_norm, hump):
    person = body(posture, angle_deg, side, trunk_norm, hump=hump)
    found = offsets(trace(person), person)
    expected = 0.2 + hump * np.sin(np.pi * np.linspace(0, 1, BACK_STATIONS))
    seen = np.isfinite(found)
    assert np.abs(found - expected)[seen].max() < 0.015 + 1.5 * PIXEL / trunk_norm
    if posture in ("all_fours", "prone"):
        assert seen.all()


@given(
    posture=st.sampled_from(sorted(POSTURES)),
    angle_deg=st.floats(-60, 60),
    side=st.sampled_from([-1, 1]),
    hump=st.floats(-0.1, 0.1),
)
@settings(max_examples=30, deadline=None)
def test_the_mirrored_picture_has_the_mirrored_line(posture, angle_deg, side, hump):
    person = body(posture, angle_deg, side, hump=hump)
    mirror = body(posture, angle_deg, side, hump=hump)
    mirror.landmarks = person.landmarks * (-1, 1, 1) + (ASPECT, 0, 0)
    mirror.world = swapped(body(posture, angle_deg, side)).world * (-1, 1, 1)
    mirror.mask = person.mask[:, ::-1]
    line, mirrored = trace(person), trace(mirror)
    assert np.allclose(mirrored * (-1, 1) + (ASPECT, 0), line, atol=2 * PIXEL, equal_nan=True)


def test_a_person_seen_from_the_front_has_no_back_line():
    person = body("standing", -90)
    person.world[INDEX["left_shoulder"]] += (0.18, 0, -person.world[INDEX["left_shoulder"], 2])
    person.world[INDEX["right_shoulder"]] += (-0.18, 0, -person.world[INDEX["right_shoulder"], 2])
    person.world[[INDEX["left_hip"], INDEX["right_hip"]], 2] = 0
    person.world[INDEX["left_hip"], 0] += 0.12
    person.world[INDEX["right_hip"], 0] -= 0.12
    assert abs(facing(person.landmarks[:, :2], person.world)) < 0.4
    assert np.isnan(trace(person)).all()


def test_a_short_swap_of_left_and_right_does_not_flip_the_back():
    tracer = BackLineTracer()
    for i in range(60):
        person = body("all_fours")
        if 30 <= i < 45:
            person = swapped(person)
        line = offsets(trace(person, tracer, i / 30), person)
        assert not (line < 0).any()
        assert np.isfinite(line).all() or 30 <= i < 55


def test_a_person_who_turns_round_is_followed_within_a_second():
    tracer = BackLineTracer()
    for i in range(30):
        trace(body("all_fours", facing=1), tracer, i / 30)
    lines = []
    for i in range(30, 60):
        person = body("all_fours", facing=-1)
        lines.append(offsets(trace(person, tracer, i / 30), person))
    assert np.allclose(lines[-1], 0.2, atol=0.02)


def test_an_arm_beside_the_back_adds_nothing_to_it():
    person = body("prone", trunk_norm=0.3)
    hip, shoulder = person.landmarks[23, :2], person.landmarks[11, :2]
    elbow = hip + 0.55 * (shoulder - hip) + 0.32 * 0.3 * person.back
    wrist = hip + 0.1 * (shoulder - hip) + 0.32 * 0.3 * person.back
    for side in ("left", "right"):
        person.landmarks[INDEX[f"{side}_elbow"], :2] = elbow
        person.landmarks[[INDEX[f"{side}_wrist"], INDEX[f"{side}_index"]], :2] = wrist
    limb(person.mask, elbow, wrist, 0.08 * 0.3)
    found = offsets(trace(person), person)
    assert np.isnan(found[2:6]).all()
    assert np.nanmax(found) < 0.25


def test_something_that_sticks_out_is_left_out_even_without_landmarks():
    person = body("all_fours", trunk_norm=0.3)
    middle = person.landmarks[23, :2] + 0.5 * (person.landmarks[11, :2] - person.landmarks[23, :2])
    limb(person.mask, middle, middle + 0.5 * 0.3 * person.back, 0.05 * 0.3)
    assert np.allclose(offsets(trace(person), person), 0.2, atol=0.03)


def test_small_holes_in_the_silhouette_are_passed_over():
    person = body("all_fours", trunk_norm=0.3)
    hip, shoulder = person.landmarks[23, :2], person.landmarks[11, :2]
    row, column = np.round((hip + 0.5 * (shoulder - hip) + 0.1 * 0.3 * person.back)[::-1] * HEIGHT_PX).astype(
        int
    )
    person.mask[row - 1 : row + 2, column - 60 : column + 60] = 0
    assert np.allclose(offsets(trace(person), person), 0.2, atol=0.02)


def test_a_back_outside_the_picture_is_not_seen():
    person = body("all_fours", centre=(ASPECT / 2, 0.02))
    assert np.isnan(trace(person)).all()


def test_a_back_partly_outside_the_picture_is_partly_seen():
    person = body("all_fours", angle_deg=0, centre=(0.0, 0.5))
    seen = np.isfinite(trace(person)[:, 0])
    assert 3 <= seen.sum() <= 9
    assert seen[-1]
    assert not seen[0]


@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
def test_smoothing_takes_the_same_time_at_every_frame_rate(rate_hz):
    tracer = BackLineTracer()
    trace(body("all_fours", hump=0.0), tracer, 0.0)
    person = body("all_fours", hump=0.1)
    for i in range(1, rate_hz // 5 + 1):
        middle = offsets(trace(person, tracer, i / rate_hz), person)[6]
    assert middle == pytest.approx(0.2 + 0.1 * (1 - np.exp(-0.2 / 0.08)), abs=0.006)


def test_nothing_is_remembered_across_a_gap():
    tracer = BackLineTracer()
    trace(body("all_fours", hump=0.1), tracer, 0.0)
    person = body("all_fours", facing=-1)
    assert np.allclose(offsets(trace(person, tracer, 2.0), person), 0.2, atol=0.02)


def test_landmarks_that_are_not_known_give_no_line_and_no_warning():
    person = body("all_fours")
    person.landmarks[:] = np.nan
    assert np.isnan(trace(person)).all()
    person = body("all_fours")
    person.landmarks[INDEX["nose"]] = np.nan
    person.landmarks[INDEX["left_wrist"]] = np.nan
    assert np.isfinite(trace(person)).all()
