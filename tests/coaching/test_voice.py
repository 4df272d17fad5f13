"""One voice: priorities, no overlap, nothing stale."""

import pytest
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


def test_a_number_comes_before_a_cue_and_both_cut_off_an_explanation():
    voice = Voice()
    voice.queue(LONG, "instruction", 0.0)
    assert said(voice, 0.0, 1.0) == [(0.0, str(LONG), False)]
    voice.queue(Message("Lift your hips a little higher."), "cue", 1.0)
    voice.queue(Message("4"), "count", 1.0)
    first, second = said(voice, 1.0, 2.9)
    assert first == (1.0, "4", True)
    assert second == (1.5, "Lift your hips a little higher.", False)


def test_praise_gives_way_to_a_number():
    voice = Voice()
    voice.queue(Message("Lovely, that is a good pace, and it looks easy."), "praise", 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("4"), "count", 0.2)
    assert said(voice, 0.2, 0.2) == [(0.2, "4", True)]


@pytest.mark.parametrize("kind", ["count", "hold"])
@pytest.mark.parametrize("urgent", ["notice", "cue"])
def test_a_number_is_finished_and_what_is_urgent_follows(kind, urgent):
    voice = Voice()
    voice.queue(Message("12"), kind, 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("Lift your hips."), urgent, 0.1)
    ((told_s, text, interrupts),) = said(voice, 0.1, 2.0)
    assert (text, interrupts) == ("Lift your hips.", False)
    assert told_s == pytest.approx(speaking_s(Message("12")), abs=0.11)


def test_words_of_a_hold_give_way_to_a_cue():
    voice = Voice()
    voice.queue(Message("Hold, and keep your hips level."), "hold", 0.0)
    said(voice, 0.0, 0.0)
    voice.queue(Message("Lift your hips."), "cue", 0.2)
    assert said(voice, 0.2, 0.2) == [(0.2, "Lift your hips.", True)]


def test_a_count_that_comes_too_late_is_dropped():
    voice = Voice()
    voice.queue(Message("Lift your hips a little higher, and keep them there."), "cue", 0.0)
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
    voice, until_s, number = Voice(), -1.0, False
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
            assert not (say.interrupts and number)
            number = say.is_number
            assert time_s - born[say.message.text] <= PATIENCE_S[say.kind] + 1e-9
            until_s = time_s + speaking_s(say.message)
