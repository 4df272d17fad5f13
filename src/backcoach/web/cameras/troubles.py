"""What is wrong with a camera that is not the browser's, in words, and what to do."""

from __future__ import annotations

from backcoach.texts import Message, message


def trouble(word: str, shown: str) -> Message:
    """Return the sentences for a trouble.

    Parameters
    ----------
    word : str
        As `backcoach.web.cameras.reading` names it; an unknown one stands for a camera that does not answer.
    shown : str
        The camera's address, without a password.
    """
    return TROUBLES.get(word, TROUBLES["dead"])(shown)


def _dead(shown: str) -> Message:
    return message(
        "The camera at {shown} does not answer. Look whether it is switched on and in the same network, and whether "
        "the address is right.",
        shown=shown,
    )


def _refused(shown: str) -> Message:
    return message(
        "The camera at {shown} does not let us in. Write its user name and password into the address: "
        "rtsp://NAME:PASSWORD@…; a device has to be allowed to this user of the computer.",
        shown=shown,
    )


def _not_found(shown: str) -> Message:
    return message(
        "The camera at {shown} answers, but has no stream under this address. Its manual names the path of the stream.",
        shown=shown,
    )


def _missing(shown: str) -> Message:
    return message(
        "There is no camera {shown} at this computer. Plug it in, or choose another number.", shown=shown
    )


def _busy(shown: str) -> Message:
    return message(
        "The camera {shown} is in use. Close other programs and tabs that have it: it is taken by one at a time.",
        shown=shown,
    )


def _rubbish(shown: str) -> Message:
    return message(
        "What comes from {shown} is no film that can be read. Choose a stream of the kind RTSP (H.264), MJPEG or HLS "
        "in the camera's settings.",
        shown=shown,
    )


def _no_pictures(shown: str) -> Message:
    return message("The stream at {shown} has no pictures. Choose the camera's video stream.", shown=shown)


def _too_large(shown: str) -> Message:
    return message(
        "The pictures at {shown} are too large. Choose the camera's smaller stream: 640 to 1280 pixels are enough.",
        shown=shown,
    )


def _still(shown: str) -> Message:
    return message(
        "The address {shown} gives a single picture, not a film. Choose the camera's stream.", shown=shown
    )


def _ended(shown: str) -> Message:
    return message("The camera at {shown} has ended its film; it is asked for another one.", shown=shown)


def _silent(shown: str) -> Message:
    return message(
        "From {shown} something comes without end, but no picture. Choose another stream in the camera's settings, or "
        "restart the camera.",
        shown=shown,
    )


TROUBLES = {
    "dead": _dead,
    "refused": _refused,
    "not_found": _not_found,
    "missing": _missing,
    "busy": _busy,
    "rubbish": _rubbish,
    "no_pictures": _no_pictures,
    "too_large": _too_large,
    "still": _still,
    "ended": _ended,
    "silent": _silent,
}
"""Every trouble that a camera can have, and its sentences."""
