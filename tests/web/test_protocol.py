"""What a page may say, and what is refused: frames, texts, sizes."""

import json
import math
import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backcoach.pose.frame import PoseFrame
from backcoach.web.live.clock import FrameClock, RateLimit
from backcoach.web.live.frames import (
    MAX_PICTURE_BYTES,
    CameraPicture,
    SentPose,
    pack_picture,
    pack_pose,
    parse_frame,
)
from backcoach.web.live.jpeg import size_px
from backcoach.web.live.protocol import MAX_TEXT_BYTES, Hello, HurtMessage, Pressed, parse
from backcoach.web.live.refusal import BAD_MESSAGE, TOO_LARGE, RefusalError
from tests.pictures import claiming, jpeg
from tests.stick_person import squats


def outcome(call, *arguments):
    """What a call returns, and the code with which it refuses."""
    try:
        return call(*arguments), None
    except RefusalError as refused:
        return None, refused.code


def code_of(call, *arguments):
    with pytest.raises(RefusalError) as refused:
        call(*arguments)
    assert str(refused.value.reason)
    return refused.value.code


@pytest.mark.parametrize("size", [(64, 48), (48, 64), (1280, 720), (720, 1280), (640, 480)])
def test_the_size_of_a_picture_is_read_from_its_head(size):
    assert size_px(jpeg(*size)) == size


def test_a_picture_arrives_as_it_was_sent():
    frame = parse_frame(pack_picture(7, 1.25, jpeg()))
    assert frame == CameraPicture(7, 1.25, jpeg())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"\x89PNG\r\n" + bytes(100),
        jpeg()[:200],
        jpeg()[:-2],
        jpeg()[2:],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + b"\xff\xe0\xff\xff" + b"\xff\xd9",
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 500 + b"\xff\xd9",
        jpeg(progressive=True),
        claiming(0, 48),
        claiming(8, 8),
    ],
)
def test_what_is_no_camera_picture_is_refused(content):
    assert code_of(parse_frame, pack_picture(1, 0.0, content)) == BAD_MESSAGE


@pytest.mark.parametrize("size", [(1281, 100), (65535, 65535), (1280, 1280), (100, 2000)])
def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded(size):
    assert code_of(parse_frame, pack_picture(1, 0.0, claiming(*size))) == TOO_LARGE


def test_a_picture_of_too_many_bytes_is_refused():
    assert code_of(parse_frame, pack_picture(1, 0.0, jpeg() + bytes(MAX_PICTURE_BYTES))) == TOO_LARGE


@pytest.mark.parametrize("time_s", [math.nan, math.inf, -math.inf, 1e300])
def test_a_frame_without_a_time_is_refused(time_s):
    assert code_of(parse_frame, pack_picture(1, time_s, jpeg())) == BAD_MESSAGE


def test_a_pose_arrives_as_it_was_sent():
    sent = list(squats(1))[50]
    frame = parse_frame(pack_pose(3, 4.5, sent))
    assert isinstance(frame, SentPose)
    got = frame.at(9.0)
    assert (frame.seq, frame.time_s, got.time_s, got.people) == (3, 4.5, 9.0, 1)
    for name in ("landmarks", "world", "visibility", "back_line"):
        np.testing.assert_allclose(getattr(got, name), getattr(sent, name), atol=1e-6)


def test_a_pose_without_any_length_is_refused():
    sent = list(squats(1))[50]
    for spoilt in ({"world": np.zeros((33, 3))}, {"landmarks": np.full((33, 3), 0.5)}):
        assert code_of(parse_frame, pack_pose(1, 0.0, replace(sent, **spoilt))) == BAD_MESSAGE
    no_metres = replace(sent, world=np.full((33, 3), math.nan))
    assert isinstance(parse_frame(pack_pose(1, 0.0, no_metres)), SentPose)


def test_nobody_arrives_as_nobody():
    frame = parse_frame(pack_pose(0, 0.0, PoseFrame.empty(0.0, 0.5625)))
    assert not frame.at(0.0).seen
    assert frame.frame.aspect == pytest.approx(0.5625)


@pytest.mark.parametrize("at", range(0, 258, 37))
@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e9])
def test_a_pose_with_impossible_numbers_is_refused(at, value):
    content = bytearray(pack_pose(0, 0.0, next(iter(squats(1)))))
    content[16 + 4 * at : 20 + 4 * at] = struct.pack("<f", value)
    assert code_of(parse_frame, bytes(content)) == BAD_MESSAGE


@given(st.binary(max_size=3000))
@example(b"BCF1")
@example(b"BCL1" + bytes(12))
def test_any_bytes_are_a_frame_or_refused(content):
    for start in (b"", b"BCF1" + bytes(12), b"BCL1" + bytes(12), b"BCF1" + bytes(12) + b"\xff\xd8"):
        frame, code = outcome(parse_frame, start + content)
        assert frame or code in (BAD_MESSAGE, TOO_LARGE)


@given(st.integers(0, len(jpeg()) - 1), st.integers(0, 255))
def test_a_picture_with_any_wrong_byte_has_a_size_or_is_refused(at, value):
    content = bytearray(jpeg())
    content[at] = value
    frame, code = outcome(parse_frame, pack_picture(1, 0.0, bytes(content)))
    assert frame or code in (BAD_MESSAGE, TOO_LARGE)


def test_words_arrive():
    hello = parse(
        '{"type":"hello","protocol":1,"source":"none","practice":{"exercise":"cat_camel","reps":2},"future":1}'
    )
    assert isinstance(hello, Hello)
    assert (hello.source, hello.practice.exercise, hello.practice.reps) == ("none", "cat_camel", 2)
    assert parse('{"type":"action","action":"pause"}') == Pressed(type="action", action="pause")
    assert parse('{"type":"hurt","where":null,"pain":3,"then":"skip"}').pain == 3


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "1", "NaN", '"hello"', "{", '{"type":"hello"}', '{"type":"hello","protocol":2}',
        '{"type":"hello","protocol":1,"source":"spy"}', '{"type":"hello","protocol":1,"speed":1e400}',
        '{"type":"hello","protocol":1,"speed":NaN}', '{"type":"hello","protocol":1,"practice":{"exercise":"../x"}}',
        '{"type":"hello","protocol":1,"practice":{"exercise":"cat_camel","reps":0}}',
        '{"type":"action","action":"fly"}',
        '{"type":"hurt","then":"skip","pain":11}', '{"type":"hurt","then":"skip","pain":"3"}', '{"type":"speed"}',
        '{"type":"latency","ms":[-1]}', '{"type":"camera"}', "[" * 5000, '{"type":' * 2000,
    ],
)  # fmt: skip
def test_words_that_make_no_sense_are_refused(text):
    assert code_of(parse, text) == BAD_MESSAGE


def test_too_many_words_are_refused():
    assert (
        code_of(parse, json.dumps({"type": "hurt", "then": "skip", "where": "x" * MAX_TEXT_BYTES}))
        == TOO_LARGE
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = ("hello", "action", "hurt", "camera", "speed", "latency", "takeover")


@given(
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(["action", "then", "pain", "ms", "protocol", "practice", "factor"]), JSON
    ),
)
def test_any_json_is_a_message_or_refused(kind, values):
    told, code = outcome(parse, json.dumps({"type": kind, **values}))
    assert code == BAD_MESSAGE if told is None else told.type == kind


@given(st.text(max_size=200))
def test_any_text_is_a_message_or_refused(text):
    with pytest.raises(RefusalError):
        parse(text)


def test_hurting_keeps_the_persons_own_words():
    assert parse('{"type":"hurt","where":"left big toe","then":"go_on"}') == HurtMessage(
        type="hurt", where="left big toe", then="go_on"
    )


def test_frames_keep_the_senders_spacing_whatever_delays_they_met():
    clock, rng = FrameClock(), np.random.default_rng(3)
    captured = np.arange(200) / 15
    delays = 0.02 + rng.exponential(0.05, 200).clip(max=0.5)
    delays[0] = 0.02
    times = [clock.session_s(1000 + t, t + 5.0 + d) for t, d in zip(captured, delays, strict=True)]
    np.testing.assert_allclose(np.diff(times), 1 / 15, atol=0.003)
    assert abs(times[-1] - (captured[-1] + 5.02)) < 0.003


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=40))
def test_frame_times_always_increase_and_lie_within_the_last_second(steps):
    clock, sender, now, last = FrameClock(), 0.0, 0.0, -1.0
    for sender_step, now_step in steps:
        sender, now = sender + sender_step, now + now_step
        time_s = clock.session_s(sender, now)
        assert time_s > last
        assert now - 0.9 - 1e-9 <= time_s <= now + 0.01
        last = time_s


def test_a_sender_whose_clock_begins_anew_is_followed_at_once():
    clock = FrameClock()
    before_s = [clock.session_s(5000.0 + i / 10, 10.0 + i / 10) for i in range(10)]
    clock.restart()
    after_s = [clock.session_s(1.0 + i / 10, 11.1 + i / 10) for i in range(10)]
    assert after_s[0] == pytest.approx(11.1)
    assert [*before_s, *after_s] == sorted(before_s + after_s)


def test_a_meter_allows_the_rate_and_a_burst():
    meter = RateLimit(10, 5)
    assert [meter.allows(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert meter.allows(0.11)
    assert not meter.allows(0.12)
