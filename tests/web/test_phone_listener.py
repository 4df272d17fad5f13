"""The second listener, for a phone: its ticket, its certificate, where it listens, and when it ends."""

import asyncio
import hashlib
import re
import socket
import ssl
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.web.phone import pairing as pairing_module
from backcoach.web.phone.addresses import may_listen_at
from backcoach.web.phone.camera import PhoneCamera
from backcoach.web.phone.certificate import certificate_for
from backcoach.web.phone.pairing import PairingError, Phones
from backcoach.web.phone.ticket import MAX_WRONG, VALID_S, Ticket
from backcoach.web.static_files import FOLDER
from tests.coroutines import run

AT = "127.0.0.2:8766"
HERE = f"https://{AT}"
NOW = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)


# ---- the ticket


def test_a_token_lets_one_phone_in_once():
    ticket = Ticket(0.0)
    assert ticket.enter(ticket.token, 1.0) == "in"
    assert ticket.enter(ticket.token, 2.0) == "used"
    assert ticket.wrong == 0, "who scans the same code again is nobody who guesses"


def test_a_token_is_128_bits_and_another_each_time():
    tokens = {Ticket(0.0).token for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 22 for token in tokens)


def test_five_wrong_tries_close_it_for_the_right_one_too():
    ticket = Ticket(0.0)
    for tried in range(MAX_WRONG):
        assert not ticket.is_closed
        assert ticket.enter(f"wrong{tried}", 1.0) == "wrong"
    assert ticket.is_closed
    assert ticket.enter(ticket.token, 1.0) == "closed"


def test_a_wrong_cookie_is_a_try_and_none_is_not():
    ticket = Ticket(0.0)
    ticket.enter(ticket.token, 1.0)
    assert not ticket.knows(None)
    assert ticket.wrong == 0
    assert not ticket.knows("guessed")
    assert ticket.wrong == 1
    assert ticket.knows(ticket.cookie)
    for _ in range(MAX_WRONG):
        ticket.knows("guessed")
    assert not ticket.knows(ticket.cookie)


def test_a_cookie_is_worth_nothing_before_the_token_was_used():
    ticket = Ticket(0.0)
    assert not ticket.knows(ticket.cookie)


def test_a_token_is_late_after_five_minutes():
    assert Ticket(0.0).enter("", VALID_S) == "wrong"
    ticket = Ticket(0.0)
    assert ticket.enter(ticket.token, VALID_S) == "late"


@given(st.text(max_size=40))
def test_no_other_text_lets_anybody_in(text):
    ticket = Ticket(0.0)
    assert text == ticket.token or ticket.enter(text, 1.0) == "wrong"


# ---- the listener itself


def test_the_certificate_is_ours_private_and_kept(tmp_path):
    made = certificate_for(tmp_path, "127.0.0.2", NOW)
    assert made.key.stat().st_mode & 0o777 == 0o600
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert made.key.parent.stat().st_mode & 0o777 == 0o700
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", made.fingerprint)
    assert certificate_for(tmp_path, "127.0.0.2", NOW + timedelta(days=300)) == made
    key = made.key.read_bytes()
    assert certificate_for(tmp_path, "127.0.0.3", NOW).fingerprint != made.fingerprint
    assert made.key.read_bytes() == key
    last = certificate_for(tmp_path, "127.0.0.3", NOW)
    assert certificate_for(tmp_path, "127.0.0.3", NOW + timedelta(days=400)).fingerprint != last.fingerprint


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_key_or_certificate_that_cannot_be_read_is_made_anew(tmp_path, content):
    made = certificate_for(tmp_path, "127.0.0.2", NOW)
    made.key.write_bytes(content)
    made.file.write_bytes(content)
    assert certificate_for(tmp_path, "127.0.0.2", NOW).fingerprint != made.fingerprint


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "8.8.8.8", "localhost", "", "127.0.0.1/8", "::1", "224.0.0.1"]
)
def test_only_an_address_of_this_computer_is_listened_at(address):
    assert not may_listen_at(address)


def reachable(port):
    try:
        socket.create_connection(("127.0.0.2", port), timeout=2).close()
    except OSError:
        return False
    return True


def fingerprint_at(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.2", port), timeout=5) as plain,
        context.wrap_socket(plain) as secure,
    ):
        return hashlib.sha256(secure.getpeercert(binary_form=True)).hexdigest()


def test_a_listener_that_is_not_asked_for_does_not_exist(tmp_path, monkeypatch):
    monkeypatch.setattr(pairing_module, "_LOOK_EVERY_S", 0.05)

    async def life():
        phones = Phones(tmp_path)
        assert not (tmp_path / "phone").exists()
        with pytest.raises(PairingError):
            await phones.begin("0.0.0.0", "en", "system", NOW)
        await phones.begin("127.0.0.2", "en", "system", datetime.now(timezone.utc))
        state = phones.as_json(str)
        assert state["state"] == "waiting"
        assert state["code"].startswith("data:image/svg+xml")
        port = int(re.search(r":(\d+)/", state["url"])[1])
        assert await asyncio.to_thread(fingerprint_at, port) == state["fingerprint"].replace(":", "").lower()
        await phones.end()
        assert not await asyncio.to_thread(reachable, port)
        assert phones.as_json(str) == {"state": "off", "why": None}
        await phones.begin("127.0.0.2", "en", "system", datetime.now(timezone.utc))
        port = int(re.search(r":(\d+)/", phones.as_json(str)["url"])[1])
        for _ in range(MAX_WRONG):
            phones._ticket.enter("wrong", 0.0)
        await asyncio.sleep(1.0)
        assert "Five wrong codes" in phones.as_json(str)["why"]
        assert not await asyncio.to_thread(reachable, port)

    run(life())


def test_it_ends_with_the_session_and_when_nobody_uses_it():
    phones = Phones(FOLDER)
    phones.phone, phones._ticket = PhoneCamera(), Ticket(0.0)
    assert phones._needless(1.0) is None
    assert "five minutes" in str(phones._needless(VALID_S))
    phones._ticket.enter(phones._ticket.token, 1.0)
    phones.phone.quiet_since_s = 0.0
    assert phones._needless(800.0) is None
    assert "No session" in str(phones._needless(1000.0))
    phones.phone.was_watched = True
    assert "No session" in str(phones._needless(200.0)), "a page that was closed"
    phones.phone.is_watched = True
    assert phones._needless(1e6) is None
    phones.phone.is_over = True
    assert "over" in str(phones._needless(1.0))


def test_the_interface_lets_nobody_else_decide(client):
    assert client.get("/api/phone").json() == {"state": "off", "why": None}
    assert client.post("/api/phone", json={"address": "0.0.0.0"}).status_code == 409
    assert client.post("/api/phone", json={"address": "127.0.0.2", "port": 1}).status_code == 422
    assert client.post("/api/phone", json={"address": "127.0.0.2"}).json()["state"] == "waiting"
    assert client.delete("/api/phone").json()["state"] == "off"
