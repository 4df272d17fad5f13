"""The other end of a live connection, and what stands in the pose model's place."""

import asyncio
import json

from starlette.websockets import WebSocketDisconnect

from backcoach.pose.frame import PoseFrame
from backcoach.pose.looking import PictureSeen
from backcoach.pose.picture import Picture
from backcoach.pose.worker import PoseLostError

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"


class ToldPose:
    """In the pose worker's place: sees nobody, or dies when told to."""

    def __init__(self):
        self.state = "ready"
        self.looked = 0
        self.die = False
        self.decodes = True

    def start(self, after=None):
        pass

    async def wait_ready(self):
        await asyncio.sleep(0)
        return self.state == "ready"

    async def new_stream(self):
        pass

    async def see(self, jpeg, time_s):
        if self.die:
            self.die = False
            raise PoseLostError("told to die")
        self.looked += 1
        return PictureSeen(PoseFrame.empty(time_s), Picture(0.5, 0.2), 0.001, 0.002) if self.decodes else None

    def close(self):
        pass


class Page:
    """The other end of a live connection."""

    def __init__(self, socket):
        self._socket = socket
        self.told = []

    def say(self, **told):
        self._socket.send_text(json.dumps(told))

    def send_text(self, text):
        self._socket.send_text(text)

    def send(self, data):
        self._socket.send_bytes(data)

    def hear(self):
        told = json.loads(self._socket.receive_text())
        self.told.append(told)
        return told

    def wait_for(self, kind, **values):
        """The next message of a kind with these values; all before it are kept in `told`."""
        while True:
            told = self.hear()
            if told["type"] == kind and all(told.get(name) == value for name, value in values.items()):
                return told

    def closed(self):
        """Code and reason of the closing, whatever is said before."""
        try:
            while True:
                self.hear()
        except WebSocketDisconnect as gone:
            return gone.code, gone.reason

    def hello(self, source="landmarks", **values):
        self.say(type="hello", protocol=1, source=source, **values)
        return self
