"""The secret of one start of the server, which stands in a file that only its owner can read, and what is made of it.

A key in the address that is opened lets one browser in, once. From then on a cookie of that browser stands for it,
until the server ends. A program that can read the file sends the secret itself.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

KEY = "key"
"""The parameter of an address that holds a key."""


def new_secret() -> str:
    """Return the secret of one start: 256 bits."""
    return secrets.token_urlsafe(32)


def new_key(secret: str) -> str:
    """Return a key that lets one browser in; whoever has the secret can make as many as they like."""
    name = secrets.token_urlsafe(12)
    return f"{name}.{_proof(secret, f'key {name}')}"


def with_key(address: str, secret: str) -> str:
    """Return an address with a new key in it."""
    return f"{address}{'&' if '?' in address else '?'}{KEY}={new_key(secret)}"


def is_ours(key: str, secret: str) -> bool:
    """Whether a key was made of this secret."""
    name, _, proof = key.partition(".")
    return hmac.compare_digest(proof.encode(), _proof(secret, f"key {name}").encode())


def cookie_of(secret: str, port: int) -> tuple[str, str]:
    """Return name and value of the cookie: browsers keep those of all ports of a host together."""
    return f"backcoach-{port}", _proof(secret, "cookie")


def _proof(secret: str, of: str) -> str:
    return hmac.new(secret.encode(), of.encode(), sha256).hexdigest()
