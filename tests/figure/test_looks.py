"""What the figure looks like: whole, seamless, on the floor, and what is near over what is far."""

import numpy as np
import pytest

from backcoach.exercises.catalogue import exercise_ids, load_exercise
from backcoach.figure.accent import FAR_M, far_groups, moving_limbs, ways
from backcoach.figure.colours import DARK, LIGHT, fill_of
from backcoach.figure.film import with_course
from backcoach.figure.picture import GROUPS, order, picture
from backcoach.figure.view import FarView, NearView, seen_by
from backcoach.mannequin import Body, Camera, Performance, pose_at
from backcoach.mannequin.course import motion_of, target_time_s
from backcoach.mannequin.skeleton import joints
from backcoach.pose.frame import INDEX

SIDES = [
    (e, s) for e in exercise_ids() for s in (("left", "right") if load_exercise(e).figure.sided else (None,))
]


def seen(exercise, progress, side=None, view=None):
    return picture(
        pose_at(Performance.of(load_exercise(exercise)), progress, side), Body(), view or FarView(10)
    )


def performed(exercise, side):
    return Performance.of(load_exercise(exercise), 1, sides=(side,) if side else None, hold_s=0.5)


@pytest.mark.parametrize("exercise", exercise_ids())
@pytest.mark.parametrize("progress", [0.0, 0.5, 1.0])
def test_every_part_is_drawn_once_and_in_one_piece(exercise, progress):
    layers = seen(exercise, progress).layers
    assert {layer.group for layer in layers.values()} == {"ground", *GROUPS}
    for layer in layers.values():
        assert np.isfinite(layer.outline).all()
    at_start = seen(exercise, 0.0).layers
    assert {name: len(layer.outline) for name, layer in layers.items()} == {
        name: len(layer.outline) for name, layer in at_start.items()
    }


@pytest.mark.parametrize("exercise", exercise_ids())
def test_every_joint_lies_inside_its_limb(exercise):
    """No limb is stuck on: the outline of an arm or leg holds its joints, and the trunk holds where it begins."""
    import shapely

    posture = pose_at(Performance.of(load_exercise(exercise)), 1)
    layers = picture(posture, Body(), FarView(10)).layers
    places = FarView(10).place(joints(posture[None], Body())[0])[0][:, :2]
    parts = {"arm": ("shoulder", "elbow"), "leg": ("hip", "knee"), "hand": ("wrist",), "foot": ("ankle",)}
    for side in ("left", "right"):
        for part, names in parts.items():
            shape = shapely.Polygon(layers[f"{side}_{part}"].outline).buffer(0.01)
            for name in names:
                assert shape.contains(shapely.Point(places[INDEX[f"{side}_{name}"]])), (side, part, name)
        limb = shapely.Polygon(layers[f"{side}_arm"].outline)
        assert limb.intersects(shapely.Polygon(layers["trunk"].outline))
        assert shapely.Polygon(layers[f"{side}_leg"].outline).intersects(
            shapely.Polygon(layers["seat"].outline)
        )


@pytest.mark.parametrize("progress", [0.0, 1.0])
def test_hands_and_feet_rest_on_the_floor_in_the_bridge(progress):
    view = FarView(0)  # level: the floor is the line 0
    layers = seen("glute_bridge", progress, view=view).layers
    for side in ("left", "right"):
        for part in ("hand", "foot"):
            lowest = -layers[f"{side}_{part}"].outline[:, 1].max()
            assert lowest == pytest.approx(0.0, abs=0.025), part


@pytest.mark.parametrize(
    ("exercise", "part"), [("cat_camel", "hand"), ("bird_dog", "foot"), ("child_pose", "hand")]
)
def test_who_kneels_rests_on_hands_and_feet(exercise, part):
    layers = seen(exercise, 0, view=FarView(0)).layers
    assert -layers[f"right_{part}"].outline[:, 1].max() == pytest.approx(0.0, abs=0.025)


def test_the_near_limbs_hide_the_trunk_and_the_trunk_the_far_ones():
    shown = seen("cat_camel", 0)
    names = order([shown])
    assert names.index("left_leg") < names.index("seat") < names.index("right_leg")
    assert names.index("left_arm") < names.index("trunk") < names.index("right_arm")
    assert far_groups(shown.depths) == {"left_arm", "left_leg"}
    assert shown.depths["left_leg"] > shown.depths["right_leg"] + FAR_M["leg"]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_farther_is_lighter_by_day_and_fainter_by_night(colours):
    def distance(colour):
        return sum(abs(int(colour[i : i + 2], 16) - int(colours["mist"][i : i + 2], 16)) for i in (1, 3, 5))

    for wears in ("trousers", "sleeve", "hand", "foot"):
        assert distance(fill_of(colours, wears, far=True)) < distance(fill_of(colours, wears))


@pytest.mark.parametrize(
    ("exercise", "side", "limbs"),
    [
        ("bird_dog", "left", {"left_leg", "right_arm"}),
        ("bird_dog", "right", {"right_leg", "left_arm"}),
        ("clamshell", "left", {"left_leg"}),
        ("clamshell", "right", {"right_leg"}),
        ("trunk_rotation", "right", {"right_leg"}),
        ("glute_bridge", None, set()),
        ("cat_camel", None, set()),
    ],
)
def test_the_limb_that_moves_alone_has_a_colour_of_its_own(exercise, side, limbs):
    assert moving_limbs(motion_of(performed(exercise, side), Body())) == limbs
    shown = performed(exercise, side)
    _, film = with_course(shown, target_time_s(shown))
    coloured = {sheet.name for sheet in film.sheets if sheet.moving and sheet.wears in ("trousers", "sleeve")}
    assert coloured == limbs
    assert not any(sheet.far for sheet in film.sheets if sheet.moving)


@pytest.mark.parametrize(("exercise", "side"), SIDES)
def test_the_range_of_the_movement_is_drawn_and_in_the_picture(exercise, side):
    shown = performed(exercise, side)
    assert ways(motion_of(shown, Body()), moving_limbs(motion_of(shown, Body())))
    _, film = with_course(shown, target_time_s(shown))
    left, top, width, height = film.box_m
    for line in [way.line for way in film.ways] + [sheet.outlines[0] for sheet in film.sheets]:
        assert (line >= [left, top]).all()
        assert (line <= [left + width, top + height]).all()


def test_a_face_that_looks_away_has_no_eyes():
    shown = seen("cat_camel", 0)  # from the right side: the left half of the face is behind
    sizes = {name: np.ptp(layer.outline, axis=0).max() for name, layer in shown.layers.items()}
    assert sizes["right_eye"] > 0.005
    assert sizes["left_eye"] == 0


def test_an_ellipsoid_is_seen_as_wide_as_it_is():
    wide = np.diag([0.3, 0.1, 0.2])
    seen_one = seen_by(FarView(0), [(np.zeros(3), wide)])
    outline, _ = seen_one.outlines()
    assert np.ptp(outline[0], axis=0) == pytest.approx([0.6, 0.2], rel=0.01)
    assert seen_one.front(np.zeros((1, 2)))[0] == pytest.approx(-0.2)
    assert seen_one.front(np.array([[0.4, 0.0]]))[0] == np.inf


def test_a_camera_sees_the_joints_inside_their_limbs():
    import shapely

    camera = Camera()
    posture = pose_at(Performance.of(load_exercise("glute_bridge")), 1)
    layers = picture(posture, Body(), NearView(camera)).layers
    image = camera.project(camera.seen_from(joints(posture[None], Body())[0]))
    leg = shapely.Polygon(layers["right_leg"].outline)
    assert leg.contains(shapely.Point(image[INDEX["right_knee"]]))
