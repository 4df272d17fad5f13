import contextlib
import dataclasses
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.pose.errors import InputError
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import (
    RecordingMeta,
    RecordingWriter,
    is_recording,
    load_recording,
    save_recording,
)

META = RecordingMeta(source="/home/somebody/videos/cat.mp4", model="BlazePose", engine="backcoach 0.1")


def frames(n=40, seed=1, rate_hz=30.0):
    random = np.random.default_rng(seed)
    for i in range(n):
        if i % 10 == 9:
            yield PoseFrame.empty(i / rate_hz, 0.5625)
            continue
        back = random.normal(0.5, 0.1, (13, 2))
        back[random.random(13) < 0.2] = np.nan
        yield PoseFrame(
            time_s=i / rate_hz,
            landmarks=random.normal(0.5, 0.5, (33, 3)),
            world=random.normal(0, 0.5, (33, 3)),
            visibility=random.random(33),
            back_line=back,
            aspect=0.5625,
            people=1 + i % 2,
        )


def same(a: PoseFrame, b: PoseFrame) -> bool:
    return (
        abs(a.time_s - b.time_s) <= 0.5e-6
        and abs(a.aspect - b.aspect) <= 0.5e-6
        and a.people == b.people
        and np.allclose(a.landmarks, b.landmarks, rtol=0, atol=0.51e-4, equal_nan=True)
        and np.allclose(a.back_line, b.back_line, rtol=0, atol=0.51e-4, equal_nan=True)
        and np.allclose(a.world, b.world, rtol=0, atol=0.51e-3, equal_nan=True)
        and np.allclose(a.visibility, b.visibility, rtol=0, atol=0.51e-3, equal_nan=True)
    )


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "cat.bcr"
    save_recording(path, frames(), META)
    return path


def test_what_is_saved_is_loaded_within_the_steps(saved):
    recording = load_recording(saved)
    assert len(recording) == 40
    assert all(same(a, b) for a, b in zip(frames(), recording, strict=True))
    assert same(recording[3:5][1], list(frames())[4])


@given(seed=st.integers(0, 2**32), n=st.integers(0, 12))
@settings(max_examples=15, deadline=None)
def test_saving_what_was_loaded_changes_nothing(tmp_path_factory, seed, n):
    folder = tmp_path_factory.mktemp("again")
    save_recording(folder / "a.bcr", frames(n, seed), META)
    loaded = load_recording(folder / "a.bcr")
    save_recording(folder / "b.bcr", loaded, loaded.meta)
    assert load_recording(folder / "b.bcr").meta == loaded.meta
    assert (folder / "a.bcr").read_bytes() == (folder / "b.bcr").read_bytes()


def test_the_same_frames_give_the_same_bytes(saved, tmp_path):
    save_recording(tmp_path / "again.bcr", frames(), META)
    assert (tmp_path / "again.bcr").read_bytes() == saved.read_bytes()


def test_folders_of_the_source_are_not_kept(saved, tmp_path):
    assert load_recording(saved).meta == dataclasses.replace(META, source="cat.mp4")
    save_recording(tmp_path / "w.bcr", [], RecordingMeta(source=r"C:\Users\me\dog.mov"))
    assert load_recording(tmp_path / "w.bcr").meta.source == "dog.mov"


def test_another_program_can_read_it_with_numpy_alone(saved):
    with np.load(saved, allow_pickle=False) as archive:
        header = json.loads(str(archive["backcoach"]))
        steps = np.cumsum(archive["landmarks"], axis=0, dtype=np.int32)
    landmarks = np.where(steps == np.iinfo(np.int32).min, np.nan, steps * header["steps"]["landmarks"])
    assert np.allclose(landmarks[4], list(frames())[4].landmarks, atol=0.51e-4)
    assert header["landmarks"][0] == "nose"


def test_the_reader_in_the_documentation_works(saved, monkeypatch, capsys):
    page = Path(__file__).parents[2] / "docs" / "reference" / "recording-format.md"
    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 2
    monkeypatch.chdir(saved.parent)
    for example in examples:
        names: dict = {}
        exec(example, names)
        if "seen" in names:
            expected = np.array([frame.landmarks for frame in frames()])
            assert np.allclose(names["seen"]["landmarks"], expected, atol=0.51e-4, equal_nan=True)
    assert "cat.mp4 40" in capsys.readouterr().out


def test_a_real_minute_takes_a_few_hundred_kilobytes(tmp_path):
    """Landmarks that shake by 0.1 % of the picture, as the model's do."""
    random = np.random.default_rng(0)
    writer = RecordingWriter(tmp_path / "minute.bcr", META)
    first = next(frames(1))
    for i in range(1800):
        shaken = {
            name: getattr(first, name) + random.normal(0, 1e-3, getattr(first, name).shape)
            for name in ("landmarks", "world", "back_line")
        }
        writer.add(dataclasses.replace(first, time_s=i / 30, **shaken))
    writer.save()
    assert (tmp_path / "minute.bcr").stat().st_size < 600_000


def test_nothing_is_written_before_save_and_a_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "cat.bcr"
    path.write_text("old")
    writer = RecordingWriter(path, META)
    writer.add(next(frames(1)))
    assert path.read_text() == "old"
    with pytest.raises(InputError, match="cannot be written"):
        save_recording(tmp_path / "missing" / "cat.bcr", frames(), META)
    assert [p.name for p in tmp_path.iterdir()] == ["cat.bcr"]


def test_a_recording_is_known_by_its_content(saved, tmp_path):
    renamed = saved.rename(tmp_path / "cat.dat")
    assert is_recording(renamed)
    (tmp_path / "x.bcr").write_bytes(b"not at all")
    with zipfile.ZipFile(tmp_path / "y.bcr", "w") as archive:
        archive.writestr("mimetype", "application/zip")
    for name in ("x.bcr", "y.bcr", "missing.bcr"):
        assert not is_recording(tmp_path / name)
        with pytest.raises(InputError):
            load_recording(tmp_path / name)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.9, 0.999])
def test_a_cut_off_recording_is_refused(saved, part):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * part)])
    assert is_recording(saved)
    with pytest.raises(InputError, match="damaged or cut-off"):
        load_recording(saved)


@given(place=st.floats(0, 1), value=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_recording_is_refused_or_still_read(tmp_path_factory, place, value):
    path = tmp_path_factory.mktemp("damaged") / "cat.bcr"
    save_recording(path, frames(5), META)
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] = value
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        assert len(load_recording(path)[-1].landmarks) == 33


def rewritten(path, **changes):
    with np.load(path, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    header = json.loads(str(arrays["backcoach"]))
    header.update(changes.pop("header", {}))
    arrays["backcoach"] = np.array(json.dumps(header))
    arrays.update(changes)
    with path.open("wb") as file:
        np.savez(file, **arrays)


def test_a_newer_recording_says_so(saved):
    rewritten(saved, header={"version": 2})
    with pytest.raises(InputError, match=r"format 2.*up to 1.*update"):
        load_recording(saved)


@pytest.mark.parametrize(
    "changes",
    [
        {"time": np.zeros(3, np.int64)},
        {"landmarks": np.zeros((40, 32, 3), np.int32)},
        {"world": np.zeros((40, 33, 3), np.float64)},
        {"people": np.array(1, np.int32)},
        {"header": {"format": "something else"}},
    ],
)
def test_arrays_that_do_not_fit_are_refused(saved, changes):
    rewritten(saved, **changes)
    with pytest.raises(InputError):
        load_recording(saved)


def test_pickled_content_is_never_loaded(saved):
    rewritten(saved, world=np.array([print], dtype=object))
    with pytest.raises(InputError):
        load_recording(saved)
