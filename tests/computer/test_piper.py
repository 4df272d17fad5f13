"""A voice file of the person's: it speaks, or one sentence says why not and espeak goes on.

The voice is a small network with the inputs and the output of Piper's: it hums, longer the more there is to say.
"""

from __future__ import annotations

import io
import json
import os
import sys
import wave

import pytest

from backcoach.computer import piper
from backcoach.computer.espeak import NoVoiceError
from backcoach.computer.speaking import Mute, Sentence, Speaking, Spoken

RATE = 22050
IDS = {mark: [i] for i, mark in enumerate("_^$ abcdefghijklmnopqrstuvwxyz123")}
ABOUT = {
    "audio": {"sample_rate": RATE}, "espeak": {"voice": "en-us"}, "num_symbols": 256, "num_speakers": 1,
    "phoneme_type": "text", "phoneme_id_map": IDS,
    "inference": {"noise_scale": 0.6, "length_scale": 1.0, "noise_w": 0.8},
}  # fmt: skip


@pytest.fixture(scope="module")
def humming() -> bytes:
    """A network that gives 1000 loud samples for each sign."""
    pytest.importorskip("piper", reason="needs the extra `piper`")
    onnx = pytest.importorskip("onnx", reason="needs onnx")
    make = onnx.helper
    kind = onnx.TensorProto
    inputs = [
        make.make_tensor_value_info("input", kind.INT64, [1, "signs"]),
        make.make_tensor_value_info("input_lengths", kind.INT64, [1]),
        make.make_tensor_value_info("scales", kind.FLOAT, [3]),
    ]
    nodes = [
        make.make_node("Cast", ["input"], ["signs"], to=kind.FLOAT),
        make.make_node("Mul", ["signs", "zero"], ["nothing"]),
        make.make_node("Add", ["nothing", "half"], ["level"]),
        make.make_node("Unsqueeze", ["level", "axes"], ["deep"]),
        make.make_node("Tile", ["deep", "often"], ["output"]),
    ]
    constants = [
        make.make_tensor("often", kind.INT64, [4], [1, 1, 1, 1000]),
        make.make_tensor("zero", kind.FLOAT, [1], [0.0]),
        make.make_tensor("half", kind.FLOAT, [1], [0.5]),
        make.make_tensor("axes", kind.INT64, [2], [0, 1]),
    ]
    outputs = [make.make_tensor_value_info("output", kind.FLOAT, None)]
    graph = make.make_graph(nodes, "voice", inputs, outputs, constants)
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 15)], ir_version=8)
    return model.SerializeToString()


@pytest.fixture
def voices(tmp_path, monkeypatch):
    """The folder where voice files belong."""
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path))
    piper.folder().mkdir(parents=True)
    return piper.folder()


def put(voices, network: bytes, about: object = ABOUT, name: str = "hum") -> None:
    (voices / f"{name}.onnx").write_bytes(network)
    if about is not None:
        (voices / f"{name}.onnx.json").write_bytes(
            about if isinstance(about, bytes) else json.dumps(about).encode()
        )


def seconds(spoken: Spoken | Mute) -> float:
    assert isinstance(spoken, Spoken)
    with wave.open(io.BytesIO(spoken.wav)) as sound:
        return sound.getnframes() / sound.getframerate()


def test_the_voice_of_the_file_speaks(voices, humming):
    put(voices, humming)
    speaking = Speaking()
    short, long = (speaking(Sentence(text, "en")) for text in ("one", "one two three"))
    assert isinstance(short, Spoken)
    assert (short.engine, short.problem) == ("piper", "")
    assert seconds(long) > 2 * seconds(short)


def test_another_language_is_spoken_by_espeak_without_a_word(voices, humming):
    put(voices, humming)
    spoken = Speaking()(Sentence("eins", "de"))
    assert not isinstance(spoken, Spoken) or (spoken.engine, spoken.problem) == ("espeak", "")


def test_whoever_wants_espeak_gets_it(voices, humming):
    put(voices, humming)
    spoken = Speaking()(Sentence("one", "en", voice="espeak"))
    assert not isinstance(spoken, Spoken) or spoken.engine == "espeak"


def test_the_voice_that_is_named_goes_first(voices, humming):
    put(voices, humming, name="a")
    put(voices, humming, name="b")
    assert piper.chosen("en", "b").name == "b"
    assert piper.chosen("en", "gone").name == "a"
    assert piper.chosen("en-us", None).name == "a"
    assert piper.chosen("de", "a") is None


@pytest.mark.parametrize(
    ("network", "about", "complaint"),
    [
        ("whole", None, "hum.onnx.json is missing"),
        ("whole", b"{", "does not describe a voice"),
        ("whole", {"espeak": {"voice": "en"}}, "does not describe a voice"),
        ("whole", {**ABOUT, "phoneme_id_map": []}, "is damaged"),
        ("cut", ABOUT, "cut off, damaged, or no voice"),
        ("empty", ABOUT, "is damaged"),
        ("foreign", ABOUT, "cut off, damaged, or no voice"),
        ("whole", {**ABOUT, "num_symbols": "many", "phoneme_type": "song"}, "cut off, damaged, or no voice"),
    ],
)
def test_what_is_no_voice_is_one_sentence_and_espeak_goes_on(voices, humming, network, about, complaint):
    content = {"whole": humming, "cut": humming[: len(humming) // 2], "empty": b"", "foreign": b"RIFF" * 100}
    put(voices, content[network], about)
    spoken = Speaking()(Sentence("one", "en"))
    told = spoken.problem if isinstance(spoken, Spoken) else spoken.why
    assert complaint in told
    assert "hum.onnx" in told
    if isinstance(spoken, Spoken):
        assert spoken.engine == "espeak"
        assert seconds(spoken) > 0.1


def test_without_the_extra_it_says_what_to_install(voices, humming, monkeypatch):
    put(voices, humming)
    monkeypatch.setitem(sys.modules, "piper", None)
    with pytest.raises(NoVoiceError, match=r"not installed.*piper"):
        piper.Piper(piper.chosen("en", None))


def test_a_file_that_was_put_there_anew_is_tried_again(voices, humming):
    put(voices, humming[:200])
    speaking = Speaking()
    assert getattr(speaking(Sentence("one", "en")), "engine", "espeak") == "espeak"
    put(voices, humming)
    os.utime(voices / "hum.onnx", (1, 1))
    assert speaking(Sentence("two", "en")).engine == "piper"
