"""Teaching words: a recording comes in, how the word sounds is kept, and the recording is not."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from backcoach import extras
from backcoach.hearing.words import EXAMPLES, WORDS
from backcoach.hearing.worker import HearingLostError
from backcoach.texts import Message, message
from backcoach.web.api import home_of
from backcoach.web.home import Home
from backcoach.web.render import texts_of

LONGEST_BYTES = 4 * 32_000
"""Four seconds."""

TYPE = "application/octet-stream"

FAULTS = {
    "nothing": message(
        "No word stood out. Come closer, or speak up, with a moment of silence before and after."
    ),
    "several": message("More than one word stood out. Say it once, with silence around you."),
    "loud": message("That was too loud for the microphone. Go a step back."),
    "unlike": message(
        "That sounded unlike what you said before. Say it in the same way, or teach the word anew."
    ),
}


def words(request: Request) -> JSONResponse:
    """List the words, and how often each was said."""
    home = home_of(request)
    return JSONResponse({"words": home.taught.counts(home.profile.id), "wanted": EXAMPLES})


async def teach(request: Request) -> JSONResponse:
    """Learn one word from one recording (query: word; body: 16 kHz, mono, 16 bit, little-endian)."""
    home, word = home_of(request), request.query_params.get("word", "")
    if word not in WORDS:
        raise HTTPException(404)
    pcm = await _recording(request)
    if not extras.is_there("voice"):
        raise _refused(
            request, 503, message("To understand words: {how}", how=extras.install_command("voice"))
        )
    person = await run_in_threadpool(lambda: home.profile.id)
    try:
        learned = await _learned(home, person, word, pcm)
    except HearingLostError:
        raise _refused(request, 503, message("Words cannot be learned just now. Try again.")) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise _refused(request, 503, message("It could not be kept: {why}.", why=why)) from None
    if isinstance(learned, Message):
        raise _refused(request, 422, learned)
    return JSONResponse({"word": word, "said": learned, "wanted": EXAMPLES})


async def _recording(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip() != TYPE:
        raise HTTPException(415, f"Send the recording with the content type {TYPE}.")
    pcm = await request.body()
    if not pcm or len(pcm) % 2 or len(pcm) > LONGEST_BYTES:
        raise _refused(
            request, 422, message("A recording is 16 kHz, mono, 16 bit, and no longer than four seconds.")
        )
    return pcm


async def _learned(home: Home, person: str, word: str, pcm: bytes) -> int | Message:
    """Return how often the word was said by now, or why nothing was learned."""
    if not await home.hearing.wait_ready():
        home.hearing.start()
        raise HearingLostError
    taught = await run_in_threadpool(home.taught.of, person)
    if len(taught.get(word, ())) >= EXAMPLES:
        taught.pop(word)  # it is taught anew
        await run_in_threadpool(home.taught.forget, person, word)
    lesson = await home.hearing.learn(pcm, word, taught)
    if lesson.fault == "like_another" and lesson.other is not None:
        return message(
            "That sounds like “{other}”. Say it again, or choose words that are less alike.",
            other=WORDS[lesson.other].text,
        )
    if lesson.example is None:
        return FAULTS[lesson.fault or "nothing"]
    return await run_in_threadpool(home.taught.add, person, word, lesson.example)


def forget(request: Request) -> JSONResponse:
    """Forget one word (query: word), or all of them."""
    home, word = home_of(request), request.query_params.get("word")
    if word is not None and word not in WORDS:
        raise HTTPException(404)
    home.taught.forget(home.profile.id, word)
    return JSONResponse({"words": home.taught.counts(home.profile.id), "wanted": EXAMPLES})


def _refused(request: Request, status: int, words: Message) -> HTTPException:
    return HTTPException(status, texts_of(request).translate(words))


routes = [
    Route("/api/words", words),
    Route("/api/words", teach, methods=["POST"]),
    Route("/api/words", forget, methods=["DELETE"]),
]
