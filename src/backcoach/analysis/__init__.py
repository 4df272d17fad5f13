"""Recorded sources from file to result."""

from backcoach.analysis.core import AUTO, analyze, analyze_source, load_exercises, make_tracker
from backcoach.analysis.result import Analysis, Moment

__all__ = ["AUTO", "Analysis", "Moment", "analyze", "analyze_source", "load_exercises", "make_tracker"]
