"""The promises of the security page: who is let in, what an answer carries, how much may be sent."""

import re

import pytest
from starlette.testclient import TestClient

from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import MAX_BODY_BYTES, Allowed
from backcoach.web.static_files import version
from tests.web.live_client import HOST, ORIGIN

STRANGE_HOSTS = [
    "evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", "10.0.0.7:8765",
]  # fmt: skip
STRANGE_ORIGINS = [
    "http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1:9000", "http://127.0.0.1", "",
]  # fmt: skip


@pytest.mark.parametrize("host", STRANGE_HOSTS)
@pytest.mark.parametrize("path", ["/api/alive", "/", "/static/css/base.css", "/nothing"])
def test_another_host_name_is_refused_everywhere(client, host, path):
    assert client.get(path, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", [HOST, "localhost:8765", "[::1]:8765", "LOCALHOST:8765"])
def test_this_computers_own_names_are_let_in(client, host):
    assert (
        client.get("/api/alive", headers={"host": host, "origin": f"http://{host.lower()}"}).status_code
        == 200
    )


def test_a_named_host_is_let_in_and_no_other(home):
    app = create_app(home, Allowed.at(8765, ["192.168.1.4"]))
    with TestClient(app, base_url="http://192.168.1.4:8765") as client:
        assert client.get("/api/alive").status_code == 200
        assert client.get("/api/alive", headers={"host": "192.168.1.5:8765"}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
@pytest.mark.parametrize("origin", [*STRANGE_ORIGINS, None])
def test_a_change_needs_our_own_origin(home, method, origin):
    with TestClient(create_app(home, Allowed.at(8765)), base_url=ORIGIN) as client:
        headers = {} if origin is None else {"origin": origin}
        assert client.request(method, "/api/settings", headers=headers, json={}).status_code == 403


@pytest.mark.parametrize("origin", STRANGE_ORIGINS)
def test_another_site_reads_nothing_either(client, origin):
    assert client.get("/api/sessions", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("origin", [*STRANGE_ORIGINS, None])
def test_a_live_connection_needs_our_own_origin(home, origin, refused):
    with TestClient(create_app(home, Allowed.at(8765)), base_url=ORIGIN) as client:
        headers = {} if origin is None else {"origin": origin}
        with pytest.raises(refused), client.websocket_connect(f"ws://{HOST}/live", headers=headers):
            pass


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_a_live_connection_needs_our_own_host(connect, host, refused):
    with pytest.raises(refused), connect({"origin": ORIGIN, "host": host}):
        pass


@pytest.mark.parametrize(
    "path", ["/", "/api/alive", "/nothing", "/static/nothing.css", "/api/sessions/nothing"]
)
def test_every_answer_carries_the_policy(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"connect-src 'self' ws://{HOST};" in policy
    assert "unsafe" not in policy
    assert headers["permissions-policy"].startswith("camera=(self)")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/", "/api/alive", "/api/sessions", "/api/settings", "/nothing", "/texts/en.json"]
)
def test_health_data_stays_in_no_cache(client, path):
    assert client.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/api/sessions"])
def test_a_failure_that_nobody_thought_of_carries_the_policy_too(home, monkeypatch, path):
    def fail(self):
        raise RuntimeError

    app = create_app(home, Allowed.at(8765))
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        client.get("/api/sessions")
        monkeypatch.setattr(Home, "profile", property(fail))
        answer = client.get(path)
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/static/nothing.css", f"/static/{version()}/nothing.css", "/figures/nothing.svg"]
)
def test_what_is_not_there_is_kept_by_no_browser(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["/calendar/%C3%A9.ics", "/calendar/%00.ics", "/api/sessions/%C3%A9"])
def test_an_address_that_nobody_gave_out_is_just_not_there(client, address):
    client.post("/api/reminders", json={})
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_gets_nothing_but_the_page_that_somebody_opens(client, site):
    said = {"sec-fetch-site": site}
    del client.headers["origin"]
    assert client.get("/api/reminders/due", headers={**said, "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.get("/data/export.json", headers={**said, "sec-fetch-mode": "cors"}).status_code == 403
    assert client.get("/", headers={**said, "sec-fetch-mode": "navigate"}).status_code == 303


def readable(app):
    """Every address that can be asked for, with something in the place of its parameters."""
    for route in app.routes:
        if "GET" in (getattr(route, "methods", None) or ()):
            yield re.sub(r"{(\w+)(:\w+)?}", lambda found: "1" if found[2] else "cat_camel", route.path)


def test_reading_never_writes(home, client):
    """Neither a page nor a program changes the journal by asking, whatever it asks for."""
    client.post("/api/reminders", json={"routine": True, "at": f"{home.now():%H:%M}", "breaks": {"on": True}})
    client.get("/")
    before = home.journal.handover.export_text()
    asked = sorted(readable(client.app))
    assert len(asked) > 20
    for path in asked:
        client.get(path)
    assert home.journal.handover.export_text() == before


def test_every_answer_says_what_it_is(client):
    """Also in which encoding, where it is a text; JSON is always UTF-8."""
    for path in sorted(readable(client.app)):
        answer = client.get(path)
        kind = answer.headers.get("content-type", "")
        assert kind or not answer.content, path
        assert not kind.startswith("text/") or "charset=utf-8" in kind, path


@pytest.mark.parametrize(
    "path", ["/static/", "/static/css/", "/.git/config", "/docs", "/openapi.json", "/server.json"]
)
def test_nothing_about_the_inside_is_handed_out(client, path):
    assert client.get(path).status_code == 404
    assert client.request("TRACE", "/").status_code == 405
    assert client.request("TRACE", "/api/pain").status_code == 405


def test_a_refusal_carries_the_policy_too(client):
    assert (
        "default-src 'none'"
        in client.get("/", headers={"host": "evil.example"}).headers["content-security-policy"]
    )


def test_too_much_is_refused_before_it_is_read(client):
    answer = client.post(
        "/api/settings", content=b"{" + b" " * MAX_BODY_BYTES, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


def test_too_much_in_pieces_is_refused(client):
    def pieces():
        for _ in range(100):
            yield b" " * 1024

    answer = client.post("/api/settings", content=pieces(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "1" * 40, "٣"])
def test_a_nonsense_length_is_refused(client, length):
    headers = {"content-type": "application/json", "content-length": length.encode()}
    assert client.post("/api/settings", content=b"{}", headers=headers).status_code == 413


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"]
)
def test_a_form_of_another_page_is_no_json(client, kind):
    assert client.post("/api/settings", content=b"{}", headers={"content-type": kind}).status_code == 415


def test_the_cookie_is_kept_from_other_sites_and_scripts(client):
    cookie = client.post("/api/profiles", json={"name": "Anna"}).headers["set-cookie"]
    assert "SameSite=strict" in cookie
    assert "HttpOnly" in cookie


def test_the_data_folder_is_for_its_owner_only(client, home):
    client.get("/api/sessions")
    assert home.data.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in home.data.iterdir())


def test_nothing_is_written_beside_the_data_folder(client, home, tmp_path):
    client.get("/api/sessions")
    assert {path.name for path in tmp_path.iterdir()} <= {home.data.name}


def test_a_home_needs_no_folder_to_be_made(tmp_path):
    Home(tmp_path / "none")
    assert not (tmp_path / "none").exists()
