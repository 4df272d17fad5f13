"""What is known about one recorded source after it was analysed. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from backcoach.tracking.summary import ExerciseSet, Tracking, Unclear


@dataclass(frozen=True, slots=True)
class Moment:
    """What the tracker thought at one picture: material for plots.

    Attributes
    ----------
    time_s : float
        Presentation time of the picture.
    exercise : str or None
        The exercise that is followed; None while it is not known.
    signal : float
        The value that shows this exercise's movement best, in the unit of its feature; NaN = not seen.
    phase : str or None
        Phase of the exercise's phase table.
    in_position : bool
        Whether the person is in the exercise's posture.
    seen : bool
        Whether the body parts that the exercise needs were seen.
    """

    time_s: float
    exercise: str | None
    signal: float
    phase: str | None
    in_position: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result for one source.

    Attributes
    ----------
    source : str
        What was analysed, as the caller named it.
    duration_s : float
        Length of what was read, from the first picture to the end of the last.
    frames : int
        Pictures (or recorded frames) that were read.
    error : str or None
        One sentence saying why the result is missing or not to be relied on; None when all went well.
    tracking : Tracking
        Seconds seen, unsure and lost.
    sets : tuple of ExerciseSet
        In the order of time.
    notes : tuple of str
        What a careful reader should know, for example that several people were in the picture.
    unclear : tuple of Unclear
        Movements that may be an exercise, but cannot be told from this view; they are among the notes, too.
    partial : bool
        True when the source was not read to its end.
    people_max : int
        The most people noticed in one picture.
    took_s : float
        Seconds that the analysis took.
    trace : tuple of Moment
        One per picture when asked for, else empty.
    """

    source: str
    duration_s: float = 0.0
    frames: int = 0
    error: str | None = None
    tracking: Tracking = field(default_factory=Tracking)
    sets: tuple[ExerciseSet, ...] = ()
    notes: tuple[str, ...] = ()
    partial: bool = False
    people_max: int = 0
    took_s: float = 0.0
    trace: tuple[Moment, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @property
    def counted(self) -> int:
        """Counted repetitions of all sets."""
        return sum(s.counted for s in self.sets)

    @property
    def speed(self) -> float:
        """How many seconds of video were analysed in one second; 0 when unknown."""
        return self.duration_s / self.took_s if self.took_s > 0 else 0.0
