"""``backcoach serve`` and ``backcoach demo``: start the coach and open its page."""

from __future__ import annotations

import typer

from backcoach import extras, settings
from backcoach.cli.asked.coach import DemoRequest, ServeRequest
from backcoach.cli.leaving import refuse
from backcoach.computer.address import AddressError
from backcoach.journal.lock import FolderInUseError
from backcoach.web import serve as server
from backcoach.web.cameras.address import CameraAddressError, read_address


def serve(asked: ServeRequest) -> None:
    """Start the coach on this computer."""
    if asked.database is not None:
        _check_database(asked.database)
    _run(asked, "/")


def demo(asked: DemoRequest) -> None:
    """Start the coach with a simulated person in place of the camera."""
    page = "/session?source=demo" + (f"&speed={asked.speed:g}" if asked.speed != 1 else "")
    _run(ServeRequest(asked.port, asked.no_browser, asked.data_dir), page)


def _check_database(url: str) -> None:
    """Stop with the reason in one line where a database server cannot be used: better now than on the first page."""
    if not url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        refuse("the database has to be an address such as postgresql://user@host/name")
    extras.demand("postgres")
    # Only for a database server: otherwise the page is open before the journal is loaded.
    from sqlalchemy.exc import ArgumentError

    from backcoach.journal import Journal, JournalError

    try:
        Journal.open(url).close()
    except JournalError as error:
        refuse(str(error.message))
    except ArgumentError as error:
        refuse(str(error))


def _run(asked: ServeRequest, page: str) -> None:
    """Serve until stopped; a reason not to is said in one line, with exit status 2."""
    extras.demand("coach")
    data = settings.data_folder(asked.data_dir)
    wish = server.Wish(
        data,
        asked.host,
        asked.port,
        not asked.no_browser,
        page,
        asked.allow_network,
        asked.database,
        asked.camera,
    )
    try:
        if asked.camera is not None:
            read_address(asked.camera)
        server.serve(wish, say=typer.echo)
    except (AddressError, CameraAddressError) as error:
        refuse(str(error))
    except FolderInUseError:
        refuse(f"another Backcoach works with {data} and does not answer: end it, then start again.")
    except OSError as error:
        refuse(
            f"cannot keep anything in {data}: {error.strerror or error}. Choose another folder with --data-dir."
        )
