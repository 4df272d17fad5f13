from __future__ import annotations

from pathlib import Path

import pytest

SQUAT = Path(__file__).parents[1] / "data" / "squat.toml"


@pytest.fixture(scope="session")
def squat_text() -> str:
    """A complete exercise that is not among the seven."""
    return SQUAT.read_text(encoding="utf-8")


@pytest.fixture
def personal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty personal folder that the settings point to."""
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path))
    folder = tmp_path / "config" / "exercises"
    folder.mkdir(parents=True)
    return folder
