"""Another user of the same computer gets nothing: who comes in has the secret of this start, or what is made of it."""

import json
import os
import stat

import pytest
from starlette.testclient import TestClient

from backcoach.computer import running
from backcoach.computer.running import Running
from backcoach.computer.secret import new_key, new_secret
from backcoach.web import door as doors
from backcoach.web.app import create_app
from backcoach.web.door import OPEN_TO_ALL
from backcoach.web.security import NO_KEY, Allowed
from tests.web.live_client import HOST, ORIGIN, Page
from tests.web.test_security import readable

SECRET = new_secret()


@pytest.fixture
def locked(home):
    """A server that asks for the secret."""
    app = create_app(home, Allowed.at(8765, secret=SECRET))
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def browser(locked):
    """A browser that was let in by the address that the server opened."""
    answer = locked.get(f"/?key={new_key(SECRET)}")
    assert answer.status_code == 303
    return locked


def test_a_stranger_gets_nothing_wherever_they_ask(locked, home):
    asked = [path for path in readable(locked.app) if not path.startswith(OPEN_TO_ALL)]
    assert len(asked) > 20
    assert {locked.get(path).status_code for path in asked} == {401}
    for method in ("POST", "DELETE", "PUT"):
        assert locked.request(method, "/api/pain", json={"value": 3}).status_code == 401
    assert not home.journal.pain.reports(home.profile.id)


def test_a_stranger_is_told_how_the_owner_gets_in_and_nothing_of_the_owner(locked, home):
    home.journal.people.add("Anna Lind", created_at=home.now())
    page = locked.get("/history", headers={"accept-language": "de"})
    assert "noch einmal" in page.text
    assert "Anna" not in page.text
    assert "Start Backcoach once more" in locked.get("/api/sessions").json()["error"]


def test_the_address_that_is_opened_lets_one_browser_in_once(locked):
    address = f"/history?page=2&key={new_key(SECRET)}"
    first = locked.get(address)
    assert (first.status_code, first.headers["location"]) == (303, f"{ORIGIN}/history?page=2")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("backcoach-8765=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert locked.get("/api/sessions").status_code == 200
    assert locked.get(address).status_code == 303  # opened again by whoever is in already
    locked.cookies.clear()
    again = locked.get(address)
    assert again.status_code == 401
    assert "was used before" in again.text


@pytest.mark.parametrize(
    "key",
    [
        "",
        ".",
        "x",
        "x.y",
        pytest.param(new_key(new_secret()), id="another-secret"),
        pytest.param(new_key(SECRET)[:-1], id="cut"),
        pytest.param(f"a{new_key(SECRET)}", id="longer"),
        "é.é",
        "a" * 999,
    ],
)
def test_a_key_that_was_not_made_here_opens_nothing(locked, key):
    assert locked.get("/", params={"key": key}).status_code == 401


def test_a_key_leads_to_no_other_site(locked):
    answer = locked.get(f"{ORIGIN}//evil.example/x?key={new_key(SECRET)}")
    assert answer.headers["location"] == f"{ORIGIN}//evil.example/x"


@pytest.mark.parametrize(
    "cookie", ["", "backcoach-8765=", "backcoach-8765=x", "backcoach-8765=é", "=", "a=b; backcoach-1=x"]
)
def test_a_made_up_cookie_opens_nothing(locked, cookie):
    assert locked.get("/", headers={"cookie": cookie.encode()}).status_code == 401


def test_the_cookie_of_another_start_or_another_port_opens_nothing(browser, home):
    kept = browser.cookies["backcoach-8765"]
    for port, secret in ((8765, new_secret()), (8766, SECRET)):
        address = f"http://127.0.0.1:{port}"
        with TestClient(create_app(home, Allowed.at(port, secret=secret)), base_url=address) as other:
            assert other.get("/history", headers={"cookie": f"backcoach-8765={kept}"}).status_code == 401


def test_a_program_that_can_read_the_file_comes_in(locked):
    assert locked.get("/api/sessions", headers={"authorization": f"Bearer {SECRET}"}).status_code == 200
    for wrong in ("Bearer x", "Bearer", f"Basic {SECRET}", f"Bearer {new_key(SECRET)}"):
        assert locked.get("/api/sessions", headers={"authorization": wrong}).status_code == 401


def test_a_socket_needs_the_cookie_or_the_secret(browser):
    url, kept = f"ws://{HOST}/live", dict(browser.cookies)
    with browser.websocket_connect(url, headers={"origin": ORIGIN}) as socket:
        Page(socket).hello().wait_for("ready")
    browser.cookies.clear()
    with browser.websocket_connect(url, headers={"origin": ORIGIN}) as socket:
        assert Page(socket).closed()[0] == NO_KEY
    with browser.websocket_connect(
        url, headers={"origin": ORIGIN, "authorization": f"Bearer {SECRET}"}
    ) as socket:
        Page(socket).hello().wait_for("ready")
    assert kept


def test_what_needs_no_secret_works_without(locked, home):
    token = {"authorization": f"Bearer {SECRET}"}
    locked.post("/api/reminders", json={}, headers=token)
    page = locked.get("/reminders", headers=token).text
    calendar = page[page.index("/calendar/") :].partition(".ics")[0] + ".ics"
    assert locked.get(calendar).text.startswith("BEGIN:VCALENDAR")
    assert locked.get("/calendar/another.ics").status_code == 404
    assert set(locked.get("/api/alive").json()) == {"backcoach", "id"}
    assert locked.get("/static/css/base.css").status_code == 200


def test_a_link_from_another_site_is_followed_once_more_by_the_page_itself(locked):
    """A browser keeps the cookie back where another site leads here; the page asks again, and then it is sent."""
    away = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    del locked.headers["origin"]
    assert locked.get("/", headers=away).headers["refresh"] == "0"
    assert "refresh" not in locked.get("/", headers={**away, "sec-fetch-site": "same-origin"}).headers


def test_the_secret_stands_in_a_file_for_its_owner_only(tmp_path):
    here = Running("http://127.0.0.1:1", 1, "abc", SECRET)
    running.announce(tmp_path, here)
    file = tmp_path / running.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["secret"] == SECRET
    assert SECRET not in repr(here)
    assert here.entry("/session?source=demo").startswith("http://127.0.0.1:1/session?source=demo&key=")
    assert SECRET not in here.entry()
    assert here.entry() != here.entry()


TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:C350 0100007F:223D 01 00000000:00000000 00:00000000 00000000  {user}        0 1
"""


@pytest.mark.parametrize(("user", "status"), [(os.getuid(), 303), (os.getuid() + 1, 401)])
def test_who_reads_the_key_from_the_list_of_processes_cannot_use_it(
    locked, tmp_path, monkeypatch, user, status
):
    """On Linux the command line of a browser, with the address in it, can be read by everybody."""
    (tmp_path / "tcp").write_text(TABLE.format(user=user))
    monkeypatch.setattr(doors, "_TABLES", (tmp_path / "none", tmp_path / "tcp"))
    app = create_app(locked.app.state.home, Allowed.at(8765, secret=SECRET))
    client = TestClient(app, base_url=ORIGIN, client=("127.0.0.1", 50000), follow_redirects=False)
    key = new_key(SECRET)
    assert client.get("/", params={"key": key}).status_code == status
    if status == 401:  # and the owner still can
        (tmp_path / "tcp").write_text(TABLE.format(user=os.getuid()))
        assert client.get("/", params={"key": key}).status_code == 303
