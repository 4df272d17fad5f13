"""Save what was seen and load it again: analysis without the video and without the pose model.

The format is described in ``docs/reference/recording-format.md``.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.errors import InputError
from backcoach.pose.frame import BACK_STATIONS, LANDMARKS, Array, PoseFrame

FORMAT = "backcoach-recording"
VERSION = 1
SUFFIX = ".bcr"

_HEADER = "backcoach"
_UNSEEN = np.iinfo(np.int32).min
_MAX_BYTES = 512 << 20
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RuntimeError,
    MemoryError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive, array or header can raise."""


@dataclass(frozen=True)
class _Column:
    """One array of the file: what it holds for a frame, and the size of its integer steps."""

    shape: tuple[int, ...]
    step: float
    dtype: type[np.signedinteger[Any]] = np.int32


_COLUMNS: dict[str, _Column] = {
    "time": _Column((), 1e-6, np.int64),
    "aspect": _Column((), 1e-6),
    "people": _Column((), 1.0),
    "landmarks": _Column((len(LANDMARKS), 3), 1e-4),
    "world": _Column((len(LANDMARKS), 3), 1e-3),
    "visibility": _Column((len(LANDMARKS),), 1e-3),
    "back_line": _Column((BACK_STATIONS, 2), 1e-4),
}


@dataclass(frozen=True, slots=True)
class RecordingMeta:
    """Where a recording comes from.

    Attributes
    ----------
    source : str
        Name of the video's file; folders are cut off when saving.
    model : str
        The pose model that saw.
    engine : str
        The program and its version.
    """

    source: str = ""
    model: str = ""
    engine: str = ""


class Recording(Sequence[PoseFrame]):
    """The frames of a recording, made one by one when asked for (an hour takes about 110 MB)."""

    def __init__(self, meta: RecordingMeta, columns: dict[str, NDArray[Any]]) -> None:
        self.meta = meta
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns["time"])

    @overload
    def __getitem__(self, index: int) -> PoseFrame: ...
    @overload
    def __getitem__(self, index: slice) -> list[PoseFrame]: ...
    def __getitem__(self, index: int | slice) -> PoseFrame | list[PoseFrame]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        values = {name: _decoded(self._columns[name][index], column) for name, column in _COLUMNS.items()}
        return PoseFrame(
            time_s=float(values["time"]),
            landmarks=values["landmarks"],
            world=values["world"],
            visibility=values["visibility"],
            back_line=values["back_line"],
            aspect=float(values["aspect"]),
            people=round(float(values["people"])),
        )

    def __iter__(self) -> Iterator[PoseFrame]:
        return (self[i] for i in range(len(self)))


class RecordingWriter:
    """Collects frames while they are analysed, then saves them at once.

    Parameters
    ----------
    path : path-like
        Written by `save` only; an older file is replaced as a whole or stays as it is.
    meta : RecordingMeta
        Kept with the frames.
    """

    def __init__(self, path: Path | str, meta: RecordingMeta) -> None:
        self._path = Path(path)
        self._meta = meta
        self._rows: dict[str, list[NDArray[Any]]] = {name: [] for name in _COLUMNS}

    def add(self, frame: PoseFrame) -> None:
        """Add the next frame (about 1 KB)."""
        for name, column in _COLUMNS.items():
            value = frame.time_s if name == "time" else getattr(frame, name)
            self._rows[name].append(_encoded(value, column))

    def save(self) -> None:
        """Write the file. The same frames give the same bytes.

        Raises
        ------
        InputError
            When the file cannot be written.
        """
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            with zipfile.ZipFile(part, "w") as archive:
                _write_array(archive, _HEADER, np.array(json.dumps(self._header(), sort_keys=True)))
                for name, column in _COLUMNS.items():
                    values = np.array(self._rows[name], column.dtype).reshape(-1, *column.shape)
                    _write_array(archive, name, np.diff(values, axis=0, prepend=values.dtype.type(0)))
            part.replace(self._path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise InputError(f"{self._path} cannot be written: {error.strerror or error}.") from None

    def _header(self) -> dict[str, Any]:
        meta = asdict(self._meta)
        meta["source"] = self._meta.source.replace("\\", "/").rpartition("/")[2]
        steps = {name: column.step for name, column in _COLUMNS.items()}
        return {"format": FORMAT, "version": VERSION, "steps": steps, "landmarks": LANDMARKS, **meta}


def save_recording(path: Path | str, frames: Iterable[PoseFrame], meta: RecordingMeta) -> None:
    """Save frames as a recording; see `RecordingWriter`."""
    writer = RecordingWriter(path, meta)
    for frame in frames:
        writer.add(frame)
    writer.save()


def is_recording(path: Path | str) -> bool:
    """Return whether a file begins like a recording, readable to the end or not."""
    path = Path(path)
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            start = file.read(64)
    except OSError:
        return False
    return start.startswith(b"PK\x03\x04") and start[30:].startswith(f"{_HEADER}.npy".encode())


def load_recording(path: Path | str) -> Recording:
    """Load a recording.

    Raises
    ------
    InputError
        When the file is missing, is no recording, is damaged, cut off, or was written by a newer version.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("does not exist or is not a file: check the name.", path)
    if not is_recording(path):
        raise InputError("is not a Backcoach recording: analyse the video itself.", path)
    try:
        if path.stat().st_size == 0 or _unpacked_bytes(path) > _MAX_BYTES:
            raise ValueError("too large")
        with np.load(path, allow_pickle=False) as archive:
            header = json.loads(str(archive[_HEADER][()]))
            _check_header(path, header)
            columns = {name: _column(archive[name], column) for name, column in _COLUMNS.items()}
        if len({len(values) for values in columns.values()}) != 1:
            raise ValueError("columns differ in length")
        if not (np.diff(columns["time"]) > 0).all():
            raise ValueError("times do not increase")
        meta = RecordingMeta(str(header["source"]), str(header["model"]), str(header["engine"]))
    except InputError:
        raise
    except _DAMAGE:
        reason = "is a damaged or cut-off recording: copy it again or analyse the video itself."
        raise InputError(reason, path) from None
    return Recording(meta, columns)


def _check_header(path: Path, header: dict[str, Any]) -> None:
    if header["format"] != FORMAT:
        raise InputError("is not a Backcoach recording: analyse the video itself.", path)
    if not isinstance(header["version"], int) or header["version"] > VERSION:
        found = f"is a recording of format {header['version']}"
        raise InputError(f"{found}, this program reads up to {VERSION}: update Backcoach.", path)


def _column(steps: NDArray[Any], column: _Column) -> NDArray[Any]:
    if steps.dtype != np.dtype(column.dtype) or steps.shape[1:] != column.shape or steps.ndim == 0:
        raise ValueError("unexpected array")
    return np.cumsum(steps, axis=0, dtype=column.dtype)


def _encoded(value: Array | float, column: _Column) -> NDArray[Any]:
    """Integer steps. Values beyond the range (200 km of image) are cut off."""
    steps = np.rint(np.asarray(value, dtype=np.float64) / column.step)
    most = float(np.iinfo(column.dtype).max) if column.dtype is np.int32 else 2.0**53
    return np.where(np.isnan(steps), _UNSEEN, np.clip(steps, -most, most)).astype(column.dtype)


def _decoded(steps: NDArray[Any], column: _Column) -> Array:
    # Dividing by a whole number gives the closest float of the decimal that was meant.
    return np.where(steps == _UNSEEN, np.nan, steps / round(1 / column.step))


def _write_array(archive: zipfile.ZipFile, name: str, values: NDArray[Any]) -> None:
    member = zipfile.ZipInfo(f"{name}.npy", _FIXED_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    with archive.open(member, "w", force_zip64=True) as file:
        np.save(file, values, allow_pickle=False)


def _unpacked_bytes(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())
