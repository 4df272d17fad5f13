"""Promises about the whole tree: who may import whom, what is pure, what must not stand in any file."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "backcoach"

FLOORS = {
    "lazy": 0, "started": 0, "whole_files": 0,
    "extras": 1,
    "days": 1, "desktop": 1, "exercises": 1, "pose": 1, "settings": 1, "texts": 1,
    "tracking": 2, "mannequin": 2, "plan": 2,
    "coaching": 3, "journal": 3, "analysis": 3, "figure": 3,
    "computer": 4, "programme": 4, "demo": 4, "reminders": 4,
    "reports": 5,
    "web": 6,
    "cli": 7, "__main__": 8,
}  # fmt: skip
"""A package imports from lower floors and from itself; on one floor, only what `NEIGHBOURS` allows."""

NEIGHBOURS = {("exercises", "settings"), ("mannequin", "tracking")}
"""The mannequin tells its truth in the words of the tracker's summary."""

PURE = {"tracking", "mannequin", "coaching", "plan"}
IMPURE_MODULES = {
    "asyncio", "concurrent", "datetime", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random",
    "requests", "secrets", "shutil", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
VALUES = {"datetime.date"}
"""A day in the calendar is a value; asking which day it is stays forbidden below."""
IMPURE_CALLS = {"open", "print", "input", "breakpoint", "eval", "exec", "date.today", "date.fromtimestamp"}
EDGES = {"plan/history_file.py", "plan/rule_file.py", "plan/rule_schema.py"}
"""How data files of a pure package are read and validated; what they hold is handed to the rest as a value."""
MOST_LINES = 420

# Written in parts, so that this file does not name them itself.
HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted",
    "registry." + "npmjs",
    "conda." + "anaconda",
    "proxy." + "golang",
]
LOCK_FILES = {
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
}
HOME_PATH = re.compile(r"(?<![\w.])/(work|farm|home/(?!somebody\b)\w+|root|Users/(?!somebody\b)\w+|tmp/\w+)/")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tracked() -> tuple[str, ...]:
    """Every file that belongs to the project: as git says, or what lies there where there is no git."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("this is no git checkout")
    return tuple(name for name in found.stdout.split("\0") if name and (ROOT / name).is_file())


def part_of(path: Path) -> str:
    """`tracking` for src/backcoach/tracking/check.py; `settings` for settings.py."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything that a module imports, wherever it stands in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_part_has_a_floor():
    parts = {part_of(path) for path in modules()} - {"__init__"}
    assert parts <= FLOORS.keys()


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_floor_imports_only_floors_below(path):
    part = part_of(path)
    if part == "__init__":
        return
    for name in imports(path):
        words = name.split(".")
        if words[0] != "backcoach" or len(words) == 1 or words[1] not in FLOORS or words[1] == part:
            continue
        below = FLOORS[words[1]] < FLOORS[part]
        assert below or (part, words[1]) in NEIGHBOURS, f"{part} imports {name}"


def test_a_command_needs_the_server_only_to_serve():
    needing = [
        path.name
        for path in (PACKAGE / "cli").rglob("*.py")
        if any(name.startswith("backcoach.web") for name in imports(path))
    ]
    assert needing == ["serve.py"]


def pure_modules() -> list[Path]:
    return [p for p in modules() if part_of(p) in PURE and p.relative_to(PACKAGE).as_posix() not in EDGES]


@pytest.mark.parametrize("path", pure_modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_understanding_is_pure(path):
    for name in set(imports(path)) - VALUES:
        first = name.partition(".")[0]
        assert first in sys.stdlib_module_names | {"numpy", "backcoach"}, (
            f"{name} is not standard library or NumPy"
        )
        assert first not in IMPURE_MODULES, f"{name}: no clock, no files, no randomness, no logging here"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in IMPURE_CALLS, f"{called}() in line {node.lineno}"
            assert not re.fullmatch(
                r"(np|numpy)\.(random\.(?!default_rng|Generator)\w+|load|save\w*|loadtxt)", called
            )
            assert called != "np.random.default_rng" or node.args, (
                f"a generator without a seed in line {node.lineno}"
            )


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_short_enough_to_say_what_it_is_for(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert ast.get_docstring(ast.parse("\n".join(lines))) or not lines, "no docstring"


def texts() -> Iterator[tuple[str, str]]:
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8")


def test_every_test_file_has_a_name_of_its_own():
    """The folders are no packages: of two files with one name pytest would refuse the second."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.parent.name != "e2e"]
    shared = {"conftest.py", "__init__.py"}
    assert sorted({name for name in names if names.count(name) > 1} - shared) == []


def test_no_package_host_is_named():
    assert [(name, host) for name, text in texts() for host in HOSTS if host in text] == []


def test_no_path_of_somebodys_machine_is_named():
    found = [(name, match[0]) for name, text in texts() if (match := HOME_PATH.search(text))]
    assert found == []


def test_no_lock_file_is_tracked():
    assert [name for name in tracked() if Path(name).name in LOCK_FILES] == []


def test_no_video_or_photo_is_tracked():
    """Recordings hold numbers; pictures of people stay where they were taken."""
    pictures = {".mp4", ".mov", ".avi", ".webm", ".mkv", ".gif", ".jpg", ".jpeg"}
    assert [name for name in tracked() if Path(name).suffix.lower() in pictures] == []


def run_python(code: str, folder: Path) -> str:
    """Run code in an empty home, where every file that it writes can be seen."""
    environment = {"HOME": str(folder), "BACKCOACH_HOME": str(folder / "own"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "statement", ["import backcoach", "import backcoach.cli", "import backcoach.tracking"]
)
def test_importing_writes_nothing(statement, tmp_path):
    run_python(statement, tmp_path)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("statement", ["import backcoach", "import backcoach.cli"])
def test_importing_loads_nothing_heavy(statement, tmp_path):
    heavy = "numpy", "ai_edge_litert", "cv2", "av", "matplotlib", "pydantic", "distributed", "sqlalchemy"
    loaded = run_python(f"{statement}, sys\nprint(*sorted(sys.modules))", tmp_path).split()
    assert [name for name in heavy if name in loaded] == []
