"""A phone as the camera: who is let in, what is offered to it, what it may say, and a session that sees through it."""

import json
import re
from contextlib import contextmanager
from datetime import datetime, timezone

import pytest
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backcoach.pose.frame import PoseFrame
from backcoach.texts.catalogue import translator
from backcoach.web.app import create_app
from backcoach.web.live.frames import pack_picture, pack_pose
from backcoach.web.phone.camera import PhoneCamera
from backcoach.web.phone.capture import COOKIE, FILES, FILES_OF_PAGE, PAGE, SOCKET, Visit, create_capture
from backcoach.web.phone.saying import SHOWN, shown
from backcoach.web.phone.ticket import MAX_WRONG, Ticket
from backcoach.web.security import Allowed
from backcoach.web.static_files import FOLDER
from tests.pictures import claiming, jpeg
from tests.web.live_client import HOST, ORIGIN

AT = "127.0.0.2:8766"
HERE = f"https://{AT}"
NOW = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)


# ---- the second listener: what it offers


@pytest.fixture
def visit():
    return Visit(AT, Ticket(0.0), PhoneCamera(), translator("en"), "system", lambda: 1.0)


@pytest.fixture
def phone(visit):
    """A browser at the second listener, before the code was scanned."""
    return TestClient(create_capture(visit), base_url=HERE, follow_redirects=False)


@pytest.fixture
def paired(phone, visit):
    """The same, afterwards."""
    assert phone.get(f"{PAGE}?code={visit.ticket.token}").status_code == 200
    return phone


def every_route(home):
    """Method and path of all that the coach offers."""
    for route in create_app(home, Allowed.at(8765)).routes:
        path = re.sub(r"{\w+(:\w+)?}", "cat_camel", route.path)
        if isinstance(route, WebSocketRoute):
            yield "WS", path
        else:
            yield from ((method, path) for method in getattr(route, "methods", None) or {"GET"})
    yield "GET", "/static/css/base.css"
    yield "GET", "/static/js/pages/data.js"


def opens(browser, path, headers):
    try:
        with browser.websocket_connect(path, headers=headers):
            return True
    except (WebSocketDisconnect, RuntimeError):
        return False


def test_every_route_of_the_coach_is_refused_even_to_the_paired_phone(home, paired, visit):
    asked = sorted(set(every_route(home)))
    assert len(asked) > 40
    assert ("WS", "/live") in asked
    for method, path in asked:
        if method == "WS":
            assert not opens(paired, f"wss://{AT}{path}", {"origin": HERE, "host": AT}), path
            continue
        answer = paired.request(method, path, headers={"origin": HERE})
        assert answer.status_code in (403, 404), (method, path)
        assert len(answer.content) < 400
    assert visit.ticket.wrong == 0


def test_everything_is_refused_to_who_has_no_code(home, phone):
    for path in [PAGE, *(FILES + name for name in FILES_OF_PAGE), *(path for _, path in every_route(home))]:
        assert phone.get(path).status_code == 403, path
    assert not opens(phone, f"wss://{AT}{SOCKET}", {"origin": HERE})


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_every_other_method_is_refused(paired, method):
    assert paired.request(method, PAGE).status_code == 403


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8766", "localhost:8766", "127.0.0.2", "evil.example", HOST, "127.0.0.2:8766.evil"]
)
def test_every_other_host_is_refused(paired, visit, host):
    assert paired.get(PAGE, headers={"host": host}).status_code == 403
    cookie = {"cookie": f"{COOKIE}{visit.ticket.name}={visit.ticket.cookie}"}
    assert not opens(paired, f"wss://{AT}{SOCKET}", {"origin": HERE, "host": host, **cookie})


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.2:8766", "https://evil.example", "null", "", ORIGIN, "https://127.0.0.2", None]
)
def test_every_other_origin_is_refused(paired, visit, origin):
    headers = {} if origin is None else {"origin": origin}
    if origin is not None:
        assert paired.get(PAGE, headers=headers).status_code == 403
    assert not opens(paired, f"wss://{AT}{SOCKET}", headers)


def test_a_page_of_another_site_may_only_be_followed(paired):
    assert (
        paired.get(PAGE, headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code
        == 403
    )
    assert (
        paired.get(PAGE, headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}).status_code
        == 200
    )


@pytest.mark.parametrize("code", ["", "wrong", "x" * 5000, "%00", "é"])
def test_every_other_token_is_refused_and_five_close_it(phone, visit, code):
    for _ in range(MAX_WRONG):
        assert phone.get(PAGE, params={"code": code}).status_code == 403
    answer = phone.get(f"{PAGE}?code={visit.ticket.token}")
    assert answer.status_code == 403
    assert "Too many wrong codes" in answer.text


def test_a_second_phone_is_told_so_and_the_first_goes_on(paired, visit):
    second = TestClient(create_capture(visit), base_url=HERE)
    answer = second.get(f"{PAGE}?code={visit.ticket.token}")
    assert answer.status_code == 403
    assert "one phone at a time" in answer.text
    assert not opens(second, f"wss://{AT}{SOCKET}", {"origin": HERE})
    assert paired.get(PAGE).status_code == 200
    assert paired.get(f"{PAGE}?code={visit.ticket.token}").status_code == 200, (
        "the phone itself may load it again"
    )


def test_a_cookie_of_an_earlier_pairing_is_no_wrong_try(phone, visit):
    phone.cookies.set(f"{COOKIE}earlier", "old")
    for _ in range(2 * MAX_WRONG):
        assert phone.get(PAGE).status_code == 403
    assert visit.ticket.wrong == 0


def test_the_cookie_and_every_answer_are_guarded(phone, visit):
    answer = phone.get(f"{PAGE}?code={visit.ticket.token}")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(
        answer.headers["set-cookie"].split("; ")
    )
    for headers in (answer.headers, phone.get("/nothing").headers):
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_the_page_gets_exactly_the_files_that_it_is_made_of(paired):
    wanted = set(re.findall(rf'{FILES}([\w/.]+)"', paired.get(PAGE).text))
    left = list(wanted)
    while left:
        name = left.pop()
        if not name.endswith(".js"):
            continue
        for found in re.findall(r'from "(\.[^"]+)"', (FOLDER / name).read_text()):
            path = (FOLDER / name).parent.joinpath(found).resolve().relative_to(FOLDER).as_posix()
            left += [path] if path not in wanted else []
            wanted.add(path)
    assert wanted == set(FILES_OF_PAGE)
    for name in wanted:
        assert paired.get(FILES + name).status_code == 200
    assert paired.get(f"{FILES}js/session/../pages/data.js").status_code in (403, 404)
    assert paired.get(f"{FILES}%2e%2e/templates/base.html").status_code in (403, 404)


# ---- what it may say


@contextmanager
def line(browser):
    """The phone's connection."""
    with browser.websocket_connect(f"wss://{AT}{SOCKET}", headers={"origin": HERE, "host": AT}) as opened:
        yield opened


def test_a_picture_that_nobody_looks_at_is_answered_and_not_kept(paired, visit):
    with line(paired) as phone:
        assert phone.receive_json() == {"type": "waiting"}
        phone.send_bytes(pack_picture(1, 1.0, jpeg()))
        assert phone.receive_json() == {"type": "seen", "seq": 1, "seen": False}
        assert visit.phone.is_there
    assert not visit.phone.is_there


LIES = [
    b"",
    b"BCF1",
    pack_picture(1, 1.0, b"no jpeg at all"),
    pack_picture(1, 1.0, claiming(9000, 9000)),
    pack_picture(1, 1.0, jpeg(progressive=True)),
    pack_picture(1, float("nan"), jpeg()),
    pack_pose(1, 1.0, PoseFrame.empty(1.0)),
    b"BCF1" + bytes(600_000),
    "no json", "[]", '{"type": "hello", "protocol": 1}', '{"type": "action", "action": "stop"}', '{"type": "takeover"}',
    '{"type": "press", "what": "start"}', '{"type": "press", "what": "pause", "more": 1}', "x" * 5000,
    '{"type": "latency", "ms": [1]}', "[" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_phone_that_lies_is_refused_with_a_sentence(paired, visit, lie):
    with line(paired) as phone:
        phone.receive_json()
        phone.send_text(lie) if isinstance(lie, str) else phone.send_bytes(lie)
        told = phone.receive_json()
        assert told["type"] == "error"
        assert len(told["reason"]) > 10
        with pytest.raises(WebSocketDisconnect):
            phone.receive_json()
    assert visit.phone.trouble is not None
    with line(paired) as again:
        assert again.receive_json() == {"type": "waiting"}


def test_a_phone_that_is_too_fast_is_refused(paired):
    with line(paired) as phone:
        for seq in range(1, 200):
            phone.send_bytes(pack_picture(seq, float(seq), jpeg()))
        while (told := phone.receive_json())["type"] != "error":
            pass
        assert told["code"] == 4429


def test_the_phone_is_told_nothing_but_numbers_and_words():
    screen = dict.fromkeys(SHOWN, 1) | {
        "type": "screen",
        "sets": [1],
        "next": "x",
        "figure": {},
        "actions": [],
    }
    assert set(shown(screen)) == set(SHOWN)
    assert shown({"type": "ready", "session": "secret", "pose": True}) is None
    assert shown({"type": "end", "summary_url": "/done/secret"}) == {"type": "end"}
    assert shown({"type": "notice", "kind": "not_saved", "text": "x"}) is None
    assert shown({"type": "pose", "seq": 4, "seen": True, "points": [1.0]}) == {
        "type": "seen",
        "seq": 4,
        "seen": True,
    }


# ---- a session that sees through it


@pytest.fixture
def both(home, visit):
    """The coach and the second listener in one loop, with a phone that was let in."""
    home.phones.phone, home.phones._ticket = visit.phone, visit.ticket
    coach, capture = create_app(home, Allowed.at(8765)), create_capture(visit)

    async def app(scope, receive, send):
        await (capture if scope.get("path", "").startswith(PAGE) else coach)(scope, receive, send)

    with TestClient(app, base_url=HERE) as browser:
        browser.get(f"{PAGE}?code={visit.ticket.token}")
        yield browser
        home.phones.phone = home.phones._ticket = None


@contextmanager
def session(browser):
    with browser.websocket_connect(f"ws://{HOST}/live", headers={"origin": ORIGIN, "host": HOST}) as page:
        hello = {"type": "hello", "protocol": 1, "source": "camera", "eye": "phone"}
        page.send_text(json.dumps({**hello, "practice": {"exercise": "bird_dog"}}))
        yield page


def heard(from_, wanted):
    while True:
        told = from_.receive()
        if told.get("text") and wanted(json.loads(told["text"])):
            return json.loads(told["text"])


def of_type(kind, /, **values):
    return lambda told: (
        told["type"] == kind and all(told.get(name) == value for name, value in values.items())
    )


def test_a_session_sees_through_the_phone_which_shows_it_and_may_pause_it(both, home):
    with line(both) as phone, session(both) as page:
        heard(page, of_type("ready"))
        phone.send_bytes(pack_picture(1, 1.0, jpeg()))
        assert heard(phone, of_type("seen"))["seq"] == 1
        assert heard(page, of_type("pose"))["seq"] == 1
        assert set(heard(phone, of_type("screen"))) <= set(SHOWN)
        phone.send_text('{"type": "press", "what": "pause"}')
        heard(page, of_type("screen", state="paused"))
        heard(phone, of_type("screen", state="paused"))
        phone.send_text('{"type": "press", "what": "hurt"}')
        heard(page, of_type("screen", state="hurt"))
        phone.send_text('{"type": "press", "what": "go_on"}')
        heard(page, lambda told: told["type"] == "screen" and told["state"] != "hurt")
    assert home.pose.looked >= 1


def test_a_phone_that_goes_is_a_camera_that_is_unplugged_and_comes_back(both):
    with session(both) as page:
        assert "not there any more" in heard(page, of_type("notice"))["text"]
        with line(both) as phone:
            phone.send_bytes(pack_picture(1, 1.0, jpeg()))
            assert heard(page, lambda told: of_type("notice")(told) and told["text"] is None)
            phone.send_text('{"type": "camera", "working": false, "reason": "hidden"}')
            heard(page, of_type("screen", source="none"))
            assert "locked" in heard(page, of_type("notice", kind="camera"))["text"]
            phone.send_bytes(pack_picture(2, 2.0, jpeg()))
            assert heard(page, of_type("notice", kind="camera"))["text"] is None
        assert "not there any more" in heard(page, of_type("notice", kind="camera"))["text"]
        with line(both) as phone:
            phone.send_bytes(pack_picture(1, 3.0, jpeg()))
            assert heard(page, of_type("notice", kind="camera"))["text"] is None
            assert heard(phone, of_type("screen"))["state"]


def test_a_picture_that_cannot_be_decoded_ends_the_phones_connection_not_the_session(both, home):
    with session(both) as page, line(both) as phone:
        heard(page, of_type("ready"))
        home.pose.decodes = False
        phone.send_bytes(pack_picture(1, 1.0, jpeg()))
        assert "no picture" in heard(phone, of_type("error"))["reason"]
        assert "no picture" in heard(page, of_type("notice", kind="camera"))["text"]
        page.send_text('{"type": "action", "action": "pause"}')
        heard(page, of_type("screen", state="paused"))


def test_the_end_of_the_session_is_told_to_the_phone(both, visit):
    with line(both) as phone:
        with session(both) as page:
            heard(page, of_type("screen"))
            page.send_text('{"type": "action", "action": "stop"}')
            heard(page, of_type("end"))
        heard(phone, of_type("end"))
    assert visit.phone.is_over


def test_the_page_says_that_it_sees_through_the_phone(both, home):
    assert home.eye == "phone"
    page = both.get(f"http://{HOST}/session", headers={"host": HOST}).text
    assert "The coach sees through your phone" in page
