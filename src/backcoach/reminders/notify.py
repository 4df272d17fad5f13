"""Notifications of the desktop, by what each system brings along; without it, a line in the terminal."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

Run = Callable[[Sequence[str]], bool]
_LONGEST_S = 10.0

_POWERSHELL = (
    "param($h,$t);Add-Type -AssemblyName System.Windows.Forms;"
    "$n=New-Object System.Windows.Forms.NotifyIcon;$n.Icon=[System.Drawing.SystemIcons]::Information;"
    "$n.Visible=$true;$n.ShowBalloonTip(10000,$h,$t,'Info');Start-Sleep 6;$n.Dispose()"
)
_APPLESCRIPT = "on run {h, t}\ndisplay notification t with title h\nend run"


def notifier(platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which) -> str | None:
    """Return the program that shows notifications here; None if there is none."""
    names = {"darwin": ["osascript"], "win32": ["powershell", "pwsh"]}.get(platform, ["notify-send"])
    return next((path for name in names if (path := which(name))), None)


def command(program: str, heading: str, text: str, platform: str = sys.platform) -> list[str]:
    """Return the command line that shows a notification; the texts are arguments, never part of a script."""
    if platform == "darwin":
        return [program, "-e", _APPLESCRIPT, "--", heading, text]
    if platform == "win32":
        return [program, "-NoProfile", "-Command", f"& {{{_POWERSHELL}}} @args", heading, text]
    return [program, "--app-name=Backcoach", "--", heading, text]


def notify(heading: str, text: str, run: Run | None = None) -> bool:
    """Show a notification; return whether the desktop did. The caller prints it otherwise."""
    program = notifier()
    return program is not None and (run or _run)(command(program, heading, text))


def _run(words: Sequence[str]) -> bool:
    try:
        done = subprocess.run(words, capture_output=True, timeout=_LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
