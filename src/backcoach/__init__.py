"""Backcoach: counts, times and checks light floor exercises for a tired back, from video, on your own computer."""

__version__ = "0.1.0"
