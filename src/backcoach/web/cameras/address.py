"""Where a camera is, as a person writes it: checked before anything is opened."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from backcoach.texts import Message, message

SCHEMES = ("rtsp", "rtsps", "http", "https")
MAX_LETTERS = 500

_DEVICE = re.compile(r"device:(.+)", re.IGNORECASE)
_V4L_PATH = re.compile(r"/dev/(video\d{1,3}|v4l/by-(id|path)/[\w.:+-]{1,200})")


class CameraAddressError(ValueError):
    """What was written is no camera that can be used. The message says why, and what can."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class CameraAddress:
    """A camera that the server can open.

    Attributes
    ----------
    url : str
        What FFmpeg opens.
    format : str or None
        FFmpeg's name of the kind of device; None: a camera of the network.
    shown : str
        How it is named to people: without the user's name and password.
    """

    url: str
    format: str | None
    shown: str


def read_address(text: str, system: str = sys.platform) -> CameraAddress:
    """Return the camera that a text names.

    Parameters
    ----------
    text : str
        ``rtsp://``, ``rtsps://``, ``http://`` or ``https://`` and what follows; ``device:0``, ``device:NAME``, and
        ``/dev/video0`` on Linux.
    system : str
        As `sys.platform` names it: each has its own kind of devices.

    Raises
    ------
    CameraAddressError
        If it names none.
    """
    text = text.strip()
    if not text or len(text) > MAX_LETTERS or not text.isprintable():
        raise CameraAddressError(
            message("An address of a camera has 1 to {most} letters, in one line.", most=MAX_LETTERS)
        )
    if text.startswith("/dev/"):
        return _device(text, system)
    if device := _DEVICE.fullmatch(text):
        return _device(device[1].strip(), system)
    return _network(text)


def _network(text: str) -> CameraAddress:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _unusable(text) from None
    if parts.scheme not in SCHEMES:
        raise _unusable(text)
    if not parts.hostname or any(letter.isspace() for letter in text) or port == 0:
        raise CameraAddressError(
            message("The address names no computer: it has to be such as rtsp://192.168.1.20/stream.")
        )
    return CameraAddress(text, None, _without_password(parts))


def _unusable(text: str) -> CameraAddressError:
    return CameraAddressError(
        message(
            "“{text}” is no camera that can be used. It has to begin with rtsp://, rtsps://, http:// or https://, "
            "or be a device of this computer, such as device:0.",
            text=text[:60].partition("@")[0],
        )
    )


def _without_password(parts: SplitResult) -> str:
    """Return the address without name, password and query, which may hold a key."""
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}"


def _device(name: str, system: str) -> CameraAddress:
    shown = f"device:{name}"
    if system.startswith("linux"):
        path = f"/dev/video{name}" if name.isascii() and name.isdigit() else name
        if _V4L_PATH.fullmatch(path):
            return CameraAddress(path, "v4l2", path)
    elif system == "darwin" and re.fullmatch(r"[^:]{1,200}", name):
        return CameraAddress(name, "avfoundation", shown)
    elif system == "win32" and re.fullmatch(r'[^:"]{1,200}', name):
        return CameraAddress(f"video={name}", "dshow", shown)
    raise CameraAddressError(
        message(
            "“{name}” is no camera of this computer: write device:0 for the first one. Windows wants its name "
            "(device:Integrated Camera), Linux takes /dev/video0, too.",
            name=name[:60],
        )
    )
