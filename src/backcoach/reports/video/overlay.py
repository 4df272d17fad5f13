"""What the coach shows over a picture: count, hold clock, side and fault, readable from three metres."""

from __future__ import annotations

import math

import cv2
import numpy as np

from backcoach.exercises.model import Exercise
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import PoseFrame
from backcoach.reports.video.lettering import Colour, draw_text, halves, measure_text, shorten
from backcoach.reports.video.skeleton import draw_person, find_faulty_bones, find_near_side
from backcoach.tracking import State

WHITE, GREY, GREEN, AMBER, NIGHT = (
    (255, 255, 255),
    (190, 200, 208),
    (79, 209, 165),
    (255, 196, 87),
    (16, 24, 32),
)
CARD_OPACITY = 0.66
LINE_SPACING = 1.3
"""From one line of a text to the next, in sizes of its font."""

_REFERENCE_PX = 960
"""Sizes below are for a picture of 1280 x 720, upright or not."""


def draw_overlay(picture: Picture, frame: PoseFrame, state: State, exercise: Exercise | None) -> None:
    """Draw skeleton, back line, count, hold clock, side and fault in place.

    Parameters
    ----------
    picture : ndarray, shape (height, width, 3)
        Changed in place.
    frame : PoseFrame
        The person in it.
    state : State
        What is thought at this moment.
    exercise : Exercise or None
        The exercise that is followed, if it is known.
    """
    scale = math.sqrt(picture.shape[0] * picture.shape[1]) / _REFERENCE_PX
    faulty = find_faulty_bones(exercise, state, find_near_side(frame)) if exercise and frame.seen else set()
    draw_person(picture, frame, 5 * scale, faulty)
    _draw_card(picture, frame, state, exercise, scale)
    if exercise is not None and state.faults:
        _draw_banner(picture, exercise.fault_name(state.faults[0]) or state.faults[0], scale)


def _draw_card(
    picture: Picture, frame: PoseFrame, state: State, exercise: Exercise | None, scale: float
) -> None:
    """Draw the card in the upper left corner: name, side and phase, the count, and the hold clock if needed."""
    holds = exercise is not None and exercise.dose.hold_s > 0
    margin, pad = 24 * scale, 26 * scale
    width = (480 if holds else 360) * scale
    _draw_panel(picture, (margin, margin), (width, (320 if exercise else 86) * scale), 24 * scale)
    x, y, inner = margin + pad, margin + pad, width - 2 * pad
    title = exercise.name if exercise else "Watching"
    _line(picture, title, (x, y + 17 * scale), 36 * scale, WHITE, inner)
    if exercise is None:
        return
    words, colour = _words(frame, state)
    _line(picture, words, (x, y + 64 * scale), 29 * scale, colour, inner)
    middle = y + 180 * scale
    count_x = x + (inner - (176 * scale if holds else 0)) / 2
    draw_text(picture, str(state.count), (count_x, middle), round(165 * scale), WHITE, anchor=(0.5, 0.5))
    if holds:
        _draw_clock(picture, (margin + width - pad - 82 * scale, middle), state, exercise, scale)


def _line(
    picture: Picture, text: str, at: tuple[float, float], size: float, colour: Colour, width: float
) -> None:
    """Draw one line of text, its middle at the height ``at``, smaller or cut where it would be too wide."""
    size_px = _fitting_size(text, size, width)
    draw_text(picture, shorten(text, size_px, width), at, size_px, colour, anchor=(0, 0.5))


def _fitting_size(text: str, size: float, width: float) -> int:
    """Return the size in pixels at which the text fits, no less than seven tenths of the wished size."""
    return round(size * max(0.7, min(1.0, width / measure_text(text, round(size))[0])))


def _words(frame: PoseFrame, state: State) -> tuple[str, Colour]:
    if not frame.seen or not state.seen:
        return "not seen", AMBER
    if not state.in_position:
        return "not in position", GREY
    parts = [state.side, state.phase.replace("_", " ") if state.phase else None]
    return ", ".join(part for part in parts if part) or "in position", GREEN


def _draw_clock(
    picture: Picture, centre: tuple[float, float], state: State, exercise: Exercise, scale: float
) -> None:
    """Draw the hold clock: a ring that fills until the dose is reached, the seconds in it."""
    middle = (round(centre[0]), round(centre[1]))
    axes = (round(76 * scale), round(76 * scale))
    width = max(2, round(13 * scale))
    cv2.ellipse(picture, middle, axes, 0, 0, 360, (70, 84, 94), width, cv2.LINE_AA)
    share = min(state.hold_s / exercise.dose.hold_s, 1.0)
    if share > 0:
        cv2.ellipse(picture, middle, axes, -90, 0, 360 * share, GREEN, width, cv2.LINE_AA)
    colour = WHITE if state.hold_s > 0 else GREY
    draw_text(picture, str(int(state.hold_s)), centre, round(70 * scale), colour, anchor=(0.5, 0.5))


def _draw_banner(picture: Picture, text: str, scale: float) -> None:
    """Draw what is not right at the lower edge, in two lines where one would be too wide."""
    height_px, width_px = picture.shape[:2]
    room, wished = width_px - 150 * scale, 40 * scale
    fits = measure_text(text, _fitting_size(text, wished, room))[0] <= room
    lines = [text] if fits else halves(text)
    size = min(_fitting_size(line, wished, room) for line in lines)
    lines = [shorten(line, size, room) for line in lines]
    width = max(measure_text(line, size)[0] for line in lines) + 96 * scale
    height = 88 * scale + (len(lines) - 1) * LINE_SPACING * size
    x, y = (width_px - width) / 2, height_px - height - 36 * scale
    _draw_panel(picture, (x, y), (width, height), 44 * scale, opacity=0.78)
    dot = (round(x + 44 * scale), round(y + height / 2))
    cv2.circle(picture, dot, round(11 * scale), AMBER, -1, cv2.LINE_AA)
    for k, line in enumerate(lines):
        middle = y + 44 * scale + k * LINE_SPACING * size
        draw_text(picture, line, (x + 70 * scale, middle), size, WHITE, anchor=(0, 0.5))


def _draw_panel(
    picture: Picture,
    corner: tuple[float, float],
    size: tuple[float, float],
    radius: float,
    opacity: float = CARD_OPACITY,
) -> None:
    """Darken a rectangle with round corners."""
    x, y = round(corner[0]), round(corner[1])
    part = picture[max(y, 0) : y + round(size[1]), max(x, 0) : x + round(size[0])]
    height, width = part.shape[:2]
    r = min(round(radius), height // 2, width // 2)
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (r, 0), (width - 1 - r, height - 1), 255, -1)
    cv2.rectangle(mask, (0, r), (width - 1, height - 1 - r), 255, -1)
    for cx in (r, width - 1 - r):
        for cy in (r, height - 1 - r):
            cv2.circle(mask, (cx, cy), r, 255, -1, cv2.LINE_AA)
    weight = mask[..., None].astype(np.float32) * (opacity / 255)
    part[:] = (part + weight * (np.asarray(NIGHT, np.float32) - part)).astype(np.uint8)
