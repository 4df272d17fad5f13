"""What all tests may use."""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.turns import forget, turn

# How long an example takes says something about the machine, not about the program.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let tests marked ``alone`` have the machine to themselves."""
    run = getattr(item.config, "workerinput", {}).get("testrunuid")
    if run is None:
        return (yield)
    with turn(run, alone=item.get_closest_marker("alone") is not None):
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    run = getattr(session.config, "workerinput", {}).get("testrunuid")
    if run is not None:
        forget(run)


SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the real data in {SHARED}")
    return SHARED
