"""The proportions of the simulated person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A person's size and build.

    Segment lengths are parts of the body height after Drillis and Contini (in D. A. Winter, *Biomechanics and Motor
    Control of Human Movement*), shortened at shoulder, wrist and hip to where BlazePose puts its landmarks.

    Attributes
    ----------
    height_m : float
        Body height in metres.
    build : float
        Thickness of trunk and limbs: 0.8 slim, 1 average, 1.25 broad.
    leg_ratio : float
        Length of the legs against the average for this height, 0.92 to 1.08.
    """

    height_m: float = 1.72
    build: float = 1.0
    leg_ratio: float = 1.0

    @property
    def trunk_m(self) -> float:
        """Mid-hip to mid-shoulder."""
        return 0.282 * self.height_m * (2 - self.leg_ratio)

    @property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return 0.242 * self.height_m * self.leg_ratio

    @property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return 0.230 * self.height_m * self.leg_ratio

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return 0.168 * self.height_m

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return 0.142 * self.height_m

    @property
    def hand_m(self) -> float:
        """Wrist to the knuckle of the index finger's tip third."""
        return 0.058 * self.height_m

    @property
    def foot_m(self) -> float:
        """Ankle to the ball of the foot, level."""
        return 0.085 * self.height_m

    @property
    def shoulder_width_m(self) -> float:
        """Between the shoulder landmarks."""
        return 0.19 * self.height_m * (0.7 + 0.3 * self.build)

    @property
    def hip_width_m(self) -> float:
        """Between the hip landmarks."""
        return 0.118 * self.height_m * (0.7 + 0.3 * self.build)

    def radius_m(self, part: str) -> float:
        """Return half the thickness of a part of the body.

        Parameters
        ----------
        part : str
            One of `RADII`.

        Returns
        -------
        float
            In metres.

        Raises
        ------
        KeyError
            If the part is none of `RADII`.
        """
        share, grows = RADII[part]
        return share * self.height_m * (1 + grows * (self.build - 1))


RADII: dict[str, tuple[float, float]] = {
    "shoulder": (0.050, 0.6),
    "hip": (0.056, 0.8),
    "knee": (0.032, 0.4),
    "ankle": (0.024, 0.2),
    "elbow": (0.024, 0.4),
    "wrist": (0.020, 0.2),
    "toe": (0.010, 0.0),
    "heel": (0.012, 0.0),
    "hand": (0.012, 0.0),
    "head": (0.052, 0.0),
}
"""Half the thickness as a part of the height, and how strongly it grows with the build."""
