"""What the build adds to the package: the two networks of the pose model, and what its metadata says of its address.

The networks are not ours and are not committed. They lie as data in the wheel of another package (`NOTICE`), which is
fetched once from the package index that this machine uses anyway, by the installer that is at work; then they stay in
`src/backcoach/pose/networks`, and go into wheels and source archives from there.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ANY_WHEEL = ("3.12", "manylinux_2_28_x86_64")
"""The Python and the system whose wheel is asked for. All of them hold the same networks, so one serves everywhere."""

PAGES = {"Documentation": "docs/index.md", "Changelog": "CHANGELOG.md"}
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://|mailto:|#)([^)\s]+)\)")


class Networks(BuildHookInterface[Any]):
    """Puts the networks in their place before anything is built; an editable installation is a build, too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Stop the build with one sentence where they cannot be had."""
        networks = load_network_files(Path(self.root))
        try:
            place(networks, Path(self.root, "src", "backcoach", "pose", networks.FOLDER.name))
        except networks.NetworkFileError as error:
            # A traceback would hide the sentence.
            raise SystemExit(f"backcoach: {error}") from None


class Address(MetadataHookInterface):
    """Fills in the README, whose links lead somewhere outside of the repository, too, and the project's addresses.

    The repository is wherever it is built in public; a build at home names no address rather than a wrong one.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `readme` and `urls`."""
        address = public_address()
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readable_outside(text, address)}
        metadata["urls"] = (
            {"Source": address, "Issues": f"{address}/issues"}
            | {name: f"{address}/blob/HEAD/{page}" for name, page in PAGES.items()}
            if address
            else {}
        )


def public_address() -> str | None:
    """Return where the repository is public: a runner of GitHub, Gitea or Forgejo tells it."""
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    return f"{server}/{name}" if server and name else None


def readable_outside(text: str, address: str | None) -> str:
    """Return a README whose links into the repository lead there, or are plain words where it has no address."""
    return LINK.sub(rf"[\1]({address}/blob/HEAD/\2)" if address else r"\1", text)


def load_network_files(root: Path) -> Any:
    """Return the module that knows the networks, by its path: nothing that it belongs to is installed yet."""
    path = root / "src" / "backcoach" / "pose" / "network_files.py"
    spec = importlib.util.spec_from_file_location("network_files", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def place(networks: Any, folder: Path) -> None:
    """Bring the networks into the folder, whole or not at all; where they are whole already, nothing is done."""
    if all(is_whole(networks, file, folder) for file in networks.FILES):
        return
    with tempfile.TemporaryDirectory() as name:
        fetched = Path(name)
        if not os.environ.get(networks.PLACE_SETTING):
            fetch(networks, fetched)
        for file in networks.FILES:
            unpacked = (fetched / file.in_wheel).parent
            where = unpacked if unpacked.exists() else fetched
            data = networks.load(file, None if os.environ.get(networks.PLACE_SETTING) else where)
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f"{file.name}.{os.getpid()}.part"
            part.write_bytes(data)
            part.replace(folder / file.name)


def is_whole(networks: Any, file: Any, folder: Path) -> bool:
    """Say whether a network is in its place, to the last bit."""
    try:
        networks.load(file, folder)
    except networks.NetworkFileError:
        return False
    return True


def fetch(networks: Any, folder: Path) -> None:
    """Get the wheel, as a file or unpacked, by the first installer that manages; NetworkFileError where none does."""
    said = []
    for installer, command in installers(f"{networks.PACKAGE}=={networks.VERSION}", folder):
        settings = os.environ | {"PIP_REQUIRE_VIRTUALENV": "0"}
        try:
            done = subprocess.run(
                command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
        except OSError as error:
            said.append(f"{installer}: {error.strerror}")
            continue
        if done.returncode == 0:
            return
        said.append(f"{installer}: {last_line(done.stderr)}")
    raise networks.NetworkFileError(
        f"The networks of the pose model could not be fetched through your package index ({'; '.join(said)}): "
        f"{networks._way_out()}"
    )


def installers(wanted: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the installer that is at work, whose settings name the package index, and then pip."""
    python, system = ANY_WHEEL
    wheels = ["--no-deps", "--only-binary=:all:", f"--python-version={python}"]
    if uv := os.environ.get("UV"):
        architecture = "x86_64-" + system.removesuffix("_x86_64")
        target = ["--python", sys.executable, f"--target={folder}", f"--python-platform={architecture}"]
        yield "uv", [uv, "pip", "install", "--quiet", *target, *wheels, wanted]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    yield "pip", [*pip, f"--dest={folder}", f"--platform={system}", *wheels, wanted]


def last_line(text: str) -> str:
    """Return what an installer said at last, without its colours."""
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip()]
    return " ".join(lines[-1].split()) if lines else "no reason was given"
