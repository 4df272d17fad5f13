"""docs/journal.md and its tables say what there is: every table, column, file, method and problem; its example runs."""

import contextlib
import inspect
import io
import json
import re
from pathlib import Path
from typing import get_args

import pytest

from backcoach.journal import Journal, csv_tables, errors, session_values, tables, values

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "journal.md").read_text(encoding="utf-8")
TABLES = (DOCS / "reference" / "journal-tables.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE + TABLES, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("table", tables.METADATA.sorted_tables, ids=lambda t: t.name)
def test_every_table_and_column_is_explained(table):
    section = TABLES.partition(f"\n| `{table.name}` | | ")[2].partition("\n| `")[0]
    assert section
    missing = [c.name for c in table.columns if c.name != "id" and f"`{c.name}`" not in section]
    assert missing == []


def methods(value: object) -> list[str]:
    return [name for name, _ in inspect.getmembers(value, callable) if not name.startswith("_")]


@pytest.fixture(scope="module")
def sections(tmp_path_factory) -> dict[str, object]:
    with Journal.open(tmp_path_factory.mktemp("documented")) as journal:
        return {name: value for name, value in vars(journal).items() if not name.startswith("_")}


def test_every_section_and_method_is_named(sections):
    """The table of the page has a line for each section, some of them two."""
    table = PAGE.partition("| `journal.` |")[2].partition("\n\n")[0]
    named: dict[str, list[str]] = {}
    section = ""
    for line in table.splitlines()[2:]:
        first, _, offered = (cell.strip() for cell in line.strip("|").split("|"))
        section = first.strip("`") or section
        named.setdefault(section, []).extend(re.findall(r"`(\w+)`", offered))
    assert {name: sorted(found) for name, found in named.items()} == {
        name: sorted(methods(value)) for name, value in sections.items()
    }
    assert [name for name in methods(Journal) if f"`{name}`" not in PAGE] == []


def test_every_parameter_result_and_error_is_told(sections):
    """Whoever calls a method of the journal reads its docstring, and finds all of it there."""
    for owner in (Journal, *sections.values()):
        for name in methods(owner):
            method = getattr(owner, name)
            told, signature = inspect.getdoc(method) or "", inspect.signature(method)
            for parameter in signature.parameters.keys() - {"self"}:
                heads = re.search(rf"^(?:\w+, )*{parameter}(?:, \w+)* : ", told, re.MULTILINE)
                assert heads, f"{name}: {parameter}"
            returns = signature.return_annotation not in (None, "None")
            assert returns == bool(re.search(r"^(Returns|Yields)$", told, re.MULTILINE)), name


def test_every_field_of_a_value_is_told():
    """What the methods return is as public as they are."""
    found = [
        (module.__name__, value) for module in (values, session_values) for value in vars(module).values()
    ]
    for value in [one for home, one in found if inspect.isclass(one) and one.__module__ == home]:
        told = value.__doc__.partition("Attributes\n    ----------\n")[2]
        fields = getattr(value, "__dataclass_fields__", None) or value._fields
        assert [name for name in fields if not re.search(rf"\b{name}\b", told)] == [], value


def test_every_problem_and_file_is_named():
    files = [f"{name}.csv" for name in (*csv_tables.FILES, csv_tables.SIGNALS)]
    named = [*get_args(errors.Problem), *files]
    assert [name for name in named if f"`{name}`" not in PAGE] == []


def test_the_examples_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(printed):
        for code in (text for language, text in BLOCKS if language == "python"):
            exec(compile(code, "journal.md", "exec"), names)
    assert [printed.getvalue()] == [text for language, text in BLOCKS if language == "text"]
    shown = json.loads(next(text for language, text in BLOCKS if language == "json"))
    written = json.loads((tmp_path / "anna.json").read_text())
    assert shape(written) == shape(shown)


def shape(value: object) -> object:
    """The names of a document, down to the sets; lists that the example leaves empty are not looked into."""
    if isinstance(value, dict):
        free = {"routine", "planned", "settings"}
        return {key: None if key in free else shape(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and "sets" in str(value):
        return [shape(value[0])]
    return shape(value[0]) if isinstance(value, list) and value and "exercise_hash" in str(value) else None


def test_the_curve_of_the_page_is_read_as_the_program_reads_it():
    import base64

    import numpy as np

    from backcoach.journal.signal import pack, unpack

    names: dict[str, object] = {}
    code = [text for language, text in BLOCKS if language == "python"][1].partition("with open")[0]
    exec(compile(code, "journal.md", "exec"), names)
    data = pack(((0.0, -12.5), (0.1, float("nan")), (0.2, 90.0)))
    time_s, value = names["read_signal"](base64.b64encode(data).decode())
    np.testing.assert_allclose(np.column_stack((time_s, value)), unpack(data))
