"""A server in this process, with a journal of its own and a pose model that sees what it is told."""

from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed
from tests.web.live_client import HOST, ORIGIN, Page, ToldPose


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "own"))
    return Home(tmp_path / "data", pose=ToldPose())


@pytest.fixture
def client(home):
    app = create_app(home, Allowed.at(8765, bodies=home.body_limits))
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def connect(client):
    @contextmanager
    def connect(headers=None, host=HOST):
        with client.websocket_connect(f"ws://{host}/live", headers=headers or {"origin": ORIGIN}) as socket:
            yield Page(socket)

    return connect


@pytest.fixture
def refused():
    return (WebSocketDisconnect, WebSocketDenialResponse)
