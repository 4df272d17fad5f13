"""Where a phone in the same network reaches this computer."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

_BRIDGES = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vbox",
    "virtualbox",
    "tun",
    "tap",
    "zt",
    "tailscale",
    "wg",
    "vethernet",
)
"""Networks inside of this computer, or to far away: no phone in the room is in them."""


@dataclass(frozen=True)
class Place:
    """An address of this computer, and the name of the connection that has it."""

    address: str
    name: str


def places() -> list[Place]:
    """Return the addresses at which a phone may reach this computer, the likeliest first.

    Addresses of this computer alone, those that stand for no network, and those of IPv6 are left out.
    """
    import ifaddr

    found = [
        Place(str(one.ip), adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for one in adapter.ips
        if one.is_IPv4 and _is_of_a_network(str(one.ip))
    ]
    return sorted(found, key=_unlikely)


def _is_of_a_network(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast)


def _unlikely(place: Place) -> tuple[bool, bool]:
    return place.name.lower().startswith(_BRIDGES), not ipaddress.ip_address(place.address).is_private


def may_listen_at(address: str) -> bool:
    """Whether a phone may be let in at an address: one of this computer's own, never all of them."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return ip.version == 4 and (ip.is_loopback or any(place.address == address for place in places()))
