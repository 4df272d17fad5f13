"""What can be asked of the coach and of the computer it runs on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from backcoach.cli.asked.options import PORT, DataDir, NoBrowser, Port


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """Start the coach on this computer and open its page; so it does without a command, too."""

    port: Port = PORT
    no_browser: NoBrowser = False
    data_dir: DataDir = None
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at.")] = (
        "127.0.0.1"
    )
    allow_network: Annotated[
        bool,
        typer.Option(
            "--allow-network",
            help="Let other computers in, with --host: whoever has the printed address, or listens on the way, can see "
            "and delete everything.",
        ),
    ] = False
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            envvar="BACKCOACH_DATABASE",
            show_envvar=False,
            help="Remember in this PostgreSQL database (postgresql://user@host/name), not in the folder.",
        ),
    ] = None
    camera: Annotated[
        str | None,
        typer.Option(
            "--camera",
            metavar="ADDRESS",
            help="See through this camera, not the browser's: rtsp://, http:// (MJPEG, HLS), or device:0.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """Start the coach with a simulated person in place of the camera."""

    speed: Annotated[
        float, typer.Option("--speed", metavar="N", min=1, max=16, help="How many times as fast.")
    ] = 1.0
    port: Port = PORT
    no_browser: NoBrowser = False
    data_dir: DataDir = None


@dataclass(frozen=True, slots=True)
class DoctorRequest:
    """Check what the coach needs on this computer, and say what to do where something is missing.

    Exit status 1 if something will not work.
    """

    port: Annotated[int, typer.Option("--port", "-p", metavar="N", min=1, max=65535, help="Port to try.")] = (
        PORT
    )
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", metavar="DIR", help="Folder of what is remembered.")
    ] = None


@dataclass(frozen=True, slots=True)
class RemindRequest:
    """Remind of the routine and of breaks by notifications of the desktop, until stopped with Ctrl-C.

    What to be reminded of, and when, is chosen on the page "Reminders".
    """

    data_dir: DataDir = None
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Of whom; by default the first.")
    ] = ""
    once: Annotated[bool, typer.Option("--once", help="Say what is due now, and end.")] = False


@dataclass(frozen=True, slots=True)
class ShortcutRequest:
    """Put Backcoach into the menu of programs, where it is found again without a terminal."""

    reminders: Annotated[
        bool, typer.Option("--reminders", help="Let reminders begin with the computer, too.")
    ] = False
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Whom to remind; by default the first.")
    ] = ""
    remove: Annotated[
        bool, typer.Option("--remove", help="Take away the entry and the reminders' start.")
    ] = False
    data_dir: DataDir = None
