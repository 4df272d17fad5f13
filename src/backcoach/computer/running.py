"""One server for each data folder: a file there says where it answers, and asking it says whether it still does.

The file holds the secret of the start, too, and can be read by the folder's owner only.
"""

from __future__ import annotations

import contextlib
import json
import os
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path

from backcoach.computer.secret import with_key

FILE = "server.json"
_PATIENCE_S = 3.0
_MAX_BYTES = 4096


@dataclass(frozen=True)
class Running:
    """A server that runs: the address of its pages, its process, the identifier that it answers with, its secret."""

    url: str
    pid: int
    id: str
    secret: str = field(default="", repr=False)

    def entry(self, page: str = "/") -> str:
        """Return the address of a page with a key in it, which lets one browser in."""
        return with_key(self.url + page, self.secret)

    def answers(self) -> bool:
        """Ask whether it is there and is the one that wrote the file: ports and process numbers are used again."""
        # No proxy: the address is on this computer.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}/api/alive", timeout=_PATIENCE_S) as reply:
                said = json.loads(reply.read(_MAX_BYTES))
        except (OSError, ValueError):
            return False
        return isinstance(said, dict) and said.get("id") == self.id


def find(folder: Path) -> Running | None:
    """Return the server that works with this folder, if it answers."""
    try:
        written = json.loads((folder / FILE).read_text(encoding="utf-8"))
        secret = str(written.get("secret", ""))
        running = Running(str(written["url"]), int(written["pid"]), str(written["id"]), secret)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if not running.url.startswith("http://"):
        return None
    return running if running.answers() else None


def announce(folder: Path, running: Running) -> None:
    """Write down that this server works with the folder from now on.

    Raises
    ------
    OSError
        If the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f".{FILE}.{os.getpid()}"
    with os.fdopen(
        os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(asdict(running), file)
    part.replace(folder / FILE)


def withdraw(folder: Path, running: Running) -> None:
    """Remove what `announce` wrote, unless another server has written since."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        if json.loads((folder / FILE).read_text(encoding="utf-8")).get("id") == running.id:
            (folder / FILE).unlink()
