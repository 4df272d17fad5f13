"""Messages for a page: which JSON is made of them. It is public."""

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from backcoach.coaching.guide import Leg
from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.screen import Checked, Outline, Screen, SetLine
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import load_exercise
from backcoach.texts import Message
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.messages import (
    DrawnLayer,
    ErrorMessage,
    HushMessage,
    Notice,
    OfferedWay,
    PoseMessage,
    Ready,
    ScreenMessage,
    ToPage,
)
from backcoach.web.live.runner import Runner
from tests.stick_person import squats

SCREEN = Screen(
    state="work",
    headline=Message("Hold."),
    name=Message("Glute bridge"),
    hold_s=1.26,
    hold_planned_s=2.55,
    clock_s=3.14159,
    ring=0.123456,
    outline=Outline({"nose": (0.123456, 1.0)}, fits=True),
    checks=(Checked(Message("Light"), True),),
    sets=(SetLine("glute_bridge", Message("Glute bridge"), 2, 1, 0, 5.06, "running"),),
    figure=Leg("glute_bridge", None, 0.12345, 1.0, 2.0, 0.5),
    actions=("pause",),
)
DOC = Path(__file__).parents[2] / "docs" / "reference" / "protocol.md"


def test_of_a_screen_only_what_differs_from_the_one_before_is_told_again():
    encoder = Encoder("de")
    whole = encoder.encode(ScreenMessage(SCREEN, at=0.0, of_seq=None))
    assert encoder.changes(None, SCREEN) == {
        k: v for k, v in whole.items() if k not in ("type", "at", "of_seq")
    }
    assert encoder.changes(SCREEN, replace(SCREEN)) == {}
    after = replace(SCREEN, hold_s=1.27, headline=Message("Rest"), sets=())
    told = encoder.encode(ScreenMessage(after, at=0.0, of_seq=None))
    assert encoder.changes(SCREEN, after) == {name: told[name] for name in ("headline", "hold_s", "sets")}


def test_a_screen_is_translated_and_rounded_and_its_fields_stand_in_the_message():
    told = Encoder("de").encode(ScreenMessage(SCREEN, at=12.34567, of_seq=None))
    assert list(told)[:3] == ["type", "state", "headline"]
    assert list(told)[-2:] == ["at", "of_seq"]
    assert (told["type"], told["at"], told["of_seq"]) == ("screen", 12.346, None)
    assert told["headline"] == "Halten."
    assert (told["hold_s"], told["hold_planned_s"], told["clock_s"], told["ring"]) == (1.3, 2.55, 3.1, 0.123)
    assert told["outline"] == {"points": {"nose": [0.1235, 1.0]}, "fits": True}
    assert told["checks"] == [{"text": Encoder("de").text(Message("Light")), "ok": True}]
    assert told["sets"][0]["hold_s"] == 5.1
    assert told["figure"]["from_s"] == 0.123
    assert (told["side"], told["marked"], told["actions"]) == (None, [], ["pause"])
    json.dumps(told)


def test_what_is_absent_is_left_out_and_what_is_none_is_null():
    encoder = Encoder("en")
    assert encoder.encode(PoseMessage(3, seen=False, dropped=True)) == {
        "type": "pose",
        "seq": 3,
        "seen": False,
        "dropped": True,
    }
    assert encoder.encode(Ready(None, pose=True)) == {"type": "ready", "session": None, "pose": True}
    assert encoder.encode(HushMessage()) == {"type": "hush"}
    assert encoder.encode(Notice("saved", None)) == {"type": "notice", "kind": "saved", "text": None}


def test_a_refusal_offers_pages_and_hellos():
    ways = (OfferedWay(Message("Again"), href="/"), OfferedWay(Message("Once"), hello={"confirmed": True}))
    told = Encoder("en").encode(ErrorMessage(4423, Message("Rest today."), ways))
    assert told == {
        "type": "error",
        "code": 4423,
        "reason": "Rest today.",
        "ways": [{"text": "Again", "href": "/"}, {"text": "Once", "hello": {"confirmed": True}}],
    }


def test_the_drawn_person_is_told_layer_by_layer():
    layer = DrawnLayer("arm", 0.5, ("#fff", None), ("#000", "#111"), [1, 2, 3, 4])
    told = Encoder("en").encode(PoseMessage(1, seen=True, demo=True, figure=[layer]))
    assert told["figure"] == [
        {
            "name": "arm",
            "edge": 0.5,
            "light": ["#fff", None],
            "dark": ["#000", "#111"],
            "outline": [1, 2, 3, 4],
        }
    ]


def test_points_that_are_not_seen_are_null():
    frame = next(iter(squats(1)))
    frame.landmarks[0] = np.nan
    told = []
    plan = PlannedSet(load_exercise("glute_bridge"), 1)
    runner = Runner(Session([plan]), Encoder("en"), told.append, None)
    runner.see(frame, None, 1)
    runner.tell(runner.pose(1, frame))
    pose = told[-1]
    assert pose["points"][:2] == [None, None]
    assert len(pose["points"]) == 99
    assert pose["seen"] is True
    assert "dropped" not in pose
    assert told[0]["type"] == "screen"
    assert runner.pose(1, frame, points=False) == PoseMessage(1, seen=True)


def test_every_message_stands_in_the_documentation():
    text = DOC.read_text(encoding="utf-8")
    for message in get_args(ToPage):
        assert f'"type": "{message.type}"' in text
