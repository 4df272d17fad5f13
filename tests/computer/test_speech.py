"""The computer's own voice: one process that speaks, whatever happens to it."""

from __future__ import annotations

import io
import os
import sys
import time
import wave

import pytest

from backcoach import aside
from backcoach.computer import espeak, speech
from backcoach.computer.sound import AUDIBLE, Sound
from backcoach.computer.speaking import Mute, Sentence, Spoken
from backcoach.computer.speech import Said, Speech, SpeechError, SpeechLostError, checked
from tests.coroutines import run


def said(voice: Speech, *texts: str, language: str = "en") -> list[Said]:
    """Say one sentence after the other."""

    async def all_of_it() -> list[Said]:
        return [await voice.say(checked(text, language, "1")) for text in texts]

    return run(all_of_it())


def seconds(made: Said) -> float:
    with wave.open(io.BytesIO(made.spoken.wav)) as sound:
        return sound.getnframes() / sound.getframerate()


@pytest.fixture
def voice():
    """The voice of this computer, of whatever is installed."""
    if espeak.library() is None and espeak.program() is None:
        pytest.skip("needs the extra `voice`, or espeak-ng")
    speaks = Speech()
    yield speaks
    speaks.close()


def process_of(voice: Speech):
    return voice._voice._process


def test_one_process_speaks_all_sentences_and_none_of_it_is_loaded_here(voice):
    sys.modules.pop("espeakng_loader", None)
    first, *others = said(voice, "Three, two, one.", "Go.", "Lift your hips.")
    pid = process_of(voice).pid
    (german,) = said(voice, "Schön langsam zurück.", language="de")
    assert process_of(voice).pid == pid
    assert seconds(first) > 0.5
    assert len({made.spoken.wav for made in (first, *others, german)}) == 4
    assert "espeakng_loader" not in sys.modules


def test_a_voice_that_was_killed_is_started_again_and_that_is_told(voice):
    said(voice, "One.")
    process_of(voice).kill()
    (again,) = said(voice, "Two.")
    (fine,) = said(voice, "Three.")
    assert (again.again, fine.again) == (True, False)
    assert seconds(again) > 0.1


def test_an_unknown_language_is_a_sentence_and_the_voice_goes_on(voice):
    said(voice, "One.")
    pid = process_of(voice).pid
    with pytest.raises(SpeechError, match=r"no voice for the language xx|in the language xx"):
        said(voice, "One.", language="xx")
    assert seconds(said(voice, "Two.")[0]) > 0.1
    assert process_of(voice).pid == pid


def hangs(connection):
    aside.serve(connection, lambda: lambda sentence: time.sleep(60))


def dies(connection):
    aside.serve(connection, lambda: lambda sentence: os._exit(1))


def hums(connection):
    aside.serve(connection, lambda: lambda sentence: Spoken(sentence.text.encode(), "espeak"))


def knows_nothing(connection):
    aside.serve(connection, lambda: lambda sentence: Mute("espeak-ng is not installed on this computer"))


@pytest.mark.parametrize("main", [hangs, dies])
def test_a_voice_that_hangs_or_dies_at_every_sentence_is_given_up_with_a_sentence(main):
    lost = Speech(main, patience_s=0.2)
    with pytest.raises(SpeechLostError, match="lost"):
        said(lost, "One.")
    lost.close()


def test_what_was_said_once_is_not_made_again():
    humming = Speech(hums)
    (first,) = said(humming, "7")
    process_of(humming).kill()
    (kept,) = said(humming, "7")
    humming.close()
    assert kept.spoken is first.spoken


def test_without_any_it_says_so():
    silent = Speech(knows_nothing)
    with pytest.raises(SpeechError, match="not installed"):
        said(silent, "One.")
    silent.close()


def test_only_so_many_sentences_are_kept(monkeypatch):
    monkeypatch.setattr(speech, "KEPT", 2)
    humming = Speech(hums)
    said(humming, "1", "2", "1", "3")
    humming.close()
    assert [sentence.text for sentence in humming._kept] == ["1", "3"]


def test_silence_before_and_after_is_cut_off():
    loud, silence = (AUDIBLE * 2).to_bytes(2, "little", signed=True), b"\0\0"
    made = Sound(silence * 3000 + loud * 1000 + silence * 9000, 20000).trimmed()
    assert made.samples.find(loud) / 2 == pytest.approx(80, abs=1)
    assert 1000 < len(made.samples) / 2 < 2200
    nothing = Sound(silence * 50, 20000)
    assert nothing.trimmed() == nothing


def test_the_sound_is_trimmed(voice):
    (one,) = said(voice, "1")
    with wave.open(io.BytesIO(one.spoken.wav)) as file:
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
        first = next(i for i, sample in enumerate(samples) if abs(sample) >= AUDIBLE)
    assert first / file.getframerate() < 0.01


def test_a_sentence_is_the_same_however_it_was_spaced():
    assert checked(" Lift   it. ", "EN", "1.0") == Sentence("Lift it.", "en")
