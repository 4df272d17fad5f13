"""JPEG pictures without anybody in them."""

import struct
from functools import cache

import cv2
import numpy as np


@cache
def jpeg(width=64, height=48, progressive=False):
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, 80, cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)]
    return cv2.imencode(".jpg", noise, options)[1].tobytes()


def claiming(width, height):
    """A small picture that says it is large."""
    content = bytearray(jpeg())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)
