"""One command: where it listens, what it says, how it ends, and what the doctor finds."""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from backcoach.cli import app
from backcoach.cli.shorthand import implied
from backcoach.computer import checkup, running
from backcoach.computer.address import AddressError, check_host, is_loopback, listen, url_at
from backcoach.computer.running import Running
from backcoach.computer.speech import checked
from backcoach.journal import Journal
from backcoach.web import serve as serving
from backcoach.web.warming import keep_loaded


def free_port():
    with closing(listen("127.0.0.1", 20000 + os.getpid() % 20000)) as listener:
        return listener.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_loopback_needs_no_permission(host):
    assert is_loopback(host)
    check_host(host, network_allowed=False)


@pytest.mark.parametrize(
    "host", ["192.168.1.4", "example.org", "2001:db8::1", "0.0.0.0", "", "localhost.evil.example"]
)
def test_any_other_address_needs_permission_and_says_what_that_means(host):
    with pytest.raises(AddressError, match=r"no password.*--allow-network"):
        check_host(host, network_allowed=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_all_addresses_at_once_are_never_listened_at(host):
    with pytest.raises(AddressError, match="name the one"):
        check_host(host, network_allowed=True)


def test_a_taken_port_gives_the_next_free_one():
    with closing(listen("127.0.0.1", free_port())) as first:
        taken = first.getsockname()[1]
        with closing(listen("127.0.0.1", taken)) as second:
            assert taken < second.getsockname()[1] <= taken + 20


def test_an_address_of_somebody_else_cannot_be_listened_at():
    with pytest.raises(AddressError, match="cannot listen"):
        listen("203.0.113.1", 8765)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:9"), ("localhost", "http://127.0.0.1:9"), ("::1", "http://[::1]:9")],
)
def test_the_address_of_the_pages(host, url):
    assert url_at(host, 9) == url


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"url": 1}', '{"url": "file:///etc/passwd", "pid": 1, "id": "x"}']
)
def test_a_wrong_file_of_a_server_is_no_server(tmp_path, content):
    (tmp_path / running.FILE).write_text(content)
    assert running.find(tmp_path) is None


def test_a_server_that_does_not_answer_is_gone(tmp_path):
    running.announce(tmp_path, Running(f"http://127.0.0.1:{free_port()}", os.getpid(), "abc"))
    assert running.find(tmp_path) is None
    running.withdraw(tmp_path, Running("", 0, "another"))
    assert (tmp_path / running.FILE).exists()
    running.withdraw(tmp_path, Running("", 0, "abc"))
    assert not (tmp_path / running.FILE).exists()


class Started:
    """A coach in a process of its own."""

    def __init__(self, folder, *arguments):
        command = [
            sys.executable,
            "-m",
            "backcoach",
            "serve",
            "--no-browser",
            "--data-dir",
            str(folder),
            *arguments,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.said = self.process.stdout.readline()
        while "http://" not in self.said:
            self.said += self.process.stdout.readline()
        self.entry = next(word for word in self.said.split() if word.startswith("http://"))
        self.url = self.entry.partition("/?")[0]
        self.secret = json.loads((folder / running.FILE).read_text())["secret"]

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"authorization": f"Bearer {self.secret}"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def post(self, path, told):
        request = urllib.request.Request(
            self.url + path,
            json.dumps(told).encode(),
            {
                "content-type": "application/json",
                "origin": self.url,
                "authorization": f"Bearer {self.secret}",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def end(self, how):
        self.process.send_signal(how)
        said, wrong = self.process.communicate(timeout=60)
        return self.process.returncode, said, wrong


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_it_starts_is_found_again_and_ends_without_a_word_too_many(tmp_path):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        coach = Started(tmp_path, "--port", str(taken))
    try:
        assert f"Port {taken} is taken" in coach.said
        assert (tmp_path / running.FILE).exists()
        assert len(coach.get("/api/alive")["id"]) == 16
        again = CliRunner().invoke(
            app, ["serve", "--no-browser", "--data-dir", str(tmp_path)], catch_exceptions=False
        )
        assert again.exit_code == 0
        assert again.stdout.startswith(f"Backcoach is running already: {coach.url}/?key=")
        code, said, wrong = coach.end(signal.SIGINT)
    finally:
        coach.process.kill()
    assert (code, said, wrong) == (0, "Stopped.\n", "")
    assert not (tmp_path / running.FILE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_of_two_that_start_together_one_serves_and_the_other_shows_its_page(tmp_path):
    command = [sys.executable, "-m", "backcoach", "serve", "--no-browser", "--data-dir", str(tmp_path)]
    port = str(free_port())
    both = [
        subprocess.Popen(
            [*command, "--port", port], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        while not (ended := [one for one in both if one.poll() is not None]):
            time.sleep(0.1)
        (second,) = ended
        said, wrong = second.communicate()
        assert (second.returncode, wrong) == (0, "")
        assert said.startswith(f"Backcoach is running already: http://127.0.0.1:{port}/?key=")
    finally:
        for one in both:
            one.kill()
            one.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
@pytest.mark.parametrize("arguments", [["delete", "--everything", "--yes"], ["restore", "BACKUP", "--yes"]])
def test_a_suspended_server_keeps_its_files(tmp_path, arguments):
    """What it says is saved is there, although it did not answer when somebody wanted to delete everything."""
    data = tmp_path / "data"
    coach = Started(data, "--port", str(free_port()))
    try:
        coach.post("/api/pain", {"value": 2})
        copy = tmp_path / "copy.db"
        CliRunner().invoke(app, ["backup", str(copy), "--data-dir", str(data)], catch_exceptions=False)
        coach.process.send_signal(signal.SIGSTOP)
        words = [str(copy) if word == "BACKUP" else word for word in arguments]
        refused = CliRunner().invoke(app, [*words, "--data-dir", str(data)], catch_exceptions=False)
        coach.process.send_signal(signal.SIGCONT)
        assert refused.exit_code == 2
        assert "does not answer: end it, then try again" in refused.stderr
        assert coach.post("/api/pain", {"value": 3}) == {"saved": True}
    finally:
        coach.process.kill()
        coach.process.communicate()
    with Journal.open(data) as journal:
        (person,) = journal.people.all()
        assert [report.value for report in journal.pain.reports(person.id)] == [2, 3]


def test_that_it_stopped_is_said_also_when_the_signal_was_swallowed(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "_server", lambda *_: SimpleNamespace(run=lambda sockets: None))
    said = []
    serving.serve(serving.Wish(tmp_path, port=free_port(), browser=False), said.append)
    assert said[-1] == "Stopped."
    assert not (tmp_path / running.FILE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_it_ends_cleanly_when_asked_to_and_comes_back_after_being_killed(tmp_path):
    port = str(free_port())
    killed = Started(tmp_path, "--port", port)
    killed.get("/api/alive")
    killed.end(signal.SIGKILL)
    assert (tmp_path / running.FILE).exists()
    coach = Started(tmp_path, "--port", port)
    try:
        coach.get("/api/alive")
        assert coach.end(signal.SIGTERM) == (0, "Stopped.\n", "")
    finally:
        coach.process.kill()


@pytest.mark.parametrize(
    "host", ["0", "0x0", "00.0", "::0", "[::]", "::ffff:0.0.0.0", "0:0:0:0:0:0:0:0", "*"]
)
def test_every_address_is_refused_however_it_is_written(host):
    with pytest.raises(AddressError, match="every address"):
        check_host(host, network_allowed=True)


@pytest.mark.parametrize("arguments", [["--host", "192.168.1.4"], ["--host", "0.0.0.0", "--allow-network"]])
def test_a_refusal_is_one_line(tmp_path, arguments):
    done = CliRunner().invoke(app, ["serve", "--no-browser", "--data-dir", str(tmp_path), *arguments])
    assert done.exit_code == 2
    assert done.stderr.startswith("backcoach: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [("here.db", "postgresql://user@host/name"), ("sqlite:///here.db", "postgresql://user@host/name"),
     ("postgresql://me@127.0.0.1:9/none", "Backcoach")],
)  # fmt: skip
def test_a_database_that_cannot_be_used_is_told_at_once(tmp_path, url, said):
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg: install backcoach[postgres]")
    done = CliRunner().invoke(
        app, ["serve", "--no-browser", "--data-dir", str(tmp_path), "--database", url], catch_exceptions=False
    )
    assert done.exit_code == 2
    assert said.lower() in done.stderr.lower()
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / running.FILE).exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(app, ["serve", "--no-browser", "--data-dir", str(tmp_path / "file" / "x")])
    assert done.exit_code == 2
    assert "Choose another folder with --data-dir" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], None), (["demo"], None), (["--help"], None), (["serv"], None), (["--port", "9"], "serve"),
        (["--host=x"], "serve"), (["morning.mp4"], "analyze"), (["a/b"], "analyze"), (["--json", "-"], "analyze"),
    ],
)  # fmt: skip
def test_what_is_meant_without_a_command(arguments, command):
    assert implied(arguments, {"--help", "-h"}, {"demo", "serve"}, {"--port", "--host"}) == command


def test_the_doctor_says_for_each_thing_whether_it_works(tmp_path):
    done = CliRunner().invoke(app, ["doctor", "--data-dir", str(tmp_path / "none")], catch_exceptions=False)
    assert done.exit_code == 0, done.stdout
    for what in (
        "Python",
        "pose model",
        "memory of the coach",
        "disk",
        "port",
        "browser",
        "speech",
        "camera",
    ):
        assert f"  {what}: " in done.stdout
    assert not (tmp_path / "none").exists()


def test_the_doctor_finds_a_damaged_journal(tmp_path, monkeypatch):
    (tmp_path / "journal.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setattr(checkup, "_pose", lambda: checkup.Finding("pose model", "ok", "told"))
    done = CliRunner().invoke(app, ["doctor", "--data-dir", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 1
    assert "PROBLEM  memory of the coach" in done.stdout
    assert "1 problem: see above." in done.stdout


def test_the_doctor_survives_whatever_a_check_does(tmp_path, monkeypatch):
    def fails():
        raise RuntimeError("boom")

    for name in ("_pose", "_browser", "_speech", "_camera"):
        monkeypatch.setattr(checkup, name, fails)
    findings = list(checkup.check_up(tmp_path, 8765))
    assert len(findings) == 9
    assert [f.found for f in findings if f.verdict == "problem"] == ["RuntimeError: boom"] * 4


@pytest.mark.parametrize(
    ("text", "language", "rate"),
    [("", "en", "1"), ("x" * 301, "en", "1"), ("\x00", "en", "1"), ("hi", "../x", "1"), ("hi", "en", "9"),
     ("hi", "en", "nan"), ("hi", "-w", "1")],
)  # fmt: skip
def test_what_cannot_be_spoken_is_refused(text, language, rate):
    with pytest.raises(ValueError, match="must"):
        checked(text, language, rate)


APPLICATION = """
import sys
import time
from pathlib import Path
from backcoach.web import serve
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed

home = Home(Path(sys.argv[1]))
create_app(home, Allowed.at(8765, {"127.0.0.1"}, home.body_limits))
print(*sys.modules)
"""


def test_starting_loads_nothing_heavy(tmp_path):
    """The whole application answers before the pose model, the database, the coach and NumPy are loaded."""
    done = subprocess.run(
        [sys.executable, "-c", APPLICATION, str(tmp_path)], capture_output=True, text=True, check=True
    )
    heavy = {"ai_edge_litert", "cv2", "matplotlib", "sqlalchemy", "av", "numpy", "backcoach.coaching.session"}
    assert heavy & set(done.stdout.split()) == set()


def test_what_is_loaded_is_not_searched_again_for_objects_that_hold_one_another():
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    keep_loaded()
    try:
        assert gc.get_freeze_count() > before
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 700
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
