"""The simulated person of the demonstration, as the camera that is not there would see it."""

from __future__ import annotations

from typing import Any

from backcoach.figure.accent import far_groups
from backcoach.figure.acting import layer_of, steps_of
from backcoach.figure.film import Sheet
from backcoach.figure.picture import order, picture
from backcoach.figure.view import NearView
from backcoach.mannequin.body import Body
from backcoach.mannequin.camera import Camera
from backcoach.pose.frame import Array

UNITS = 2000
"""Units of a picture height."""

_ORDERED = 6
"""At every so many pictures it is looked up what lies over what."""


class DrawnPerson:
    """Draws one posture after the other.

    Parameters
    ----------
    camera : Camera
    body : Body, optional
    """

    def __init__(self, camera: Camera, body: Body | None = None) -> None:
        self._view = NearView(camera)
        self._body = body or Body()
        self._names: list[str] = []
        self._far: frozenset[str] = frozenset()
        self._drawn = 0

    def layers(self, posture: Array) -> list[dict[str, Any]]:
        """Return the layers of a placed posture, shape (P,), the far ones first.

        Each has its colours and line (see `backcoach.figure.acting`) and its ``outline``: x, y of the first point, then
        the step to each next; `UNITS` are the picture's height.
        """
        looks_up = self._drawn % _ORDERED == 0
        self._drawn += 1
        seen = picture(posture, self._body, self._view, lies_over=looks_up)
        if looks_up:
            self._names, self._far = order([seen]), far_groups(seen.depths)
        layers = []
        for layer in (seen.layers[name] for name in self._names):
            far = layer.group in self._far
            sheet = Sheet(layer.name, layer.wears, far, False, layer.edge, layer.outline[None])
            layers.append({**layer_of(sheet), "outline": steps_of(layer.outline, UNITS)})
        return layers
