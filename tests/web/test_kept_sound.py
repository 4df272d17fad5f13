"""What the volume test has found belongs to the computer: kept in a file, forgotten when that is wanted."""

import json

import pytest

from backcoach.web.kept_sound import FILE, KeptSound


@pytest.mark.parametrize("step", ["usual", "louder", "other_voice", "tones"])
def test_it_is_kept_and_forgotten(tmp_path, step):
    kept = KeptSound(tmp_path)
    assert kept.step is None
    kept.keep(step)
    assert KeptSound(tmp_path).step == step
    kept.forget()
    kept.forget()
    assert kept.step is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"step": "song"}', b'{"step": ["usual"]}', b"[" * 100_000]
)
def test_what_cannot_be_read_is_asked_again(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert KeptSound(tmp_path).step is None


def test_where_it_cannot_be_kept_nothing_breaks(tmp_path):
    (tmp_path / "file").write_text("")
    KeptSound(tmp_path / "file" / "folder").keep("usual")


def test_the_settings_let_it_be_asked_again_and_the_session_knows_it(client, home):
    assert home.checks_sound
    home.sound.keep("louder")
    assert not home.checks_sound
    setup = client.get("/session").text.partition('data-setup="')[2].partition('"')[0]
    assert json.loads(setup.replace("&#34;", '"').replace("&quot;", '"'))["loudness"] == "louder"
    assert client.delete("/api/speech/heard").json() == {"deleted": True}
    assert home.checks_sound
