"""What all tests may use."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, not about the program.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the real data in {SHARED}")
    return SHARED
