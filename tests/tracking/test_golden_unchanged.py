"""Real people's recordings give what they gave before. Whether that is right: ``test_golden_correct.py``."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.renew_snapshots import GOLDEN, SNAPSHOTS, take

KEPT = json.loads(SNAPSHOTS.read_text(encoding="utf-8"))


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value with the path to it; of a list also its length."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}")
    elif isinstance(value, list):
        yield f"{path}.length", len(value)
        for i, item in enumerate(value):
            yield from flat(item, f"{path}[{i}]")
    else:
        yield path, value


def test_every_recording_has_a_snapshot():
    assert set(KEPT) == {path.stem for path in GOLDEN.glob("*.bcr")}


@pytest.mark.parametrize("name", KEPT)
def test_unchanged(name):
    found, kept = dict(flat(take(name))), dict(flat(KEPT[name]))
    changed = {k: (kept.get(k), found.get(k)) for k in kept | found if not same(kept.get(k), found.get(k))}
    assert not changed, "was, is; if it is meant: python -m tests.renew_snapshots"


def same(kept: Any, found: Any) -> bool:
    if isinstance(kept, float) and isinstance(found, float):
        return found == pytest.approx(kept, abs=0.005)
    return bool(kept == found)
