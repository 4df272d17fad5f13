"""The entry of the menu and the start of the reminders, on all three systems, in homes that only pretend."""

from __future__ import annotations

import base64
import plistlib
import shlex
import shutil
import subprocess
from configparser import RawConfigParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from backcoach import started
from backcoach.cli import app
from backcoach.desktop import Desktop, DesktopError, _exec, add_to_menu, add_to_startup, program, remove

PROGRAM = ["/my place/it's 100% mine/backcoach", "serve", "--data-dir", 'a "b" $c `d` \\e']
SYSTEMS = ("linux", "darwin", "win32")


class PowerShell:
    """Keeps the scripts that it is given, and makes the file that they would make."""

    def __init__(self):
        self.scripts = []

    def __call__(self, command):
        script = base64.b64decode(command[-1]).decode("utf-16-le")
        self.scripts.append(script)
        quoted = script.split("CreateShortcut('")[1].split("');")[0]
        with open(quoted.replace("''", "'"), "wb") as file:  # noqa: PTH123
            file.write(b"link")


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_made_is_below_the_home_and_is_all_taken_away(system, tmp_path):
    desktop, shell = Desktop(system, tmp_path, {}), PowerShell()
    made = {add_to_menu(desktop, PROGRAM, shell), add_to_startup(desktop, PROGRAM, shell)}
    assert made == {path for path in tmp_path.rglob("*") if path.is_file()}
    assert set(remove(desktop)) == made
    assert remove(desktop) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("system", SYSTEMS)
def test_made_again_it_takes_the_place_of_the_older_one(system, tmp_path):
    desktop = Desktop(system, tmp_path, {})
    first = add_to_menu(desktop, PROGRAM, PowerShell()).read_bytes()
    again = add_to_menu(desktop, ["/elsewhere/backcoach"], PowerShell()).read_bytes()
    assert system == "win32" or first != again
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def entry_of(path):
    file = RawConfigParser(delimiters="=", interpolation=None)
    file.optionxform = str
    file.read(path, encoding="utf-8")
    return file["Desktop Entry"]


def words_of(exec_line):
    """Read `Exec` as the specification says: the string's escapes, then the quoted arguments, then the codes."""
    line = exec_line.replace("\\\\", "\\")
    words, word, i = [], None, 0
    while i < len(line):
        sign = line[i]
        if sign == '"':
            word, words = ("", words) if word is None else (None, [*words, word])
        elif word is not None:
            i += sign == "\\"
            word += line[i]
        i += 1
    return [word.replace("%%", "%") for word in words]


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])), min_size=1, max_size=4))
@example(PROGRAM)
@settings(max_examples=100, deadline=None)
def test_a_desktop_entry_starts_exactly_the_program(words):
    assert words_of(_exec(words)) == words


def test_linux_opens_a_terminal_for_the_coach_and_none_for_reminders(tmp_path):
    desktop = Desktop(
        "linux", tmp_path, {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": "relative"}
    )
    menu, startup = add_to_menu(desktop, PROGRAM), add_to_startup(desktop, PROGRAM)
    assert menu == tmp_path / "data" / "applications" / "backcoach.desktop"
    assert startup == tmp_path / ".config" / "autostart" / "backcoach-reminders.desktop"
    assert (entry_of(menu)["Terminal"], entry_of(startup)["Terminal"]) == ("true", "false")
    assert "Rücken" in entry_of(menu)["Comment[de]"]
    if validator := shutil.which("desktop-file-validate"):
        said = subprocess.run([validator, str(menu), str(startup)], capture_output=True, text=True)
        assert (said.returncode, said.stdout) == (0, "")


def test_macos_has_a_script_to_open_and_an_agent(tmp_path):
    desktop = Desktop("darwin", tmp_path, {})
    script, agent = add_to_menu(desktop, PROGRAM), add_to_startup(desktop, PROGRAM)
    assert shlex.split(script.read_text().splitlines()[1]) == ["exec", *PROGRAM]
    assert script.stat().st_mode & 0o111
    wish = plistlib.loads(agent.read_bytes())
    assert wish["ProgramArguments"] == PROGRAM
    assert wish["RunAtLoad"] is True
    assert agent.stem == wish["Label"]


def test_windows_quotes_what_its_shortcut_holds(tmp_path):
    shell = PowerShell()
    path = add_to_menu(Desktop("win32", tmp_path, {"APPDATA": str(tmp_path / "It's")}), PROGRAM, shell)
    assert path == tmp_path / "It's" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Backcoach.lnk"
    (script,) = shell.scripts
    assert "TargetPath = '/my place/it''s 100% mine/backcoach'" in script
    assert f"Arguments = '{subprocess.list2cmdline(PROGRAM[1:])}'" in script
    assert "backcoach.ico" in script


def test_windows_without_powershell_says_so(tmp_path):
    def missing(command):
        raise FileNotFoundError("no such program")

    with pytest.raises(
        DesktopError, match=r"Backcoach\.lnk cannot be written by PowerShell: no such program"
    ):
        add_to_menu(Desktop("win32", tmp_path, {}), PROGRAM, missing)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "Applications").write_text("a file in the way")
    with pytest.raises(DesktopError, match=r"Backcoach\.command cannot be written"):
        add_to_menu(Desktop("darwin", tmp_path, {}), PROGRAM)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA", "BACKCOACH_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def test_one_command_makes_it_and_one_undoes_it(home):
    made = CliRunner().invoke(app, ["shortcut", "--reminders", "--profile", "Ann B", "--data-dir", "/d"])
    assert made.exit_code == 0, made.output
    assert "backcoach shortcut --remove" in made.output
    start = entry_of(home / ".config/autostart/backcoach-reminders.desktop")["Exec"]
    assert words_of(start)[-5:] == ["remind", "--profile", "Ann B", "--data-dir", "/d"]
    gone = CliRunner().invoke(app, ["shortcut", "--remove"])
    assert gone.output.count("Removed: ") == 2
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert "nothing to remove" in CliRunner().invoke(app, ["shortcut", "--remove"]).output


def test_an_own_folder_for_everything_is_kept(home, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(home / "own"))
    assert CliRunner().invoke(app, ["shortcut"]).exit_code == 0
    start = entry_of(home / ".local/share/applications/backcoach.desktop")["Exec"]
    assert words_of(start)[-3:] == ["serve", "--data-dir", str(home / "own" / "data")]


def test_what_is_cleaned_up_tomorrow_gets_no_entry(home, monkeypatch):
    monkeypatch.setattr(started, "way", lambda: "uvx")
    refused = CliRunner().invoke(app, ["shortcut"])
    assert refused.exit_code == 2
    assert "uv tool install" in refused.output
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_the_program_that_is_started_exists():
    said = subprocess.run([*program("--version")], capture_output=True, text=True)
    assert said.stdout.startswith("backcoach ")
