"""Main functions of pose processes that do what real ones never should."""

import os
import time

from backcoach.pose.frame import PoseFrame
from backcoach.pose.looking import READY, NewStream, PictureSeen, Undecodable
from backcoach.pose.picture import Picture


def obedient(connection):
    """Does what the picture says: dies, hangs, cannot decode it, or sees nobody."""
    connection.send(READY)
    while True:
        request = connection.recv()
        if isinstance(request, NewStream):
            connection.send(READY)
        elif request.jpeg == b"die":
            os._exit(3)
        elif request.jpeg == b"hang":
            time.sleep(60)
        elif request.jpeg == b"nonsense":
            connection.send(Undecodable())
        else:
            connection.send(PictureSeen(PoseFrame.empty(request.time_s), Picture(0.5, 0.2), 0.0, 0.0))


def stillborn(connection):
    """Never gets as far as being ready."""
    os._exit(4)


def sleepy(connection):
    """Takes its time."""
    time.sleep(0.5)
    obedient(connection)
