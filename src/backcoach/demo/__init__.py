"""The simulated person in the camera's place: does what the coach says, makes mistakes, and corrects them."""

from backcoach.demo.free import FreePerformer
from backcoach.demo.performer import Performer

__all__ = ["FreePerformer", "Performer"]
