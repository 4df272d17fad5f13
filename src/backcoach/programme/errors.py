"""Why something that a person asks for is not done: a sentence, and what leads on."""

from __future__ import annotations

from backcoach.plan import Leave
from backcoach.texts import Message, message


class ProgrammeError(Exception):
    """What is asked for cannot be done.

    Attributes
    ----------
    message : Message
        Why, and what to do.
    """

    def __init__(self, words: Message) -> None:
        super().__init__(str(words))
        self.message = words


class UnusableExerciseError(ProgrammeError):
    """There is no exercise of that name, or its file has mistakes."""

    def __init__(self, exercise_id: str) -> None:
        super().__init__(message("There is no exercise '{name}' that can be used.", name=exercise_id))


class NothingChosenError(ProgrammeError):
    """No exercise of the routine is switched on."""

    def __init__(self) -> None:
        super().__init__(message("No exercise is switched on: choose at least one in the settings."))


class NotTodayError(ProgrammeError):
    """The dose rules speak against exercise now, or nobody knows whether they do.

    Attributes
    ----------
    leave : Leave or None
        Their whole answer, with what leads out of it; None where the journal could not be read.
    """

    def __init__(self, words: Message, leave: Leave | None = None) -> None:
        super().__init__(words)
        self.leave = leave


class NotResumableError(ProgrammeError):
    """A session cannot be gone on with."""

    def __init__(self, why: Message) -> None:
        super().__init__(
            message(
                "This session cannot be continued: {why}. Start a new one; what you did is kept.", why=why
            )
        )
