"""Run the server in this process until it is told to stop."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backcoach.computer import running
from backcoach.computer.address import PORT, AddressError, check_host, is_loopback, listen, url_at
from backcoach.computer.running import Running
from backcoach.computer.secret import new_secret
from backcoach.journal.lock import FolderInUseError, FolderLock

MAX_MESSAGE_BYTES = 1 << 20
"""A WebSocket message above this is not even received; the protocol's own limits are lower."""

_GOODBYE_S = 3
_BEGINNING_S = 5.0
_ASK_EVERY_S = 0.2


@dataclass(frozen=True)
class Wish:
    """How the server is to be run.

    Attributes
    ----------
    host, port
        Where to listen; the port is where the search for a free one begins.
    data : Path
        Folder of what is remembered.
    browser : bool
        Whether to open the page.
    page : str
        Which page, for example ``/session?source=demo``.
    network_allowed : bool
        Whether other computers may reach the server.
    database : str or None
        URL of a database server, in place of the file in the folder.
    camera : str or None
        A camera that the server reads, in place of the browser's.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = PORT
    browser: bool = True
    page: str = "/"
    network_allowed: bool = False
    database: str | None = None
    camera: str | None = None


def serve(wish: Wish, say: Callable[[str], None]) -> None:
    """Serve until stopped; or only open the page, when a server works with this folder already.

    Raises
    ------
    AddressError
        If it cannot listen where it is asked to.
    FolderInUseError
        If another process works with the folder and does not answer.
    OSError
        If the data folder cannot be used.
    """
    check_host(wish.host, network_allowed=wish.network_allowed)
    try:
        lock = FolderLock(wish.data)
    except FolderInUseError:
        _show_the_other(wish, say)
        return
    with lock, listen(wish.host, wish.port) as listener:
        _serve_at(wish, listener, say)


def _show_the_other(wish: Wish, say: Callable[[str], None]) -> None:
    """Open the page of the server that works with the folder; one that has just begun is waited for."""
    found = running.find(wish.data)
    waited_s = 0.0
    while found is None and waited_s < _BEGINNING_S:
        time.sleep(_ASK_EVERY_S)
        waited_s += _ASK_EVERY_S
        found = running.find(wish.data)
    if found is None:
        raise FolderInUseError(str(wish.data))
    say(f"Backcoach is running already: {found.entry(wish.page)}")
    if wish.camera is not None:
        say("It keeps its camera. To change that: Settings, Camera, or end it and start again.")
    _open_page(wish, found)


def _serve_at(wish: Wish, listener: socket.socket, say: Callable[[str], None]) -> None:
    port = listener.getsockname()[1]
    url = url_at(wish.host, port)
    here = Running(url, os.getpid(), secrets.token_hex(8), new_secret())
    running.announce(wish.data, here)
    try:
        # The server hands the signal on as it ends, inside its loop, which may swallow it.
        with contextlib.suppress(KeyboardInterrupt, _TerminatedError), _terminates_cleanly():
            if port != wish.port:
                say(f"Port {wish.port} is taken: using {port}.")
            if wish.network_allowed and not is_loopback(wish.host):
                say(
                    "Other computers can reach this server: the address below lets one browser in. There is no "
                    "password, nothing on the way is encrypted, and browsers there allow no camera."
                )
            say(f"Backcoach: {here.entry(wish.page)}   (Ctrl-C stops it)")
            # The port listens: the browser waits for its answer while the rest is loaded.
            _open_page(wish, here)
            _server(wish, here, port).run(sockets=[listener])
        say("Stopped.")
    finally:
        running.withdraw(wish.data, here)


def _server(wish: Wish, here: Running, port: int) -> Any:
    import uvicorn

    from backcoach.web.app import create_app
    from backcoach.web.home import Home
    from backcoach.web.patience import PatientProtocol
    from backcoach.web.security import Allowed

    home = Home(wish.data, database=wish.database, server_id=here.id, camera=wish.camera)
    names = {here.url.removeprefix("http://").rpartition(":")[0]}
    app = create_app(home, Allowed.at(port, names, home.body_limits, secret=here.secret))
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_GOODBYE_S,
        lifespan="on",
    )
    return uvicorn.Server(config)


def _open_page(wish: Wish, there: Running) -> None:
    """Open the page with a key, without waiting: some browsers keep the call until they are closed."""
    if not wish.browser:
        return

    def open_it() -> None:
        import webbrowser

        with contextlib.suppress(Exception):
            webbrowser.open(there.entry(wish.page))

    thread = threading.Thread(target=open_it, name="browser", daemon=True)
    thread.start()
    thread.join(timeout=1.0)


class _TerminatedError(Exception):
    """The process was asked to end."""


@contextmanager
def _terminates_cleanly() -> Iterator[None]:
    """Turn SIGTERM into an exception: the server hands the signal on when it has closed everything."""

    def end(*_: object) -> None:
        raise _TerminatedError

    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


__all__ = ["AddressError", "FolderInUseError", "Wish", "serve"]
