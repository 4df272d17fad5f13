"""The floors of the house: who may import whom, what is pure, and what each file really imports.

`tests/test_architecture.py` asks these questions; the table in CONTRIBUTING.md is made from the same lists.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
ROOM = "backcoach"

FLOORS = {
    "aside": 0, "lazy": 0, "offshoot": 0, "started": 0, "whole_files": 0,
    "extras": 1,
    "days": 1, "desktop": 1, "exercises": 1, "pose": 1, "settings": 1, "texts": 1,
    "tracking": 2, "hearing": 2, "mannequin": 2, "plan": 2,
    "coaching": 3, "journal": 3, "analysis": 3, "figure": 3,
    "computer": 4, "programme": 4, "demo": 4, "reminders": 4,
    "reports": 5,
    "web": 6,
    "cli": 7, "__main__": 8,
}  # fmt: skip
"""A package imports from lower floors and from itself; on one floor, only what `NEIGHBOURS` allows."""

NEIGHBOURS = {("aside", "offshoot"), ("exercises", "settings"), ("mannequin", "tracking")}
"""The mannequin tells its truth in the words of the tracker's summary."""

ROOMS = {
    "backcoach.tracking": (
        ("summary", "events", "state"),
        ("measuring",),
        ("counting",),
        ("judging",),
        ("tracker", "recognition", "as_json", "hand"),
    )
}
"""The rooms of a package, and the files beside them, from the lowest: each imports no higher one."""

PURE = ("tracking", "mannequin", "coaching", "plan")
EDGES = {
    "backcoach.plan.history_file",
    "backcoach.plan.rule_checks",
    "backcoach.plan.rule_file",
    "backcoach.plan.rule_schema",
}
"""How data files of a pure package are read and checked; the rest gets what they hold as a value, and imports none."""

OFFERING = "backcoach.lazy"
"""Imports what a package offers; that counts as imported by the package."""

LATER = {OFFERING, "backcoach.cli.deferred"}
"""These import what others name; it counts as imported by the others."""

FOUND_BY_NAME = {"backcoach.web.app": "backcoach.web.pages", "backcoach.cli": "backcoach.cli"}
"""A module that imports by a name which it makes, and the package in which all it imports lies."""

IMPORTERS = {"import_module": 0, "__import__": 0, "deferred": 1}
"""What imports by name when it is called, and which of its arguments is the name."""

Graph = Mapping[str, frozenset[str]]


@cache
def modules() -> Mapping[str, Path]:
    """Return every module by its dotted name."""
    found = {}
    for path in sorted((SOURCE / ROOM).rglob("*.py")):
        words = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(words[:-1] if words[-1] == "__init__" else words)] = path
    return found


@cache
def tree_of(module: str) -> ast.Module:
    """Return the parsed source of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imported_names(module: str) -> tuple[str, ...]:
    """Return the dotted names of all that a module imports, wherever it stands in it and however it is written.

    Raises
    ------
    ValueError
        If something is imported by a name that cannot be read here.
    """
    names = [name for node in ast.walk(tree_of(module)) for name in _names(node, module)]
    return tuple(dict.fromkeys(names))


def _names(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.level:
            raise ValueError(f"{module}: a relative import in line {node.lineno}")
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call):
        yield from _called(node, module)


def _called(call: ast.Call, module: str) -> Iterator[str]:
    """Find what a call imports."""
    name = ast.unparse(call.func).rpartition(".")[2]
    handed_on = [arg for arg in call.args if isinstance(arg, ast.Name) and arg.id == "import_module"]
    if name == "offer" and len(call.args) == 2:
        homes = call.args[1]
        if not isinstance(homes, ast.Dict):
            raise ValueError(f"{module}: names that cannot be read are offered in line {call.lineno}")
        yield from (str(ast.literal_eval(home)) for home in homes.values)
    elif name in IMPORTERS or handed_on:
        where = call.args[call.args.index(handed_on[0]) + 1 if handed_on else IMPORTERS[name]]
        if isinstance(where, ast.Constant):
            yield str(where.value).partition(":")[0]
        elif module in FOUND_BY_NAME:
            yield from (one for one in modules() if one.startswith(f"{FOUND_BY_NAME[module]}."))
        elif module not in LATER:
            raise ValueError(f"{module}: import by a name that cannot be read in line {call.lineno}")


def own(name: str) -> str | None:
    """Return the module of this project that a dotted name is in; None if it is none."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name or None


@cache
def graph() -> Graph:
    """Return which modules of the project each of them imports."""
    return {
        module: frozenset(found for name in imported_names(module) if (found := own(name))) - {module}
        for module in modules()
    }


def outside(module: str) -> tuple[str, ...]:
    """Return the dotted names that a module imports from elsewhere."""
    return tuple(name for name in imported_names(module) if own(name) is None)


def reached(module: str) -> dict[str, str | None]:
    """Return all that is loaded with a module, itself included, each with the one that imports it.

    A package is loaded with what lies in it, but nothing that it merely offers.
    """
    found: dict[str, str | None] = {module: None}
    waiting = [module]
    for name in waiting:
        parents = [package for package in _packages(name) if package not in found]
        for other in sorted(graph()[name]) + parents:
            if other not in found:
                found[other] = name
                waiting += [other] if other not in parents else []
    return found


def _packages(module: str) -> list[str]:
    words = module.split(".")
    return [".".join(words[:n]) for n in range(1, len(words))]


def way_to(module: str, found: Mapping[str, str | None]) -> str:
    """Return the imports that lead to a module, for a person to read."""
    steps = [module]
    while (before := found[steps[-1]]) is not None:
        steps.append(before)
    return " <- ".join(steps)


def circles(imports: Graph) -> list[list[str]]:
    """Return the groups of modules that import one another, each in order (Tarjan, SIAM J. Comput. 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in sorted(imports[module]):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(imports):
        if module not in number:
            visit(module)
    return sorted(found)


def part_of(module: str) -> str:
    """Return the floor's name of a module: `plan` for `backcoach.plan.day`; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def climbs(module: str) -> Iterator[str]:
    """Find what a module imports from a floor that is not below its own."""
    part = part_of(module)
    for other in sorted(graph()[module]) if part else ():
        there = part_of(other)
        if there and there != part and FLOORS[there] >= FLOORS[part] and (part, there) not in NEIGHBOURS:
            yield other


def climbs_inside(module: str) -> Iterator[str]:
    """Find what a module imports from a higher room of its own package."""
    for package, rooms in ROOMS.items():
        height = _heights(package, rooms)
        for other in sorted(graph()[module]) if module in height else ():
            if height.get(other, -1) > height[module]:
                yield other


def _heights(package: str, rooms: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return how high each module of a package stands.

    Raises
    ------
    ValueError
        If one stands nowhere.
    """
    height = {name: i for i, names in enumerate(rooms) for name in names}
    inside = [module for module in modules() if module.startswith(f"{package}.")]
    if homeless := [module for module in inside if _room(module) not in height]:
        raise ValueError(f"in no room of {package}: {', '.join(homeless)}")
    return {module: height[_room(module)] for module in inside}


def _room(module: str) -> str:
    return module.split(".")[2]


def pure_modules() -> list[str]:
    """Return the modules that have to be pure."""
    return [module for module in modules() if part_of(module) in PURE and module not in EDGES]


def render_floors() -> str:
    """Return the table of floors, the highest first, and what is pure."""
    rows = [f"| {floor} | {_listed(_on(floor))} |" for floor in sorted(set(FLOORS.values()), reverse=True)]
    beside = "; ".join(f"`{one}` may import `{other}`" for one, other in sorted(NEIGHBOURS))
    return "\n".join(
        [
            "| floor | packages |",
            "| --- | --- |",
            *rows,
            "",
            f"On one floor, {beside}.",
            f"Pure are {_listed(PURE)}.",
            *(_stairs(package, rooms) for package, rooms in ROOMS.items()),
        ]
    )


def _stairs(package: str, rooms: Iterable[Iterable[str]]) -> str:
    steps = "; ".join(_listed(names) for names in rooms)
    return f"In `{package.partition('.')[2]}`, from the lowest: {steps}."


def _on(floor: int) -> Iterable[str]:
    return sorted(part for part, height in FLOORS.items() if height == floor)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(f"`{part}`" for part in parts)
