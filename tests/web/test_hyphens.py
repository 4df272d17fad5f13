"""Long words of instructions may be taken apart on a phone: each is known, and taken apart into the word itself."""

import re
from pathlib import Path

import pytest

from backcoach import web
from backcoach.coaching import phrases
from backcoach.coaching.viewpoints import turn_to
from backcoach.exercises.catalogue import Catalogue
from backcoach.texts.catalogue import translator

HYPHENS = Path(web.__file__).parent / "static/js/session/hyphens.js"
LONGEST_PIECE = 9
"""So many letters at a fourteenth of the height fill the width of a phone."""


def broken(language):
    """Return the list of the page, by word."""
    (words,) = re.findall(rf"\b{language}: `([^`]*)`", HYPHENS.read_text())
    return {word.replace("-", "").lower(): word.split("-") for word in words.split()}


def instructions():
    for exercise in map(Catalogue().__getitem__, Catalogue()):
        yield from exercise.steps
        yield from filter(None, (exercise.placement, exercise.breathing, exercise.lesson.feel))
        yield from (phrases.now_side(exercise, s) for s in ("left", "right") if exercise.lesson.side(s))
        yield from map(turn_to, exercise.views)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_long_word_of_an_instruction_can_be_taken_apart(language):
    translate, known = translator(language).translate, broken(language)
    words = {word for text in instructions() for word in re.findall(r"[^\W\d_]+", translate(text))}
    assert {word for word in words if len(word) > LONGEST_PIECE} <= {
        word for word in words if word.lower() in known
    }
    assert max(len(piece) for pieces in known.values() for piece in pieces) <= LONGEST_PIECE
