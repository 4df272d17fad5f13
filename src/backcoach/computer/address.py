"""Where the server listens: this computer alone, unless told otherwise, at the first port that is free."""

from __future__ import annotations

import errno
import ipaddress
import socket

PORT = 8765
_TRIED = 20
_TAKEN = {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}


class AddressError(ValueError):
    """The server cannot listen there. The message says why and what to do."""


def is_loopback(host: str) -> bool:
    """Whether a host name means this computer and can be reached from no other."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_host(host: str, *, network_allowed: bool) -> None:
    """Refuse to be reached from other computers, unless that is wanted.

    Raises
    ------
    AddressError
        If it is not allowed, or the host stands for every address of this computer.
    """
    if is_loopback(host):
        return
    if not network_allowed:
        raise AddressError(
            f"{host} can be reached from other computers. Whoever has the address that is printed, or listens on "
            "the way, can see and delete what is kept here: there is no password, and nothing is encrypted. "
            "If that is wanted, add --allow-network."
        )
    if _is_every_address(host):
        raise AddressError(
            f"'{host}' stands for every address of this computer: name the one at which others may reach it."
        )


def _is_every_address(host: str) -> bool:
    """Whether a host, however it is written (``0``, ``0x0``, ``::ffff:0.0.0.0``), stands for all addresses."""
    bare = host.strip("[]")
    if bare in {"", "*"}:
        return True
    try:
        found = socket.getaddrinfo(bare, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(_plain(str(address[0])).is_unspecified for *_, address in found)


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at the port, or at the first free one after it.

    From now on a browser can connect; it is answered as soon as the server is ready.

    Raises
    ------
    AddressError
        If none of the ports is free, or there is no such address here.
    """
    for tried in range(port, min(port + _TRIED, 65536)):
        try:
            return _listening(host, tried)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise AddressError(
                    f"cannot listen at {host}, port {tried}: {error.strerror or error}"
                ) from None
    raise AddressError(f"no port from {port} to {tried} is free: name another one with --port.")


def _listening(host: str, port: int) -> socket.socket:
    bare = host.strip("[]")
    family, kind, protocol, _, address = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0]
    if bare == "localhost":
        family, address = socket.AF_INET, ("127.0.0.1", port)
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows two servers could share a port otherwise
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def url_at(host: str, port: int) -> str:
    """Return the address of the pages."""
    bare = host.strip("[]")
    name = f"[{bare}]" if ":" in bare else "127.0.0.1" if bare == "localhost" else bare
    return f"http://{name}:{port}"
