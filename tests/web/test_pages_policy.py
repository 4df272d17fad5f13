"""What holds for every page: a strict policy, whole links, unique ids, no words of strangers, little script."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backcoach.web import static_files

PAGES = (
    "/", "/exercises", "/exercises/glute_bridge", "/exercises/clamshell", "/history", "/settings", "/about",
    "/welcome", "/nowhere",
)  # fmt: skip
MAX_SCRIPT_BYTES = 120 * 1024
STATIC = Path(static_files.__file__).parent / "static"


class Reader(HTMLParser):
    """Collects what a page consists of."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.inline, self.unnamed, self.headings = [], set(), [], [], []
        self.lang = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        self.lang = given.get("lang", self.lang) if tag == "html" else self.lang
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if tag == "img" and "alt" not in given:
            self.unnamed.append(given.get("src"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.links |= {given[name] for name in ("href", "src", "srcset", "action") if given.get(name)}


def read(client, address):
    answer = client.get(address)
    page = Reader()
    page.feed(answer.text)
    return answer, page


@pytest.fixture
def started(client, home):
    """The same client, after the questions about warning signs."""
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    return client


@pytest.mark.parametrize("address", PAGES)
def test_a_page_obeys_the_policy(started, address):
    answer, page = read(started, address)
    assert answer.status_code == (404 if address == "/nowhere" else 200)
    assert page.inline == []
    assert page.unnamed == []
    assert len(page.ids) == len(set(page.ids))
    assert page.lang == "en"
    assert page.headings.count(1) == 1
    assert all(next_ - level <= 1 for level, next_ in zip(page.headings, page.headings[1:], strict=False))


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_asked_of_anybody_else(started, address):
    answer, page = read(started, address)
    assert [link for link in page.links if not link.startswith(("/", "#"))] == []
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "no-store" in answer.headers["cache-control"]


def test_every_link_of_every_page_leads_somewhere(started):
    links = set()
    for address in PAGES:
        links |= {link.partition("#")[0] for link in read(started, address)[1].links}
    wrong = {
        link: answer.status_code
        for link in sorted(links - {""})
        if not link.startswith(("/session", "/api/")) and (answer := started.get(link)).status_code != 200
    }
    assert wrong == {}


@pytest.mark.parametrize("address", PAGES)
def test_pages_speak_german(started, address):
    page = started.get(address, headers={"accept-language": "de"}).text
    assert '<html lang="de"' in page
    assert ("Nichts davon" if address == "/welcome" else "Heute") in page


def test_our_own_script_is_small():
    """All of it without its comments and the formatter's indentation; what each page loads, with both, is measured in
    the browser's tests."""
    texts = [path.read_text(encoding="utf-8") for path in (STATIC / "js").rglob("*.js")]
    bare = [
        re.sub(r"/\*.*?\*/|^\s*//[^\n]*|^\s+", "", text, flags=re.DOTALL | re.MULTILINE) for text in texts
    ]
    assert sum(map(len, bare)) < MAX_SCRIPT_BYTES


def test_scripts_say_what_they_are_for_and_stay_short():
    for path in (STATIC / "js" / "pages").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**"), f"{path.name}: no description"
        assert len(text.splitlines()) < 150


@pytest.mark.parametrize("sheet", ["base.css", "session.css"])
def test_every_colour_is_named_for_light_and_for_dark(sheet: str):
    css = (STATIC / "css" / sheet).read_text(encoding="utf-8")
    palette = re.findall(r"--[\w-]+: [^;]*#[^;]+;", css)
    assert len(palette) > 10
    for value in palette:
        assert not re.search(r"#\w+", re.sub(r"light-dark\(#\w+, #\w+\)", "", value)), value
