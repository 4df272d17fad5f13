"""Where results may go: found out before the work starts."""

import os
from pathlib import Path

import pytest

from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.outputs import OutputError, plan_outputs, write_text
from backcoach.whole_files import replacing


def plan(inputs, **targets):
    return plan_outputs(AnalyzeRequest(**targets), [Path(i) for i in inputs])


def each(outputs, kind):
    return [getattr(targets, kind) for targets in outputs.each]


def test_a_folder_takes_one_file_for_each_input(tmp_path):
    outputs = plan(["a/x.mp4", "b/y.mov"], annotate=f"{tmp_path}/new/", plot=str(tmp_path))
    assert each(outputs, "annotate") == [tmp_path / "new/x.mp4", tmp_path / "new/y.mp4"]
    assert each(outputs, "plot") == [tmp_path / "x.svg", tmp_path / "y.svg"]
    assert each(outputs, "recording") == [None, None]


def test_a_pattern_takes_one_file_for_each_input(tmp_path):
    outputs = plan(["x.mp4", "y.mp4"], plot=f"{tmp_path}/plot of {{stem}}.png")
    assert [path.name for path in each(outputs, "plot")] == ["plot of x.png", "plot of y.png"]


def test_json_is_one_file_unless_its_name_holds_the_stem(tmp_path):
    assert plan(["x.mp4", "y.mp4"], json=f"{tmp_path}/all.json").json == (tmp_path / "all.json",)
    apart = plan(["x.mp4", "y.mp4"], json=f"{tmp_path}/of {{stem}}.json").json
    assert apart == (tmp_path / "of x.json", tmp_path / "of y.json")


def test_nothing_is_left_behind_by_trying_out(tmp_path):
    plan(["x.mp4"], json=str(tmp_path / "r.json"), save_recording=str(tmp_path / "r.bcr"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("inputs", "targets", "reason"),
    [
        (["x.mp4"], {"json": "missing/r.json"}, "--json missing/r.json: the folder missing does not exist"),
        (["x.mp4"], {"csv": Path("missing/deep")}, "--csv missing/deep: No such file"),
        (["x.mp4"], {"annotate": "a.avi"}, "has to end in .mp4"),
        (["x.mp4"], {"plot": "a.gif"}, "has to end in .svg or .png"),
        (["x.mp4"], {"save_recording": "a.txt"}, "has to end in .bcr"),
        (["x.mp4", "y.mp4"], {"plot": "a.png"}, "cannot take the results of 2 inputs"),
        (["a/x.mp4", "b/x.mp4"], {"plot": "{stem}.png"}, "two results would be written"),
        (["x.mp4"], {"annotate": "./x.mp4"}, "would overwrite an input"),
        (["x.bcr"], {"save_recording": "x.bcr"}, "would overwrite an input"),
        (["x.mp4"], {"json": "."}, "this is a folder"),
        (["a/x.mp4", "b/x.mp4"], {"json": "{stem}.json"}, "two results would be written"),
        (["x.mp4"], {"json": "{stem}.txt"}, "has to end in .json"),
    ],
)
def test_what_cannot_work_is_refused(tmp_path, monkeypatch, inputs, targets, reason):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError) as error:
        plan(inputs, **targets)
    assert reason in str(error.value)


def test_a_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    with pytest.raises(OutputError, match="cannot write there: Permission denied"):
        plan(["x.mp4"], json=str(tmp_path / "r.json"))


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "r.json"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(target, private=False) as path:
        path.write_text("half \udc80", encoding="utf-8")
    assert target.read_text() == "old"
    write_text(target, "new")
    assert target.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes of files as on Unix")
def test_files_get_the_usual_rights(tmp_path):
    mask = os.umask(0o022)
    try:
        write_text(tmp_path / "r.json", "x")
    finally:
        os.umask(mask)
    assert (tmp_path / "r.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_devices_are_written_to_and_never_replaced():
    plan(["x.mp4"], json="/dev/null")
    write_text(Path("/dev/null"), "x")
    assert Path("/dev/null").is_char_device()
