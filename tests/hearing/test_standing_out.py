"""What is said alone stands out."""

import numpy as np
import pytest

from backcoach.hearing.standing_out import RATE, StandingOut


def tone(length_s, loud=0.2):
    time_s = np.arange(round(length_s * RATE)) / RATE
    return (32767 * loud * np.sin(2 * np.pi * 700 * time_s)).astype(np.int16)


def silence(length_s):
    return np.random.default_rng(0).normal(0, 20, round(length_s * RATE)).astype(np.int16)


def heard(*parts):
    return list(StandingOut().hear(np.concatenate(parts)))


def test_a_short_sound_between_silences_stands_out():
    (found,) = heard(silence(1.5), tone(0.5), silence(1.0))
    assert found.begins_s == pytest.approx(1.5, abs=0.05)
    assert found.ends_s == pytest.approx(2.0, abs=0.05)


def test_pieces_of_any_length_give_the_same():
    sound = np.concatenate([silence(1.5), tone(0.5), silence(1.0)])
    ears = StandingOut()
    pieces = [one for start in range(0, len(sound), 977) for one in ears.hear(sound[start : start + 977])]
    (whole,) = heard(sound)
    assert [(one.begins_s, one.ends_s) for one in pieces] == [(whole.begins_s, whole.ends_s)]
    assert np.array_equal(pieces[0].samples, whole.samples)


@pytest.mark.parametrize("length_s", [0.03, 1.6, 30.0])
def test_what_is_too_short_or_too_long_is_no_word(length_s):
    assert heard(silence(1.5), tone(length_s), silence(1.0)) == []


def test_silence_and_noise_hold_no_word():
    noise = np.random.default_rng(1).normal(0, 2000, 20 * RATE).astype(np.int16)
    assert heard(noise) == []
    assert heard(np.zeros(5 * RATE, np.int16)) == []
