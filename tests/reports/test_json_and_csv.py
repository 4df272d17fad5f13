"""The JSON contract and the CSV files."""

import csv
import io
import json

from backcoach.reports.video.csv_files import COLUMNS, make_csv_files
from backcoach.reports.video.json_result import write_json
from tests.reports.examples import FAILED, RESULT

# What other programs rely on. Keys may be added to the product, never taken away.
RESULT_KEYS = {"source", "duration_s", "frames", "error", "tracking", "sets"}
SET_KEYS = {"exercise", "start_s", "end_s", "counted", "unsure", "clean", "by_side", "hold_s"}
SET_KEYS |= {"repetitions", "holds", "faults"}
REPETITION_KEYS = {"index", "side", "status", "start_s", "target_s", "release_s", "end_s"}
REPETITION_KEYS |= {"hold_s", "range", "clean", "faults"}
HOLD_KEYS = {"start_s", "end_s", "duration_s", "side", "what"}
FAULT_KEYS = {"id", "severity", "start_s", "end_s", "side"}


def strict_json(text: str):
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_the_contract():
    document = strict_json(write_json([RESULT, FAILED]))
    assert document["schema"] == 1
    result, failed = document["results"]
    assert result.keys() >= RESULT_KEYS
    assert result["tracking"].keys() >= {"seen_s", "unsure_s", "lost_s"}
    (done,) = result["sets"]
    assert done.keys() >= SET_KEYS
    assert all(r.keys() >= REPETITION_KEYS for r in done["repetitions"])
    assert all(h.keys() >= HOLD_KEYS for h in done["holds"])
    assert all(f.keys() >= FAULT_KEYS for f in done["faults"])
    assert failed.keys() >= RESULT_KEYS
    assert (failed["error"], failed["partial"], failed["sets"]) == ("is empty (0 bytes)", True, [])


def test_values():
    (done,) = strict_json(write_json([RESULT]))["results"][0]["sets"]
    assert (done["counted"], done["unsure"], done["clean"]) == (2, 1, 1)
    assert done["by_side"] == {"left": 1, "right": 1}
    assert done["hold_s"] == 2.0
    assert [r["clean"] for r in done["repetitions"]] == [True, False, False, False]
    assert done["repetitions"][1]["release_s"] == 6.0, "three decimals"
    assert done["repetitions"][2]["target_s"] is None, "not a number is null"


def test_csv_files_join_by_source_and_set():
    files = {
        name: list(csv.DictReader(io.StringIO(text)))
        for name, text in make_csv_files([RESULT, FAILED]).items()
    }
    assert files.keys() == {f"{name}.csv" for name in COLUMNS}
    assert [row["error"] for row in files["files.csv"]] == ["", "is empty (0 bytes)"]
    (done,) = files["sets.csv"]
    assert (done["counted"], done["left"], done["right"]) == ("2", "1", "1")
    key = (done["source"], done["set"], done["exercise"])
    for name in ("repetitions.csv", "holds.csv", "faults.csv"):
        assert {(row["source"], row["set"], row["exercise"]) for row in files[name]} == {key}
    assert files["repetitions.csv"][1]["faults"] == "shallow"
    assert files["repetitions.csv"][2]["target_s"] == ""


def test_csv_files_without_a_row_have_their_heads():
    files = make_csv_files([FAILED])
    assert files["holds.csv"] == ",".join(COLUMNS["holds"]) + "\n"
