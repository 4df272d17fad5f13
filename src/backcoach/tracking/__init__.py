"""Understanding: from pose frames to repetitions, holds and faults. Pure: no clock, no files, no randomness."""
