"""The live connection, from hello to end: what is shown, what is kept, and what closes it."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.websockets import WebSocket, WebSocketDisconnect

from backcoach.analysis import analyze
from backcoach.pose.recording import load_recording
from backcoach.web.live import incoming, refusal
from backcoach.web.live.frames import pack_picture, pack_pose
from backcoach.web.live.refusal import CLOSINGS
from tests.pictures import jpeg
from tests.web.live_client import ORIGIN

PACKAGE = Path(refusal.__file__).parents[2]

CAT_CAMEL = {"exercise": "cat_camel", "reps": 2, "hold_s": 3}
QUICK = {"exercise": "glute_bridge", "reps": 2, "hold_s": 0}


@pytest.fixture(scope="module")
def recording():
    from backcoach.analysis.demo import SAMPLES

    return load_recording(SAMPLES / "cat_camel.bcr")


def test_poses_of_another_program_are_counted_as_in_the_analysis(connect, recording):
    from backcoach.analysis.demo import SAMPLES

    with connect() as page:
        page.hello("landmarks", practice={**CAT_CAMEL, "reps": 9})
        for seq, frame in enumerate(recording):
            page.send(pack_pose(seq, 100 + frame.time_s, frame))
            assert page.wait_for("pose")["seq"] == seq
            time.sleep(0.01)  # not more than may come in a second
        counts = [told["count"] for told in page.told if told["type"] == "screen"]
    (offline,) = analyze(SAMPLES / "cat_camel.bcr", "cat_camel").sets
    # The analysis counts what is not quite back at the end; live, only what is.
    assert max(counts) in (offline.counted, offline.counted - 1)
    assert max(counts) >= 1


def test_two_programs_do_not_disturb_each_other_nor_the_person(connect, home):
    with connect() as one, connect() as other:
        one.hello("landmarks", practice=CAT_CAMEL)
        other.hello("landmarks", practice=CAT_CAMEL)
        assert one.wait_for("ready")["session"] is None
        assert other.wait_for("ready")["session"] is None
        assert not home.slot.taken


def test_the_demo_is_coached_to_the_end_and_kept(connect, client):
    with connect() as page:
        page.hello("demo", practice=QUICK, speed=16)
        session = page.wait_for("ready")["session"]
        assert page.wait_for("end")["summary_url"] == f"/done/{session}"
        states = [told["state"] for told in page.told if told["type"] == "screen"]
        assert states[-1] == "finished"
        assert any(told["type"] == "pose" and told["demo"] and told["points"] for told in page.told)
        said = [told for told in page.told if told["type"] == "say"]
        assert said
        assert all(told["language"] == "en" for told in said)
    kept = client.get(f"/api/sessions/{session}").json()
    assert (kept["source"], kept["outcome"]) == ("demo", "done")
    (only,) = kept["sets"]
    assert (only["exercise"], only["counted"], only["outcome"]) == ("glute_bridge", 2, "done")
    assert only["planned"]["repetitions"] == 2
    assert only["signal"]
    assert client.get("/api/sessions").json() == {"sessions": []}, "a demonstration is no exercise"
    assert [one["id"] for one in client.get("/api/sessions?demo=1").json()["sessions"]] == [session]


def test_german_is_spoken_when_asked_for(connect):
    with connect() as page:
        page.hello("none", practice=QUICK, language="de")
        assert page.wait_for("say")["language"] == "de"


def kept_soon(home, session, least):
    """Return a session's repetitions in the journal as soon as there are so many: within a second, as promised."""
    for _ in range(100):
        kept = [r for one in home.journal.sessions.get(session).sets for r in one.done.repetitions]
        if len(kept) >= least:
            break
        time.sleep(0.01)
    return kept


def test_what_was_finished_is_kept_when_the_page_goes_and_the_session_goes_on(connect, client, home):
    with connect() as page:
        page.hello("demo", practice={"exercise": "glute_bridge", "reps": 8, "hold_s": 0}, speed=8)
        session = page.wait_for("ready")["session"]
        page.wait_for("screen", count=2)
    counted = sum(repetition.status == "counted" for repetition in kept_soon(home, session, 2))
    assert counted >= 2
    assert home.journal.sessions.get(session).ended_at is None
    with connect() as page:
        page.hello("demo", resume=session, speed=16)
        assert page.wait_for("ready")["session"] == session
        first = page.wait_for("screen")
        assert first["sets"][0]["done"] == counted
        page.wait_for("end")
    kept = client.get(f"/api/sessions/{session}").json()
    assert sum(one["counted"] for one in kept["sets"]) == 8
    assert kept["outcome"] == "done"
    with connect() as page:
        page.hello("demo", resume=session)
        assert page.closed()[0] == 4400


def test_what_was_made_easier_is_so_after_the_connection_broke(connect, home):
    with connect() as page:
        page.hello("demo", practice={"exercise": "cat_camel", "reps": 8, "hold_s": 5}, speed=8)
        session = page.wait_for("ready")["session"]
        page.wait_for("screen", state="work")
        page.say(type="hurt", where="lower_back", pain=2, then="easier")
        page.say(
            type="action", action="pause"
        )  # or the simulated person goes on, until the connection is closed
        page.wait_for("screen", state="introduction")
        shown = page.wait_for("screen", state="paused")
        assert shown["planned"] - shown["count"] == (8 - shown["count"] + 1) // 2
    with connect() as page:
        page.hello("demo", resume=session)
        page.wait_for("ready")
        again = page.wait_for("screen")
    told = ("count", "planned", "hold_planned_s")
    assert [again[name] for name in told] == [shown[name] for name in told]
    assert again["hold_planned_s"] == 2.5


def test_the_first_times_it_is_taught_and_from_the_third_on_it_is_short(connect, home):
    told = []
    for _ in range(3):
        with connect() as page:
            page.hello("none", practice={"exercise": "glute_bridge", "reps": 1})
            page.wait_for("ready")
            page.wait_for("say")
            page.wait_for("say")
            told.append(page.told[-1]["text"])
            while page.hear().get("state") != "work":
                page.say(type="action", action="confirm")
            page.say(type="action", action="confirm")
            while page.hear()["type"] != "end":
                page.say(type="action", action="confirm")
    assert told == [*["Watch first. Then we will do it together."] * 2, "1 time."]


def test_every_closing_has_its_sentence_and_a_way_on_in_the_page():
    """One list of codes on the server; the page knows each of them, and has a way on for any other."""
    script = (PACKAGE / "web/static/js/session/closings.js").read_text()
    table = script[script.index("export const CLOSINGS") :]
    table = table[: table.index("\n};")]
    entries = re.findall(r"^  (\d{4}): \{\n(.*?)^  \},", table, re.MULTILINE | re.DOTALL)
    assert {int(code) for code, _ in entries} == set(CLOSINGS)
    unknown = re.search(r"export const UNKNOWN = \{\n(.*?)^\};", script, re.MULTILINE | re.DOTALL)[1]
    for entry in (*(body for _, body in entries), unknown):
        assert re.search(r'title: \(\) => t\("[^"]{5,}"\)', entry)
        assert re.search(r'text: \(\) => t\("[^"]{20,}"\)', entry)
        assert re.search(r'ways: \["\w+"', entry)
    codes = {code for code in vars(refusal).values() if isinstance(code, int)}
    assert codes == set(CLOSINGS)


def test_a_hold_that_is_counted_is_kept_although_the_page_goes_before_it_is_left(connect, home):
    with connect() as page:
        page.hello("demo", practice={"exercise": "child_pose", "reps": 3, "hold_s": 5}, speed=4)
        session = page.wait_for("ready")["session"]
        page.wait_for("screen", count=1)
    (kept,) = kept_soon(home, session, 1)
    assert kept.status == "counted"
    assert kept.hold_s > 4


def test_a_session_of_somebody_else_is_not_gone_on_with(connect, client):
    with connect() as page:
        page.hello("none", practice=QUICK)
        session = page.wait_for("ready")["session"]
    other = client.post("/api/profiles", json={"name": "Ben"}).json()["id"]
    with connect({"origin": ORIGIN, "cookie": f"profile={other}"}) as page:
        page.hello("none", resume=session)
        assert page.closed()[0] == 4400
    assert client.get(f"/api/sessions/{session}").status_code == 404


def test_frames_are_answered_one_by_one(connect, home):
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL, debug=True)
        assert page.wait_for("ready")["pose"] is True
        for seq in range(5):
            page.send(pack_picture(seq, seq / 15, jpeg()))
            answer = page.wait_for("pose")
            assert (answer["seq"], answer["seen"]) == (seq, False)
            assert answer["ms"]["pose"] == 2.0
    assert home.pose.looked == 5


def test_the_session_goes_on_while_the_pose_model_is_started_again(connect, home):
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL)
        page.wait_for("ready")
        home.pose.die = True
        page.send(pack_picture(1, 0.0, jpeg()))
        assert page.wait_for("pose")["dropped"]
        sources = [told["source"] for told in page.told if told["type"] == "screen"]
        assert "none" in sources
        page.send(pack_picture(2, 0.1, jpeg()))
        assert "dropped" not in page.wait_for("pose", seq=2)


def test_without_a_pose_model_it_is_coached_without_a_camera(connect, home):
    home.pose.state = "failed"
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL)
        assert page.wait_for("ready")["pose"] is False
        assert page.wait_for("screen", source="none")


def test_a_broken_camera_is_told_and_hurting_is_kept(connect, client):
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL)
        session = page.wait_for("ready")["session"]
        page.say(type="camera", working=False, reason="unplugged")
        page.wait_for("screen", source="none")
        page.say(type="action", action="hurt")
        page.wait_for("screen", state="hurt")
        page.say(type="hurt", where="lower_back", pain=7, then="stop")
        page.wait_for("end")
    (report,) = [p for p in client.get(f"/api/sessions/{session}").json()["pain"] if p["when"] == "during"]
    assert (report["value"], report["where"], report["then"]) == (7, "lower_back", "stop")


def test_the_second_tab_is_told_and_may_take_over(connect, home):
    with connect() as first:
        first.hello("none", practice=QUICK)
        first.wait_for("ready")
        with connect() as second:
            second.hello("none", practice=QUICK)
            code, reason = second.closed()
            assert (code, "another tab" in reason) == (4409, True)
        with connect() as third:
            third.say(type="takeover")
            third.hello("none", practice=QUICK)
            assert third.wait_for("ready")
            assert first.closed()[0] == 4409
            assert home.slot.taken
    with connect() as fourth:
        fourth.hello("none", practice=QUICK)
        assert fourth.wait_for("ready")


def test_a_routine_waits_for_the_questions_about_warning_signs(connect, client):
    with connect() as page:
        page.hello("none")
        assert page.closed()[0] == 4423
    client.post("/api/screening", json={"yes": [], "adult": True})
    with connect() as page:
        page.hello("none", pain=2)
        session = page.wait_for("ready")["session"]
    kept = client.get(f"/api/sessions/{session}").json()
    assert [(p["when"], p["value"]) for p in kept["pain"]] == [("before", 2)]
    assert len(kept["routine"]["sets"]) == 7


def test_an_emergency_sign_stops_single_exercises_too(connect, client):
    answer = client.post("/api/screening", json={"yes": ["saddle_numbness"], "adult": True}).json()
    assert answer["outcome"] == "emergency"
    assert "emergency help" in answer["advice"]
    with connect() as page:
        page.hello("none", practice=QUICK)
        assert page.closed()[0] == 4423


def test_more_than_the_ceiling_is_never_asked(connect):
    with connect() as page:
        page.hello("none", practice={"exercise": "forearm_plank", "reps": 500, "hold_s": 599})
        line = page.wait_for("screen")["sets"][0]
        assert line["planned"] <= 10
        assert line["hold_s"] <= 60


WRONG = {
    "no hello": ([json.dumps({"type": "action", "action": "pause"})], 4400),
    "a picture first": ([pack_picture(1, 0.0, jpeg())], 4400),
    "no JSON": (["hello?"], 4400),
    "an unknown exercise": ([json.dumps({"type": "hello", "protocol": 1, "practice": {"exercise": "flying"}})], 4400),
    "an unknown session": ([json.dumps({"type": "hello", "protocol": 1, "source": "none", "resume": "nothing"})], 4400),
    "a huge picture": (["hello", pack_picture(1, 0.0, jpeg() + bytes(500_000))], 4413),
    "no picture": (["hello", pack_picture(1, 0.0, b"GIF89a")], 4400),
    "a cut-off picture": (["hello", pack_picture(1, 0.0, jpeg()[:-9])], 4400),
    "an empty frame": (["hello", b""], 4400),
    "the same number again": (["hello", pack_picture(5, 0.0, jpeg()), pack_picture(5, 0.1, jpeg())], 4400),
    "back in time": (["hello", pack_picture(5, 1.0, jpeg()), pack_picture(6, 0.9, jpeg())], 4400),
    "many words": (["hello", json.dumps({"type": "hurt", "then": "skip", "where": "x" * 20_000})], 4413),
    "hello again is ignored, nonsense is not": (["hello", '{"type":"hello","protocol":1}', "{}"], 4400),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_wrong_messages_close_their_connection_and_no_other(connect, what, caplog):
    said, code = WRONG[what]
    with connect() as bystander:
        bystander.hello("landmarks", practice=CAT_CAMEL)
        bystander.wait_for("ready")
        with connect() as page:
            for one in said:
                if one == "hello":
                    page.hello("camera", practice=CAT_CAMEL)
                    page.wait_for("ready")
                else:
                    page.send(one) if isinstance(one, bytes) else page.send_text(one)
            assert page.closed()[0] == code
            assert page.told[-1]["type"] == "error"
            assert page.told[-1]["reason"]
        bystander.send(pack_pose(1, 0.0, load_frame()))
        assert bystander.wait_for("pose")["seq"] == 1
    assert "Traceback" not in caplog.text


def load_frame():
    from backcoach.pose.frame import PoseFrame

    return PoseFrame.empty(0.0)


def test_an_undecodable_picture_closes_the_connection(connect, home):
    home.pose.decodes = False
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL)
        page.wait_for("ready")
        page.send(pack_picture(1, 0.0, jpeg()))
        assert page.closed()[0] == 4400


def test_too_many_messages_close_the_connection(connect):
    with connect() as page:
        page.hello("none", practice=QUICK)
        for _ in range(200):
            page.say(type="action", action="confirm")
        assert page.closed()[0] == 4429


def test_too_many_frames_close_the_connection(connect, monkeypatch):
    monkeypatch.setattr(incoming, "FRAMES_PER_S", 10)
    with connect() as page:
        page.hello("landmarks", practice=QUICK)
        for seq in range(40):
            page.send(pack_pose(seq, seq / 30, load_frame()))
        assert page.closed()[0] == 4429


KINDS = ["hello", "action", "hurt", "camera", "speed", "latency", "takeover", "nothing"]
VALUES = st.none() | st.booleans() | st.integers(-5, 300) | st.floats() | st.sampled_from(
    ["pause", "resume", "skip", "back", "stop", "hurt", "confirm", "go_on", "easier", "x" * 300, "\x00", "🦴"]
)  # fmt: skip
TEXTS = st.builds(
    lambda kind, values: json.dumps({"type": kind, **values}),
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(["action", "then", "pain", "where", "working", "factor", "ms"]), VALUES, max_size=4
    ),
)
FRAMES = st.binary(max_size=80) | st.builds(
    lambda seq, time_s, end: pack_picture(seq, time_s, jpeg()[:end]),
    st.integers(0, 2**32 - 1), st.floats(width=32), st.integers(0, 6000),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS | FRAMES | st.text(max_size=40), max_size=8))
def test_whatever_is_said_nothing_breaks_and_nothing_is_lost(connect, client, caplog, said):
    before = client.get("/api/sessions?limit=200").json()["sessions"]
    with connect() as page:
        page.hello("camera", practice=CAT_CAMEL)
        page.wait_for("ready")
        for one in said:
            page.send(one) if isinstance(one, bytes) else page.send_text(one)
        page.say(type="action", action="stop")
        page.say(type="nonsense")
        code, _ = page.closed()
        assert code in (1000, 4400, 4413, 4429)
    after = client.get("/api/sessions?limit=200").json()["sessions"]
    assert [one for one in after if one["id"] in {old["id"] for old in before}] == before
    assert client.get("/api/alive").status_code == 200
    assert "Traceback" not in caplog.text
    assert client.get("/api/live").json()["running"] is False


def test_a_program_that_leaves_while_it_is_answered_is_no_mistake(connect, monkeypatch, caplog):
    async def gone(socket, text):
        raise WebSocketDisconnect(1006)  # what Starlette says when nothing can be sent any more

    with connect() as page:
        page.hello("landmarks", practice=CAT_CAMEL)
        page.wait_for("ready")
        monkeypatch.setattr(WebSocket, "send_text", gone)
        page.send(pack_pose(1, 0.0, load_frame()))
        time.sleep(0.3)
        monkeypatch.undo()
    assert "Traceback" not in caplog.text
