"""How an exercise is taught: what is said, and where the moving figure goes meanwhile."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sentence = Annotated[str, Field(min_length=1, max_length=400)]
Short = Annotated[str, Field(min_length=1, max_length=60)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Step(_Table):
    """One step of the movement: a sentence, and where the figure goes with it (and stays, if it is there already)."""

    text: Sentence
    to: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None,
        description="A target of the figure, or 'start'; without it the figure shows the whole movement meanwhile.",
    )
    say: Short | None = Field(
        default=None,
        description="The same in a few words, for whoever knows it; in a hold: the way in, the way out.",
    )


class SideTeaching(_Table):
    """One side, so that it cannot be misunderstood."""

    say: Sentence = Field(description="How to lie or kneel for it, and which limb will move.")
    short: Short = Field(description="The limb that moves, in two to four words.")


class Teaching(_Table):
    """What is said the first times, in this order: the position, the movement, the breath, the feeling.

    Where one side is done after the other, the side's sentence is said in place of the first one of the position.
    """

    position: tuple[Sentence, ...] = Field(min_length=1, description="How to get into position.")
    movement: tuple[Step, ...] = Field(min_length=1, description="There and back: every target, both ways.")
    feel: Sentence | None = Field(default=None, description="How it should feel, and how it should not.")
    left: SideTeaching | None = None
    right: SideTeaching | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Position and movement as one list of sentences."""
        return (*self.position, *(step.text for step in self.movement))

    def side(self, side: str | None) -> SideTeaching | None:
        """Return the sentences of a side; None where there are none."""
        return {"left": self.left, "right": self.right}.get(side or "")


def plain(steps: tuple[str, ...]) -> Teaching:
    """Return the teaching of an exercise that has steps only: the first is the position."""
    rest = steps[1:] or steps
    return Teaching(position=steps[:1], movement=tuple(Step(text=text) for text in rest))
