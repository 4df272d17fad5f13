"""Who comes in: whoever has the secret of this start, or something made of it; see `backcoach.computer.secret`."""

from __future__ import annotations

import hmac
import os
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import Scope

from backcoach.computer.secret import KEY, cookie_of, is_ours

COOKIE_S = 30 * 24 * 3600
OPEN_TO_ALL = ("/static/", "/calendar/", "/api/alive")
"""Addresses that ask for no secret: style, the calendar, which has a secret of its own, and whether we run."""

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_MAX_KEY = 200


class Door:
    """Tells the owner's browsers and programs from all others.

    Parameters
    ----------
    secret : str
        See `new_secret`.
    port : int
        Where the server listens.
    """

    def __init__(self, secret: str, port: int) -> None:
        self._secret = secret
        self._port = port
        self._cookie = cookie_of(secret, port)
        self._used: set[str] = set()

    @staticmethod
    def is_open(path: str) -> bool:
        """Whether an address asks for no secret."""
        return path.startswith(OPEN_TO_ALL)

    def knows(self, headers: Headers) -> bool:
        """Whether a request carries the cookie, or the secret itself (``Authorization: Bearer``)."""
        kind, _, told = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and _same(told.strip(), self._secret):
            return True
        name, value = self._cookie
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(name)
        except CookieError:
            return False
        return found is not None and _same(found.value, value)

    def opens(self, scope: Scope) -> bool:
        """Whether the key in an address is one of ours, was never used, and comes from the owner; it is used then."""
        key = key_of(scope)
        if key is None or len(key) > _MAX_KEY:
            return False
        if not is_ours(key, self._secret) or key in self._used or not self._is_owner(scope):
            return False
        self._used.add(key)
        return True

    def set_cookie(self) -> str:
        """Return the header that gives the cookie to a browser."""
        name, value = self._cookie
        return f"{name}={value}; HttpOnly; Max-Age={COOKIE_S}; Path=/; SameSite=Strict"

    def _is_owner(self, scope: Scope) -> bool:
        """Whether a connection from this computer was made by the owner, as far as the system tells.

        On Linux everybody can read the command line of a browser that is started with an address, the key included.
        """
        client = scope.get("client")
        if not client or not _is_loopback(client[0]):
            return True
        whose = _user_of(client[1], self._port)
        return whose is None or whose in {os.getuid(), 0}


def key_of(scope: Scope) -> str | None:
    """Return the key in an address; None where there is none."""
    return next((value for name, value in _query(scope) if name == KEY), None)


def without_key(scope: Scope) -> str:
    """Return path and query of an address, without the key."""
    rest = urlencode([(name, value) for name, value in _query(scope) if name != KEY])
    path = scope.get("raw_path", b"").decode("latin-1") or str(scope["path"])
    return f"{path.partition('?')[0]}{'?' if rest else ''}{rest}"


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _user_of(client_port: int, server_port: int) -> int | None:
    """Return the user who made a connection on this computer; None where the system does not tell.

    Notes
    -----
    ``/proc/net/tcp`` of Linux, proc(5): the second and third fields are the addresses of both ends, with ports in
    hexadecimal, the eighth is the user.
    """
    ends = (f":{client_port:04X}", f":{server_port:04X}")
    for table in _TABLES:
        try:
            lines = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            if len(fields) > 7 and fields[1].endswith(ends[0]) and fields[2].endswith(ends[1]):
                return int(fields[7])
    return None
