"""What happens when a command needs a part of the program that is not installed."""

from __future__ import annotations

import os
import subprocess
import sys

from backcoach import extras
from backcoach.cli.leaving import WRONG

_TRIED_SETTING = "BACKCOACH_COMPLETED"
"""Set when the command was begun again after an installation: it must not go round in circles."""


def complete(error: ModuleNotFoundError) -> int:
    """Return the exit status, after the command was done with the part installed, or the reason was said.

    A clone's `run` installs what a command needs when it is needed, so that somebody who only analyses videos has
    not to wait for the coach. Elsewhere the person decides.
    """
    missing = extras.missing(error)
    if missing is None:
        raise error
    script = os.environ.get(extras.SET_UP_SETTING)
    if script and _TRIED_SETTING not in os.environ:
        sys.stdout.flush()
        done = subprocess.run([sys.executable, script, "all"], check=False)
        if done.returncode == 0:
            settings = {**os.environ, _TRIED_SETTING: "1"}
            again = [sys.executable, "-m", "backcoach", *sys.argv[1:]]
            if os.name == "nt":  # where to take a process's place means to leave the terminal
                return subprocess.run(again, env=settings, check=False).returncode
            os.execve(sys.executable, again, settings)
        return done.returncode
    print(f"backcoach: {extras.sentence(missing)}", file=sys.stderr)
    return WRONG
