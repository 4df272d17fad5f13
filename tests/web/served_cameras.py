"""Cameras of the network, on this computer's loopback: good ones of every kind, and those that do harm."""

from __future__ import annotations

import base64
import io
import itertools
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import cv2
import numpy as np

RATE_HZ = 25
SIZE = (320, 240)


def scene(count: int = 50, size: tuple[int, int] = SIZE) -> list[np.ndarray]:
    """Pictures (BGR) in which a white block goes from left to right."""
    width, height = size
    pictures = []
    for i in range(count):
        picture = np.full((height, width, 3), 40, np.uint8)
        left = round(i / count * (width - 40))
        picture[80:160, left : left + 40] = 255
        pictures.append(picture)
    return pictures


def jpegs(pictures: Sequence[np.ndarray]) -> list[bytes]:
    return [cv2.imencode(".jpg", picture)[1].tobytes() for picture in pictures]


def film(pictures: Sequence[np.ndarray], kind: str = "mpegts", begins_s: float = 0.0) -> bytes:
    """The pictures as a piece of film."""
    target = io.BytesIO()
    with av.open(target, "w", format=kind) as out:
        stream = out.add_stream("mpeg4" if kind == "mp4" else "mpeg2video", rate=RATE_HZ)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.bit_rate, stream.gop_size = "yuv420p", 2_000_000, 10
        for i, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "bgr24")
            frame.pts = round(begins_s * RATE_HZ) + i
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target.getvalue()


class HttpCamera:
    """Serves at ``/mjpeg``, ``/live.m3u8`` and a few addresses that no camera should have.

    Attributes
    ----------
    asked : list of str
        The paths that were asked for.
    silent : threading.Event
        While it is set, `/mjpeg` sends nothing; cleared, it goes on.
    gone : threading.Event
        While it is set, every connection is cut.
    """

    def __init__(self, pictures: Sequence[np.ndarray] | None = None) -> None:
        self._pictures = list(pictures or scene())
        self.jpegs = jpegs(self._pictures)
        self.asked: list[str] = []
        self.silent, self.gone = threading.Event(), threading.Event()
        self._begun_s = time.monotonic()
        self._pieces = [film(self._pictures, begins_s=2.0 * i) for i in range(3)]
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                camera.asked.append(self.path)
                if camera.gone.is_set():
                    self.close_connection = True
                    return
                try:
                    camera.answer(self, self.path.partition("?")[0])
                except OSError:
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self.gone.set()
        self.silent.clear()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, to: BaseHTTPRequestHandler, path: str) -> None:
        if path in ("/locked", "/to-a-file"):
            to.send_response(401 if path == "/locked" else 302)
            to.send_header("Location", "file:///etc/hostname")
            to.end_headers()
        elif path.endswith("mjpeg") or path == "/endless":
            self._endless(to, path)
        else:
            self._whole(to, path)

    def _endless(self, to: BaseHTTPRequestHandler, path: str) -> None:
        parts = "multipart/x-mixed-replace; boundary=frame"
        if path == "/endless":
            self._stream(to, self._noise(), "video/mp2t")
        elif path == "/huge.mjpeg":
            huge = jpegs([np.zeros((5000, 8000, 3), np.uint8)])[0]
            self._stream(to, itertools.repeat(part(huge)), parts)
        else:
            self._stream(to, self._parts(), parts)

    def _whole(self, to: BaseHTTPRequestHandler, path: str) -> None:
        if path == "/live.m3u8":
            self._send(to, self._playlist(), "application/vnd.apple.mpegurl")
        elif path.startswith("/piece"):
            self._send(to, self._pieces[int(re.sub(r"\D", "", path)) % 3], "video/mp2t")
        elif path == "/still.jpg":
            self._send(to, self.jpegs[0], "image/jpeg")
        elif path == "/rubbish":
            self._send(to, np.random.default_rng(1).bytes(400_000), "video/mp4")
        elif path == "/thief.m3u8":
            self._send(
                to, b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/hostname\n", "text/plain"
            )
        else:
            to.send_error(404)

    def _send(self, to: BaseHTTPRequestHandler, content: bytes, kind: str) -> None:
        to.send_response(200)
        to.send_header("Content-Type", kind)
        to.send_header("Content-Length", str(len(content)))
        to.end_headers()
        to.wfile.write(content)

    def _stream(self, to: BaseHTTPRequestHandler, pieces: Iterator[bytes], kind: str) -> None:
        to.send_response(200)
        to.send_header("Content-Type", kind)
        to.end_headers()
        for piece in pieces:
            if self.gone.is_set():
                to.connection.shutdown(socket.SHUT_RDWR)
                return
            to.wfile.write(piece)

    def _parts(self) -> Iterator[bytes]:
        for jpeg in itertools.cycle(self.jpegs):
            while self.silent.is_set():
                time.sleep(0.05)
            yield part(jpeg)
            time.sleep(1 / RATE_HZ)

    def _noise(self) -> Iterator[bytes]:
        """What looks like the packets of a film, and holds none, without end."""
        while True:
            yield (b"\x47\x1f\xff\x10" + bytes(184)) * 50
            time.sleep(0.02)

    def _playlist(self) -> bytes:
        """Pieces of two seconds; a new one every two."""
        last = 3 + int((time.monotonic() - self._begun_s) / 2.0)
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:3",
            "#EXT-X-TARGETDURATION:2",
            f"#EXT-X-MEDIA-SEQUENCE:{last - 2}",
        ]
        for number in range(last - 2, last + 1):
            lines += ["#EXT-X-DISCONTINUITY"] * (number % 3 == 0) + ["#EXTINF:2.0,", f"piece{number}.ts"]
        return "\n".join(lines).encode() + b"\n"


def part(jpeg: bytes) -> bytes:
    return b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg) + jpeg + b"\r\n"


class RtspCamera:
    """An RTSP camera that sends a film in RTP packets over the same connection, after a name and a password.

    RFC 2326; RFC 2250 for the packets.
    """

    def __init__(self, name: str = "me", password: str = "secret") -> None:
        self._key = base64.b64encode(f"{name}:{password}".encode()).decode()
        self._film = film(scene(250))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"rtsp://{name}:{password}@127.0.0.1:{self._listener.getsockname()[1]}/stream"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        file = connection.makefile("rwb")
        try:
            while request := self._request(file):
                method, headers = request
                self._reply(file, method, headers)
                if method == "PLAY" and self._key in headers.get("authorization", ""):
                    self._play(file)
        except OSError:
            pass
        finally:
            connection.close()

    def _request(self, file: io.BufferedRWPair) -> tuple[str, dict[str, str]] | None:
        first = file.readline().decode()
        if not first:
            return None
        headers = {}
        while line := file.readline().decode().strip():
            key, _, value = line.partition(":")
            headers[key.lower()] = value.strip()
        return first.split()[0], headers

    def _reply(self, file: io.BufferedRWPair, method: str, headers: dict[str, str]) -> None:
        status, more, body = "200 OK", [], b""
        if method != "OPTIONS" and self._key not in headers.get("authorization", ""):
            status, more = "401 Unauthorized", ['WWW-Authenticate: Basic realm="camera"']
        elif method == "OPTIONS":
            more = ["Public: DESCRIBE, SETUP, PLAY, TEARDOWN"]
        elif method == "DESCRIBE":
            body = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:one\r\n"
            more = ["Content-Type: application/sdp"]
        elif method == "SETUP":
            more = ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 1"]
        lines = [
            f"RTSP/1.0 {status}",
            f"CSeq: {headers.get('cseq', '0')}",
            *more,
            f"Content-Length: {len(body)}",
        ]
        file.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        file.flush()

    def _play(self, file: io.BufferedRWPair) -> None:
        begun_s = time.monotonic()
        step = 7 * 188
        lasts_s = 10.0
        for number, at in enumerate(range(0, len(self._film), step)):
            due_s = lasts_s * at / len(self._film)
            time.sleep(max(0.0, begun_s + due_s - time.monotonic()))
            packet = struct.pack(">BBHII", 0x80, 33, number & 0xFFFF, int(due_s * 90_000), 7)
            packet += self._film[at : at + step]
            file.write(b"$\0" + struct.pack(">H", len(packet)) + packet)
            file.flush()
