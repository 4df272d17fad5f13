"""A voice where no espeak-ng is installed: the library of the extra, in a process of its own."""

import io
import sys
import wave

import pytest

from backcoach.computer import speech


@pytest.fixture
def without_program(monkeypatch):
    speech._made.cache_clear()
    monkeypatch.setattr(speech, "program", lambda: None)
    yield monkeypatch
    speech._made.cache_clear()


@pytest.mark.parametrize(("language", "text"), [("en", "Three, two, one."), ("de", "Schön langsam zurück.")])
def test_the_library_speaks_and_is_not_loaded_here(without_program, language, text):
    pytest.importorskip("espeakng_loader", reason="needs the extra `voice`")
    sys.modules.pop("espeakng_loader", None)
    with wave.open(io.BytesIO(speech.spoken(text, language, "1"))) as sound:
        assert sound.getnframes() / sound.getframerate() > 0.5
    assert "espeakng_loader" not in sys.modules


def test_what_was_said_once_is_not_made_again(without_program):
    made = []
    without_program.setattr(speech, "library", lambda: None)
    without_program.setattr(speech, "program", lambda: "espeak-ng")
    without_program.setattr(
        speech.subprocess,
        "run",
        lambda command, **_: made.append(command) or type("Done", (), {"stdout": b"sound"}),
    )
    assert speech.spoken("7", "en", "1") == speech.spoken("7", "en", "1") == b"sound"
    assert len(made) == 1


def test_without_either_it_says_so(without_program):
    without_program.setattr(speech, "library", lambda: None)
    with pytest.raises(speech.SpeechError, match="not installed"):
        speech.spoken("7", "en", "1")
