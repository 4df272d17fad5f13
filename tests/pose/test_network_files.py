"""A network that is missing, cut off, damaged or another one: one sentence, with a way out."""

import subprocess
import sys
import zipfile

import numpy as np
import pytest

from backcoach.pose import network_files
from backcoach.pose.blazepose import BlazePose
from backcoach.pose.errors import InputError
from backcoach.pose.network_files import DETECTOR, FILES, LANDMARKS, NetworkFileError, load

WHEEL = f"{network_files.PACKAGE}-{network_files.VERSION}-cp312-cp312-any.whl"


@pytest.fixture
def folder(tmp_path):
    for file in FILES:
        (tmp_path / file.name).write_bytes(load(file))
    return tmp_path


def wheel_in(place, files):
    with zipfile.ZipFile(place / WHEEL, "w") as archive:
        for file in files:
            archive.writestr(file.in_wheel, load(file))
    return place / WHEEL


def test_the_files_come_from_a_folder_a_wheel_or_a_folder_with_a_wheel(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    wheel = wheel_in(place, FILES)
    for file in FILES:
        assert load(file, folder) == load(file, wheel) == load(file, place)


def remove(path):
    path.unlink()


def cut(path):
    path.write_bytes(path.read_bytes()[:1000])


def empty(path):
    path.write_bytes(b"")


def damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def exchange(path):
    path.write_bytes(load(LANDMARKS if path.name == DETECTOR.name else DETECTOR))


def make_a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (remove, "is missing"),
        (cut, "1,000 bytes instead of"),
        (empty, "0 bytes instead of"),
        (damage, "damaged or another file"),
        (exchange, "cut off or another file"),
        (make_a_folder, "cannot be read"),
    ],
)
def test_what_is_wrong_and_what_to_do_is_said_in_one_sentence(folder, monkeypatch, file, harm, said):
    harm(folder / file.name)
    monkeypatch.setenv(network_files.PLACE_SETTING, str(folder))
    with pytest.raises(InputError) as caught:
        BlazePose()
    message = str(caught.value)
    assert said in message
    assert str(folder / file.name) in message
    assert "install Backcoach again, or let BACKCOACH_NETWORKS name a folder" in message
    assert "\n" not in message


def test_a_wheel_that_is_cut_off_or_another_one_is_told(tmp_path):
    wheel = wheel_in(tmp_path, FILES)
    wheel.write_bytes(wheel.read_bytes()[:100_000])
    with pytest.raises(NetworkFileError, match=r"no whole wheel of mediapipe 0\.10\.21: install"):
        load(DETECTOR, wheel)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(NetworkFileError, match="no whole wheel"):
        load(LANDMARKS, wheel_in(other, [DETECTOR]))
    with pytest.raises(NetworkFileError, match="is missing"):
        load(DETECTOR, tmp_path / "nowhere.whl")


def test_the_command_line_says_it_too_and_only_that(tmp_path):
    import av

    with av.open(str(tmp_path / "grey.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8))))
        out.mux(stream.encode())
    done = subprocess.run(
        [sys.executable, "-m", "backcoach", "analyze", str(tmp_path / "grey.mp4")],
        capture_output=True, text=True, timeout=120, env={"BACKCOACH_NETWORKS": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode != 0
    assert f"The pose network {tmp_path / DETECTOR.name} is missing: install Backcoach again" in done.stderr
    assert "Traceback" not in done.stderr
