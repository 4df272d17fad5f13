"""Whether the coach ever contradicts itself: all seven exercises, many people, by a strict listener.

People follow at once, 3 or 6 s late, too soon and much too soon, and make mistakes; without a camera they press Space
and pause at random. The rules are those of docs/live-session.md, in the listener's own words (`listening.py`).
Seeds below 1000 are for development, published figures use seeds from 1000 on.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inputs import load_builtin
from listening import MANNERS, Contradiction, listen, presses
from reporting import Report, make_parser
from simulating import read_options, workers

from backcoach.coaching.planned import Habits, PlannedSet

REPETITIONS = 3
HOLD_S = 6.0


@dataclass(frozen=True)
class Heard:
    """What a listener found in one session, and how much there was to hear."""

    exercise: str
    manner: str
    sentences: int
    found: tuple[Contradiction, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    options, chosen = read_options(parser, arguments, sets=6, quick="one session of each kind")
    report = Report("contradictions", options.json)
    sessions = 1 if options.quick else options.sets
    manners = [*MANNERS, "without a camera", "taught"]
    jobs = [
        (name, manner, options.seed + k) for name in chosen for manner in manners for k in range(sessions)
    ]
    with workers(options) as work:
        heard = list(work(hear, jobs))
    report.note(f"seed {options.seed}, {sessions} sessions of each kind")
    rows = []
    for name in chosen:
        for manner in manners:
            some = [h for h in heard if (h.exercise, h.manner) == (name, manner)]
            which = Counter(c.rule for h in some for c in h.found)
            rows.append(
                [
                    name,
                    manner,
                    len(some),
                    sum(h.sentences for h in some),
                    which.total(),
                    ", ".join(sorted(which)),
                ]
            )
    columns = ["exercise", "person", "sessions", "sentences", "contradictions", "which"]
    report.table("Contradictions", columns, rows)
    total = sum(len(h.found) for h in heard)
    report.check("contradictions", total, "0", total == 0)
    return report.close()


def hear(job: tuple[str, str, int]) -> Heard:
    """Listen to one session."""
    name, manner, seed = job
    exercise = load_builtin(name)
    taught = manner == "taught"
    planned = PlannedSet(
        exercise,
        1 if taught else REPETITIONS,
        HOLD_S if exercise.dose.hold_s else 0.0,
        rest_s=4.0,
        times_before=0 if taught else 9,
    )
    habits = Habits(introductions=taught, position_wait_s=4.0)
    if manner == "without a camera":
        heard = listen([planned] * 2, "none", MANNERS["at once"], seed, habits=habits, press=presses(seed))
    else:
        heard = listen([planned] * 2, "demo", MANNERS.get(manner, MANNERS["at once"]), seed, habits=habits)
    return Heard(name, manner, len(heard.spoken), tuple(heard.found))


if __name__ == "__main__":
    sys.exit(main())
