"""Which camera the coach sees through: the browser's, one that the server reads, or a phone."""

from __future__ import annotations

import asyncio
import base64
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach.texts import Message, message
from backcoach.texts.catalogue import translator
from backcoach.web.api import home_of, posted, read_posted
from backcoach.web.cameras.address import CameraAddress, CameraAddressError, read_address
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.phone.pairing import PairingError
from backcoach.web.render import language_of, render, texts_of

EXAMPLE = "rtsp://192.168.1.20/stream"
TRIED_S = 12.0
"""How long a camera is waited for when it is tried."""


class PhoneAddress(BaseModel):
    """Where a phone is to be let in: an address of this computer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    address: Annotated[str, Field(max_length=60)]


class ChosenCamera(BaseModel):
    """A camera's address; null: the browser's own camera."""

    model_config = ConfigDict(extra="forbid", strict=True)
    camera: Annotated[str, Field(max_length=1000)] | None


def cameras(request: Request) -> Response:
    """Show the cameras that the coach can see through."""
    from backcoach.web.phone.addresses import places

    home = home_of(request)
    return render(
        request,
        "cameras.html",
        page="settings",
        chosen=home.camera,
        places=places(),
        example=EXAMPLE,
        then=_session_in(request.query_params.get("then")),
    )


def _session_in(address: str | None) -> str:
    """Return the page of a session to go back to; empty where the query names none of ours."""
    pages = ("/session", "/free", "/practice/")
    is_ours = (
        address is not None and address.startswith(pages) and len(address) <= 500 and "\\" not in address
    )
    return address if is_ours and address is not None and "//" not in address else ""


def choose(request: Request, told: ChosenCamera) -> JSONResponse:
    """Keep which camera the server reads."""
    home = home_of(request)
    try:
        home.camera.choose(told.camera)
    except CameraAddressError as error:
        raise HTTPException(422, texts_of(request).translate(error.reason)) from None
    except OSError as error:
        words = message("It could not be kept: {why}.", why=error.strerror or str(error))
        raise HTTPException(503, texts_of(request).translate(words)) from None
    return JSONResponse({"saved": True})


def look(request: Request, told: ChosenCamera) -> JSONResponse:
    """Look through a camera once: its picture, or why there is none."""
    texts = translator(language_of(request))
    try:
        address = read_address(told.camera or "")
    except CameraAddressError as error:
        raise HTTPException(422, texts.translate(error.reason)) from None
    found = asyncio.run(_look(address))
    if not isinstance(found, CameraPicture):
        raise HTTPException(422, texts.translate(found))
    return JSONResponse({"picture": f"data:image/jpeg;base64,{base64.b64encode(found.jpeg).decode()}"})


async def _look(address: CameraAddress) -> CameraPicture | Message:
    from backcoach.web.cameras.camera import ServerCamera, look_once

    return await look_once(ServerCamera(address), TRIED_S)


async def phone(request: Request) -> JSONResponse:
    """Say whether a phone can be let in, is waited for, or is there."""
    language = await run_in_threadpool(language_of, request)
    return JSONResponse(home_of(request).phones.as_json(translator(language).translate))


async def let_in(request: Request) -> JSONResponse:
    """Begin to wait for a phone at the address that the person chose."""
    told = await read_posted(PhoneAddress, request)
    home = home_of(request)
    language = await run_in_threadpool(language_of, request)
    chosen = await run_in_threadpool(lambda: home.preferences)
    try:
        await home.phones.begin(told.address, language, chosen.theme, home.now())
    except PairingError as error:
        raise HTTPException(409, translator(language).translate(error.reason)) from None
    return JSONResponse(home.phones.as_json(translator(language).translate))


async def let_go(request: Request) -> JSONResponse:
    """Let no phone in any more."""
    await home_of(request).phones.end()
    return JSONResponse({"state": "off", "why": None})


routes = [
    Route("/api/phone", phone),
    Route("/api/phone", let_in, methods=["POST"]),
    Route("/api/phone", let_go, methods=["DELETE"]),
    Route("/camera", cameras),
    Route("/api/camera", posted(ChosenCamera, choose), methods=["POST"]),
    Route("/api/camera/look", posted(ChosenCamera, look), methods=["POST"]),
]
