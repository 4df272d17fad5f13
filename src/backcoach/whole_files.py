"""Files that are written whole, or not at all: beside their place first, into it when everything is on the disk."""

from __future__ import annotations

import errno
import glob
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(target: Path, *, private: bool = True) -> Iterator[Path]:
    """Give a new file beside the target; it takes the target's place when all went well.

    A link stays one: what it points to is replaced. The new file has the target's ending, by which many a library
    chooses what to write.

    Parameters
    ----------
    target : Path
        What is to be written.
    private : bool
        For its owner only, in a folder that is made for its owner if it is not there. Otherwise for whoever the
        system lets read new files, in a folder that is there.

    Raises
    ------
    OSError
        If it cannot be written, or is a folder, a device or a pipe.
    """
    target = Path(os.path.realpath(target))
    _refuse_no_file(target)
    if private:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _replacing_in(target.parent, [target.name], private) as (part,):
        yield part


@contextmanager
def filling(folder: Path, names: Sequence[str], *, private: bool = True) -> Iterator[list[Path]]:
    """Give new files for a folder, as `replacing` does: all take their places when all are on the disk, or none.

    Other files of the folder stay; a folder that was not there before is there afterwards only if all went well.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    names : sequence of str
        What the files are called in it.
    private : bool
        Whether the files, and a new folder, are for their owner only.

    Raises
    ------
    OSError
        If one of them cannot be written, or a folder, a device or a pipe is in its place.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    try:
        with _replacing_in(folder, names, private) as parts:
            yield parts
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def remove_parts(targets: Iterable[Path]) -> None:
    """Remove what processes that were killed have begun to write for these targets."""
    for target in targets:
        place = Path(os.path.realpath(target))
        for part in place.parent.glob(f"{glob.escape(_begins(place.name))}*"):
            with suppress(OSError):
                part.unlink()


def _refuse_no_file(target: Path) -> None:
    if target.exists() and not target.is_file():
        number = errno.EISDIR if target.is_dir() else errno.EINVAL
        raise OSError(number, os.strerror(number), str(target))


@contextmanager
def _replacing_in(folder: Path, names: Sequence[str], private: bool) -> Iterator[list[Path]]:
    for name in names:
        _refuse_no_file(folder / name)
    with ExitStack() as stack:
        parts = []
        for name in names:
            parts.append(_part(folder, name))
            stack.callback(parts[-1].unlink, missing_ok=True)
        yield parts
        for part in parts:
            if not private:
                part.chmod(0o666 & ~_umask())
            _sync(part)
        for part, name in zip(parts, names, strict=True):
            part.replace(folder / name)
        _sync(folder)


def _part(folder: Path, name: str) -> Path:
    handle, part = tempfile.mkstemp(dir=folder, prefix=_begins(name), suffix=Path(name).suffix)
    os.close(handle)
    return Path(part)


def _begins(name: str) -> str:
    """Return how the name of a file begins that is not yet in its place."""
    return f".{name}.part-"


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
