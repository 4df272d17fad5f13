import html
import re
from xml.etree import ElementTree

import pytest

from backcoach.exercises.catalogue import exercise_ids, load_exercise


@pytest.mark.parametrize("name", exercise_ids())
def test_the_page_of_an_exercise_tells_everything(client, name):
    exercise = load_exercise(name)
    page = html.unescape(client.get(f"/exercises/{name}").text)
    texts = [exercise.name, exercise.purpose, exercise.placement, *exercise.steps]
    texts += [fault.cue for fault in exercise.faults] + [fault.name for fault in exercise.faults]
    texts += [variant.text for variant in (*exercise.easier, *exercise.harder)]
    texts += [caution.advice for caution in exercise.cautions]
    assert [text for text in texts if text not in page] == []
    assert f'href="/practice/{name}"' in page
    shown = [fault for fault in exercise.figure.faults if f"fault={fault}" in page]
    assert sorted(shown) == sorted(exercise.figure.faults)


def test_an_unknown_exercise_is_a_page_that_leads_on(client):
    answer = client.get("/exercises/headstand")
    assert answer.status_code == 404
    assert 'href="/exercises"' in answer.text


def test_ones_own_exercise_has_a_page(client, home, tmp_path):
    folder = tmp_path / "own" / "config" / "exercises"
    folder.mkdir(parents=True)
    from backcoach.exercises import catalogue

    text = catalogue._builtin("glute_bridge").decode().replace('id = "glute_bridge"', 'id = "my_bridge"')
    (folder / "my_bridge.toml").write_text(text.replace('name = "Glute bridge"', 'name = "100 % {mine} <b>"'))
    page = client.get("/exercises/my_bridge").text
    assert "100 % {mine} &lt;b&gt;" in page
    assert client.get("/figures/my_bridge.svg").status_code == 200
    assert "my_bridge" in client.get("/settings").text


def figure(client, query="", name="bird_dog"):
    answer = client.get(f"/figures/{name}.svg{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    ElementTree.fromstring(answer.text)
    return answer


def test_a_figure_moves_unless_it_is_asked_to_be_still(client):
    assert "<animate" in figure(client).text
    assert "<animate" not in figure(client, "?still=1").text


def test_a_fault_looks_different_from_what_is_right(client):
    wrong, right = (figure(client, f"?fault=leg_high&still=1{more}").text for more in ("", "&right=1"))
    assert wrong != right
    frame = 'viewBox="'
    assert wrong.split(frame)[1].split('"')[0] == right.split(frame)[1].split('"')[0]


@pytest.mark.parametrize(
    "query",
    ["?fault=none_such", "?strength=nan&fault=leg_high", "?strength=1e99&fault=leg_high",
     "?side=both", "?end=x", "?still=%00"],
)  # fmt: skip
def test_what_a_figure_cannot_mean_is_left_out(client, query):
    figure(client, query)


def test_an_unknown_figure_is_not_found(client):
    assert client.get("/figures/headstand.svg").status_code == 404


def test_a_named_version_is_kept(client):
    assert "31536000" in figure(client, "?v=1").headers["cache-control"]
    assert "3600" in figure(client).headers["cache-control"]


def test_other_names_and_views_are_said_in_the_readers_language(client):
    page = html.unescape(client.get("/exercises/clamshell", headers={"accept-language": "de"}).text)
    assert "Side-lying clam" not in page
    assert "Obliquely" not in page
    assert re.search(r"(Von|Schräg)[^<]*: So soll dich die Kamera sehen", page)
