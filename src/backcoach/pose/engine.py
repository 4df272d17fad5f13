"""BlazePose, run by ourselves: who is in a picture, and what each of them looks like."""

from __future__ import annotations

from dataclasses import replace

from backcoach.pose import network_files
from backcoach.pose.detector import Detector
from backcoach.pose.errors import InputError
from backcoach.pose.estimator import Picture
from backcoach.pose.landmarks import MIN_PRESENCE, LandmarkReader
from backcoach.pose.network import Network
from backcoach.pose.region import Region
from backcoach.pose.sighting import Sighting


class PoseEngine:
    """The detector and the landmark network; without memory of pictures before.

    Raises
    ------
    InputError
        When a network's file is missing, cut off or another one.
    """

    def __init__(self) -> None:
        try:
            contents = [network_files.load(file) for file in network_files.FILES]
        except network_files.NetworkFileError as error:
            raise InputError(str(error)) from None
        detector, landmarks = contents
        self._detector = Detector(Network(detector))
        self._reader = LandmarkReader(landmarks)

    def find(self, picture: Picture) -> list[Region]:
        """Return where people seem to be in an RGB picture, the surest first."""
        return self._detector.find(picture)

    def see(self, picture: Picture, region: Region) -> Sighting | None:
        """Return the person in a region, without the silhouette; None where there is nobody."""
        reading = self._reader.read(picture, region)
        if not reading.presence >= MIN_PRESENCE:
            return None
        height = picture.shape[0]
        return Sighting(
            landmarks=reading.points_px / height,
            world=reading.world,
            visibility=reading.visibility,
            region=region,
            next_px=reading.next_px,
        )

    def with_silhouette(self, picture: Picture, person: Sighting) -> Sighting:
        """Return the person with the silhouette. It has to be the one seen last."""
        if person.mask is not None or person.region is None:
            return person
        return replace(person, mask=self._reader.silhouette(picture, person.region))

    def everybody(self, picture: Picture, known: Sighting | None = None) -> list[Sighting]:
        """Return all people in an RGB picture but the known one, with silhouettes; some perhaps twice."""
        seen = []
        for region in self._detector.find_all(picture):
            if known is not None and known.region is not None and known.region.is_about(region):
                continue
            person = self.see(picture, region)
            if person is not None:
                seen.append(self.with_silhouette(picture, person))
        return seen
