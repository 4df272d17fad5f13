"""Where results go: resolved and tried out before the work starts, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.whole_files import replacing

STDOUT = "-"
"""Stands for the standard output where a file is asked for."""


class OutputError(Exception):
    """A result cannot be written; the message names the option and the reason."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is written for each input."""

    option: str
    suffixes: tuple[str, ...]


JSON = Kind("--json", (".json",))
ANNOTATE = Kind("--annotate", (".mp4",))
PLOT = Kind("--plot", (".svg", ".png"))
RECORDING = Kind("--save-recording", (".bcr",))


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the files go that are written for one input; None: it is not wanted."""

    annotate: Path | None
    plot: Path | None
    recording: Path | None


@dataclass(frozen=True, slots=True)
class Outputs:
    """Checked targets: one JSON file or one for each input, a folder of CSV files, and for each input the others."""

    json: tuple[Path, ...]
    json_to_stdout: bool
    csv: Path | None
    each: tuple[Targets, ...]


def plan_outputs(asked: AnalyzeRequest, inputs: Sequence[Path]) -> Outputs:
    """Resolve all targets and try them out.

    A target for each input is a file, a folder (existing, or written with a slash at its end), or a pattern
    that holds ``{stem}``, which stands for the input's name without its ending. JSON goes into one file for all
    inputs, unless its name holds ``{stem}``.

    Raises
    ------
    OutputError
        A folder does not exist or may not be written, the ending is wrong, two inputs would be written to one
        file, or an input would be overwritten.
    """
    json = _json_targets(asked.json, inputs)
    each = [
        _targets(kind, text, inputs)
        for kind, text in ((ANNOTATE, asked.annotate), (PLOT, asked.plot), (RECORDING, asked.save_recording))
    ]
    named = [(JSON.option, target) for target in json]
    for kind, targets in zip((ANNOTATE, PLOT, RECORDING), each, strict=True):
        named += [(kind.option, target) for target in targets if target]
    _refuse_collisions(named, inputs)
    for option, target in named:
        _try_out(option, target)
    if asked.csv is not None:
        _try_out_folder("--csv", asked.csv)
    return Outputs(json, asked.json == STDOUT, asked.csv, tuple(map(Targets, *each)))


def _json_targets(text: str | None, inputs: Sequence[Path]) -> tuple[Path, ...]:
    if text is None or text == STDOUT:
        return ()
    if "{stem}" not in text:
        return (Path(text),)
    return tuple(target for target in _targets(JSON, text, inputs) if target)


def _targets(kind: Kind, text: str | None, inputs: Sequence[Path]) -> tuple[Path | None, ...]:
    if text is None:
        return (None,) * len(inputs)
    if text.endswith(("/", os.sep)) or Path(text).is_dir():
        text = str(Path(text) / f"{{stem}}{kind.suffixes[0]}")
        _try_out_folder(kind.option, Path(text).parent)
    if Path(text).suffix.lower() not in kind.suffixes:
        raise OutputError(f"{kind.option} {text}: the name has to end in {' or '.join(kind.suffixes)}")
    if len(inputs) > 1 and "{stem}" not in text:
        raise OutputError(
            f"{kind.option} {text}: one file cannot take the results of {len(inputs)} inputs; "
            "name a folder, or put {stem} into the name"
        )
    return tuple(Path(text.replace("{stem}", path.stem)) for path in inputs)


def _refuse_collisions(named: Sequence[tuple[str, Path]], inputs: Sequence[Path]) -> None:
    taken = {_real(path) for path in inputs}
    counts = Counter(_real(target) for _, target in named)
    for option, target in named:
        if _real(target) in taken:
            raise OutputError(f"{option} {target}: this would overwrite an input")
        if counts[_real(target)] > 1:
            raise OutputError(f"{option} {target}: two results would be written to this file")


def _try_out(option: str, target: Path) -> None:
    if target.is_dir():
        raise OutputError(f"{option} {target}: this is a folder")
    if not target.parent.is_dir():
        raise OutputError(f"{option} {target}: the folder {target.parent} does not exist")
    if is_special(target):
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError(f"{option} {target}: the file may not be overwritten")
    _try_to_write(option, target, _real(target).parent)


def _try_out_folder(option: str, folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{option} {folder}: {error.strerror or error}") from error
    _try_to_write(option, folder, folder)


def _try_to_write(option: str, target: Path, folder: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".backcoach-"):
            pass
    except OSError as error:
        raise OutputError(f"{option} {target}: cannot write there: {error.strerror or error}") from error


def is_special(target: Path) -> bool:
    """Whether the target is a device or pipe, which is written to and never replaced."""
    return target.exists() and not target.is_file()


@contextmanager
def naming(option: str, target: Path) -> Iterator[None]:
    """Say which result it is that cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{option} {target}: cannot write there: {error.strerror or error}") from error


def write_text(target: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    if is_special(target):
        target.write_text(text, encoding="utf-8")
        return
    with replacing(target, private=False) as part:
        part.write_text(text, encoding="utf-8", newline="")


def _real(path: Path) -> Path:
    """Follow links as far as they lead; a circle of them stays what it is, and is refused when it is opened."""
    return Path(os.path.realpath(path))
