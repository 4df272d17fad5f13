"""A command is its options until it is run: what does its work is loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from importlib import import_module
from inspect import Parameter, Signature
from typing import Any, get_type_hints


def deferred(request: type, work: str) -> Callable[..., None]:
    """Return a command with the fields of a dataclass as its options and the docstring of it as its help.

    Parameters
    ----------
    request : type
        A dataclass; the type of each field says how it is typed, as for Typer.
    work : str
        The function that is given the request when the command is run: its module and its name, such as
        ``"backcoach.cli.data:export"``.
    """
    module, _, name = work.partition(":")

    def run(**options: Any) -> None:
        getattr(import_module(module), name)(request(**options))

    run.__doc__ = request.__doc__
    run.__annotations__ = hints = get_type_hints(request, include_extras=True)
    options = [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(request)
    ]
    vars(run).update(__signature__=Signature(options), request=request, work=work)
    return run
