"""Which side of the body a feature is read from: the one seen better, the one that moves, the one that lies higher."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.exercises.model import Feature
from backcoach.tracking.measuring.features import OTHER, Meter, Speedometer
from backcoach.tracking.measuring.observation import Observation
from backcoach.tracking.summary import Side

_BY_SIGHT = frozenset({"near", "far"})
_BY_HEIGHT = frozenset({"upper", "lower"})
_FLIPPED = frozenset({"far", "lower", "resting"})


class Sides:
    """The sides of the person in the current observation.

    Near and upper are fixed while a repetition runs; the moving side is that of the greater signal until the
    repetition's own is known.

    Parameters
    ----------
    signal : Meter or Speedometer
        Of the feature that shows the movement best.

    Attributes
    ----------
    moving, upper : {"left", "right"} or None
        As they are known for the running repetition.
    """

    def __init__(self, signal: Meter | Speedometer) -> None:
        self._signal = signal
        self._seen = Observation(0.0, "left", "left", fresh=True)
        self._near: Side | None = None
        self._leading: Side | None = None
        self.moving: Side | None = None
        self.upper: Side | None = None

    def update(self, seen: Observation) -> None:
        """Make an observation the current one."""
        self._seen = seen
        self._leading = None

    @property
    def locked(self) -> bool:
        """Whether the sides are those of a repetition that runs."""
        return self._near is not None

    def lock(self) -> None:
        """Keep the near and the upper side: a repetition begins."""
        self._near, self.upper = self._seen.near, self._seen.upper

    def unlock(self) -> None:
        """Let the sides be chosen anew with each observation: no repetition is running."""
        self._near = self.upper = self.moving = None

    def by_sight(self) -> Side:
        """Return the side that is seen better."""
        return self._near or self._seen.near

    def by_height(self) -> Side:
        """Return the side that lies higher."""
        return self.upper or self._seen.upper

    def by_movement(self) -> Side:
        """Return the side that moves."""
        return self.moving or self.leading()

    def leading(self) -> Side:
        """Return the side with the greater signal at this moment."""
        if self._leading is None:
            left, right = (self._signal.read(self._seen, side).value for side in ("left", "right"))
            self._leading = "right" if right > left or left != left else "left"
        return self._leading

    def chooser(self, feature: Feature) -> Callable[[], Side]:
        """Return the function that chooses a feature's side."""
        if feature.side in _BY_SIGHT:
            choose = self.by_sight
        elif feature.side in _BY_HEIGHT:
            choose = self.by_height
        else:
            choose = self.by_movement
        if (feature.side in _FLIPPED) == feature.opposite:
            return choose
        return lambda: OTHER[choose()]
