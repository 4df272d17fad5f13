"""``backcoach serve`` and ``backcoach demo``: start the coach and open its page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backcoach import extras
from backcoach.cli.people import folder_of

Port = Annotated[
    int,
    typer.Option(
        "--port", "-p", metavar="N", min=1, max=65535, help="Where to listen; if taken, the next free one."
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", file_okay=False, help="Folder of what is remembered."),
]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at.")]
AllowNetwork = Annotated[
    bool,
    typer.Option(
        "--allow-network",
        help="Let other computers in, with --host: they can see and delete everything; there is no password.",
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="BACKCOACH_DATABASE",
        show_envvar=False,
        help="Remember in this PostgreSQL database (postgresql://user@host/name), not in the folder.",
    ),
]
Camera = Annotated[
    str | None,
    typer.Option(
        "--camera",
        metavar="ADDRESS",
        help="See through this camera, not the browser's: rtsp://, http:// (MJPEG, HLS), or device:0 of this computer.",
    ),
]
PORT = 8765


def serve(
    port: Port = PORT,
    no_browser: NoBrowser = False,
    data_dir: DataDir = None,
    host: Host = "127.0.0.1",
    allow_network: AllowNetwork = False,
    database: Database = None,
    camera: Camera = None,
) -> None:
    """Start the coach on this computer and open its page; so it does without a command, too."""
    if database is not None:
        check_database(database)
    run("/", port, not no_browser, data_dir, host, allow_network, database, camera)


def demo(
    speed: Annotated[
        float, typer.Option("--speed", metavar="N", min=1, max=16, help="How many times as fast.")
    ] = 1.0,
    port: Port = PORT,
    no_browser: NoBrowser = False,
    data_dir: DataDir = None,
) -> None:
    """Start the coach with a simulated person in place of the camera."""
    page = "/session?source=demo" + (f"&speed={speed:g}" if speed != 1 else "")
    run(page, port, not no_browser, data_dir, "127.0.0.1", False)


def check_database(url: str) -> None:
    """Stop with the reason in one line where a database server cannot be used: better now than on the first page."""
    if not url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        stop("the database has to be an address such as postgresql://user@host/name")
    extras.demand("postgres")
    from sqlalchemy.exc import ArgumentError

    from backcoach.journal import Journal, JournalError

    try:
        Journal.open(url).close()
    except JournalError as error:
        stop(str(error.message))
    except ArgumentError as error:
        stop(str(error))


def run(
    page: str,
    port: int,
    browser: bool,
    data_dir: Path | None,
    host: str,
    network: bool,
    database: str | None = None,
    camera: str | None = None,
) -> None:
    """Serve until stopped; a reason not to is said in one line, with exit status 2."""
    extras.demand("coach")
    from backcoach.web.address import AddressError
    from backcoach.web.cameras.address import CameraAddressError, read_address
    from backcoach.web.serve import FolderInUseError, Wish, serve

    data = folder_of(data_dir)
    wish = Wish(data, host, port, browser, page, network, database, camera)
    try:
        if camera is not None:
            read_address(camera)
        serve(wish, say=typer.echo)
    except (AddressError, CameraAddressError) as error:
        stop(str(error))
    except FolderInUseError:
        stop(f"another Backcoach works with {data} and does not answer: end it, then start again.")
    except OSError as error:
        stop(
            f"cannot keep anything in {data}: {error.strerror or error}. Choose another folder with --data-dir."
        )


def stop(reason: str) -> None:
    """Say why it does not go on, and leave."""
    typer.echo(f"backcoach: {reason}", err=True)
    raise typer.Exit(2)
