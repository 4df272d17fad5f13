"""What the shapes of all files have in common: every key is known, every value has its type, and it yields a value."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{1,40}$",
        description="A name of 2 to 41 small letters, digits and _, beginning with a letter.",
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=400)]


class Strict(BaseModel):
    """A table in which every key is known and every value has exactly its type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class FileTable(Strict):
    """A table of a file, and the value that everybody reads instead of it.

    Attributes
    ----------
    makes : type
        A dataclass; each of its fields is a key of the table.
    """

    makes: ClassVar[type[Any]]

    def value(self) -> Any:
        """Return what the table says as a value; the tables in it as values too."""
        return self.makes(
            **{key.name: _value(getattr(self, key.name)) for key in fields(self.makes) if key.init}
        )


def _value(said: Any) -> Any:
    if isinstance(said, FileTable):
        return said.value()
    if isinstance(said, tuple):
        return tuple(map(_value, said))
    if isinstance(said, dict):
        return {key: _value(item) for key, item in said.items()}
    return said


def lists_to_tuples(data: Any) -> Any:
    """TOML and JSON know lists only; strict frozen models want tuples."""
    if isinstance(data, dict):
        return {key: lists_to_tuples(value) for key, value in data.items()}
    if isinstance(data, list):
        return tuple(lists_to_tuples(value) for value in data)
    return data
