"""What the package offers is there, though it is loaded only when it is asked for."""

import importlib
import subprocess
import sys

import pytest

import backcoach
import backcoach.tracking as tracking

VALUES = """
import sys
from backcoach.tracking.summary import Side
from backcoach.tracking.state import State
print("numpy" in sys.modules)
"""


def test_everything_that_is_offered_is_there():
    assert {name: getattr(tracking, name).__module__ for name in tracking.__all__} == {
        "FrameCheck": "backcoach.tracking.judging.check",
        "Recognizer": "backcoach.tracking.recognition",
        "State": "backcoach.tracking.state",
        "Tracker": "backcoach.tracking.tracker",
        "check_frame": "backcoach.tracking.judging.check",
    }


def test_what_is_offered_is_listed_before_it_is_loaded():
    assert set(tracking.__all__) <= set(dir(tracking))
    assert {*backcoach.__all__, "__doc__"} <= set(dir(backcoach))


def test_what_is_not_offered_is_missed():
    with pytest.raises(AttributeError, match="no attribute 'Recogniser'"):
        importlib.import_module("backcoach.tracking").Recogniser  # noqa: B018


def test_values_need_no_numpy():
    done = subprocess.run([sys.executable, "-c", VALUES], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
