"""What is meant when no command is named: a video is to be analysed, an option of the server starts it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typer.core import TyperGroup

SERVE, ANALYZE = "serve", "analyze"


class Shorthand(TyperGroup):
    """Lets ``backcoach VIDEO`` and ``backcoach --port 9000`` stand for the whole command, and says what it lacks."""

    def invoke(self, ctx: Any) -> Any:
        """Do it; where that meets a part of the program that is not installed, get it, or say how to."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            from backcoach.cli.completing import complete

            ctx.exit(complete(error))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the command that is left out, then go on as usual."""
        own = {name for option in self.get_params(ctx) for name in option.opts}
        command = implied(args, own, set(self.list_commands(ctx)), self._options_of(ctx, SERVE))
        return super().parse_args(ctx, args if command is None else [command, *args])

    def _options_of(self, ctx: Any, name: str) -> set[str]:
        command = self.get_command(ctx, name)
        return {name for option in command.params for name in option.opts} if command else set()


def implied(args: Sequence[str], own: set[str], commands: set[str], of_serve: set[str]) -> str | None:
    """Return the command that the arguments are meant for, when they name none.

    Parameters
    ----------
    own : set of str
        Options that need no command, such as ``--help``.
    commands : set of str
        All commands.
    of_serve : set of str
        The server's options.

    Returns
    -------
    str or None
        None: the arguments are right as they are, or cannot be guessed.
    """
    if not args or args[0] in commands:
        return None
    option = args[0].partition("=")[0]
    if option.startswith("-"):
        if option in own:
            return None
        return SERVE if option in of_serve else ANALYZE
    # A mistyped command is better called that than a missing video.
    return ANALYZE if "." in option or "/" in option or Path(args[0]).exists() else None
