"""Builds the wheel, installs it into plain environments, and uses it there as a person would.

    python scripts/check_wheel.py                       with the Python that runs this
    python scripts/check_wheel.py --python PATH ...     with others
    python scripts/check_wheel.py --wheel FILE          a wheel that was built before

Each environment holds the wheel and what it asks for, nothing of this folder. With the core alone it tells its version,
checks the computer, analyses the samples, and says in one sentence what the coach needs; with everything, the coach
serves its pages. uv does the work, from its cache where that has what is needed.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from set_up import ROOT, WINDOWS, SetUpError, find_python, find_uv, index

PATIENCE_S = 120.0
NETWORKS = "backcoach/pose/networks/pose_landmark_full.tflite"


class WheelError(Exception):
    """The wheel does not do what it should."""


def main() -> int:
    """Check with each Python, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", nargs="+", default=[sys.executable], metavar="PATH")
    parser.add_argument("--wheel", type=Path, metavar="FILE")
    wanted = parser.parse_args()
    try:
        python = find_python()
        os.environ.update(index(python))
        uv = find_uv(python)
        with tempfile.TemporaryDirectory(prefix="backcoach-wheel-") as name:
            wheel = (wanted.wheel or build(uv, Path(name))).resolve()
            for python in wanted.python:
                check(uv, wheel, python, Path(tempfile.mkdtemp(dir=name)))
    except (WheelError, SetUpError) as error:
        print(f"check_wheel: {error}", file=sys.stderr)
        return 1
    return 0


def build(uv: str, folder: Path) -> Path:
    """Build the wheel out of a source archive, as an index would get both."""
    run([uv, "build", "--quiet", "--out-dir", str(folder), str(ROOT)])
    (wheel,) = folder.glob("*.whl")
    return wheel


def check(uv: str, wheel: Path, python: str, folder: Path) -> None:
    """Install and use the wheel with one Python."""
    environment = folder / "environment"
    run([uv, "venv", "--quiet", "--no-project", "--python", python, str(environment)])
    bin_folder = environment / ("Scripts" if WINDOWS else "bin")
    install = [uv, "pip", "install", "--quiet", "--python", str(environment)]
    backcoach = str(bin_folder / ("backcoach.exe" if WINDOWS else "backcoach"))
    own = {"BACKCOACH_HOME": str(folder / "home")}

    run([*install, str(wheel)])
    said = run([backcoach, "--version"], own)
    version = wheel.name.split("-")[1]
    expect(said, f"backcoach {version}")
    expect(run([backcoach, "analyze", "--demo"], own), "Cat-camel")
    expect(run([backcoach, "serve"], own, status=2), "not installed. To install it:")
    expect(run([backcoach, "doctor"], own), "pose model: BlazePose")

    run([*install, f"{wheel}[all]"])
    expect(run([backcoach, "doctor"], own), "Ready.")
    with serving(backcoach, own) as url:
        secret = json.loads((folder / "home" / "data" / "server.json").read_text())["secret"]
        expect(get(f"{url}/", secret), "Backcoach")
        expect(get(f"{url}/manifest.webmanifest", secret), "standalone")
    megabytes = (
        sum(p.stat().st_size for p in environment.rglob("*") if p.is_file() and not p.is_symlink()) / 1e6
    )
    print(f"{said.strip()} with {python}: works, {megabytes:.0f} MB with everything", flush=True)


def run(command: Sequence[str], settings: dict[str, str] | None = None, status: int = 0) -> str:
    """Return what a command prints; WheelError with all of it where it ends otherwise than it should."""
    away = tempfile.gettempdir()  # nothing of this folder may be imported by chance
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("BACKCOACH_", "PYTHON"))
    }
    if "BACKCOACH_NETWORKS" in os.environ:
        clean["BACKCOACH_NETWORKS"] = os.environ["BACKCOACH_NETWORKS"]
    done = subprocess.run(
        command,
        cwd=away,
        env={**clean, **(settings or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != status:
        raise WheelError(f"{' '.join(command)} ended with {done.returncode}, not {status}:\n{done.stdout}")
    return done.stdout


def expect(text: str, part: str) -> None:
    """Raise WheelError unless the text holds the part."""
    if part not in text:
        raise WheelError(f"{part!r} is missing in:\n{text}")


@contextmanager
def serving(backcoach: str, settings: dict[str, str]) -> Iterator[str]:
    """Run the coach, and give its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [backcoach, "serve", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    """Return the address when it answers."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s and server.poll() is None:
        try:
            get(f"{url}/api/alive")
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return url
    raise WheelError(f"the coach does not answer at {url}")


def get(url: str, secret: str = "") -> str:
    """Return what is at an address of this computer, for whoever has the secret of the start."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {secret}"})
    with opener.open(asked, timeout=PATIENCE_S) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    raise SystemExit(main())
