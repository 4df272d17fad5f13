"""Words that a person has taught are understood again, said faster, higher, more quietly; what is none is not."""

import numpy as np
import pytest

from backcoach.hearing.lesson import lesson
from backcoach.hearing.taught import Taught
from backcoach.hearing.words import EXAMPLES, WORDS
from tests.hearing.saying import FORMANTS, say, silence

pytest.importorskip("kaldi_native_fbank", reason="needs the extra `voice`")
from backcoach.hearing.own_words import OwnWords

TAUGHT = [word for word in FORMANTS if word in WORDS]


@pytest.fixture(scope="module")
def examples():
    ways = [{"speed": 1.0}, {"speed": 0.9, "pitch_hz": 110.0}, {"speed": 1.1, "pitch_hz": 130.0}]
    taught = {}
    for word in TAUGHT:
        for seed, way in enumerate(ways):
            learned = lesson(say(word, seed=seed, **way), word, {})
            assert learned.fault is None
            taught.setdefault(word, []).append(learned.example)
    return taught


@pytest.mark.parametrize(
    "way", [{"speed": 1.15}, {"pitch_hz": 135.0}, {"loud": 0.05}, {"loud": 0.6}, {"noise": 400.0}], ids=str
)
def test_what_was_taught_is_understood_as_it_is_said_another_day(examples, way):
    understood = {
        word: [one.word for one in OwnWords(examples).hear(say(word, seed=9, **way))] for word in TAUGHT
    }
    assert understood == {word: [word] for word in TAUGHT}


def test_another_word_is_not_understood(examples):
    assert OwnWords(examples).hear(say("hello")) == []


def test_five_minutes_of_noise_hold_no_word(examples):
    ears, noise = OwnWords(examples), np.random.default_rng(3)
    loudness = np.repeat(noise.uniform(0, 3000, 600), 8000)
    assert (
        ears.hear((noise.normal(0, 1, len(loudness)) * loudness).clip(-32768, 32767).astype(np.int16)) == []
    )


def test_a_word_that_was_not_said_often_enough_is_not_understood(examples):
    half = {**examples, "stop": examples["stop"][: EXAMPLES - 1]}
    assert OwnWords(half).hear(say("stop")) == []
    assert [one.word for one in OwnWords(half).hear(say("pause"))] == ["pause"]
    assert OwnWords({}).hear(say("stop")) == []


def test_while_somebody_else_speaks_less_is_taken_for_a_word(examples, monkeypatch):
    words = OwnWords(examples)
    far = np.array([1.0] + [1 / 0.66] * (3 * len(TAUGHT) - 1))
    monkeypatch.setattr(words, "how_far", lambda _: far)
    assert words.word(examples["stop"][0])[0] == "hurts"
    assert words.word(examples["stop"][0], strict=True)[0] is None


def test_what_is_as_near_to_what_is_no_word_is_none(examples, monkeypatch):
    words = OwnWords(examples)
    far = np.array([1.0] + [3.0] * (3 * len(TAUGHT) - 2) + [1.1])
    monkeypatch.setattr(words, "how_far", lambda _: far)
    assert words.word(examples["stop"][0])[0] is None


@pytest.mark.parametrize(
    ("recording", "fault"),
    [
        (silence(2.4), "nothing"),
        (np.zeros(100, np.int16), "nothing"),
        (np.concatenate([say("stop"), say("stop")]), "several"),
        (say("stop", loud=6.0), "loud"),
    ],
)
def test_a_recording_that_teaches_nothing_says_why(recording, fault):
    found = lesson(recording, "stop", {})
    assert (found.fault, found.example) == (fault, None)


def test_a_word_that_sounds_like_another_is_not_learned_for_it(examples):
    others = {word: examples[word] for word in TAUGHT if word != "next"}
    found = lesson(say("stop", seed=7), "next", others)
    assert (found.fault, found.other) == ("like_another", "stop")


def test_an_example_that_is_unlike_the_others_is_not_learned(examples):
    assert lesson(say("hello"), "stop", {"stop": examples["stop"][:2]}).fault == "unlike"


def test_what_was_taught_is_kept_as_it_was_until_it_is_forgotten(tmp_path, examples):
    kept = Taught(tmp_path)
    for word in TAUGHT:
        for example in examples[word]:
            kept.add("me", word, example)
    again = Taught(tmp_path).of("me")
    assert [one.word for one in OwnWords(again).hear(say("stop"))] == ["stop"]
    assert kept.add("me", "stop", examples["stop"][0]) == EXAMPLES, "the oldest goes"
    assert kept.of("you") == {}
    kept.forget("me", "stop")
    assert kept.counts("me")["stop"] == 0
    assert kept.counts("me")["pause"] == EXAMPLES
    kept.forget("me")
    kept.forget("me")
    assert [*tmp_path.rglob("*.npz")] == []


def test_only_numbers_are_kept_and_only_their_owner_may_read_them(tmp_path, examples):
    Taught(tmp_path).add("me", "stop", examples["stop"][0])
    (file,) = tmp_path.rglob("*.npz")
    assert file.stat().st_mode & 0o077 == 0
    with np.load(file) as kept:
        assert {name.rpartition(".")[2] for name in kept} == {"power", "noise", "ends"}
        assert kept["stop.0.power"].shape[1] == 24


def test_a_file_that_cannot_be_read_is_none(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "me.npz").write_bytes(b"rubbish")
    assert Taught(tmp_path).of("me") == {}
