"""What all tests may use."""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.turns import Turns, forget

pytest.register_assert_rewrite(
    "tests.e2e.live_clips"
)  # whose asserts tell what they found, as those of tests do

# How long an example takes says something about the machine, not about the program.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


TURNS = pytest.StashKey[Turns]()


def pytest_configure(config: pytest.Config) -> None:
    if (run := _run_of(config)) is not None:
        config.stash[TURNS] = Turns(run)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Let tests marked ``alone`` have the machine to themselves, one after the other."""
    turns = item.config.stash.get(TURNS, None)
    if turns is None:
        return (yield)
    with turns.take(alone=_alone(item), alone_next=nextitem is not None and _alone(nextitem)):
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (run := _run_of(session.config)) is not None:
        forget(run)


def _run_of(config: pytest.Config) -> str | None:
    """Return what the processes of one run have in common; None where there is only one process."""
    run: str | None = getattr(config, "workerinput", {}).get("testrunuid")
    return run


def _alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the real data in {SHARED}")
    return SHARED
