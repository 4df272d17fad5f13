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

import floors  # noqa: E402

PACKAGE = ROOT / "src" / "backcoach"

IMPURE_MODULES = {
    "asyncio", "concurrent", "datetime", "glob", "http", "importlib", "io", "logging", "multiprocessing", "os",
    "pathlib", "random", "requests", "secrets", "shutil", "socket", "subprocess", "sys", "tempfile", "threading",
    "time", "urllib", "uuid",
}  # fmt: skip
VALUES = {"datetime.date"}
"""A day in the calendar is a value; asking which day it is stays forbidden below."""
IMPURE_CALLS = {"open", "print", "input", "breakpoint", "eval", "exec", "date.today", "date.fromtimestamp"}
IMPURE_NUMPY = re.compile(r"(np|numpy)\.(random\.(?!default_rng|Generator)\w+|load|save\w*|loadtxt)")
MAX_LINES = 420

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


def test_every_part_has_a_floor():
    assert {floors.part_of(module) for module in floors.modules()} - {""} == floors.FLOORS.keys()


def test_a_floor_imports_only_floors_below():
    found = [f"{module} imports {other}" for module in floors.modules() for other in floors.climbs(module)]
    assert found == []


def test_a_command_needs_the_server_only_to_serve():
    needing = [
        module
        for module, imported in floors.graph().items()
        if floors.part_of(module) == "cli" and any(floors.part_of(other) == "web" for other in imported)
    ]
    assert needing == ["backcoach.cli.serve"]


def test_a_room_imports_none_above():
    found = [
        f"{module} imports {other}" for module in floors.modules() for other in floors.climbs_inside(module)
    ]
    assert found == []


def test_no_files_import_one_another_in_a_circle():
    assert floors.circles(floors.graph()) == []


def test_a_circle_is_found_however_it_is_written(monkeypatch, tmp_path):
    """Also where one import stands in a function, one is made by name, and one is merely offered."""
    files = {
        "__init__": "",
        "a": "def f():\n    from backcoach import b\n",
        "b": "from importlib import import_module\nimport_module('backcoach.c')\n",
        "c": "from backcoach.lazy import offer\nfind, names = offer(__name__, {'A': 'backcoach.a'})\n",
        "d": "import asyncio\nasyncio.to_thread(import_module, 'backcoach.d.e')\n",
        "d/e": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import backcoach.d\n",
        "lazy": "",
    }
    room = a_house(tmp_path, files, monkeypatch)
    assert floors.circles(room) == [
        ["backcoach.a", "backcoach.b", "backcoach.c"],
        ["backcoach.d", "backcoach.d.e"],
    ]


def test_an_import_by_a_name_that_cannot_be_read_is_refused(monkeypatch, tmp_path):
    made = {"__init__": "", "a": "from importlib import import_module\nimport_module('backcoach.' + word)\n"}
    with pytest.raises(ValueError, match=r"backcoach\.a: import by a name that cannot be read in line 2"):
        a_house(tmp_path, made, monkeypatch)


def a_house(folder, files, monkeypatch):
    """Build a small package of these files, and return which of them imports which."""
    known = {f"backcoach.{name}".replace("/", ".").removesuffix(".__init__"): name for name in files}
    paths = {module: folder / f"{name.replace('/', '_')}.py" for module, name in known.items()}
    for module, name in known.items():
        paths[module].write_text(files[name], encoding="utf-8")
    monkeypatch.setattr(floors, "modules", lambda: paths)
    monkeypatch.setattr(
        floors, "tree_of", lambda module: ast.parse(paths[module].read_text(encoding="utf-8"))
    )
    monkeypatch.setattr(floors, "imported_names", floors.imported_names.__wrapped__)
    return floors.graph.__wrapped__()


@pytest.mark.parametrize("module", floors.pure_modules())
def test_understanding_is_pure_with_all_that_it_loads(module):
    """The standard library and NumPy, no clock, no files, no randomness, no logging: not through others either."""
    loaded = floors.reached(module)
    for name in loaded:
        wrong = impure(name)
        assert not wrong, f"{', '.join(wrong)} in {floors.way_to(name, loaded)}"


@cache
def impure(module):
    """Return what a module uses that is not pure."""
    if module == floors.OFFERING:
        return ()
    names = set(floors.outside(module)) - VALUES
    found = [name for name in sorted(names) if not is_pure(name.partition(".")[0])]
    for node in ast.walk(floors.tree_of(module)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            seedless = called == "np.random.default_rng" and not node.args
            if called in IMPURE_CALLS or IMPURE_NUMPY.fullmatch(called) or seedless:
                found.append(f"{called}() in line {node.lineno}")
    return tuple(found)


def is_pure(library):
    return library in sys.stdlib_module_names | {"numpy"} and library not in IMPURE_MODULES


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_short_enough_to_say_what_it_is_for(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MAX_LINES
    assert ast.get_docstring(ast.parse("\n".join(lines))) or not lines, "no docstring"


def texts() -> Iterator[tuple[str, str]]:
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8")


def test_limits_are_named_by_one_pair_of_words():
    """``MAX_`` and ``MIN_``, nowhere ``MOST_`` and ``LEAST_``."""
    files = [PACKAGE.parents[1] / name for name in tracked() if name.endswith(".py")]
    named = re.compile(r"\b_?(MOST|LEAST)(_[A-Z]+)*\b *[:=]", re.ASCII)
    assert [str(path) for path in files if named.search(path.read_text())] == []


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
