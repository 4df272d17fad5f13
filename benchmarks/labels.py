"""The labels of clips: what a careful person counted in them. The same format for the project's clips and yours.

::

    {"clips": [{
      "file": "bird_dog.mp4",              path relative to the labels file
      "exercise": "bird_dog",              one of the seven, or null where the clip holds none of them
      "reps": 2,                           complete repetitions; forearm_plank and child_pose: holds
      "reps_accepted": [3],                further counts that a careful person could give (optional)
      "by_side": {"left": 1, "right": 1},  the person's own side of the leg that moves (optional)
      "holds": [{"start_s": 2.1, "end_s": 4.5, "side": "right",
                 "start_tolerance_s": 1.2, "end_open": false}],          (optional)
      "hold_tolerance_s": 0.5              (optional)
    }]}

Other keys are for the reader.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from inputs import stop
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from backcoach.exercises.catalogue import BUILTIN
from backcoach.tracking.summary import Side

Seconds = Annotated[float, Field(ge=0)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class LabelledHold(_Table):
    """A hold, by eye; ``end_open``: the clip ends in the hold."""

    start_s: Seconds
    end_s: Seconds
    side: Side | None = None
    start_tolerance_s: Seconds | None = None
    end_open: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> LabelledHold:
        if self.end_s <= self.start_s:
            raise ValueError(f"ends at {self.end_s} s, not after its start at {self.start_s} s")
        return self


class Clip(_Table):
    """One clip and what is in it."""

    file: str
    exercise: Literal[BUILTIN] | None  # type: ignore[valid-type]
    reps: int = Field(ge=0)
    reps_accepted: tuple[int, ...] = ()
    by_side: dict[Side, int] | None = None
    holds: tuple[LabelledHold, ...] = ()
    hold_tolerance_s: Seconds = 0.5

    @model_validator(mode="after")
    def _agrees(self) -> Clip:
        if self.exercise is None and self.reps:
            raise ValueError(f"exercise is null, but reps is {self.reps}")
        if self.by_side is not None and sum(self.by_side.values()) != self.reps:
            raise ValueError(f"by_side adds up to {sum(self.by_side.values())}, but reps is {self.reps}")
        return self


class Labels(_Table):
    """A labels file."""

    clips: tuple[Clip, ...] = Field(min_length=1)


def read_labels(path: Path) -> tuple[Clip, ...]:
    """Return the clips of a labels file; end the program with all its mistakes when it has some."""
    try:
        return Labels.model_validate_json(path.read_bytes()).clips
    except OSError as error:
        stop(f"{path} cannot be read: {error.strerror or error}")
    except ValidationError as error:
        mistakes = [f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        stop(f"{path} is not a labels file:\n  " + "\n  ".join(mistakes))
