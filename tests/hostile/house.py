"""A server in this process that is attacked, and everything that can be asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
SHORT = {
    "exercise": "cat_camel",
    "language": "en",
    "kind": "export.json",
    "token": "abcdefgh",
    "routine": "desk",
}
DRAWN = ("/figures/", "/break/", "/texts/", "/static/", "/api/speech")
"""Nothing in them comes from the journal."""


class NoEyes:
    """In the pose worker's place."""

    state = "off"

    def start(self, after: object = None) -> None:
        """There is nothing to start."""

    def close(self) -> None:
        """Nor to close."""


@contextmanager
def attacked(folder: Path) -> Iterator[tuple[TestClient, Home]]:
    """Give a client of a server with a data folder of its own; a traceback in the server is an answer of 500."""
    home = Home(folder, pose=NoEyes())  # type: ignore[arg-type]
    app = create_app(home, Allowed.at(8765))
    # Without its life around it: nothing is loaded or drawn in the background.
    yield (
        TestClient(
            app,
            base_url=ORIGIN,
            headers={"origin": ORIGIN},
            follow_redirects=False,
            raise_server_exceptions=False,
        ),
        home,
    )
    home.close()


def addresses(client: TestClient, session: str) -> list[str]:
    """Return every address that can be asked for, with what is there in the place of its parameters."""
    found = []
    for route in client.app.routes:  # type: ignore[attr-defined]
        if "GET" not in (getattr(route, "methods", None) or ()) or route.path.startswith(DRAWN):
            continue
        names = {**SHORT, "session": session}
        found.append(_filled(route.path, names))
    kinds = ("export.json", "export.zip", "fhir.json", "routine.toml", "rules.toml", "backup.db")
    return [one for one in found if not one.startswith("/data/")] + [f"/data/{kind}" for kind in kinds]


def _filled(path: str, names: dict[str, str]) -> str:
    return re.sub(r"{(\w+)(:\w+)?}", lambda one: names.get(one[1], "1"), path)


def fallen(client: TestClient, asked: list[str]) -> list[str]:
    """Return the addresses that answer with a failure."""
    answers = {path: client.get(path).status_code for path in asked}
    return [f"{status} {path}" for path, status in answers.items() if status >= 500]
