"""``backcoach analyze``: what goes together, and what is analysed."""

from __future__ import annotations

import typer

from backcoach.analysis.demo import demo_inputs
from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.batch import run_batch
from backcoach.cli.job import Input
from backcoach.started import command


def analyze(asked: AnalyzeRequest) -> None:
    """Analyse what is named, or the samples that come with the program."""
    paths = asked.paths or []
    if asked.demo and paths:
        raise typer.BadParameter("--demo analyses the samples: it takes no PATH")
    if asked.cluster and asked.workers:
        raise typer.BadParameter("--workers is for this machine: it does not go with --cluster")
    if not paths:
        typer.echo(
            f"These are the samples that come with the program; `{command('analyze', 'PATH')}` reads your video.\n",
            err=True,
        )
    inputs = [(str(path), path.absolute()) for path in paths] if paths else demo_inputs()
    raise typer.Exit(run_batch(asked, [Input(name, path) for name, path in inputs]))
