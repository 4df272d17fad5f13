"""Hand results over: the table to the person, JSON and CSV to where they were asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from backcoach.analysis import Analysis
from backcoach.cli.outputs import Outputs, naming, write_text
from backcoach.exercises.model import Exercise
from backcoach.reports.video.csv_files import make_csv_files
from backcoach.reports.video.json_result import write_json
from backcoach.reports.video.table import make_block, make_footer
from backcoach.whole_files import filling

PIPED_WIDTH = 120


def hand_over(
    analyses: Sequence[Analysis], outputs: Outputs, exercises: Mapping[str, Exercise], *, took_s: float
) -> None:
    """Print the table and write the files; OutputError when one cannot be written after all."""
    console = make_console(to_stderr=outputs.json_to_stdout)
    for analysis in analyses:
        console.print(make_block(analysis, exercises))
    console.print(make_footer(analyses, took_s))
    if outputs.json_to_stdout:
        sys.stdout.write(write_json(analyses))
        sys.stdout.flush()
    each = [[analysis] for analysis in analyses] if len(outputs.json) > 1 else [list(analyses)]
    for target, written in zip(outputs.json, each, strict=False):
        with naming("--json", target):
            write_text(target, write_json(written))
    if outputs.csv is not None:
        texts = make_csv_files(analyses)
        with naming("--csv", outputs.csv), filling(outputs.csv, list(texts), private=False) as parts:
            for part, text in zip(parts, texts.values(), strict=True):
                part.write_text(text, encoding="utf-8", newline="")


def make_console(*, to_stderr: bool = False) -> Console:
    """Return a console that is wide enough for the tables when it is not a terminal."""
    stream = sys.stderr if to_stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(stderr=to_stderr, width=width, highlight=False, soft_wrap=False)
