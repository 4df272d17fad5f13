"""Listens to a session as a strict person would, and writes down every contradiction.

The rule in words: what the coach asked for last decides. The rules here know the exercise files and what is said and
shown, nothing of how the coach decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from backcoach.coaching import phrases
from backcoach.coaching.actions import Press
from backcoach.coaching.outputs import Output, Say
from backcoach.coaching.planned import Habits, PlannedSet, Source
from backcoach.coaching.screen import Screen
from backcoach.coaching.session import Session
from backcoach.demo import Performer
from backcoach.demo.acts import Manner
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.model import Exercise
from backcoach.mannequin.timetable import reel_of

FPS = 12.0
SOON_S = 0.4
"""What is shown may be this much older than what is said."""

MANNERS: dict[str, Manner] = {
    "at once": Manner(),
    "late": Manner(late_s=3.0),
    "very late": Manner(late_s=6.0),
    "too soon": Manner(part_of_hold=0.9, between_s=0.1),
    "much too soon": Manner(part_of_hold=0.55, between_s=0.1),
}


@dataclass(frozen=True)
class Contradiction:
    """What was wrong, when, and in which exercise."""

    time_s: float
    exercise: str | None
    rule: str
    what: str


@dataclass
class Listener:
    """Hears and sees everything that a session gives out."""

    sets: Sequence[PlannedSet]
    found: list[Contradiction] = field(default_factory=list)
    spoken: list[tuple[float, str, str]] = field(default_factory=list)
    _out: bool = False
    _out_s: float = 0.0
    _before: Screen | None = None

    def take(self, time_s: float, outputs: Sequence[Output], screen: Screen) -> None:
        """Take in what came out at a time, and what the screen shows then."""
        exercise = self.sets[screen.position].exercise
        said = [output for output in outputs if isinstance(output, Say)]
        if screen.state != "work" or (self._before and self._before.position != screen.position):
            self._out = False
        for say in said:
            self.spoken.append((time_s, screen.state, str(say.message)))
            self._note_request(say, exercise, time_s)
        for rule, what in (*self._heard(said, screen, exercise), *self._seen(screen, exercise, time_s)):
            self.found.append(Contradiction(time_s, screen.exercise, rule, what))
        self._before = screen

    # --- what was asked -----------------------------------------------------------------------------------------

    def _note_request(self, say: Say, exercise: Exercise, time_s: float) -> None:
        text = str(say.message)
        if text in _calls_out(exercise):
            self._out, self._out_s = True, time_s
        elif text in _calls_in(exercise) or (say.kind == "count" and exercise.repetition.kind == "cycle"):
            self._out = False

    # --- the rules ----------------------------------------------------------------------------------------------

    def _heard(self, said: Sequence[Say], screen: Screen, exercise: Exercise) -> Iterator[tuple[str, str]]:
        for say in said:
            text = str(say.message)
            if say.kind == "cue" and self._out and text not in _calls_out(exercise):
                yield "a fault of the hold is said while it asks to come out", text
            if say.kind == "cue" and str(screen.cue or screen.phase) != text:
                yield "another correction is said than shown", f"{text} | {screen.cue}"
            if text in _OTHERS[exercise.id] and screen.state != "rest":
                yield "words of another exercise", text
            if say.kind == "hold" and text.isdigit() and abs(int(text) - _left(screen)) > 1:
                yield "the voice and the number differ", f"{text} | {_left(screen)}"

    def _seen(self, screen: Screen, exercise: Exercise, time_s: float) -> Iterator[tuple[str, str]]:
        if screen.state != "work":
            if screen.cue or screen.marked:
                yield "a correction outside of the work", str(screen.cue)
            return
        out = self._out and time_s - self._out_s > SOON_S
        if out and (screen.cue_kind == "cue" or screen.marked):
            yield "a fault of the hold is shown while it asks to come out", f"{screen.cue} {screen.marked}"
        asked = [str(t) for t in (screen.headline, screen.phase) if t and str(t) != str(screen.name)]
        if screen.cue_kind == "cue":
            asked.append(str(screen.cue))
        if len(set(asked)) > 1:
            yield "more than one instruction", " | ".join(sorted(set(asked)))
        yield from self._figure(screen, exercise, out, time_s)

    def _figure(
        self, screen: Screen, exercise: Exercise, out: bool, time_s: float
    ) -> Iterator[tuple[str, str]]:
        leg = screen.figure
        if leg is None or screen.hold_s <= 1.0 or not math.isfinite(screen.hold_s):
            return
        reel = reel_of(exercise.id, exercise.figure, leg.side)
        to = [k for k in range(1, reel.targets + 1) if abs(leg.to_s - reel.at_s(k)) < 0.2]
        shown = {str(text) for text in (screen.headline, screen.phase, screen.cue) if text}
        if not self._out and not to and not shown & _calls_out(exercise):
            yield "the figure leaves the hold before it is asked", f"at {leg.at_s(time_s):.1f} s of the film"
        if out and screen.hold_s >= screen.hold_planned_s > 0 and to and exercise.repetition.kind == "hold":
            yield "the figure stays in a hold that is over", f"at {leg.at_s(time_s):.1f} s of the film"


def _left(screen: Screen) -> int:
    return max(0, math.ceil(screen.hold_planned_s - screen.hold_s - 1e-6))


def _calls_out(exercise: Exercise) -> set[str]:
    """Texts that ask to leave a hold."""
    texts = {str(phrases.way_out(exercise)), str(phrases.released(exercise, last=True))}
    texts |= {text for f in exercise.faults if f.asks_out for text in (f.cue, f.stronger_cue) if text}
    if exercise.repetition.kind == "hold":
        return texts
    held = [i for i, phase in enumerate(exercise.phases) if phase.kind == "target" and phase.hold]
    return {exercise.phases[i + 1].say or "And back." for i in held}


def _calls_in(exercise: Exercise) -> set[str]:
    """Texts that ask to go into a target, or to stay in it."""
    texts = {phase.say for phase in exercise.phases if phase.kind == "target" and phase.say}
    first = next((phase.say for phase in exercise.phases if phase.kind == "move"), None)
    sides = [str(phrases.other_side(exercise, side)) for side in ("left", "right")]
    again = [str(phrases.again(exercise)), str(phrases.way_in(exercise))]
    short = ["That was a little short. Once more, until I say so.", "Once more."]
    return {*texts, first or "", *sides, *again, *short, "Hold.", "Go.", "Let's go on.", "One more."}


def _texts_of(exercise: Exercise) -> set[str]:
    taught = exercise.lesson
    sides = [side for side in (taught.left, taught.right) if side is not None]
    cues = [t for f in exercise.faults for t in (f.cue, f.stronger_cue, f.praise) if t]
    says = [phase.say for phase in exercise.phases if phase.say]
    return {
        *exercise.steps,
        *cues,
        *says,
        *(s.say for s in sides),
        *(m.say for m in taught.movement if m.say),
    }


_USUAL = {"Hold.", "And back.", "And back to the middle."}
"""Said in any exercise."""


def _others() -> dict[str, set[str]]:
    own = {name: _texts_of(load_exercise(name)) for name in BUILTIN}
    return {name: set().union(*own.values()) - own[name] - _USUAL for name in BUILTIN}


_OTHERS = _others()


def listen(
    sets: Sequence[PlannedSet],
    source: Source,
    manner: Manner,
    seed: int,
    *,
    habits: Habits | None = None,
    press: Callable[[float, Screen], Press | None] | None = None,
    until_s: float = 400.0,
) -> Listener:
    """Run a whole session; return what a listener found.

    Parameters
    ----------
    source : {"demo", "none"}
        With the simulated person in the camera's place, or without a camera.
    press : callable, optional
        What the person presses at a time.
    """
    session = Session(
        sets, source, habits or Habits(introductions=False, position_wait_s=4.0, asks_afterwards=False)
    )
    person = Performer(sets, seed, manner=manner) if source == "demo" else None
    listener = Listener(sets)
    for k in range(int(until_s * FPS)):
        time_s = k / FPS
        outputs: list[Output] = []
        if person is not None:
            frame, picture = person.frame(time_s, session.screen)
            outputs += session.see(frame, picture)
        outputs += session.tick(time_s)
        listener.take(time_s, outputs, session.screen)
        pressed = press(time_s, session.screen) if press is not None and not session.finished else None
        if pressed is not None:
            listener.take(time_s, session.act(pressed, time_s), session.screen)
        if session.finished:
            break
    return listener


def presses(seed: int, every_s: float = 9.0) -> Callable[[float, Screen], Press | None]:
    """Return a person without a camera who goes on before they are asked, and pauses, at random."""
    rng = np.random.default_rng(seed)
    due = [float(rng.exponential(every_s))]

    def press(time_s: float, screen: Screen) -> Press | None:
        if screen.state == "paused":
            return "resume"
        if time_s < due[0]:
            return None
        due[0] = time_s + float(rng.exponential(every_s))
        return "pause" if rng.random() < 0.2 else "confirm"

    return press
