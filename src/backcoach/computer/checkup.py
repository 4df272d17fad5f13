"""What the coach needs on this computer: each thing is tried, and what is wrong comes with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backcoach import extras
from backcoach.computer import running
from backcoach.computer.address import AddressError, listen
from backcoach.started import command

Verdict = Literal["ok", "warning", "problem"]

LITTLE_DISK_BYTES = 200 * 1024 * 1024
SLOW_POSE_S = 0.066
"""More than this for a picture, and fewer than 15 a second are seen."""

_BROWSERS = ("google-chrome", "chromium", "chromium-browser", "firefox", "microsoft-edge", "brave-browser")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    what : str
    verdict : {"ok", "warning", "problem"}
        A problem: it will not work. A warning: something will be missing.
    found : str
    advice : str
        What to do; empty when all is well.
    """

    what: str
    verdict: Verdict
    found: str
    advice: str = ""


def check_up(data: Path, port: int) -> Iterator[Finding]:
    """Try everything, one after the other. A check that fails in an unforeseen way is a problem, too."""
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("Python", _python),
        ("parts", _parts),
        ("pose model", _pose),
        ("memory of the coach", lambda: _journal(data)),
        ("disk", lambda: _disk(data)),
        ("port", lambda: _port(data, port)),
        ("browser", _browser),
        ("speech", _speech),
        ("camera", _camera),
    )
    for what, check in checks:
        try:
            yield check()
        except Exception as error:
            yield Finding(what, "problem", f"{type(error).__name__}: {error}", "Please report this.")


def _python() -> Finding:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if (3, 10) <= sys.version_info[:2] < (3, 15):
        return Finding("Python", "ok", found)
    return Finding("Python", "problem", found, "Backcoach is made for Python 3.10 to 3.14.")


def _parts() -> Finding:
    """Say which extras are installed; without any, videos are analysed and nothing is wrong."""
    lacking = [name for name in extras.MODULES if not extras.is_there(name)]
    there = ", ".join(["videos", *(name for name in extras.MODULES if name not in lacking)])
    if not lacking:
        return Finding("parts", "ok", there)
    found = f"{there}; not installed: {', '.join(lacking)}"
    if "coach" in lacking:
        return Finding("parts", "warning", found, f"For the coach: {extras.install_command('coach')}")
    return Finding("parts", "ok", found)


def _pose() -> Finding:
    """Look at one picture with the real model, and time it when it is warm."""
    import time

    import numpy as np

    try:
        from backcoach.pose.blazepose import BlazePose
        from backcoach.pose.network_files import MODEL

        with BlazePose() as model:
            picture = np.full((360, 640, 3), 127, np.uint8)
            model.estimate(picture, 0.0)
            begun_s = time.perf_counter()
            model.estimate(picture, 0.1)
            took_s = time.perf_counter() - begun_s
    except Exception as error:
        return Finding(
            "pose model", "problem", f"does not work ({error})",
            "Install Backcoach again. Without the model the coach works without a camera.",
        )  # fmt: skip
    found = f"{MODEL}, {1000 * took_s:.0f} ms for a picture"
    if took_s > SLOW_POSE_S:
        return Finding("pose model", "warning", found, "That is slow: close other programs while exercising.")
    return Finding("pose model", "ok", found)


def _journal(data: Path) -> Finding:
    """Open what is there; of what is not there only the folder is tried, so that nothing is left behind."""
    what = "memory of the coach"
    if not (data / "journal.db").exists():
        above = next(folder for folder in (data, *data.parents) if folder.exists())
        if os.access(above, os.W_OK) and above.is_dir():
            return Finding(what, "ok", f"nothing yet; it will be kept in {data}")
        return Finding(
            what, "problem", f"{above} must not be written to", "Choose another folder: --data-dir."
        )
    if not extras.is_there("coach"):
        return Finding(what, "warning", f"{data}, which only the coach can read")
    from backcoach.journal import Journal, JournalError

    try:
        with Journal.open(data) as journal:
            people = journal.people.all()
    except JournalError as error:
        return Finding(what, "problem", str(error), "Or choose another folder: --data-dir.")
    return Finding(what, "ok", f"{data}, {len(people)} profile{'s' * (len(people) != 1)}")


def _disk(data: Path) -> Finding:
    above = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(above).free
    found = f"{free / 1e9:.1f} GB free"
    if free < LITTLE_DISK_BYTES:
        return Finding("disk", "warning", found, "Free some room: sessions are kept at once, or not at all.")
    return Finding("disk", "ok", found)


def _port(data: Path, port: int) -> Finding:
    if found := running.find(data):
        return Finding("port", "ok", f"Backcoach runs already: {found.url}")
    try:
        with listen("127.0.0.1", port) as listener:
            free = listener.getsockname()[1]
    except AddressError as error:
        return Finding("port", "problem", str(error), "Close another server, or choose another --port.")
    if free != port:
        return Finding("port", "ok", f"{port} is taken by another program; {free} will be used")
    return Finding("port", "ok", f"{port} is free")


def _browser() -> Finding:
    import webbrowser

    name: str | None
    try:
        name = str(webbrowser.get().name)
    except (webbrowser.Error, AttributeError):
        name = next((found for found in _BROWSERS if shutil.which(found)), None)
    if name:
        return Finding("browser", "ok", name)
    return Finding(
        "browser", "warning", "none was found",
        "Open the address that Backcoach prints, in Chrome, Edge, Firefox or Safari.",
    )  # fmt: skip


def _speech() -> Finding:
    """Let the voice file say a word, if there is one; else tell what speaks here."""
    from backcoach.computer import espeak, piper

    plain = "the espeak-ng that came with it" if espeak.library() else espeak.program()
    how = (
        "A natural voice: put a voice of Piper (NAME.onnx and NAME.onnx.json, "
        f"from huggingface.co/rhasspy/piper-voices) into {piper.folder()}"
    )
    files = piper.voice_files()
    for file in files:
        if problem := _voice_problem(file.language, file.name):
            return Finding(
                "speech", "warning", problem, f"Until then {plain or 'the browser'} speaks. {how}."
            )
    if files:
        return Finding("speech", "ok", "Piper, with " + ", ".join(file.name for file in files))
    if plain:
        return Finding("speech", "ok", f"the browser's voices, or else {plain}. {how}")
    if sys.platform.startswith("linux"):
        return Finding(
            "speech", "warning", "the browser's voices only, and on Linux it often has none",
            f"For a voice in any case: {extras.install_command('voice')}",
        )  # fmt: skip
    return Finding("speech", "ok", f"the browser's voices. {how}")


def _voice_problem(language: str, name: str) -> str:
    """Return why a voice file cannot speak; it is tried in the process that speaks."""
    import asyncio

    from backcoach.computer.speech import Speech, SpeechError, checked

    async def tried() -> str:
        try:
            return (await speech.say(checked("1", language or "en", "1", name))).spoken.problem
        except (SpeechError, ValueError) as error:
            return str(error)

    speech = Speech()
    try:
        return asyncio.run(tried())
    finally:
        speech.close()


def _camera() -> Finding:
    """The browser opens the camera, not this program: all that can be told from here are hints."""
    if not sys.platform.startswith("linux"):
        return Finding("camera", "ok", "the browser will ask for it; allow it there")
    devices = sorted(Path("/dev").glob("video*"))
    if not devices:
        where = "in this container" if _in_container() else "on this computer"
        return Finding(
            "camera", "warning", f"no /dev/video* {where}",
            "Plug one in, open the page on a computer with one, or go on without a camera. "
            f"To see it: {command('demo')}",
        )  # fmt: skip
    if not any(os.access(device, os.R_OK | os.W_OK) for device in devices):
        return Finding(
            "camera", "warning", f"{devices[0]} may not be opened by you",
            "Add yourself to the group that owns it (often: sudo usermod -aG video $USER), then log in again.",
        )  # fmt: skip
    return Finding("camera", "ok", ", ".join(map(str, devices)))


def _in_container() -> bool:
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists() or "container" in os.environ
