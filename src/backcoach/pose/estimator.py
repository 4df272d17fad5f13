"""What every pose model has to offer."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.frame import PoseFrame

Picture = NDArray[np.uint8]
"""An RGB picture, shape (height, width, 3), row 0 at the top."""


class PoseEstimator(Protocol):
    """Finds one person in the pictures of one video, given in their order."""

    def estimate(self, picture: Picture, time_s: float) -> PoseFrame:
        """Return what is seen in ``picture``, shown at ``time_s``: later than all pictures before it."""

    def close(self) -> None:
        """Free the model; the estimator cannot be used afterwards."""

    def __enter__(self) -> PoseEstimator: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
