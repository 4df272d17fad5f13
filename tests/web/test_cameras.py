"""Cameras that are not the browser's: which addresses are taken, what they give, and what happens with bad ones."""

import asyncio
import json
import time
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.texts import Message
from backcoach.web.cameras import camera as cameras
from backcoach.web.cameras.address import CameraAddress, CameraAddressError, read_address
from backcoach.web.cameras.camera import ServerCamera, look_once
from backcoach.web.cameras.chosen import ChosenCamera
from backcoach.web.cameras.reading import CameraTroubleError, Pace, pictures
from backcoach.web.cameras.troubles import TROUBLES
from backcoach.web.live.frames import pack_picture, parse_frame
from backcoach.web.live.jpeg import CameraPicture, size_px
from tests.coroutines import run
from tests.pictures import jpeg
from tests.web.false_cameras import obedient
from tests.web.served_cameras import HttpCamera, RtspCamera


@pytest.fixture(scope="module")
def http():
    camera = HttpCamera()
    yield camera
    camera.close()


@pytest.fixture(scope="module")
def rtsp():
    camera = RtspCamera()
    yield camera
    camera.close()


# ---- addresses


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("rtsp://192.168.1.20/stream", "rtsp://192.168.1.20/stream", "rtsp://192.168.1.20/stream"),
        (" rtsp://me:se:cret@cam:554/1?key=9 ", "rtsp://me:se:cret@cam:554/1?key=9", "rtsp://cam:554/1"),
        ("http://[fe80::1]:8080/video", "http://[fe80::1]:8080/video", "http://[fe80::1]:8080/video"),
        ("device:0", "/dev/video0", "/dev/video0"),
        ("/dev/v4l/by-id/usb-cam-index0", "/dev/v4l/by-id/usb-cam-index0", "/dev/v4l/by-id/usb-cam-index0"),
    ],
)
def test_what_a_camera_is(text, url, shown):
    found = read_address(text, "linux")
    assert (found.url, found.shown) == (url, shown)


def test_devices_of_other_systems():
    assert read_address("device:0", "darwin") == CameraAddress("0", "avfoundation", "device:0")
    assert read_address("device:HD Cam", "win32") == CameraAddress("video=HD Cam", "dshow", "device:HD Cam")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "file:///etc/passwd", "/etc/passwd", "/dev/mem", "/dev/../etc/passwd", "udp://1.2.3.4:5", "concat:a|b",
        "http://", "http:///path", "http://a b/c", "http://a:99999/", "http://a:0/", "rtsp://a/\nx", "pipe:0", "camera",
        "http://" + "a" * 500, "device:", "device:../mem", "ftp://a/b", "http://[::1/x", "data:image/png;base64,AA",
    ],
)  # fmt: skip
def test_what_is_no_camera_is_refused_with_a_way_out(text):
    with pytest.raises(CameraAddressError) as refused:
        read_address(text, "linux")
    assert str(refused.value)


@pytest.mark.parametrize("text", ["device:a:audio=b", 'device:a"b'])
def test_a_devices_name_brings_no_options(text):
    with pytest.raises(CameraAddressError):
        read_address(text, "win32")


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_no_text_opens_anything_but_a_camera(text):
    try:
        found = read_address(text, "linux")
    except CameraAddressError:
        return
    assert found.format == "v4l2" or found.url.split(":", 1)[0].lower() in ("rtsp", "rtsps", "http", "https")


@given(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[a-zA-Z0-9:!]{6,12}", fullmatch=True))
def test_a_password_is_never_shown(name, password):
    assert password not in read_address(f"rtsp://{name}:{password}@10.0.0.9/x?token={password}").shown


# ---- what they give


@pytest.mark.parametrize("path", ["/mjpeg", "/live.m3u8"])
def test_pictures_of_a_camera_are_small_plain_jpegs(http, path):
    for picture in islice(pictures(read_address(http.at(path))), 5):
        assert size_px(picture) == (320, 240)


def test_a_camera_of_rtsp_with_its_password(rtsp):
    assert len(list(islice(pictures(read_address(rtsp.address)), 5))) == 5


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/still.jpg", "still"), ("/locked", "refused"), ("/nothing", "not_found"), ("/rubbish", "rubbish"),
        ("/thief.m3u8", "rubbish"), ("/to-a-file", "dead"), ("/huge.mjpeg", "too_large"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_word(http, path, word):
    with pytest.raises(CameraTroubleError) as trouble:
        list(islice(pictures(read_address(http.at(path))), 5))
    assert str(trouble.value) == word
    assert word in TROUBLES


def test_a_wrong_password_and_a_camera_that_is_not_there(rtsp):
    for text, word in [
        (rtsp.address.replace("secret", "wrong"), "refused"),
        ("http://127.0.0.1:9/x", "dead"),
        ("device:97", "missing"),
    ]:  # fmt: skip
        with pytest.raises(CameraTroubleError, match=word):
            next(pictures(read_address(text, "linux")))


def test_every_trouble_says_where_and_what_to_do():
    for word, sentences in TROUBLES.items():
        said = str(sentences("rtsp://cam/x"))
        assert "rtsp://cam/x" in said, word
        assert len(said) > 60, word


def test_pieces_of_film_are_played_by_their_times():
    pace = Pace()
    assert pace.wait_s(7.0, 100.0) == 0
    assert pace.wait_s(7.5, 100.1) == pytest.approx(0.4)
    assert pace.wait_s(8.0, 101.3) == 0
    assert pace.wait_s(60.0, 101.4) == 0, "a jump begins anew"
    assert pace.wait_s(60.2, 101.4) == pytest.approx(0.2)
    assert pace.wait_s(None, 101.4) == 0


# ---- the process that reads them


async def watched(camera, count):
    """The first things that a camera tells: `picture`, a sentence, or None."""
    told = []
    enough = asyncio.Event()

    def tell(one):
        told.append("picture" if isinstance(one, CameraPicture) else one and str(one))
        if len(told) >= count:
            enough.set()

    watching = asyncio.ensure_future(camera.watch(tell, tell))
    await asyncio.wait_for(enough.wait(), 30)
    watching.cancel()
    await asyncio.wait([watching])
    return told


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("rubbish", "no film"), ("word", "in use"), ("silent", "without end"),
        ("large", "does not answer"), ("die", "does not answer"),
    ],
)  # fmt: skip
def test_a_camera_that_goes_wrong_is_told_and_begun_again(monkeypatch, what, said):
    monkeypatch.setattr(cameras, "RESTART_S", 0.01)
    camera = ServerCamera(CameraAddress(f"rtsp://cam/{what}", None, "rtsp://cam"), obedient, silent_s=5.0)
    told = run(watched(camera, 2 if what in ("rubbish", "word") else 4))
    assert told[0] == "picture"
    assert said in told[1]
    if len(told) > 2:
        assert told[2:4] == [None, "picture"], "it was started again"
    assert camera._process is None


def test_a_picture_is_as_new_as_can_be(http):
    async def look():
        seen = await look_once(ServerCamera(read_address(http.at("/mjpeg"))), 20)
        assert isinstance(seen, CameraPicture)
        return time.monotonic() - seen.time_s

    assert run(look()) < 1.0


def test_a_stream_without_pictures_is_given_up(http):
    async def look():
        return await look_once(ServerCamera(read_address(http.at("/endless")), silent_s=6.0), 20)

    said = run(look())
    assert isinstance(said, Message)
    assert "without end" in str(said)


# ---- which one is used


def test_a_choice_is_kept_for_its_owner_only(tmp_path):
    chosen = ChosenCamera(tmp_path)
    assert chosen.address is None
    chosen.choose("rtsp://me:secret@cam/x")
    assert ChosenCamera(tmp_path).address == read_address("rtsp://me:secret@cam/x")
    assert (tmp_path / "camera.json").stat().st_mode & 0o077 == 0
    with pytest.raises(CameraAddressError):
        chosen.choose("file:///etc/passwd")
    assert chosen.text == "rtsp://me:secret@cam/x"
    chosen.choose(" ")
    assert ChosenCamera(tmp_path).address is None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"camera": 5}', b'{"camera": "file:///etc/passwd"}', b"\xff"]
)
def test_a_file_that_cannot_be_used_is_the_browsers_camera(tmp_path, content):
    (tmp_path / "camera.json").write_bytes(content)
    assert ChosenCamera(tmp_path).address is None


def test_the_command_line_goes_before_the_choice(tmp_path):
    ChosenCamera(tmp_path).choose("rtsp://a/x")
    assert ChosenCamera(tmp_path, "rtsp://b/x").address.shown == "rtsp://b/x"
    with pytest.raises(CameraAddressError):
        ChosenCamera(tmp_path, "nonsense")


def test_the_page_looks_chooses_and_goes_back(client, http):
    assert client.post("/api/camera/look", json={"camera": "file:///x"}).status_code == 422
    seen = client.post("/api/camera/look", json={"camera": http.at("/mjpeg")})
    assert seen.json()["picture"].startswith("data:image/jpeg;base64,")
    assert (
        "answers, but" in client.post("/api/camera/look", json={"camera": http.at("/none")}).json()["error"]
    )
    assert client.post("/api/camera", json={"camera": "rtsp://me:secret@cam/x"}).status_code == 200
    page = client.get("/session", follow_redirects=True).text
    assert "The coach sees through rtsp://cam/x" in page
    assert "secret" not in page
    assert "secret" not in client.get("/data/export.json").text
    client.post("/api/camera", json={"camera": None})
    assert "The coach sees" not in client.get("/session", follow_redirects=True).text


def test_deleting_everything_deletes_the_cameras_password(client, home):
    client.post("/api/camera", json={"camera": "rtsp://me:secret@cam/x"})
    home.delete_everything()
    assert not (home.data / "camera.json").exists()


@pytest.mark.parametrize(
    "then", ["//evil.example", "/session//evil.example", "https://evil.example", "/data", "/session\\x"]
)
def test_only_a_session_is_gone_back_to(client, then):
    assert f'href="{then}"' not in client.get("/camera", params={"then": then}).text


# ---- a session that sees through one


def test_a_session_sees_through_the_camera_and_goes_on_without_it(connect, home, http):
    home.camera.choose(http.at("/mjpeg"))
    with connect() as page:
        page.hello("camera", eye="server", practice={"exercise": "bird_dog"})
        page.wait_for("ready")
        pictures_seen, posed = 0, 0
        while posed < 5 or not pictures_seen:
            told = page._socket.receive()
            if told.get("bytes"):
                assert told["bytes"].startswith(b"BCP1\xff\xd8")
                pictures_seen += 1
            else:
                posed += json.loads(told["text"])["type"] == "pose"
        http.gone.set()
        try:
            heard(page, lambda told: told["type"] == "screen" and told["source"] == "none")
            gone = heard(page, lambda told: told["type"] == "notice" and told["kind"] == "camera")
            assert "does not answer" in gone["text"] or "ended" in gone["text"]
        finally:
            http.gone.clear()
        back = heard(page, lambda told: told["type"] == "notice" and told["kind"] == "camera")
        assert back["text"] is None


def heard(page, wanted):
    while True:
        told = page._socket.receive()
        assert told["type"] == "websocket.send"
        if told.get("text") and wanted(json.loads(told["text"])):
            return json.loads(told["text"])


def test_a_page_that_wants_a_camera_nobody_chose_is_told(connect):
    with connect() as page:
        page.hello("camera", eye="server", practice={"exercise": "bird_dog"})
        assert "No other camera" in page.wait_for("notice")["text"]


def test_what_the_process_sends_is_checked_like_a_pages_pictures():
    assert isinstance(parse_frame(pack_picture(1, 1.0, jpeg())), CameraPicture)
    camera = ServerCamera(read_address("rtsp://cam/x"))
    assert camera._read(pack_picture(1, 1.0, b"no jpeg")) == "rubbish"
