"""The words that can be said during a session, and what each of them asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from backcoach.texts import Message, message

EXAMPLES = 3
"""So often each word is said when it is taught."""


@dataclass(frozen=True, slots=True)
class Word:
    """One command.

    Attributes
    ----------
    id : str
    text : Message
        What is said, in the person's language.
    meaning : Message
        What it does, in a few words.
    presses : tuple of str
        What it asks for: the first of these presses that would change something now (`backcoach.coaching.actions`).
    """

    id: str
    text: Message
    meaning: Message
    presses: tuple[str, ...]

    def press(self, possible: Collection[str]) -> str | None:
        """Return the press that it stands for now; None where it would change nothing."""
        return next((press for press in self.presses if press in possible), None)


WORDS: dict[str, Word] = {
    word.id: word
    for word in (
        Word("hurts", message("It hurts"), message("stops everything, and asks what hurts"), ("hurt",)),
        Word("stop", message("Stop", context="word"), message("pauses"), ("pause",)),
        Word("pause", message("Pause", context="word"), message("pauses"), ("pause",)),
        Word("go_on", message("Go on", context="word"), message("goes on"), ("resume", "confirm")),
        Word("next", message("Next", context="word"), message("leaves out the rest of the set"), ("skip",)),
        Word("back", message("Back", context="word"), message("brings the set before"), ("back",)),
        Word("again", message("Again", context="word"), message("shows the exercise again"), ("show",)),
        Word("yes", message("Yes", context="word"), message("answers a question"), ("yes",)),
        Word("no", message("No", context="word"), message("answers a question"), ("no",)),
    )
}
"""Every word, the most important ones first."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A word that was understood.

    Attributes
    ----------
    word : str
        A key of `WORDS`.
    sure : float
        0 to 1.
    begins_s, ends_s : float
        When it was said, from the beginning of the stream.
    """

    word: str
    sure: float
    begins_s: float
    ends_s: float
