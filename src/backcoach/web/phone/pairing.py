"""The second listener: from "Use a phone" to the end of the session, and not a moment longer."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backcoach.computer.address import PORT, AddressError, listen
from backcoach.texts import Message, message
from backcoach.texts.catalogue import translator
from backcoach.web.phone.ticket import Ticket

if TYPE_CHECKING:
    from backcoach.web.phone.camera import PhoneCamera

UNUSED_S = 900.0
"""So long a phone that was let in waits for a session."""

BETWEEN_S = 120.0
"""So long it waits for one that broke off, such as by a reload of the page."""

_LOOK_EVERY_S = 0.5
_FAREWELL_S = 0.3
_MAX_BYTES = 1 << 19
_MAX_CONNECTIONS = 24

LATE = message("Nobody has used the code for five minutes, so the way for the phone is closed again.")
GUESSED = message("Five wrong codes were tried, so the way for the phone is closed. Show a new code.")
UNUSED = message("No session has used the phone, so the way for it is closed again.")
OVER = message("The session is over, so the way for the phone is closed again.")


class PairingError(Exception):
    """A phone cannot be let in. The message says why, and what to do."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Phones:
    """Lets a phone in, and holds it for the session. Used in the server's event loop only.

    Parameters
    ----------
    folder : Path
        The data folder, where the certificate lies.

    Attributes
    ----------
    phone : PhoneCamera or None
        The phone that may be let in, or is; None: nothing listens.
    why_closed : Message or None
        Why the last one was ended, if not by hand.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.phone: PhoneCamera | None = None
        self.why_closed: Message | None = None
        self._ticket: Ticket | None = None
        self._server: Any = None
        self._tasks: list[asyncio.Task[None]] = []
        self._url = self._code = self._fingerprint = ""

    @property
    def is_paired(self) -> bool:
        """Whether a phone has been let in."""
        return self._ticket is not None and self._ticket.is_used and self.phone is not None

    async def begin(self, address: str, language: str, theme: str, now: datetime) -> None:
        """Listen at an address of this computer for one phone; whatever was before is ended.

        Raises
        ------
        PairingError
            If it cannot be listened there.
        """
        from backcoach.web.phone.addresses import may_listen_at
        from backcoach.web.phone.camera import PhoneCamera
        from backcoach.web.phone.capture import PAGE, Visit, create_capture
        from backcoach.web.phone.certificate import certificate_for

        await self.end()
        if not await asyncio.to_thread(may_listen_at, address):
            raise PairingError(message("This computer has no such address any more. Load this page again."))
        try:
            certificate = await asyncio.to_thread(certificate_for, self._folder, address, now)
            listener = listen(address, PORT + 1)
        except (OSError, AddressError) as error:
            raise PairingError(message("No phone can be let in here: {why}.", why=str(error))) from None
        host = f"{address}:{listener.getsockname()[1]}"
        self.phone, self._ticket = PhoneCamera(), Ticket(time.monotonic())
        visit = Visit(host, self._ticket, self.phone, translator(language), theme, time.monotonic)
        self._url = f"https://{host}{PAGE}?code={self._ticket.token}"
        self._code = _drawn(self._url)
        self._fingerprint = certificate.fingerprint
        self.why_closed = None
        self._server = _server(create_capture(visit), str(certificate.file), str(certificate.key))
        self._tasks = [
            asyncio.ensure_future(self._server.serve(sockets=[listener])),
            asyncio.ensure_future(self._keep()),
        ]

    async def end(self, why: Message | None = None) -> None:
        """Close the second listener and every connection of it; harmless when repeated."""
        if self.phone is not None and self.phone.is_there:
            self.phone.farewell()
            await asyncio.sleep(_FAREWELL_S)
        tasks, self._tasks = self._tasks, []
        server, self._server = self._server, None
        self.phone = self._ticket = None
        self._url = self._code = self._fingerprint = ""
        self.why_closed = why
        if server is None:
            return
        serving, keeping = tasks
        if keeping is not asyncio.current_task():
            keeping.cancel()
        server.should_exit = server.force_exit = True
        with contextlib.suppress(Exception):
            await serving

    async def _keep(self) -> None:
        """End it when nobody needs it any more."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            why = self._needless(time.monotonic())
            if why is not None:
                await self.end(why)
                return

    def _needless(self, now_s: float) -> Message | None:
        """Return why nobody needs it any more; None while somebody may."""
        phone, ticket = self.phone, self._ticket
        if phone is None or ticket is None:
            return OVER
        if ticket.is_closed:
            return GUESSED
        if ticket.is_late(now_s):
            return LATE
        if phone.is_over:
            return OVER
        if not ticket.is_used or phone.is_watched:
            return None
        patience_s = BETWEEN_S if phone.was_watched else UNUSED_S
        return UNUSED if now_s - phone.quiet_since_s > patience_s else None

    def as_json(self, text: Any) -> dict[str, Any]:
        """Return the state for the page of cameras.

        Parameters
        ----------
        text : callable
            Says a message in the page's language.
        """
        if self.phone is None:
            return {"state": "off", "why": None if self.why_closed is None else text(self.why_closed)}
        if not self.is_paired:
            return {
                "state": "waiting", "url": self._url, "code": self._code, "fingerprint": self._fingerprint,
            }  # fmt: skip
        trouble = self.phone.trouble
        return {"state": "paired", "trouble": None if trouble is None else text(trouble)}


def _drawn(url: str) -> str:
    """Return the code that a phone reads, as a picture for an address of the kind data:."""
    import segno

    uri: str = segno.make(url, error="m", micro=False).svg_data_uri(
        scale=4, border=4, light="#ffffff", dark="#000000"
    )
    return uri


def _server(app: Any, certificate: str, key: str) -> Any:
    import uvicorn

    class Quiet(uvicorn.Server):
        """Leaves the signals to the server of the pages."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    config = uvicorn.Config(
        app,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        ws="websockets-sansio",
        ws_max_size=_MAX_BYTES,
        ws_per_message_deflate=False,
        limit_concurrency=_MAX_CONNECTIONS,
        access_log=False,
        log_config=None,
        log_level=None,
        server_header=False,
        date_header=False,
        lifespan="off",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return Quiet(config)
