"""The address where a page has its sentences spoken."""

import pytest

from backcoach.aside import serve
from backcoach.computer.speaking import Mute, Sentence, Spoken
from backcoach.computer.speech import Speech

TOLD: dict[str, object] = {
    "fine": Spoken(b"RIFF1", "piper"),
    "instead": Spoken(b"RIFF2", "espeak", "The voice file hum.onnx cannot be used."),
    "mute": Mute("espeak-ng has no voice for the language xx"),
}


def answer(sentence: Sentence) -> object:
    return TOLD[sentence.text]  # of an unknown one the process dies


def told(connection):
    serve(connection, lambda: answer)


@pytest.fixture
def voice(home):
    home.speech = Speech(told)
    yield home.speech
    home.close()


@pytest.mark.parametrize(
    ("text", "status", "engine", "trouble"),
    [
        ("fine", 200, "piper", None),
        ("instead", 200, "espeak", "voice file"),
        ("mute", 404, None, None),
        ("lost", 503, None, None),
        ("", 422, None, None),
    ],
)
def test_what_comes_of_a_sentence(client, voice, text, status, engine, trouble):
    got = client.get("/api/speech", params={"text": text, "language": "en"})
    assert got.status_code == status
    assert (got.headers.get("backcoach-voice"), got.headers.get("backcoach-trouble")) == (engine, trouble)
    if status >= 400:
        assert got.json()["error"]


def test_a_voice_that_was_lost_answers_the_next_sentence(client, voice):
    client.get("/api/speech", params={"text": "fine"})
    voice._voice._process.kill()
    voice._kept.clear()
    again = client.get("/api/speech", params={"text": "fine"})
    assert (again.status_code, again.headers["backcoach-trouble"]) == (200, "started again")


def test_the_voice_files_are_listed_with_what_is_wrong(client, tmp_path):
    assert client.get("/api/speech/voices").json() == {"voices": []}
    folder = tmp_path / "own/config/voices"
    folder.mkdir(parents=True)
    (folder / "hum.onnx").write_bytes(b"x")
    (listed,) = client.get("/api/speech/voices", params={"language": "de"}).json()["voices"]
    assert listed["name"] == "hum"
    assert "hum.onnx.json is missing" in listed["problem"]
