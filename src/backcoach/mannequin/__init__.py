"""The simulated person: a body that does exercises, or lives, in front of a camera, with exactly known truth."""

from backcoach.mannequin.body import Body
from backcoach.mannequin.camera import Camera
from backcoach.mannequin.life import Life, life
from backcoach.mannequin.posing import pose_at
from backcoach.mannequin.raising import RaisedHand
from backcoach.mannequin.simulate import Noise, Simulation, simulate
from backcoach.mannequin.timetable import Performance

__all__ = [
    "Body",
    "Camera",
    "Life",
    "Noise",
    "Performance",
    "RaisedHand",
    "Simulation",
    "life",
    "pose_at",
    "simulate",
]
