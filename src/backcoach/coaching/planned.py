"""What a session is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backcoach.exercises.model import Exercise
from backcoach.tracking.summary import Side

Source = Literal["camera", "none", "demo"]
"""Who watches: a camera, nobody (paced by voice and clock), or the simulated person in the camera's place."""

LESSONS = 2
"""So many times an exercise is taught in full; from the next time on it is said in short."""


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set of one exercise; an exercise with several sets stands in the list several times.

    Attributes
    ----------
    exercise : Exercise
    repetitions : int
        On each side, where the exercise has sides.
    hold_s : float
        0 where nothing is held.
    variant : str, optional
        An easier or harder way of the exercise's file.
    faults_off : frozenset of str
        Hints that are left out, because of a caution.
    advice : tuple of str
        The cautions' advice for this person, texts of the exercise file.
    first_side : {"left", "right"}, optional
        For a single exercise on request; only the sides in ``sides`` are asked for.
    rest_s : float
        Rest after the set.
    times_before : int
        In how many sessions the person has met the exercise: `LESSONS` times the whole movement is taught.
    """

    exercise: Exercise
    repetitions: int
    hold_s: float = 0.0
    variant: str | None = None
    faults_off: frozenset[str] = frozenset()
    advice: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ("left", "right")
    rest_s: float = 30.0
    times_before: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What is already done of a set, when a session is resumed.

    Attributes
    ----------
    by_side : tuple of (side or None, int)
        Counted repetitions for each side; None where the exercise has no sides.
    finished : bool
        The set is not asked again, whatever was counted.
    remembered : int
        Repetitions that are already remembered, whatever their status: new ones are numbered from here.
    """

    by_side: tuple[tuple[Side | None, int], ...] = ()
    finished: bool = False
    remembered: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person likes to be coached.

    Attributes
    ----------
    introductions : bool
        Whether the steps are spoken before each exercise.
    counts_aloud : bool
    breathing : bool
        Breathing cues.
    position_wait_s : float
        Without a camera: how long the person gets to get into position.
    speech_rate : float
        How fast the voice speaks, 1 is usual: what is to follow waits for it.
    asks_afterwards : bool
        Whether it is asked at the end how it was. The simulated person is never asked.
    raised_hand : bool
        Whether a raised hand is watched for.
    teaches_hand : bool
        Whether the person is new to it, so that it is explained once.
    checks_sound : bool
        Whether the camera check asks once if the coach is heard from the mat.
    """

    introductions: bool = True
    counts_aloud: bool = True
    breathing: bool = True
    position_wait_s: float = 15.0
    speech_rate: float = 1.0
    asks_afterwards: bool = True
    raised_hand: bool = True
    teaches_hand: bool = False
    checks_sound: bool = False
