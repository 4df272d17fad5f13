"""The program among the programs of the desktop, and its reminders among what starts with the computer.

Everything is a file in the person's own folders: an entry of the menu, and an entry of what begins with the login. They
are worked out here for each system, from nothing but values, and written and removed in one place.
"""

from __future__ import annotations

import base64
import contextlib
import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

NAME = "Backcoach"
REMINDERS = "Backcoach reminders"
LABEL = "local.backcoach.reminders"
_ICONS = Path(__file__).with_name("web") / "static" / "icons"
_PATIENCE_S = 30.0

Run = Callable[[Sequence[str]], None]


class DesktopError(Exception):
    """An entry cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """Whose desktop, on which system.

    Attributes
    ----------
    system : str
        As in `sys.platform`.
    home : Path
        The person's own folder.
    environ : mapping
        Environment variables, which may name other folders.
    """

    system: str
    home: Path
    environ: Mapping[str, str]

    @classmethod
    def here(cls) -> Desktop:
        """Return the one of whoever runs this program."""
        return cls(sys.platform, Path.home(), os.environ)

    @property
    def menu(self) -> Path:
        """The file that is the entry of the menu of programs."""
        if self.system == "win32":
            return self._start_menu() / f"{NAME}.lnk"
        if self.system == "darwin":
            return self.home / "Applications" / f"{NAME}.command"
        return self._folder("XDG_DATA_HOME", ".local/share") / "applications" / "backcoach.desktop"

    @property
    def startup(self) -> Path:
        """The file that lets the reminders begin with the login."""
        if self.system == "win32":
            return self._start_menu() / "Startup" / f"{REMINDERS}.lnk"
        if self.system == "darwin":
            return self.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        return self._folder("XDG_CONFIG_HOME", ".config") / "autostart" / "backcoach-reminders.desktop"

    def _start_menu(self) -> Path:
        return (
            self._folder("APPDATA", "AppData/Roaming") / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        )

    def _folder(self, variable: str, usual: str) -> Path:
        named = Path(self.environ.get(variable, ""))
        return named if named.is_absolute() else self.home / usual


def add_to_menu(desktop: Desktop, program: Sequence[str], run: Run | None = None) -> Path:
    """Make the entry of the menu, in the place of an older one, and return its file.

    It opens a window that shows where the coach answers, and that ends it when it is closed.

    Parameters
    ----------
    desktop : Desktop
    program : sequence of str
        What to start, with its arguments; the first is an absolute path.
    run : callable, optional
        Runs a command of the system, on Windows; raises OSError or subprocess.SubprocessError.

    Raises
    ------
    DesktopError
    """
    if desktop.system == "win32":
        return _link(desktop.menu, program, run or _run)
    if desktop.system == "darwin":
        return _write(desktop.menu, f"#!/bin/sh\nexec {shlex.join(program)}\n".encode(), mode=0o755)
    about = {
        "Comment": "Light exercises for a tired back, counted by your camera",
        "Comment[de]": "Leichte Übungen für einen müden Rücken, von der Kamera gezählt",
        "Icon": str(_ICONS / "backcoach.svg"),
        "Terminal": "true",
        "Categories": "Utility;",
    }
    return _write(desktop.menu, _entry(NAME, program, about))


def add_to_startup(desktop: Desktop, program: Sequence[str], run: Run | None = None) -> Path:
    """Let the reminders begin with the login, and return the file that does so; see `add_to_menu`."""
    if desktop.system == "win32":
        return _link(desktop.startup, program, run or _run)
    if desktop.system == "darwin":
        wish = {"Label": LABEL, "ProgramArguments": [*program], "RunAtLoad": True}
        return _write(desktop.startup, plistlib.dumps(wish))
    return _write(desktop.startup, _entry(REMINDERS, program, {"Terminal": "false", "NoDisplay": "true"}))


def remove(desktop: Desktop) -> list[Path]:
    """Take away whatever was made here, and return the files that were there.

    Raises
    ------
    DesktopError
    """
    gone = []
    for path in (desktop.menu, desktop.startup):
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise DesktopError(f"{path} cannot be removed: {error.strerror or error}") from None
        gone.append(path)
    return gone


def program(*words: str, windowless: bool = False) -> list[str]:
    """Return how to start this installation from anywhere.

    Parameters
    ----------
    *words : str
        Command and arguments.
    windowless : bool
        Without a terminal; on Windows that takes another interpreter.
    """
    python = Path(sys.executable)
    if windowless and sys.platform == "win32":
        return [str(python.with_name("pythonw.exe")), "-m", "backcoach", *words]
    script = python.with_name("backcoach.exe" if sys.platform == "win32" else "backcoach")
    return [str(script), *words] if script.exists() else [str(python), "-m", "backcoach", *words]


def _entry(name: str, program: Sequence[str], more: Mapping[str, str]) -> bytes:
    """Return a desktop entry as freedesktop.org describes it."""
    words = {"Type": "Application", "Version": "1.0", "Name": name, "Exec": _exec(program), **more}
    return "".join(["[Desktop Entry]\n", *(f"{key}={value}\n" for key, value in words.items())]).encode()


def _exec(program: Sequence[str]) -> str:
    """Quote a command line for `Exec`: first as an argument there, then as a string of the file."""
    quoted = []
    for word in program:
        inside = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word).replace("%", "%%")
        quoted.append(f'"{inside}"'.replace("\\", "\\\\"))
    return " ".join(quoted)


def _write(path: Path, content: bytes, mode: int = 0o644) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.chmod(mode)
        part.replace(path)
    except OSError as error:
        raise DesktopError(f"{path} cannot be written: {error.strerror or error}") from None
    return path


_LINK = (
    "$l = (New-Object -ComObject WScript.Shell).CreateShortcut('{path}'); $l.TargetPath = '{target}'; "
    "$l.Arguments = '{arguments}'; $l.IconLocation = '{icon}'; $l.WorkingDirectory = '{folder}'; $l.Save()"
)


def _link(path: Path, program: Sequence[str], run: Run) -> Path:
    """Make a shortcut; only Windows itself knows their format."""
    values = {
        "path": str(path),
        "target": program[0],
        "arguments": subprocess.list2cmdline(program[1:]),
        "icon": str(_ICONS / "backcoach.ico"),
        "folder": str(PureWindowsPath(program[0]).parent),
    }
    script = _LINK.format(**{name: value.replace("'", "''") for name, value in values.items()})
    powershell = shutil.which("powershell") or shutil.which("pwsh") or "powershell"
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()  # as it is, whatever quotes are in it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        run([powershell, "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded])
    except (OSError, subprocess.SubprocessError) as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise DesktopError(f"{path} cannot be written by PowerShell: {error}") from None
    return path


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S)
