"""What the program makes of the golden recordings, kept in a file: ``python -m tests.renew_snapshots`` renews it.

A snapshot says that nothing has changed, not that it is right: look at what has changed before you renew it, and
write into the changelog that past results change.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import backcoach
from backcoach.reports.video.json_result import as_document

GOLDEN = Path(__file__).parent / "data" / "golden"
SNAPSHOTS = GOLDEN / "snapshots.json"


@cache
def take(name: str) -> dict[str, Any]:
    """Return the result of one recording, as the command's JSON tells it."""
    result: dict[str, Any] = as_document([backcoach.analyze(GOLDEN / f"{name}.bcr")])["results"][0]
    return {key: result[key] for key in ("duration_s", "frames", "error", "tracking", "sets")}


def main() -> None:
    """Write the file anew."""
    found = {path.stem: take(path.stem) for path in sorted(GOLDEN.glob("*.bcr"))}
    SNAPSHOTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{SNAPSHOTS}: {len(found)} recordings")


if __name__ == "__main__":
    main()
