"""The two networks of BlazePose as files: which ones, where they come from, where they lie, and whether they are whole.

Nothing but the standard library is used here, so that the build can load this file by its path.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

PACKAGE = "mediapipe"
VERSION = "0.10.21"
LICENCE = "Apache-2.0"
"""Where the networks come from: any wheel of this package holds them as data, whatever it was built for."""

MODEL = f"BlazePose full (MediaPipe {VERSION}, run by LiteRT)"
"""How results name the pose model."""

PLACE_SETTING = "BACKCOACH_NETWORKS"
"""Environment variable that names a folder with the files, or a wheel of the package, instead of `FOLDER`."""

FOLDER = Path(__file__).with_name("networks")
"""Where the build puts the files, beside this one."""


class NetworkFile(NamedTuple):
    """One network.

    Attributes
    ----------
    name : str
        Name of the file in `FOLDER`.
    in_wheel : str
        Its path inside the wheel.
    size : int
        In bytes.
    sha256 : str
        Hexadecimal.
    """

    name: str
    in_wheel: str
    size: int
    sha256: str


DETECTOR = NetworkFile(
    "pose_detection.tflite",
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    2_959_046,
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)
LANDMARKS = NetworkFile(
    "pose_landmark_full.tflite",
    "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    6_440_512,
    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
)
FILES = (DETECTOR, LANDMARKS)


class NetworkFileError(Exception):
    """A network that cannot be used. The message is one sentence: what was found, where, and what to do."""


def place() -> Path:
    """Return where the networks are looked for: the folder or wheel that the person named, or `FOLDER`."""
    named = os.environ.get(PLACE_SETTING)
    return Path(named).expanduser() if named else FOLDER


def load(file: NetworkFile, where: Path | None = None) -> bytes:
    """Return a network, to the last bit the one that is meant.

    Parameters
    ----------
    file : NetworkFile
        One of `FILES`.
    where : path, optional
        A folder that holds the file, a wheel, or a folder that holds the wheel; `place` when not given.

    Raises
    ------
    NetworkFileError
        When it is missing, cut off, damaged, or another file of this name.
    """
    where = place() if where is None else where
    wheel = None if (where / file.name).is_file() else _wheel(where)
    path = wheel or where / file.name
    try:
        data = _from_wheel(wheel, file) if wheel else path.read_bytes()
    except FileNotFoundError:
        raise NetworkFileError(f"The pose network {path} is missing: {_way_out()}") from None
    except OSError as error:
        raise NetworkFileError(
            f"The pose network {path} cannot be read ({error.strerror}): {_way_out()}"
        ) from None
    except (KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        raise NetworkFileError(f"{path} is no whole wheel of {PACKAGE} {VERSION}: {_way_out()}") from None
    if len(data) != file.size:
        found = f"{len(data):,} bytes instead of {file.size:,}"
        raise NetworkFileError(f"The pose network {path} is cut off or another file ({found}): {_way_out()}")
    if hashlib.sha256(data).hexdigest() != file.sha256:
        found = f"it is not the one of {PACKAGE} {VERSION}"
        raise NetworkFileError(f"The pose network {path} is damaged or another file ({found}): {_way_out()}")
    return data


def _wheel(where: Path) -> Path | None:
    if where.suffix == ".whl":
        return where
    return next(iter(sorted(where.glob(f"{PACKAGE}-{VERSION}-*.whl"))), None)


def _from_wheel(wheel: Path, file: NetworkFile) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(file.in_wheel)


def _way_out() -> str:
    return (
        f"install Backcoach again, or let {PLACE_SETTING} name a folder with "
        f"{' and '.join(file.name for file in FILES)}, or the wheel of {PACKAGE} {VERSION}."
    )
