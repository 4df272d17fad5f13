"""Words over the live connection: what is understood becomes a press, and nothing that goes wrong ends the session."""

import numpy as np
import pytest

from backcoach import extras
from backcoach.hearing.words import EXAMPLES, WORDS, Heard
from backcoach.hearing.worker import HearingLostError
from backcoach.web.live.frames import SentSound, pack_sound, parse_frame
from backcoach.web.live.listening import Listening, OwnVoice
from backcoach.web.live.messages import HeardMessage, Notice
from tests.coroutines import run

PIECE = b"\0\0" * 1600
TAUGHT = {"stop": [None] * EXAMPLES}
QUICK = {"exercise": "glute_bridge", "reps": 2, "hold_s": 0}


class ToldEars:
    """In the worker's place: understands what it is told to."""

    def __init__(self, *words):
        self.words = list(words)
        self.heard, self.strict, self.begun = 0, [], 0

    async def wait_ready(self):
        return True

    async def begin(self, examples):
        assert examples
        self.begun += 1

    async def hear(self, pcm, *, strict=False):
        self.strict.append(strict)
        self.heard += 1
        return [Heard(self.words.pop(0), 1.0, self.heard / 10 - 0.5, self.heard / 10)] if self.words else []

    def close(self):
        pass


class Room:
    """A session's side of listening."""

    def __init__(self, monkeypatch, *words, possible=("pause", "hurt"), taught=TAUGHT):
        monkeypatch.setattr(extras, "is_there", lambda _: True)
        self.told, self.done, self.now_s = [], [], 100.0
        self.ears = ToldEars(*words)
        self.listening = Listening(
            self.ears,
            lambda: taught,
            "en",
            self.told.append,
            lambda: possible,
            self.done.append,
            lambda: self.now_s,
        )

    def hear(self, *pieces):
        import asyncio

        async def use():
            task = asyncio.ensure_future(self.listening.listen())
            await self.until(lambda: self.ears.begun or self.notices())
            for piece in pieces:
                self.now_s += 0.1
                before, told = self.ears.heard, len(self.told)
                self.listening.put(SentSound(1, 0.0, piece))
                await self.until(lambda: self.ears.heard > before or len(self.told) > told)  # noqa: B023
                await asyncio.sleep(0.02)
            task.cancel()

        run(use())
        return self

    async def until(self, is_so):
        """Wait for something that happens soon; where it does not, what is looked at then says what is missing."""
        import asyncio

        for _ in range(100):
            if is_so():
                return
            await asyncio.sleep(0.01)

    def notices(self):
        return [str(told.text) for told in self.told if isinstance(told, Notice) and told.text]


def test_a_word_is_a_press_and_is_shown(monkeypatch):
    room = Room(monkeypatch, "stop").hear(PIECE)
    assert room.done == ["pause"]
    assert [(told.word, told.press) for told in room.told if isinstance(told, HeardMessage)] == [
        ("stop", "pause")
    ]


def test_what_is_not_possible_is_shown_and_does_nothing(monkeypatch):
    room = Room(monkeypatch, "next").hear(PIECE)
    assert room.done == []
    assert [told.press for told in room.told if isinstance(told, HeardMessage)] == [None]


def test_every_word_stands_for_presses_that_exist():
    from backcoach.coaching.actions import PRESSES

    assert {press for word in WORDS.values() for press in word.presses} <= set(PRESSES)


def test_the_coach_does_not_command_itself(monkeypatch):
    room = Room(monkeypatch, "back", "hurts", possible=("back", "hurt"))
    room.listening.speaking("Bring the arm back, slowly.")
    room.hear(PIECE, PIECE)
    assert room.done == ["hurt"], "what it does not say is understood meanwhile"


def test_it_knows_when_it_has_been_silent_for_long_enough():
    own = OwnVoice("en")
    own.says("And again.", 10.0)
    own.says(None, 11.0)
    assert own.said(WORDS["again"], 10.5)
    assert own.said(WORDS["again"], 11.5)
    assert not own.said(WORDS["again"], 12.5)
    assert not own.said(WORDS["back"], 10.5)


@pytest.mark.parametrize("pcm", [b"", b"\0", b"\0" * 40_000])
def test_sound_that_cannot_be_used_is_said_once_and_left_out(monkeypatch, pcm):
    room = Room(monkeypatch, "stop").hear(pcm, pcm)
    assert len(room.notices()) == 1
    assert room.done == []


def test_too_many_pieces_are_said_and_left_out(monkeypatch):
    room = Room(monkeypatch)
    for _ in range(300):
        room.listening.put(SentSound(1, 0.0, PIECE))
    assert room.notices() == ["The microphone sends too much at once: words are not understood."]


@pytest.mark.parametrize("taught", [{}, {"stop": [None], "yes": [None, None]}])
def test_who_has_taught_no_whole_word_is_told_where_to(monkeypatch, taught):
    assert Room(monkeypatch, taught=taught).hear().notices() == [
        "No word is taught yet. Say each one three times in the settings."
    ]


def test_while_the_coach_speaks_less_is_taken_for_a_word(monkeypatch):
    silent, speaking = Room(monkeypatch), Room(monkeypatch)
    speaking.listening.speaking("Lift your hips.")
    assert silent.hear(PIECE).ears.strict == [False]
    assert speaking.hear(PIECE).ears.strict == [True]


def test_the_coach_may_be_heard_for_a_moment_after_it_has_spoken():
    own = OwnVoice("en")
    own.says("Lift your hips.", 10.0)
    own.says(None, 11.0)
    assert [own.speaks(at_s) for at_s in (9.9, 10.5, 11.5, 12.5)] == [False, True, True, False]


def test_a_process_that_ends_is_said_and_begun_again(monkeypatch):
    room = Room(monkeypatch, "stop")
    well, ends = room.ears.hear, [HearingLostError()]

    async def hear(pcm, **how):
        if ends:
            raise ends.pop()
        return await well(pcm, **how)

    room.ears.hear = hear
    room.hear(PIECE, PIECE)
    assert room.notices() == ["Understanding words has stopped; it is being started again."]
    assert [told.text for told in room.told if isinstance(told, Notice)][-1] is None, "it works again"
    assert room.done == ["pause"]


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch):
    room = Room(monkeypatch)
    monkeypatch.setattr(extras, "is_there", lambda _: False)
    (sentence,) = room.hear().notices()
    assert extras.install_command("voice") in sentence


def test_a_piece_of_sound_travels_whole():
    pcm = np.arange(1600, dtype="<i2").tobytes()
    assert parse_frame(pack_sound(7, 1.5, pcm)) == SentSound(7, 1.5, pcm)


def test_a_session_that_did_not_ask_for_words_hears_nothing(connect, home):
    home.hearing.begin = None  # would fail, if it were asked
    with connect() as page:
        page.hello("none", practice=QUICK)
        page.wait_for("ready")
        page.send(pack_sound(1, 1.0, PIECE))
        page.say(type="action", action="stop")
        page.wait_for("end")


def test_a_word_over_the_connection_pauses(connect, home, monkeypatch):
    monkeypatch.setattr(extras, "is_there", lambda _: True)
    monkeypatch.setattr(home.taught, "of", lambda person: TAUGHT)
    home.hearing = ToldEars("stop")
    with connect() as page:
        page.hello("none", practice=QUICK, words=True)
        page.wait_for("ready")
        page.wait_for("screen")
        page.send(pack_sound(1, 1.0, PIECE))
        page.wait_for("heard", word="stop", press="pause")
        page.wait_for("screen", state="paused")


def test_words_are_off_until_somebody_agrees(client):
    settings = client.get("/api/settings").json()
    assert settings["words"] == {"on": False}
    assert "nothing leaves this computer" in client.get("/settings").text
