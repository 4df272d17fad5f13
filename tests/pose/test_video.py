import gc
import threading
import time
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backcoach.pose.errors import InputError
from backcoach.pose.prefetch import prefetch
from backcoach.pose.video import Clock, open_video

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


def write(
    path, pictures, times_ms=None, codec="mpeg4", pixel_format="yuv420p", format_name=None, **stream_settings
):
    """Encode RGB pictures, 40 ms apart unless times are given."""
    unit = Fraction(1, 1000) if times_ms else Fraction(1, 25)
    with av.open(str(path), "w", format=format_name) as container:
        stream = container.add_stream(codec, rate=25)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixel_format
        stream.codec_context.time_base = unit
        stream.codec_context.gop_size = 5
        for name, value in stream_settings.items():
            setattr(stream, name, value)
        for picture, time in zip(pictures, times_ms or range(len(pictures)), strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = time, unit
            container.mux(stream.encode(frame.reformat(format=pixel_format)))
        container.mux(stream.encode(None))
    return path


def with_display_matrix(path, matrix):
    """Make an MP4 file ask for a turn or a mirror: (a, b, c, d) shows (x, y) at (a x + c y, b x + d y)."""
    content = bytearray(path.read_bytes())
    # The display matrix is 36 bytes in the track header, 48 bytes after its type (version 0).
    start = content.index(b"tkhd") + 4 + 40
    a, b, c, d = (int(v * 65536) for v in matrix)
    for i, value in enumerate((a, b, 0, c, d, 0, 0, 0, 1 << 30)):
        content[start + 4 * i : start + 4 * i + 4] = value.to_bytes(4, "big", signed=True)
    path.write_bytes(content)
    return path


def plain(colour, width=128, height=96):
    return np.full((height, width, 3), colour, np.uint8)


def quarters(width=128, height=96):
    """Red top left, green top right, blue below."""
    picture = plain(BLUE, width, height)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    return picture


def noise(n, width=128, height=96):
    random = np.random.default_rng(0)
    return [
        np.kron(random.integers(0, 255, (height // 8, width // 8, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
        for _ in range(n)
    ]


def read(path, **options):
    with open_video(path, **options) as video:
        pairs = list(video)
    return video, [t for t, _ in pairs], [p for _, p in pairs]


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [
        ("a.mp4", "mpeg4", "yuv420p"),
        ("a.mov", "mjpeg", "yuvj420p"),
        ("a.avi", "mjpeg", "yuvj420p"),
        ("a.webm", "libvpx", "yuv420p"),
        ("a.mkv", "ffv1", "yuv444p"),
    ],
)
def test_common_containers_are_read(tmp_path, name, codec, pixel_format):
    video, times, pictures = read(
        write(tmp_path / name, [quarters()] * 25, codec=codec, pixel_format=pixel_format)
    )
    assert len(times) == 25
    assert np.allclose(np.diff(times), 0.04, atol=0.0015)
    assert pictures[3].shape == (96, 128, 3)
    for (row, column), colour in {(20, 30): RED, (20, 100): GREEN, (70, 60): BLUE}.items():
        assert np.abs(pictures[3][row, column].astype(int) - colour).max() < 30
    assert video.info.duration_s == pytest.approx(1.0, abs=0.1)
    assert video.info.frames == pytest.approx(25, abs=2)
    assert video.warning is None


def test_an_animation_at_ten_frames_a_second_is_read(tmp_path):
    path = tmp_path / "a.gif"
    write(
        path, [plain(RED), plain(GREEN)] * 5, [100 * i for i in range(10)], codec="gif", pixel_format="rgb8"
    )
    video, times, pictures = read(path)
    assert np.allclose(times, np.arange(10) / 10, atol=0.011)
    assert np.abs(pictures[1][40, 40].astype(int) - GREEN).max() < 40
    assert not video.info.still


def test_transparent_parts_are_laid_on_white(tmp_path):
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[:, 20:] = (*RED, 255)
    with av.open(str(tmp_path / "a.png"), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 40, 40, "rgba"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(rgba, format="rgba")))
        container.mux(stream.encode(None))
    video, times, (picture,) = read(tmp_path / "a.png")
    assert times == [0.0]
    assert video.info.still
    assert picture[10, 5].tolist() == [255, 255, 255]
    assert picture[10, 35].tolist() == list(RED)


def test_true_times_of_a_variable_frame_rate_are_kept_from_the_first_picture_on(tmp_path):
    times_ms = [500, 540, 700, 710, 1300, 2000]
    _, times, _ = read(write(tmp_path / "a.mkv", noise(6), times_ms, codec="ffv1", pixel_format="yuv444p"))
    assert times == pytest.approx([(t - 500) / 1000 for t in times_ms], abs=0.0015)


def test_a_large_picture_is_scaled_down_and_a_small_one_is_left(tmp_path):
    path = write(tmp_path / "a.mp4", [quarters(320, 240)] * 3)
    video, _, pictures = read(path, long_side_px=160)
    assert pictures[0].shape == (120, 160, 3)
    assert (video.info.width_px, video.info.height_px) == (160, 120)
    assert read(path)[2][0].shape == (240, 320, 3)


@pytest.mark.parametrize(("aspect", "shape"), [(Fraction(2), (48, 128, 3)), (Fraction(1, 2), (96, 64, 3))])
def test_pixels_that_are_not_square_are_squared_without_enlarging(tmp_path, aspect, shape):
    path = write(tmp_path / "a.mkv", [quarters()] * 3, sample_aspect_ratio=aspect)
    assert read(path)[2][0].shape == shape


ROTATIONS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@pytest.mark.parametrize("clockwise_deg", ROTATIONS)
def test_a_phone_held_upright_gives_upright_pictures(tmp_path, clockwise_deg):
    path = with_display_matrix(write(tmp_path / "a.mp4", [quarters()] * 3), ROTATIONS[clockwise_deg])
    video, _, (picture, *_) = read(path)
    expected = np.rot90(quarters(), -clockwise_deg // 90)
    assert picture.shape == expected.shape
    assert picture.flags.c_contiguous
    assert np.abs(picture.astype(int) - expected).mean() < 12
    assert video.warning is None


@pytest.mark.parametrize("clockwise_deg", [0, *ROTATIONS])
def test_a_mirrored_picture_is_read_as_filmed_and_that_is_said(tmp_path, clockwise_deg):
    """A front camera asks for a mirror: the person's left would be their right."""
    a, b, c, d = ROTATIONS.get(clockwise_deg, (1, 0, 0, 1))
    path = with_display_matrix(write(tmp_path / "a.mp4", [quarters()] * 3), (-a, b, -c, d))
    video, _, (picture, *_) = read(path)
    expected = np.rot90(quarters(), -clockwise_deg // 90)
    assert picture.shape == expected.shape
    assert np.abs(picture.astype(int) - expected).mean() < 12
    assert "mirrored and was read as filmed" in video.warning


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_a_picture_can_be_turned_further_than_the_file_asks(tmp_path, turn_deg):
    path = with_display_matrix(write(tmp_path / "a.mp4", [quarters()] * 3), ROTATIONS[90])
    picture = read(path, turn_deg=turn_deg)[2][0]
    expected = np.rot90(quarters(), -1 - turn_deg // 90)
    assert picture.shape == expected.shape
    assert np.abs(picture.astype(int) - expected).mean() < 12


def test_a_bare_stream_is_timed_by_its_own_rate_which_is_said(tmp_path):
    """Raw H.264 holds no times; its pictures say 50 a second, the demultiplexer would take 25."""
    path = tmp_path / "a.h264"
    with av.open(str(path), "w", format="h264") as container:
        stream = container.add_stream("libx264", rate=50)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for picture in noise(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    video, times, _ = read(path)
    assert times[-1] == pytest.approx(19 / 50)
    assert "holds no times: 50 pictures a second were assumed" in video.warning


def test_an_animated_webp_is_named_as_what_it_is(tmp_path):
    pictures = [Image.fromarray(picture) for picture in noise(3)]
    pictures[0].save(tmp_path / "a.webp", save_all=True, append_images=pictures[1:])
    with pytest.raises(InputError, match="animated WebP, which is not understood; save it as a GIF or MP4"):
        open_video(tmp_path / "a.webp")


def test_a_cut_off_file_gives_what_can_be_read_and_says_so(tmp_path):
    whole = write(tmp_path / "a.avi", noise(50), codec="mjpeg", pixel_format="yuvj420p").read_bytes()
    (tmp_path / "b.avi").write_bytes(whole[: len(whole) // 2])
    video, times, _ = read(tmp_path / "b.avi")
    assert 15 <= len(times) <= 30
    assert "cut off" in video.warning


def test_damaged_pictures_are_left_out_and_counted(tmp_path):
    path = write(tmp_path / "a.mov", noise(30), codec="png", pixel_format="rgb24")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(2000)
    path.write_bytes(content)
    video, times, _ = read(path)
    assert 0 < video.damaged < 10
    assert len(times) + video.damaged == 30
    assert times[-1] == pytest.approx(29 * 0.04, abs=0.01)
    assert "damaged" in video.warning


def test_reading_only_the_beginning_is_no_damage(tmp_path):
    with open_video(write(tmp_path / "a.mp4", noise(30))) as video:
        next(iter(video))
    assert video.warning is None


def bad_files(folder):
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("this is no video\n" * 500)
    (folder / "text.txt").write_text("hello\n")
    (folder / "noise.mp4").write_bytes(np.random.default_rng(0).bytes(20_000))
    (folder / "list.ffconcat").write_text("ffconcat version 1.0\nfile a.mp4\n")
    (folder / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1\na.mp4\n")
    (folder / "folder.mp4").mkdir()
    head = write(folder / "a.mp4", noise(20)).read_bytes()
    (folder / "no_index.mp4").write_bytes(head[: len(head) // 2])
    with av.open(str(folder / "sound.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
    return [*(p for p in folder.iterdir() if p.name != "a.mp4"), folder / "missing.mp4"]


def test_what_is_no_video_gets_one_clear_sentence(tmp_path):
    paths = bad_files(tmp_path)
    assert len(paths) == 10
    for path in paths:
        with pytest.raises(InputError) as caught:
            read(path)
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="only sound"):
        open_video(tmp_path / "sound.wav")
    with pytest.raises(InputError, match="does not exist"):
        open_video(tmp_path / "missing.mp4")


def test_names_that_look_like_patterns_or_addresses_are_names(tmp_path):
    path = write(tmp_path / "a.mp4", noise(3))
    for name in ("shot%03d.mp4", "http:x.mp4", "concat:a.mp4"):
        assert len(read(path.rename(tmp_path / name))[1]) == 3
        path = tmp_path / name


def test_leaving_early_ends_the_thread(tmp_path):
    before = threading.active_count()
    with open_video(write(tmp_path / "a.mp4", noise(60))) as video:
        for i, _ in enumerate(video):
            if i == 3:
                break
    assert threading.active_count() == before


@pytest.mark.parametrize("matrix", [None, ROTATIONS[90]])
def test_decoded_pictures_do_not_wait_for_the_garbage_to_be_collected(tmp_path, matrix):
    """One of 1920 x 1080 takes three megabytes, and some hundreds would wait."""
    path = write(tmp_path / "a.mp4", noise(60))
    if matrix:
        with_display_matrix(path, matrix)
    gc.collect()
    gc.disable()
    try:
        with open_video(path) as video:
            assert sum(1 for _ in video) == 60
            kept = [thing for thing in gc.get_objects() if type(thing).__name__ == "SideDataContainer"]
    finally:
        gc.enable()
    assert len(kept) <= 1


def test_prefetching_gives_everything_in_order_and_raises_where_it_is_read():
    def source():
        yield from range(10)
        raise InputError("broken")

    ahead = prefetch(source(), 3)
    assert [next(ahead) for _ in range(10)] == list(range(10))
    with pytest.raises(InputError, match="broken"):
        next(ahead)


def test_prefetching_keeps_no_more_than_asked_for():
    made = []

    def source():
        for i in range(100):
            made.append(i)
            yield i

    ahead = prefetch(source(), 3)
    next(ahead)
    time.sleep(0.1)
    assert len(made) <= 6
    ahead.close()


@given(st.lists(st.one_of(st.none(), st.floats(-1e4, 1e4)), max_size=60))
def test_times_start_at_zero_and_increase_whatever_the_file_says(file_times):
    clock = Clock(1 / 30)
    times = [t for t in map(clock.time_s, file_times) if t is not None]
    assert times[:1] == [0.0][: len(file_times)]
    assert all(b > a for a, b in pairwise(times))


def test_missing_double_and_restarted_times():
    clock = Clock(0.1)
    assert [clock.time_s(t) for t in (5.0, 5.1, None, 5.3)] == pytest.approx([0.0, 0.1, 0.2, 0.3])
    assert clock.time_s(5.3) is None
    assert clock.time_s(5.25) is None
    assert clock.time_s(5.4) == pytest.approx(0.4)
    assert clock.time_s(0.0) == pytest.approx(0.5)
    assert clock.time_s(0.1) == pytest.approx(0.6)


def test_a_file_whose_clock_stands_still_is_counted_out():
    clock = Clock(0.1)
    times = [t for t in (clock.time_s(7.0) for _ in range(100)) if t is not None]
    assert len(times) >= 90
    assert np.allclose(np.diff(times), 0.1)
