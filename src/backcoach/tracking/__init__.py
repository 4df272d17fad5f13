"""Understanding: from pose frames to repetitions, holds and faults. Pure: no clock, no files, no randomness."""

from backcoach.tracking.check import FrameCheck, check_frame
from backcoach.tracking.recognition import Recognizer
from backcoach.tracking.state import State
from backcoach.tracking.tracker import Tracker

__all__ = ["FrameCheck", "Recognizer", "State", "Tracker", "check_frame"]
