"""A hold ends when the body says so, whichever way it is left."""

import leaving
import pytest


@pytest.mark.parametrize("noisy", [False, True])
@pytest.mark.parametrize("way", leaving.WAYS)
def test_a_hold_is_over_within_half_a_second(way, noisy):
    assert leaving.measure((way, (1, 2), noisy)) == pytest.approx(0.0, abs=0.5)
