from itertools import pairwise

import numpy as np
import pytest

from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.exercises.figure import Figure, FigureEnd, pose_of
from backcoach.mannequin import Body, Camera, Life, Noise, Performance, life, simulate
from backcoach.mannequin.life import KINDS
from backcoach.mannequin.positions import POSITIONS, way
from backcoach.pose.frame import INDEX

SEVEN = (
    "child_pose",
    "clamshell",
    "trunk_rotation",
    "forearm_plank",
    "cat_camel",
    "glute_bridge",
    "bird_dog",
)


def angle_deg(a, b, c):
    u, v = a - b, c - b
    return np.degrees(np.arccos(np.clip(u @ v / np.linalg.norm(u) / np.linalg.norm(v), -1, 1)))


def frame_in_target(performance, body=None, camera=None):
    simulation = simulate(performance, body, camera)
    done = simulation.truth[0].repetitions[0]
    middle = (done.target_s + done.release_s) / 2
    return min(simulation.frames, key=lambda frame: abs(frame.time_s - middle))


def hip_angle(frame, side="left"):
    a, b, c = (frame.landmarks[INDEX[f"{side}_{part}"], :2] for part in ("shoulder", "hip", "knee"))
    return angle_deg(a, b, c)


@pytest.mark.parametrize("exercise", SEVEN)
def test_truth_is_ordered_and_complete(exercise):
    simulation = simulate(Performance.of(load_exercise(exercise), 4, hold_s=2.0))
    done = [rep for s in simulation.truth for rep in s.repetitions]
    assert len(done) == 4
    for rep in done:
        assert rep.start_s < rep.target_s < rep.release_s < rep.end_s
    for first, second in pairwise(done):
        assert first.end_s <= second.start_s
    for hold in (h for s in simulation.truth for h in s.holds):
        assert hold.duration_s == pytest.approx(2.0, abs=0.35)
    assert simulation.frames[-1].time_s > done[-1].end_s


def test_sides_alternate_or_come_in_blocks():
    dog = simulate(Performance.of(load_exercise("bird_dog"), 4)).truth[0]
    assert [rep.side for rep in dog.repetitions] == ["left", "right", "left", "right"]
    clams = simulate(Performance.of(load_exercise("clamshell"), 4)).truth
    assert [[rep.side for rep in s.repetitions] for s in clams] == [["left"] * 2, ["right"] * 2]


@pytest.mark.parametrize("exercise", SEVEN)
@pytest.mark.parametrize("facing", ["left", "right"])
def test_bones_keep_their_length_and_nothing_sinks_into_the_floor(exercise, facing):
    body = Body(1.9, 1.2)
    simulation = simulate(
        Performance.of(load_exercise(exercise), 2, hold_s=1.0, facing=facing), body, Camera(fps=10)
    )
    world = np.array([frame.world for frame in simulation.frames])
    thigh = np.linalg.norm(world[:, INDEX["left_hip"]] - world[:, INDEX["left_knee"]], axis=-1)
    np.testing.assert_allclose(thigh, body.thigh_m, rtol=1e-6)
    assert np.isfinite(world).all()
    image = np.array([frame.landmarks[:, 1] for frame in simulation.frames])
    assert image.max() < 1.0


def test_same_seed_same_frames_other_seed_other_noise():
    scene = Performance.of(load_exercise("glute_bridge"), 1)
    one, same, other = (simulate(scene, noise=Noise(0.02, 0.1, 0.01, seed=s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.frames[40].landmarks, same.frames[40].landmarks)
    assert not np.array_equal(one.frames[40].landmarks, other.frames[40].landmarks)


def test_noise_and_lost_frames_are_as_much_as_asked():
    scene = Life("stand_still", 40)
    clean, noisy = simulate(scene), simulate(scene, noise=Noise(landmarks=0.02, lost=0.1))
    assert np.mean([not frame.seen for frame in noisy.frames]) == pytest.approx(0.1, abs=0.03)
    gaps = [
        a.world[INDEX["nose"]] - b.world[INDEX["nose"]]
        for a, b in zip(clean.frames, noisy.frames, strict=True)
        if b.seen
    ]
    # The origin between the (noisy) hips adds half the variance of one landmark.
    assert np.std(gaps) == pytest.approx(0.02 * 1.72 * np.sqrt(1.5), rel=0.1)


def test_far_limbs_are_less_visible_in_the_side_view():
    frame = simulate(Performance.of(load_exercise("cat_camel"), 1)).frames[10]
    seen = frame.visibility
    assert seen[INDEX["right_elbow"]] > 0.85
    assert seen[INDEX["left_elbow"]] < 0.6
    assert seen[INDEX["left_knee"]] < 0.6
    assert min(seen[INDEX["left_hip"]], seen[INDEX["right_hip"]]) > 0.85
    stretched = frame_in_target(Performance.of(load_exercise("bird_dog"), 1, sides=("left",)))
    assert 0.55 < stretched.visibility[INDEX["left_ankle"]] < 0.95


@pytest.mark.parametrize(("end", "low", "high"), [("up", 0.08, 0.12), ("down", -0.10, -0.07)])
def test_the_back_line_shows_the_curve(end, low, high):
    simulation = simulate(Performance.of(load_exercise("cat_camel"), 1, first_end=end))
    hold = simulation.truth[0].holds[0]
    assert hold.what == end
    frame = simulation.frames[int((hold.start_s + hold.end_s) / 2 * 30)]
    hips, shoulders = (
        frame.landmarks[[INDEX[f"left_{p}"], INDEX[f"right_{p}"]], :2].mean(0) for p in ("hip", "shoulder")
    )
    along = shoulders - hips
    normal = np.array([along[1], -along[0]]) / (along @ along)
    off = (frame.back_line - hips) @ normal
    chord = np.linspace(off[1], off[11], 11)
    assert low < 1.5 * np.mean(off[1:12] - chord) < high


def test_a_back_that_faces_the_camera_has_no_line():
    frame = simulate(Performance.of(load_exercise("clamshell"), 1)).frames[5]
    assert np.isnan(frame.back_line).all()


@pytest.mark.parametrize("yaw", [-20, 0, 20])
def test_bridge_angles(yaw):
    clean = frame_in_target(Performance.of(load_exercise("glute_bridge"), 1), camera=Camera(yaw_deg=yaw))
    assert 170 < hip_angle(clean) <= 180
    low = frame_in_target(
        Performance.of(load_exercise("glute_bridge"), 1, faults={"hips_low": 1.5}), camera=Camera(yaw_deg=yaw)
    )
    assert 143 < hip_angle(low) < 158


def test_too_little_range_does_not_count():
    truth = simulate(Performance.of(load_exercise("trunk_rotation"), 1, faults={"small_range": 1.5})).truth[0]
    assert truth.repetitions[0].status == "unfinished"
    assert truth.counted == 0
    assert truth.holds == ()


def test_only_the_faulty_repetitions_have_the_fault():
    truth = simulate(Performance.of(load_exercise("bird_dog"), 3, faults={"head_up": 1.5}, faulty=[1])).truth[
        0
    ]
    assert [rep.faults for rep in truth.repetitions] == [(), ("head_up",), ()]


@pytest.mark.parametrize("exercise", SEVEN)
def test_every_fault_of_the_exercise_can_be_shown(exercise):
    wanted = {fault.id for fault in load_exercise(exercise).faults}
    assert wanted == set(load_exercise(exercise).figure.faults)
    for fault in wanted:
        simulate(
            Performance.of(load_exercise(exercise), 1, hold_s=1.0, faults={fault: 1.5}), camera=Camera(fps=5)
        )


def test_a_new_exercise_needs_no_python():
    low = pose_of({"trunk": {"pitch": 60}, "legs": {"hip": 70, "knee": 100}})
    squat = Figure(rests_on=("soles",), ends=(FigureEnd("low", low),))
    frame = frame_in_target(Performance("squat", 1, figure=squat))
    assert hip_angle(frame, "right") == pytest.approx(110, abs=6)


def test_life_holds_every_kind_and_no_exercise():
    lived = life(600, seed=3)
    assert {piece.kind for piece in lived} == set(KINDS)
    simulation = simulate(lived[:3], camera=Camera(fps=10))
    assert simulation.truth == ()
    assert all(np.isfinite(frame.landmarks).all() for frame in simulation.frames)


@pytest.mark.parametrize("first", POSITIONS)
@pytest.mark.parametrize("last", POSITIONS)
def test_every_position_can_be_reached_from_every_other(first, last):
    assert set(way(first, last)) <= set(POSITIONS)


def test_all_builtin_exercises_move():
    assert set(SEVEN) <= set(exercise_ids())
