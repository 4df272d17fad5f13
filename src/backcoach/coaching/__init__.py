"""Talking: what to say, to show and to remember while somebody exercises.

From a picture to the page::

    Session.see(frame)       session.py      the way in, beside tick, act and camera
      Course.follow          course.py       what the stages share: the sets, the voice, the records
        Round.follow         round.py        one go at a set, with its tracker: a Followed
      Cues.hear              cues.py         which correction is due
      Stage.see(followed)    stages/         what the present state makes of it: a Signal, or nothing
      transitions.py         the table that says where a signal leads
    -> list of Output        outputs.py      words to say, records to keep
    Session.screen           composing.py    Stage.show() gives a Shown, which becomes the Screen

Data goes down as arguments and comes back as values; the course alone keeps anything between two calls.
"""
