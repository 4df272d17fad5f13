"""Style, scripts and icons: named by their content's version, so that a browser keeps them until they change."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
REPORTS = Path(str(resources.files("backcoach.reports"))) / "static"
"""The style of a report, which a page links to and a file contains."""
_A_YEAR = "public, max-age=31536000, immutable"


@cache
def version() -> str:
    """Return the version of all static files together, as it stands in their addresses."""
    digest = hashlib.sha256()
    for folder in (FOLDER, REPORTS):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def static(path: str) -> str:
    """Return the address of a static file: ``static("css/base.css")``.

    The version is a folder in it, so that what a script imports by a relative address has it, too.
    """
    return f"/static/{version()}/{path}"


class VersionedFiles(StaticFiles):
    """Serves both folders, with the version before the path (kept for a year) or without (asked for each time)."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, packages=[("backcoach.reports", "static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file; see Starlette."""
        first, _, rest = path.replace("\\", "/").partition("/")
        kept = first == version() and bool(rest)
        response = await super().get_response(rest if kept else path, scope)
        response.headers["cache-control"] = _A_YEAR if kept else "no-cache"
        return response
