"""The page's scripts: their types are those of what is sent, and what checks them really does."""

import shutil
from pathlib import Path

import check_pages
import page_types
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tools():
    try:
        return check_pages.installed()
    except check_pages.ToolsMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def copy(tools, tmp_path):
    """The scripts of the pages in a folder of their own, with the same tools."""
    for name in ("package.json", "tsconfig.json", "biome.jsonc"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(page_types.PAGE.parents[2], tmp_path / "src/backcoach/web/static")
    (tmp_path / "node_modules").symlink_to(tools.parent)
    return tmp_path


def test_types_format_and_lint_are_right(tools):
    assert check_pages.problems(tools) is None


@pytest.mark.parametrize(
    ("script", "right", "wrong", "complaint"),
    [
        ("session/coach.js", "screen.of_seq", "screen.of_seg", "of_seg"),
        ("session/coach.js", 'case "hush":', 'case "hash":', '"hash"'),
        ("session/coach.js", 'type: "speed", factor:', 'type: "speed", faktor:', "faktor"),
        ("session/wake.js", "export", "debugger;\nexport", "noDebugger"),
        ("session/wake.js", "export", "export  ", "format"),
    ],
)
def test_a_script_that_does_not_fit_is_noticed(copy, script, right, wrong, complaint):
    path = copy / "src/backcoach/web/static/js" / script
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert complaint in (check_pages.problems(copy / "node_modules" / ".bin") or "")


def test_where_there_is_no_node_one_line_says_what_to_install(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(check_pages, "environment", lambda: {"PATH": str(tmp_path)})
    monkeypatch.setattr(check_pages, "is_ready", lambda root: False)
    assert check_pages.main([]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "not checked" in said
    assert "apt install" in said


def test_an_installation_that_fails_says_why(monkeypatch, capsys, tmp_path):
    (tmp_path / "package.json").write_text("{}")
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho the network is down >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr(check_pages, "find", lambda name: str(npm))
    with pytest.raises(check_pages.ToolsMissingError, match="the network is down"):
        check_pages.install(tmp_path)
    assert not check_pages.is_ready(tmp_path)
    assert "once" in capsys.readouterr().err


def test_every_message_of_the_protocol_is_a_type_of_the_page():
    text = page_types.render()
    for name in ("ScreenMessage", "PoseMessage", "SayMessage", "Hello", "Pressed", "Setup"):
        assert f" {name}" in text
    assert "@property {number|null} of_seq  The frame that caused it." in text
    assert "@property {boolean} [dropped]" in text
