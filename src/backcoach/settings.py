"""Where Backcoach keeps a person's files. Nothing here creates or writes anything."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "BACKCOACH_HOME"
"""Environment variable: one folder for everything, instead of the system's usual places."""


def data_folder(chosen: Path | None = None) -> Path:
    """Return the folder of what Backcoach remembers, which may be chosen; it need not exist."""
    if chosen is not None:
        return expanded(chosen).absolute()
    home = _home()
    if home is not None:
        return home / "data"
    from platformdirs import user_data_path

    return user_data_path("backcoach", appauthor=False)


def config_folder() -> Path:
    """Return the folder of what a person sets and writes; it need not exist."""
    home = _home()
    if home is not None:
        return home / "config"
    from platformdirs import user_config_path

    return user_config_path("backcoach", appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time; it need not exist."""
    home = _home()
    if home is not None:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("backcoach", appauthor=False)


def exercises_folder() -> Path:
    """Return the folder of a person's own exercise files; it need not exist."""
    return config_folder() / "exercises"


def routines_folder() -> Path:
    """Return the folder of a person's own routine files; it need not exist."""
    return config_folder() / "routines"


def expanded(path: Path | str) -> Path:
    """Return a path with ``~`` as the person's own folder; a ``~name`` of nobody stays as it is."""
    path = Path(path)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _home() -> Path | None:
    value = os.environ.get(HOME_VARIABLE, "").strip()
    return expanded(value) if value else None
