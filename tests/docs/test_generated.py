"""Generated parts of the documentation are current, and are made as they should be."""

import json

import docs_results
import pytest
import render_docs
from docs_results import render_result, show
from docs_text import table


def test_all_pages_are_current(capsys):
    status = render_docs.main(["--check"])
    assert status == 0, capsys.readouterr().err


def test_check_notices_a_change_and_writes_nothing(tmp_path, monkeypatch, capsys):
    docs = tmp_path / "docs"
    docs.mkdir()
    page = docs / "page.md"
    names = [*render_docs.blocks(docs / "results")]
    text = "".join(f"<!-- {name}:begin -->\nold\n<!-- {name}:end -->\n" for name in names)
    page.write_text(text, encoding="utf-8")
    monkeypatch.setattr(render_docs, "DOCS", docs)
    assert render_docs.main(["--check"]) == 1
    assert "page.md is out of date" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == text
    assert render_docs.main([]) == 0
    assert "\nold\n" not in page.read_text(encoding="utf-8")
    assert render_docs.main(["--check"]) == 0


def test_only_the_part_itself_changes():
    page = "before\n<!-- a:begin -->\nold\n<!-- a:end -->\n<!-- others:begin -->\nkept\n<!-- others:end -->\n"
    filled, found = render_docs.fill(page, {"a": lambda: "new\n", "b": lambda: "nowhere"})
    assert found == {"a"}
    assert filled == page.replace("\nold\n", "\n\nnew\n\n")
    assert render_docs.fill(filled, {"a": lambda: "new\n"})[0] == filled


@pytest.mark.parametrize(
    "page", ["<!-- a:begin -->", "<!-- a:end --><!-- a:begin -->", "<!-- a:begin -->" * 2]
)
def test_a_part_that_is_not_closed_is_refused(page):
    with pytest.raises(ValueError, match="begin once and end once"):
        render_docs.fill(page, {"a": str})


def test_a_part_that_stands_nowhere_is_noticed(tmp_path):
    (tmp_path / "page.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no page has a place for .*accuracy"):
        render_docs.render_all(tmp_path)


def test_a_benchmark_that_was_not_run_is_said(tmp_path):
    assert "Not measured yet" in render_result(tmp_path / "speed.json")


def test_a_result_tells_what_was_not_met(tmp_path):
    path = tmp_path / "photos.json"
    found = {
        "benchmark": "photos", "date": "2030-01-02T03:04+00:00", "version": "backcoach 9", "python": "Python 3.12",
        "machine": "a machine", "met": False,
        "checks": [{"what": "pairs", "measured": "3 of 5", "wanted": "all", "met": False}],
        "tables": [{"title": "Start", "columns": ["a", "b"], "rows": [["x|y", None], [0.12345678, True]]}],
    }  # fmt: skip
    path.write_text(json.dumps(found), encoding="utf-8")
    text = render_result(path)
    assert "Measured 2030-01-02 with backcoach 9" in text
    assert "| pairs | 3 of 5 | all | **no** |" in text
    assert "| x\\|y | - |\n| 0.1235 | yes |" in text


def written(folder, benchmark, title, columns, rows):
    path = folder / f"{benchmark}.json"
    about = {"date": "2030-01-02", "version": "backcoach 9", "python": "Python 3.12", "machine": "a machine"}
    tables = [{"title": title, "columns": columns, "rows": rows}]
    path.write_text(
        json.dumps({"benchmark": benchmark, **about, "checks": [], "tables": tables}), encoding="utf-8"
    )
    return path


def test_rows_that_say_the_same_are_counted_and_the_others_shown(tmp_path, monkeypatch):
    monkeypatch.setitem(docs_results.ALIKE, "Faults", ("found",))
    rows = [["a", 1.0], ["b", 0.5], ["c", 1.0]]
    text = render_result(written(tmp_path, "some", "Faults", ["fault", "found"], rows))
    assert "| b | 0.5 |\n\nThe other 2 rows: found 1." in text
    assert "| a |" not in text
    assert "[some.json](../results/some.json)" in text
    text = render_result(written(tmp_path, "some", "Faults", ["fault", "found"], rows[::2]))
    assert "All 2 rows: found 1." in text


def test_the_worst_rows_are_shown_and_the_best_of_them_bounds_the_others(tmp_path, monkeypatch):
    monkeypatch.setitem(docs_results.WORST, "Errors", ("s", 1))
    text = render_result(
        written(tmp_path, "some", "Errors", ["what", "s"], [["a", 0.1], ["b", 3.0], ["c", 0.2]])
    )
    assert "| b | 3 |\n\nThe other 2 rows: s 0.2 at most." in text


def test_every_table_that_is_left_out_or_shown_in_part_is_one_of_the_results():
    found = [
        json.loads(path.read_text(encoding="utf-8")) for path in (render_docs.DOCS / "results").glob("*.json")
    ]
    titles = {part["title"]: part["columns"] for result in found for part in result["tables"]}
    named = {title for left_out in docs_results.ONLY_IN_THE_FILE.values() for title in left_out}
    assert named <= titles.keys()
    assert all({*columns} <= {*titles[title]} for title, columns in docs_results.ALIKE.items())
    assert all(column in titles[title] for title, (column, _) in docs_results.WORST.items())


def test_cells():
    assert [show(c) for c in (True, False, None, 3, 0.99642, 151.04, "x")] == [
        "yes", "**no**", None, "3", "0.9964", "151", "x",
    ]  # fmt: skip
    assert table(["a"], [[0], [""]]) == "| a |\n| --- |\n| 0 |\n| - |\n"
