"""Are words understood that a person has taught, in noise, soon enough; and is one understood where none was said?

    python benchmarks/words.py --json docs/results/words.json

Synthetic voices teach the nine words three times each in a quiet room, and say them again another way: higher or
lower, faster or slower, louder or more quietly, in noise, from farther away. Not to be understood: two hours of other
speech, which are recorded prompts of a telephone system where its packages are installed (`asterisk-core-sounds-es-wav`
and others), the coach's own texts, and prompts over music. Thresholds were chosen with others of both
(`--development`).
"""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from reporting import Report, make_parser
from sounding import (
    DEVELOPMENT,
    NOISES,
    PUBLISHED,
    RATE,
    SPEECH_LEVEL,
    Noise,
    Noises,
    Sound,
    Speaker,
    leveled,
    mixed,
    pcm,
    prompts,
    recorded,
    resampled,
    room,
)

from backcoach.exercises.catalogue import Catalogue
from backcoach.hearing.lesson import lesson
from backcoach.hearing.own_words import Examples, OwnWords
from backcoach.hearing.spectra import Spectrum, spectrum_of
from backcoach.hearing.standing_out import StandingOut
from backcoach.hearing.words import EXAMPLES, WORDS

SAID = {word.id: str(word.text) for word in WORDS.values()}
UNTAUGHT = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "left", "right", "okay", "hello",
    "water", "hold on", "not yet", "what", "slower", "faster", "good", "well done", "my knee", "nice", "begin",
)  # fmt: skip
"""What the same person might say alone, and has not taught."""

SNR_DB = (20, 10, 5)
BEFORE_S, AFTER_S = 1.6, 1.0
SOON_S, FOUND_SHARE, FALSE_IN_TWO_HOURS, CORE_SHARE = 0.8, 0.95, 1.0, 0.15
SPEECH_H = 2.0
CHUNK = RATE // 10
"""As the page sends it."""


@dataclass(frozen=True)
class Said:
    """One word that was said: what was understood, and how long after its end."""

    speaker: str
    word: str
    noise: str
    snr_db: int
    understood: tuple[str, ...]
    after_s: float

    @property
    def found(self) -> bool:
        """Whether that word, and no other, was understood."""
        return self.understood == (self.word,)

    @property
    def false(self) -> int:
        """How many words were understood that were not said."""
        return sum(word != self.word for word in self.understood)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument(
        "--development", action="store_true", help="with the voices that thresholds were chosen with"
    )
    parser.add_argument(
        "--hours", type=float, default=SPEECH_H, metavar="H", help="of speech that is no word"
    )
    options = parser.parse_args(arguments)
    report = Report("words", options.json)
    speakers = [one for one in (DEVELOPMENT if options.development else PUBLISHED) if one.is_there]
    noises = Noises(np.random.default_rng(zlib.crc32(b"noises")), _coach_texts())
    taught = {one.name: teach(one, noises) for one in speakers}
    report.note(
        f"{len(speakers)} voices; {sum(len(found) == len(WORDS) for found in taught.values())} taught all words"
    )
    table_found(report, speakers, taught, noises)
    table_untaught(report, speakers, taught, noises)
    table_false(report, taught, noises, options.hours, development=options.development)
    return report.close()


def _coach_texts() -> list[str]:
    catalogue = Catalogue()
    return [step for name in catalogue for step in catalogue[name].steps]


# --- teaching -------------------------------------------------------------------------------------------------


def teach(speaker: Speaker, noises: Noises) -> dict[str, list[Spectrum]]:
    """Return what a speaker teaches, in a quiet room close to the microphone; what is not learned is said again."""
    rng = _chance(speaker, "teaching")
    taught: dict[str, list[Spectrum]] = {}
    for word in WORDS:
        for _ in range(3 * EXAMPLES):
            sound = in_noise(another_way(speaker, SAID[word], rng), noises.some("room", rng), 28)
            learned = lesson(np.frombuffer(pcm(sound), "<i2"), word, taught)
            if learned.example is not None:
                taught.setdefault(word, []).append(learned.example)
            if len(taught.get(word, ())) == EXAMPLES:
                break
    return taught


def _chance(speaker: Speaker, what: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(f"{speaker}{what}".encode()))


def another_way(speaker: Speaker, text: str, rng: np.random.Generator) -> Sound:
    """Return a text as a speaker says it another time: higher, lower, faster, slower, louder, as a question."""
    way = replace(
        speaker,
        speed=round(speaker.speed * float(rng.uniform(0.87, 1.15)), 2),
        pitch=int(np.clip(speaker.pitch + rng.integers(-10, 11), 0, 99)),
    )
    sound = way.say(text + str(rng.choice(["", ".", "!", "?"])))
    if speaker.engine != "espeak-ng":
        sound = resampled(sound, float(rng.uniform(0.96, 1.04)))
    return sound * np.float32(10 ** (rng.uniform(-6, 3) / 20))


def in_noise(sound: Sound, noise: Sound, snr_db: float) -> Sound:
    """Return a sound with noise before, during and after it."""
    before, after = round(BEFORE_S * RATE), round(AFTER_S * RATE)
    whole = np.concatenate([np.zeros(before, np.float32), sound, np.zeros(after, np.float32)])
    loudness = float(np.sqrt(np.mean(sound[np.abs(sound) > 0.02 * np.abs(sound).max()] ** 2)))
    return mixed(whole, noise * np.float32(loudness / SPEECH_LEVEL), snr_db)


# --- what was said --------------------------------------------------------------------------------------------


def table_found(
    report: Report, speakers: Sequence[Speaker], taught: dict[str, dict[str, list[Spectrum]]], noises: Noises
) -> None:
    """How many words are understood in which noise, and how soon after their end."""
    said = [one for speaker in speakers for one in say_all(speaker, taught[speaker.name], noises)]
    rows = []
    for noise in (*NOISES, "room, from 2 m"):
        for snr_db in SNR_DB:
            of = [one for one in said if (one.noise, one.snr_db) == (noise, snr_db)]
            if of:
                rows.append([noise, snr_db, len(of), share(of), sum(one.false for one in of)])
    report.table("Words that are said", ["noise", "dB", "said", "found", "understood as another"], rows)
    words = [[SAID[word], *(_of_word(said, word, snr_db) for snr_db in SNR_DB)] for word in WORDS]
    report.table("By word, in room noise and music", ["word", *(f"{snr_db} dB" for snr_db in SNR_DB)], words)
    voices = [[name, *_of_voice(said, name)] for name in taught]
    report.table("By voice, in room noise and music at 10 dB", ["voice", "found"], voices)
    for noise in NOISES:
        found = share([one for one in said if (one.noise, one.snr_db) == (noise, 10)])
        what = f"words found at 10 dB, {'the coach speaking' if noise == 'coach' else noise}"
        report.check(what, found, f">= {FOUND_SHARE}", found >= FOUND_SHARE)
    first = share(
        [one for one in said if one.word in ("hurts", "stop") and one.noise != "coach" and one.snr_db == 10]
    )
    report.check(
        "“it hurts” and “stop” at 10 dB, room and music", first, f">= {FOUND_SHARE}", first >= FOUND_SHARE
    )
    late_s = float(np.percentile([one.after_s for one in said if one.found], 95))
    report.check("after the end of the word, 95 % (s)", late_s, f"<= {SOON_S}", late_s <= SOON_S)


def share(said: Sequence[Said]) -> float:
    """Return which share of words was understood, and soon enough."""
    return sum(one.found and one.after_s <= SOON_S for one in said) / max(len(said), 1)


def _of_word(said: Sequence[Said], word: str, snr_db: int) -> float:
    return share(
        [one for one in said if one.word == word and one.noise in NOISES[:2] and one.snr_db == snr_db]
    )


def _of_voice(said: Sequence[Said], name: str) -> list[float]:
    return [
        share([one for one in said if one.speaker == name and one.noise in NOISES[:2] and one.snr_db == 10])
    ]


def say_all(speaker: Speaker, taught: Examples, noises: Noises) -> Iterator[Said]:
    """Let a speaker say every word in every noise."""
    rng = _chance(speaker, "saying")
    places: list[tuple[str, Noise, int, bool]] = [
        (kind, kind, snr_db, False) for kind in NOISES for snr_db in SNR_DB
    ]
    places.append(("room, from 2 m", "room", 10, True))
    for word, text in SAID.items():
        for name, kind, snr_db, far in places:
            sound = another_way(speaker, text, rng)
            if far:
                sound = leveled(room(sound, rng), SPEECH_LEVEL)
            heard = listen(in_noise(sound, noises.some(kind, rng), snr_db), taught, strict=kind == "coach")
            ends_s = BEFORE_S + len(sound) / RATE
            after_s = max((at_s - ends_s for _, at_s in heard), default=np.nan)
            yield Said(speaker.name, word, name, snr_db, tuple(one for one, _ in heard), after_s)


def listen(sound: Sound, taught: Examples, *, strict: bool) -> list[tuple[str, float]]:
    """Return the words that are understood, and when: as the page sends the sound."""
    ears, samples = OwnWords(taught), np.frombuffer(pcm(sound), "<i2")
    found = []
    for start in range(0, len(samples), CHUNK):
        for one in ears.hear(samples[start : start + CHUNK], strict=strict):
            found.append((one.word, (start + CHUNK) / RATE))
    return found


# --- what was not said ----------------------------------------------------------------------------------------


def table_untaught(
    report: Report, speakers: Sequence[Speaker], taught: dict[str, dict[str, list[Spectrum]]], noises: Noises
) -> None:
    """What is understood when the same person says something else, alone."""
    rows, said, wrong = [], 0, 0
    for speaker in speakers:
        rng = _chance(speaker, "other words")
        heard = {
            text: listen(
                in_noise(another_way(speaker, text, rng), noises.some("room", rng), 15),
                taught[speaker.name],
                strict=False,
            )
            for text in UNTAUGHT
        }
        understood = [f"{text}: {SAID[found[0][0]]}" for text, found in heard.items() if found]
        said, wrong = said + len(UNTAUGHT), wrong + len(understood)
        rows.append([speaker.name, len(UNTAUGHT), len(understood), ", ".join(understood)])
    report.table("Other words, said alone by the same voice", ["voice", "said", "understood", "as"], rows)
    report.note(
        f"{wrong} of {said} other words that the same voice says alone are taken for one that it has taught."
    )


def table_false(
    report: Report,
    taught: dict[str, dict[str, list[Spectrum]]],
    noises: Noises,
    hours: float,
    *,
    development: bool,
) -> None:
    """How often a word is understood in speech that holds none, and what listening costs."""
    ears = {name: OwnWords(examples) for name, examples in taught.items()}
    rows = []
    total_s, wrong_per_voice, cost_s, standing, total_wrong = 0.0, 0.0, 0.0, 0, 0
    for what, sounds in _speech(noises, hours, development=development):
        sound_s, stood_out, wrong = 0.0, 0, 0
        standing_out = StandingOut()
        for sound in sounds:
            began_s = time.process_time()
            found = list(standing_out.hear(np.frombuffer(pcm(sound), "<i2")))
            spectra = [spectrum_of(one) for one in found]
            heard_s = time.process_time()
            wrong += sum(one.word(spectrum)[0] is not None for spectrum in spectra for one in ears.values())
            cost_s += heard_s - began_s + (time.process_time() - heard_s) / len(ears)
            sound_s, stood_out = sound_s + len(sound) / RATE, stood_out + len(found)
        rows.append([what, sound_s / 60, stood_out, wrong, wrong / len(ears)])
        total_s, wrong_per_voice = total_s + sound_s, wrong_per_voice + wrong / len(ears)
        standing, total_wrong = standing + stood_out, total_wrong + wrong
    rows.append(["all", total_s / 60, standing, total_wrong, wrong_per_voice])
    columns = ["speech", "minutes", "stood out", f"understood, {len(ears)} voices", "for each voice"]
    report.table("Speech that is none of the words", columns, rows)
    rate = wrong_per_voice * SPEECH_H * 3600 / max(total_s, 1)
    report.check(
        "false commands in 2 hours of speech",
        rate,
        f"<= {FALSE_IN_TWO_HOURS:.0f}",
        rate <= FALSE_IN_TWO_HOURS,
    )
    core = cost_s / max(total_s, 1)
    report.check("share of one core while somebody speaks", core, f"<= {CORE_SHARE}", core <= CORE_SHARE)


def _speech(noises: Noises, hours: float, *, development: bool) -> Iterator[tuple[str, Iterator[Sound]]]:
    """Give kinds of speech that make up so many hours."""
    languages = ("fr", "it") if development else ("en", "es", "ru")
    rng = np.random.default_rng(zlib.crc32(b"speech"))
    each_s = hours * 3600 / (len(languages) + 2)
    for language in languages:
        found = recorded([path for path in prompts() if f"/{language}_" in path.as_posix()])
        yield f"recorded prompts ({language})", _until(each_s, _apart(found, noises, "room", rng))
    texts = _coach_texts()
    spoken = (one.say(text) for text in texts * 20 for one in SPOKEN_BY)
    yield "the coach's texts", _until(each_s, _apart(spoken, noises, "room", rng))
    radio = recorded([path for path in prompts() if f"/{languages[-1]}_" in path.as_posix()][::-1])
    yield "recorded prompts over music", _until(each_s, _apart(radio, noises, "music", rng))


SPOKEN_BY = (Speaker("espeak-ng", "en"), Speaker("flite", "slt"), Speaker("espeak-ng", "en", 1.2))


def _apart(sounds: Iterator[Sound], noises: Noises, kind: Noise, rng: np.random.Generator) -> Iterator[Sound]:
    """Give sounds with pauses after them, in noise."""
    for sound in sounds:
        pause = np.zeros(round(rng.uniform(0.5, 1.2) * RATE), np.float32)
        whole = np.concatenate([sound, pause])
        yield mixed(whole, noises.some(kind, rng, len(whole)), float(rng.choice([25, 15, 10])))


def _until(most_s: float, sounds: Iterator[Sound]) -> Iterator[Sound]:
    total_s = 0.0
    for sound in sounds:
        if total_s >= most_s:
            return
        total_s += len(sound) / RATE
        yield sound


if __name__ == "__main__":
    sys.exit(main())
