"""The figure that shows how it is done: the simulated person, drawn as somebody one would like to copy."""

from backcoach.figure.acting import acting
from backcoach.figure.svg import moving_svg

__all__ = ["acting", "moving_svg"]
