"""Which camera the server reads, if any: told on the command line, or chosen on the page of cameras.

The choice belongs to the computer, not to a person: it is kept in a file of the data folder, with its password, and so
is in no export and in no database elsewhere.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from backcoach.web.cameras.address import CameraAddress, CameraAddressError, read_address
from backcoach.web.own_file import write_own

FILE = "camera.json"


class ChosenCamera:
    """The camera that stands in the place of the browser's.

    Parameters
    ----------
    folder : Path
        The data folder.
    given : str, optional
        What the command line names; it goes before what is kept.

    Raises
    ------
    CameraAddressError
        If ``given`` names no camera.
    """

    def __init__(self, folder: Path, given: str | None = None) -> None:
        self._file = folder / FILE
        self._given = None if given is None else read_address(given)

    @property
    def is_given(self) -> bool:
        """Whether the command line names it, so that a choice changes nothing now."""
        return self._given is not None

    @property
    def text(self) -> str:
        """What the person has written on the page; empty where it is the browser's camera."""
        try:
            kept = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return ""
        text = kept.get("camera") if isinstance(kept, dict) else None
        return text if isinstance(text, str) else ""

    @property
    def address(self) -> CameraAddress | None:
        """The camera; None: the browser's own."""
        if self._given is not None:
            return self._given
        try:
            return read_address(self.text) if self.text else None
        except CameraAddressError:
            return None

    def choose(self, text: str | None) -> None:
        """Keep a choice; None or nothing: the browser's camera again.

        Raises
        ------
        CameraAddressError
            If it names no camera.
        OSError
            If it cannot be kept.
        """
        if not text or not text.strip():
            self.forget()
            return
        read_address(text)
        write_own(self._file, json.dumps({"camera": text.strip()}).encode())

    def forget(self) -> None:
        """Delete what is kept."""
        with contextlib.suppress(FileNotFoundError):
            self._file.unlink()
