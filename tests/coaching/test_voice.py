"""One voice: priorities, no overlap, nothing stale."""

from hypothesis import given
from hypothesis import strategies as st

from backcoach.coaching.voice import PATIENCE_S, RANK, Voice, speaking_s
from backcoach.texts import Message

LONG = Message("Lie on your back with your knees bent, feet flat on the floor and as wide as your hips.")


def said(voice, from_s, to_s, step_s=0.1):
    found, time_s = [], from_s
    while time_s <= to_s + 1e-9:
        found += [(round(time_s, 2), str(s.message), s.interrupts) for s in voice.speak(time_s)]
        time_s += step_s
    return found


def test_one_after_the_other_in_order():
    voice = Voice()
    for text in ("First.", "Second."):
        voice.queue(Message(text), "instruction", 0.0)
    (first_s, first, _), (second_s, second, _) = said(voice, 0.0, 5.0)
    assert (first, second) == ("First.", "Second.")
    assert second_s >= first_s + speaking_s(Message("First."))


def test_a_cue_comes_before_a_count_and_cuts_off_an_explanation():
    voice = Voice()
    voice.queue(LONG, "instruction", 0.0)
    assert said(voice, 0.0, 1.0) == [(0.0, str(LONG), False)]
    voice.queue(Message("4"), "count", 1.0)
    voice.queue(Message("Lift your hips a little higher."), "cue", 1.0)
    assert said(voice, 1.0, 1.0) == [(1.0, "Lift your hips a little higher.", True)]


def test_a_count_that_comes_too_late_is_dropped():
    voice = Voice()
    voice.queue(Message("Lift your hips a little higher."), "cue", 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("4"), "count", 0.1)
    assert said(voice, 0.1, 6.0) == []


def test_a_newer_count_takes_the_place_of_an_older_one():
    voice = Voice()
    voice.queue(Message("Shorter."), "cue", 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("4"), "count", 0.1)
    voice.queue(Message("5"), "count", 0.4)
    assert [text for _, text, _ in said(voice, 0.4, 3.0)] == ["5"]


def test_a_notice_cuts_off_everything_but_a_notice():
    voice = Voice()
    voice.queue(LONG, "cue", 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("Paused."), "notice", 0.5)
    assert said(voice, 0.5, 0.5) == [(0.5, "Paused.", True)]
    voice.queue(Message("Let's go on."), "notice", 0.6)
    assert said(voice, 0.6, 0.7) == []


wishes = st.lists(st.tuples(st.sampled_from(sorted(RANK)), st.integers(1, 60), st.floats(0, 20)), max_size=30)


@given(wishes)
def test_nothing_overlaps_and_nothing_is_stale(asked):
    voice, until_s = Voice(), -1.0
    asked = sorted(asked, key=lambda wish: wish[2])
    born = {}
    for tick in range(600):
        time_s = tick / 20
        while asked and asked[0][2] <= time_s:
            kind, length, _ = asked.pop(0)
            text = Message(f"{len(born)} " + "x" * length)
            born[text.text] = time_s
            voice.queue(text, kind, time_s)
        spoken = voice.speak(time_s)
        assert len(spoken) <= 1
        for say in spoken:
            assert say.interrupts == (time_s < until_s)
            assert time_s - born[say.message.text] <= PATIENCE_S[say.kind] + 1e-9
            until_s = time_s + speaking_s(say.message)
