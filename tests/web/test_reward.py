"""The end of a session: the same figures as in the history, and nothing to praise where nothing was done."""

import re

import pytest
from sample_year import write_year

from backcoach.web.pages.reward import reward_of


@pytest.fixture
def written(home):
    """Sessions of three weeks."""
    write_year(home.journal, home.profile.id, home.now(), days=21)


@pytest.fixture
def done(client, home, written):
    """The newest session of three weeks, and the page of its end."""
    record = home.journal.sessions.get(home.journal.sessions.overviews(home.profile.id, limit=1)[0].id)
    return record, client.get(f"/done/{record.id}").text


def test_minutes_and_clean_share_are_those_of_the_history(done, client, home):
    record, page = done
    reward = reward_of(home, record)
    minutes = re.search(r'class="medal-number number">(\d+)<', page)
    assert minutes is not None
    assert int(minutes[1]) == reward.minutes
    assert f"{reward.minutes} min" in client.get("/history").text
    assert f">{reward.days}</text>" in page


def test_the_ring_is_that_of_the_sessions_own_week(home, written):
    for one in home.journal.sessions.overviews(home.profile.id):
        reward = reward_of(home, home.journal.sessions.get(one.id))
        assert 1 <= reward.days <= 7
        assert reward.ring == min(1.0, reward.days / reward.planned)


def test_exercises_without_a_fault_are_named(done, home):
    record, page = done
    for one in record.sets:
        name = home.catalogue[one.done.exercise].name
        spotless = {str(message) for message in reward_of(home, record).spotless}
        assert (name in spotless) == (one.clean_share == 1.0)
        assert "Clean throughout" in page or not spotless
