from __future__ import annotations

from pathlib import Path

import pytest

from backcoach import settings


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "b"))
    assert settings.data_folder() == tmp_path / "b" / "data"
    assert settings.exercises_folder() == tmp_path / "b" / "config" / "exercises"
    assert settings.routines_folder() == tmp_path / "b" / "config" / "routines"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_it_the_system_decides(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("BACKCOACH_HOME", raising=False)
    else:
        monkeypatch.setenv("BACKCOACH_HOME", value)
    for folder in (settings.data_folder(), settings.config_folder()):
        assert folder.is_absolute()
        assert "backcoach" in folder.parts
