"""The spoken questions, as data: each can be answered with yes and no alone, some with a number as well.

A conversation goes through its questions in their order. A question is asked as long as what it finds out is not known;
an answer that finds nothing out leads to the next one. What may be done is not decided here: `HurtAnswer.allowed` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.texts import Message, message

Found = int | str | bool | None
"""What an answer finds out; None: nothing yet."""

SLIGHT, MIDDLE, STRONG = 2, 4, 7
"""What "slight", "neither" and "strong" are on the scale of pain: up to 2 is green, up to 5 amber, more is red."""

EASY, MODERATE, HARD = 2, 5, 8
"""The same for effort: up to 4 the dose may grow."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
    finds : str
        What it finds out.
    text : Message
        Said, and shown in large letters.
    yes, no : int, str, bool or None
        What an answer says about it.
    about : Message or None
        Said before the first question of its kind; where it is given, a number from 0 to 10 answers as well.
    """

    id: str
    finds: str
    text: Message
    yes: Found
    no: Found = None
    about: Message | None = None

    @property
    def takes_number(self) -> bool:
        """Whether a number from 0 to 10 answers it as well."""
        return self.about is not None


HOW_MUCH = message("How much does it hurt, from 0 to 10?")
HOW_HARD = message("How hard was it, from 0 to 10?")
HOW_NOW = message("How is your back now, from 0 to 10?")

HURT = (
    Question(
        "sign",
        "sign",
        message("Does it spread down a leg, do you feel numb or dizzy, or does your chest hurt?"),
        yes=True,
        no=False,
    ),
    Question("slight", "pain", message("Is it only slight?"), yes=SLIGHT, about=HOW_MUCH),
    Question("strong", "pain", message("Is it strong?"), yes=STRONG, no=MIDDLE, about=HOW_MUCH),
    Question("easier", "then", message("Shall we go on, but easier?"), yes="easier"),
    Question("leave_out", "then", message("Shall we leave this exercise out?"), yes="skip", no="stop"),
)
"""It hurts. What is offered is asked only where it is allowed; whoever wants none of it stops for today."""

ALL_RIGHT = (Question("all_right", "all_right", message("Is everything all right?"), yes=True, no=False),)
"""Nothing moves any more in the middle of a set."""

GO_ON = (Question("go_on", "go_on", message("Shall we go on?"), yes=True, no=False),)
"""It is paused, and the person is back."""

SOUND_CHECK = (
    Question("hear", "hear", message("Can you hear me from the mat?"), yes=True, no=False),
    Question("hear_louder", "hear", message("I speak louder now. Can you hear me?"), yes=True, no=False),
    Question(
        "hear_other", "hear", message("This is another voice. Can you hear me now?"), yes=True, no=False
    ),
)
"""In the camera check, once on a computer: each after a step of `sound_check.STEPS`."""

AFTERWARDS = (
    Question("easy", "effort", message("Was it easy?"), yes=EASY, about=HOW_HARD),
    Question("moderate", "effort", message("Was it moderate?"), yes=MODERATE, about=HOW_HARD),
    Question("hard", "effort", message("Was it hard?"), yes=HARD, about=HOW_HARD),
    Question("no_pain", "pain", message("Is your back free of pain?"), yes=0, about=HOW_NOW),
    Question("little_pain", "pain", message("Does it hurt a little?"), yes=SLIGHT, about=HOW_NOW),
    Question("much_pain", "pain", message("Does it hurt a lot?"), yes=STRONG, no=MIDDLE, about=HOW_NOW),
)
"""How it was: steps that a raised hand can answer, for the page's scales from 0 to 10."""
