"""One moment of one person: landmarks, visibility and the line of the back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LANDMARKS: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 BlazePose landmarks in the model's order; left and right are the person's own."""

INDEX: dict[str, int] = {name: i for i, name in enumerate(LANDMARKS)}

BACK_STATIONS = 13
"""Points of the back line, evenly spaced from the mid-hip (first) to the mid-shoulder (last)."""


@dataclass(frozen=True, slots=True, eq=False)
class PoseFrame:
    """What was seen of one person at one moment.

    Attributes
    ----------
    time_s : float
        Presentation time of the picture, in seconds from the start of the recording.
    landmarks : ndarray, shape (33, 3)
        x, y in *image heights* (y down from 0 to 1, x right from 0 to ``aspect``; so angles are true angles) and
        depth z in the same unit, negative towards the camera. NaN where nobody was seen.
    world : ndarray, shape (33, 3)
        The same landmarks in metres, origin between the hips; axes parallel to the camera's: x right, y down,
        z away from it. NaN where nobody was seen.
    visibility : ndarray, shape (33,)
        0 (a guess) to 1 (clearly seen).
    back_line : ndarray, shape (BACK_STATIONS, 2)
        The outline of the back in image heights: for each station between mid-hip and mid-shoulder, the point
        where a ray at right angles to the trunk leaves the silhouette on the back's side. NaN where hidden.
    aspect : float
        Width of the picture divided by its height.
    people : int
        How many people were noticed in the picture (the frame describes the one that is followed); 0 for nobody.
    """

    time_s: float
    landmarks: Array
    world: Array
    visibility: Array
    back_line: Array
    aspect: float = 16 / 9
    people: int = field(default=1)

    @property
    def seen(self) -> bool:
        """Whether anybody is described."""
        return self.people > 0

    @classmethod
    def empty(cls, time_s: float, aspect: float = 16 / 9) -> PoseFrame:
        """Return the frame of a picture in which nobody was found."""
        n = len(LANDMARKS)
        return cls(
            time_s=time_s,
            landmarks=np.full((n, 3), np.nan),
            world=np.full((n, 3), np.nan),
            visibility=np.zeros(n),
            back_line=np.full((BACK_STATIONS, 2), np.nan),
            aspect=aspect,
            people=0,
        )
