"""What the server holds while it runs: where things are kept, and who is being coached."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from backcoach import settings
from backcoach.exercises.catalogue import Catalogue
from backcoach.web.preferences import Preferences


class Home:
    """Everything that the routes need, opened when it is first used.

    Parameters
    ----------
    data : Path, optional
        Folder of what is remembered; by default that of the settings.
    """

    body_limits: Mapping[str, int] = {}
    """Paths whose requests may be larger than usual, and how large, in bytes."""

    def __init__(self, data: Path | None = None) -> None:
        self.data = settings.data_folder() if data is None else data
        self.id = secrets.token_hex(8)
        """Tells this running server from others; see `backcoach.web.running`."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The exercises."""
        return Catalogue()

    @property
    def preferences(self) -> Preferences:
        """What the present profile has chosen."""
        return Preferences()

    def now(self) -> datetime:
        """Return the moment, in the computer's own time zone."""
        return datetime.now().astimezone()

    def warm_up(self) -> None:
        """Begin to load in the background what takes a moment: the port listens already."""

    def close(self) -> None:
        """Free everything; what is not yet written is written first."""
