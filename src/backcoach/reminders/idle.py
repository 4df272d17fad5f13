"""For how long nobody has touched keyboard or mouse, where the system tells."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

_LONGEST_S = 3.0
_MUTTER = [
    "gdbus", "call", "--session", "--dest", "org.gnome.Mutter.IdleMonitor",
    "--object-path", "/org/gnome/Mutter/IdleMonitor/Core", "--method", "org.gnome.Mutter.IdleMonitor.GetIdletime",
]  # fmt: skip

Ask = Callable[[list[str]], "str | None"]


def idle_s(platform: str = sys.platform, ask: Ask | None = None) -> float | None:
    """Return seconds without a touch; None where it is not known."""
    ask = ask or _ask
    if platform == "win32":
        return _windows_s()
    if platform == "darwin":
        found = re.search(r'"HIDIdleTime" = (\d+)', ask(["ioreg", "-c", "IOHIDSystem", "-d", "4"]) or "")
        return int(found[1]) / 1e9 if found else None
    for words in (["xprintidle"], _MUTTER):
        found = re.search(r"(?<!uint)(\d+)\b", (ask(words) or "").replace("uint64", ""))
        if found:
            return int(found[1]) / 1e3
    return None


def _ask(words: list[str]) -> str | None:
    if shutil.which(words[0]) is None:
        return None
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


class _LastInput(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint), ("tick_ms", ctypes.c_uint)]


def _windows_s() -> float | None:
    library = getattr(ctypes, "windll", None)
    if library is None:
        return None
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not library.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    # The system's milliseconds begin again at 0 after 49 days.
    passed_ms: int = (library.kernel32.GetTickCount() - last.tick_ms) % 2**32
    return passed_ms / 1e3
