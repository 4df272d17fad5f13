"""Code in the documentation runs, prints what is written under it, and quotes what is there."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Performance, simulate
from backcoach.pose.recording import RecordingMeta, save_recording
from tests.docs.documents import Block, fenced_blocks, read

SQUAT = Path(__file__).parents[1] / "data" / "squat.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name, and nobody's own settings."""
    sample = resources.files("backcoach") / "samples" / "cat_camel.bcr"
    for name in ("cat_camel.bcr", "cat.bcr"):
        (tmp_path / name).write_bytes(sample.read_bytes())
    shutil.copy(SQUAT, tmp_path)
    text = SQUAT.read_text(encoding="utf-8")
    wrong = text.replace('["shoulder", "hip", "knee"]', '["shoulder", "hip", "kneee"]')
    wrong = wrong.replace(
        'leave = [{ feature = "knee", below = 145 }]', 'leave = [{ feature = "knee", below = 156 }]'
    )
    (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")
    frames = simulate(Performance("squat", repetitions=1, figure=load_exercise(SQUAT).figure)).frames
    save_recording(tmp_path / "squat.bcr", frames, RecordingMeta(source="squat.mp4"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("name", ["python-api.md", "add-an-exercise.md", "reference/recording-format.md"])
def test_python_examples_run_and_print_what_is_written(name, folder):
    blocks = [block for block in fenced_blocks(read(name)) if block.language == "python"]
    assert blocks
    names: dict[str, object] = {"__name__": "example"}
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.text, f"{name}, line {block.line}", "exec"), names)
        if block.output is not None:
            assert printed.getvalue() == block.output, f"{name}, line {block.line}"


def test_the_blocks_of_the_squat_put_together_are_its_file_and_pass_the_check(tmp_path):
    blocks = [block.text for block in fenced_blocks(read("add-an-exercise.md")) if block.language == "toml"]
    together = tmp_path / "squat.toml"
    together.write_text("\n".join(blocks), encoding="utf-8")
    assert load_exercise(together) == load_exercise(SQUAT)


def commands(block: Block) -> list[tuple[str, str]]:
    """Command and expected output of a console block."""
    pieces = block.text.split("$ ")[1:]
    return [(command, output) for command, _, output in (piece.partition("\n") for piece in pieces)]


def test_commands_print_what_is_written(folder):
    blocks = [block for block in fenced_blocks(read("add-an-exercise.md")) if block.language == "console"]
    assert blocks
    for command, expected in (pair for block in blocks for pair in commands(block)):
        *program, arguments = command.split(maxsplit=2)
        assert program == ["sh", "run"]
        done = subprocess.run(
            [sys.executable, "-m", "backcoach", *arguments.split()],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == expected
        assert done.returncode == (2 if "allowed:" in expected else 0)


def test_the_worked_example_quotes_the_file():
    text = SQUAT.read_text(encoding="utf-8")
    blocks = [block for block in fenced_blocks(read("add-an-exercise.md")) if block.language == "toml"]
    assert blocks
    assert [block.line for block in blocks if block.text not in text] == []


@pytest.mark.parametrize("name", ["accuracy.md"])
def test_json_in_the_documentation_can_be_read(name):
    blocks = [block for block in fenced_blocks(read(name)) if block.language == "json"]
    assert blocks
    for block in blocks:
        json.loads(block.text)


def test_example_labels_are_labels(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    from labels import read_labels

    (block,) = [block for block in fenced_blocks(read("accuracy.md")) if block.language == "json"]
    path = tmp_path / "labels.json"
    path.write_text(block.text, encoding="utf-8")
    (clip,) = read_labels(path)
    assert clip.exercise == "bird_dog"
