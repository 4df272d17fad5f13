"""Results as JSON: the contract with every program that reads them. Fields are added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from backcoach import __version__
from backcoach.analysis.result import Analysis
from backcoach.tracking.as_json import rounded, set_as_dict, tracking_as_dict, unclear_as_dict

SCHEMA = 1


def write_json(analyses: Sequence[Analysis]) -> str:
    """Return the JSON document of several results; see ``as_document``."""
    return json.dumps(as_document(analyses), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_document(analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return results as plain values for JSON: three decimals, ``None`` for what is not known."""
    document = {"schema": SCHEMA, "version": __version__, "results": [as_result(a) for a in analyses]}
    result: dict[str, Any] = rounded(document)
    return result


def as_result(analysis: Analysis) -> dict[str, Any]:
    """Return one result as a dictionary, unrounded."""
    return {
        "source": analysis.source,
        "duration_s": analysis.duration_s,
        "frames": analysis.frames,
        "error": analysis.error,
        "partial": analysis.partial,
        "notes": list(analysis.notes),
        "people_max": analysis.people_max,
        "tracking": tracking_as_dict(analysis.tracking),
        "sets": [set_as_dict(s) for s in analysis.sets],
        "unclear": [unclear_as_dict(u) for u in analysis.unclear],
    }
