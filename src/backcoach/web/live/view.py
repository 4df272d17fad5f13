"""What a session gives out, as the JSON that a page gets: translated, rounded, plain."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from backcoach.coaching.guide import Leg
from backcoach.coaching.outputs import Say
from backcoach.coaching.screen import Outline, Screen, SetLine
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.texts import Message
from backcoach.texts.catalogue import translator
from backcoach.web.live.refusal import RefusalError

Json = dict[str, Any]


@lru_cache(maxsize=4096)
def _translated(language: str, text: Message) -> str:
    return translator(language).translate(text)


class View:
    """Says everything in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, text: Message | None) -> str | None:
        """Return a message in the language; None stays None."""
        return None if text is None else _translated(self.language, text)

    def say(self, said: Say) -> Json:
        """Return words to speak."""
        return {
            "type": "say",
            "text": self.text(said.message),
            "kind": said.kind,
            "interrupts": said.interrupts,
            "stays": said.stays,
            "language": self.language,
        }

    def refusal(self, refusal: RefusalError) -> Json:
        """Return why the connection is closed, and what leads on."""
        ways = [
            {"text": self.text(way.text), **({"href": way.href} if way.href else {"hello": way.hello})}
            for way in refusal.ways
        ]
        return {"type": "error", "code": refusal.code, "reason": self.text(refusal.reason), "ways": ways}

    def screen(self, screen: Screen) -> Json:
        """Return what to show. Seconds have one decimal, the ring has three: finer is not seen."""
        return {
            "type": "screen",
            "state": screen.state,
            "headline": self.text(screen.headline),
            "detail": self.text(screen.detail),
            "exercise": screen.exercise,
            "name": self.text(screen.name),
            "position": screen.position,
            "positions": screen.positions,
            "count": screen.count,
            "planned": screen.planned,
            "side": screen.side,
            "side_text": self.text(screen.side_text),
            "hold_s": round(screen.hold_s, 1),
            "hold_planned_s": screen.hold_planned_s,
            "clock_s": round(screen.clock_s, 1),
            "clock_planned_s": screen.clock_planned_s,
            "ring": round(screen.ring, 3),
            "phase": self.text(screen.phase),
            "cue": self.text(screen.cue),
            "cue_kind": screen.cue_kind,
            "marked": list(screen.marked),
            "next": self.text(screen.next),
            "next_exercise": screen.next_exercise,
            "source": screen.source,
            "seen": screen.seen,
            "outline": _outline(screen.outline),
            "checks": [{"text": self.text(what), "ok": ok} for what, ok in screen.checks],
            "sets": [self._line(line) for line in screen.sets],
            "figure": _leg(screen.figure),
            "turn": screen.turn,
            "actions": list(screen.actions),
        }

    def _line(self, line: SetLine) -> Json:
        return {
            "exercise": line.exercise,
            "name": self.text(line.name),
            "planned": line.planned,
            "done": line.done,
            "unsure": line.unsure,
            "hold_s": round(line.hold_s, 1),
            "outcome": line.outcome,
            "self_reported": line.self_reported,
            "faults": [self.text(fault) for fault in line.faults],
        }


def pose(seq: int, frame: PoseFrame, marked: tuple[str, ...], *, points: bool = True) -> Json:
    """Return the answer to a frame: the skeleton to draw over the picture, in image heights; null where not seen."""
    answer: Json = {"type": "pose", "seq": seq, "seen": frame.seen}
    if not points or not frame.seen:
        return answer
    table = np.column_stack([frame.landmarks[:, :2], frame.visibility])
    answer["points"] = _numbers(table)
    answer["back"] = _numbers(frame.back_line)
    answer["aspect"] = round(frame.aspect, 4)
    answer["marked"] = [INDEX[name] for name in marked if name in INDEX]
    return answer


def _numbers(values: np.ndarray[Any, Any]) -> list[float | None]:
    flat: list[float] = np.round(values, 4).ravel().tolist()
    return [None if value != value else value for value in flat]


def _leg(leg: Leg | None) -> Json | None:
    """Return which part of the figure's film to show when; all in seconds, times are the session's."""
    if leg is None:
        return None
    return {
        "exercise": leg.exercise,
        "side": leg.side,
        "from_s": round(leg.from_s, 3),
        "to_s": round(leg.to_s, 3),
        "begins_s": round(leg.begins_s, 3),
        "lasts_s": round(leg.lasts_s, 3),
    }


def _outline(outline: Outline | None) -> Json | None:
    if outline is None:
        return None
    points = {name: [round(x, 4), round(y, 4)] for name, (x, y) in outline.points.items()}
    return {"points": points, "fits": outline.fits}
