"""Teaching words: a recording comes in, how the word sounds is kept; what teaches nothing gets a sentence."""

import pytest

from backcoach import extras
from backcoach.hearing.worker import HearingLostError
from tests.hearing.saying import say, silence

pytest.importorskip("kaldi_native_fbank", reason="needs the extra `voice`")


def teach(client, word, samples):
    return client.post(
        f"/api/words?word={word}",
        content=samples.astype("<i2").tobytes()[: 4 * 32_000],
        headers={"content-type": "application/octet-stream", "accept": "application/json"},
    )


def test_a_word_is_taught_in_three_recordings_and_forgotten_in_one_step(client, home):
    for i in range(3):
        assert teach(client, "stop", say("stop", seed=i)).json() == {
            "word": "stop",
            "said": i + 1,
            "wanted": 3,
        }
    assert client.get("/api/words").json()["words"]["stop"] == 3
    assert 'data-word="stop" data-said="3"' in client.get("/settings").text
    like = teach(client, "next", say("stop", seed=8))
    assert like.status_code == 422
    assert "“Stop”" in like.json()["error"]
    quiet = teach(client, "next", silence(2.0))
    assert quiet.status_code == 422
    assert "No word stood out" in quiet.json()["error"]
    assert teach(client, "stop", say("stop", seed=4)).json()["said"] == 1, "taught anew"
    assert client.delete("/api/words?word=stop").json()["words"]["stop"] == 0
    assert [*home.data.rglob("*.npz")] == []


@pytest.mark.parametrize(
    ("word", "content", "kind", "status"),
    [
        ("shout", b"\0\0", "application/octet-stream", 404),
        ("stop", b"", "application/octet-stream", 422),
        ("stop", b"\0", "application/octet-stream", 422),
        ("stop", b"\0\0" * 70_000, "application/octet-stream", 422),
        ("stop", b"\0\0", "application/json", 415),
    ],
    ids=["unknown word", "empty", "half a sample", "too long", "another type"],
)
def test_what_is_no_recording_is_refused(client, word, content, kind, status):
    answer = client.post(
        f"/api/words?word={word}",
        content=content,
        headers={"content-type": kind, "accept": "application/json"},
    )
    assert answer.status_code == status
    assert answer.json()["error"]


def test_without_the_extra_one_sentence_says_how_to_get_it(client, monkeypatch):
    monkeypatch.setattr(extras, "is_there", lambda _: False)
    answer = teach(client, "stop", say("stop"))
    assert answer.status_code == 503
    assert extras.install_command("voice") in answer.json()["error"]
    assert "To understand words" in client.get("/settings").text


def test_a_process_that_ended_is_said(client, home, monkeypatch):
    async def lost(*_):
        raise HearingLostError

    async def ready():
        return True

    monkeypatch.setattr(home.hearing, "wait_ready", ready)
    monkeypatch.setattr(home.hearing, "learn", lost)
    answer = teach(client, "stop", say("stop"))
    assert (answer.status_code, answer.json()["error"]) == (
        503,
        "Words cannot be learned just now. Try again.",
    )


def test_who_is_deleted_leaves_no_words_behind(client, home):
    person = home.profile.id
    folder = home.data / "words"
    folder.mkdir()
    (folder / f"{person}.npz").write_bytes(b"anything")
    assert client.delete(f"/api/profiles/{person}").status_code == 200
    assert not (folder / f"{person}.npz").exists()
    (folder / "another.npz").write_bytes(b"anything")
    home.delete_everything()
    assert not folder.exists()
