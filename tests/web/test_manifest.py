"""What a browser needs to install the pages as an app."""

import struct
import xml.etree.ElementTree as ET

import pytest


@pytest.fixture
def manifest(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    return answer.json()


def test_it_opens_in_a_window_of_its_own(manifest):
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/"
    assert manifest["name"] == "Backcoach"


def test_every_icon_is_there_in_its_size(client, manifest):
    sizes = set()
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"]
        assert "immutable" in answer.headers["cache-control"]
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", answer.content[16:24])
            assert f"{width}x{height}" == icon["sizes"]
            sizes.add((width, icon["purpose"]))
        else:
            assert ET.fromstring(answer.text).tag.endswith("svg")
    assert {(192, "any"), (512, "any"), (512, "maskable")} <= sizes


def test_pages_name_it_and_their_policy_lets_it_in(client):
    page = client.get("/about")
    assert '<link rel="manifest" href="/manifest.webmanifest"' in page.text
    assert "manifest-src 'self'" in page.headers["content-security-policy"]


def test_it_speaks_the_language_of_the_pages(client):
    german = client.get("/manifest.webmanifest", headers={"accept-language": "de"}).json()
    assert german["lang"] == "de"
    assert "Rücken" in german["description"]
