"""Main functions of camera processes that do what real ones never should."""

import time

from backcoach.web.cameras.reading import TROUBLE
from backcoach.web.live.frames import pack_picture
from tests.pictures import jpeg


def obedient(connection, address):
    """Sends a picture, then what the address says."""
    connection.send_bytes(pack_picture(1, 1.0, jpeg()))
    time.sleep(0.3)
    if address.url.endswith("rubbish"):
        connection.send_bytes(b"no picture at all, but a long text")
    elif address.url.endswith("word"):
        connection.send_bytes(TROUBLE + b"busy")
    elif address.url.endswith("large"):
        connection.send_bytes(bytes(2_000_000))
    elif not address.url.endswith("silent"):
        return
    time.sleep(60)
