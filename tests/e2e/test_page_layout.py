"""How the session page looks in each state and size: large enough, in sight, and nothing covers or moves anything."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="needs Playwright")
from playwright.sync_api import Page, expect

from backcoach.coaching.screen import StateName
from tests.e2e.fake_server import FakeCoach
from tests.e2e.screens import outline, pose, screen
from tests.e2e.watching import opened, said

STATES = StateName.__args__
SIZES = ((1280, 800), (1920, 1080), (390, 844), (844, 390))


def test_the_number_is_readable_from_three_metres(page: Page, coach: FakeCoach):
    opened(page, coach)
    for size in ((1280, 720), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        coach.send(type="screen", **screen("work", count=8))
        expect(page.locator(".big")).to_have_text("8")
        pixels = page.locator(".big").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert pixels >= 0.2 * size[1]


def test_texts_of_any_length_move_nothing(page: Page, coach: FakeCoach):
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => "
        "[e.value, e.sources.map(s => s.node?.className)]))).observe({type: 'layout-shift', buffered: true});"
    )
    opened(page, coach)
    page.wait_for_timeout(2500)
    page.evaluate("shifts.length = 0")
    long = "Turn your left knee out a little further, and keep both of your feet together while you do it"
    for i, state in enumerate([*STATES, *STATES]):
        coach.send(
            type="screen",
            **screen(
                state, count=i * 7, cue=long if i % 3 else None, phase="Lift" if i % 2 else None,
                headline=long[: 9 * i],
                detail=long if i % 4 else None, side="left" if i % 2 else None, next=long if i % 5 else None,
                hold_s=i * 1.0, hold_planned_s=10.0 * (i % 2),
            ),
        )  # fmt: skip
        coach.send(type="say", text=long[: 7 * i], kind="cue", interrupts=False, language="en")
        page.wait_for_timeout(60)
    assert page.evaluate("shifts") == []


def test_every_button_is_large_enough_and_does_what_it_says(page: Page, coach: FakeCoach):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, coach)
    coach.send(type="screen", **screen("work", source="none"))
    for what in ("back", "pause", "skip", "confirm"):
        button = page.locator(f'.{what}, .control[data-do="{what}"]')
        box = button.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
        button.click()
        coach.wait_for("action", action=what)


def test_praise_does_not_have_the_colour_of_faults(page: Page, coach: FakeCoach):
    opened(page, coach)
    colours = set()
    for kind in ("cue", "praise"):
        coach.send(type="screen", **screen("work", cue=kind, cue_kind=kind))
        expect(said(page, "cue")).to_have_text(kind)
        colours.add(said(page, "cue").evaluate("e => getComputedStyle(e).backgroundColor"))
    assert len(colours) == 2


@pytest.mark.parametrize("size", SIZES)
def test_a_notice_covers_neither_the_figure_nor_what_to_do(
    page: Page, coach: FakeCoach, size: tuple[int, int]
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, coach)
    coach.send(type="screen", **screen("position", source="none", detail="Lie on your back"))
    coach.send(type="notice", text="This browser has no voice: you hear tones, and read what is said below.")
    expect(page.locator(".notice")).to_contain_text("no voice")
    lowest = page.locator(".notice").evaluate("e => e.getBoundingClientRect().bottom")
    for part in (".figure", ".instruct", ".bottom", ".stage"):
        assert lowest <= page.locator(part).evaluate("e => e.getBoundingClientRect().top") + 1, part


@pytest.mark.parametrize("state", ["position", "countdown", "work", "switch_sides"])
@pytest.mark.parametrize("source", ["camera", "none", "demo"])
def test_somebody_who_shows_it_is_always_in_sight(page: Page, coach: FakeCoach, source: str, state: str):
    opened(page, coach, f"/session?source={source}")
    coach.send(type="screen", **screen(state, source=source))
    expect(said(page, "state")).to_have_text(state)
    expect(page.locator(":is(.figure, .half, .inset):visible")).to_have_count(1)


def test_the_faulty_part_and_the_outline_are_drawn(page: Page, coach: FakeCoach):
    opened(page, coach, "/session?source=demo")
    coach.send(type="screen", **screen("camera_check", source="demo", outline=outline()))
    coach.send(**pose(1, marked=("left_hip", "left_knee"), demo=True))
    page.wait_for_timeout(300)
    colours = page.evaluate(
        "() => { const c = document.querySelector('canvas'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; const found = new Set();"
        "for (let i = 0; i < d.length; i += 4)"
        "  if (d[i] === 255 && d[i+1] === 107 && d[i+2] === 87) found.add('faulty');"
        "return [...found]; }"
    )
    assert colours == ["faulty"]


@pytest.mark.parametrize("size", SIZES)
def test_what_to_do_after_pain_is_in_view_on_every_screen(
    page: Page, coach: FakeCoach, size: tuple[int, int]
):
    opened(page, coach)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    coach.send(type="screen", **screen("hurt"))
    expect(page.locator("#hurt")).to_be_visible()
    for answer in page.locator("#hurt .answer").all():
        expect(answer).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", SIZES)
def test_the_camera_check_covers_no_other_words(page: Page, coach: FakeCoach, size: tuple[int, int]):
    opened(page, coach)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    names = "Light|In the picture|Obliquely from your feet|Whole body|Distance|Steady"
    checks = [{"text": name, "ok": False} for name in names.split("|")]
    coach.send(type="screen", **screen("camera_check", checks=checks))
    expect(page.locator(".checks li")).to_have_count(len(checks))

    def edge(selector: str, side: str) -> float:
        return float(page.locator(selector).evaluate(f"e => e.getBoundingClientRect().{side}"))

    assert edge("h1", "bottom") <= edge(".checks li:first-child", "top")
    assert edge(".checks li:last-child", "bottom") <= edge(".controls", "top")
    corners = [(part, side) for part in (".dial", ".word", ".tiles") for side in ("left", "top", "right")]
    places = [edge(part, side) for part, side in corners]
    coach.send(type="screen", **screen("introduction"))
    expect(page.locator(".checks")).to_be_hidden()
    assert [edge(part, side) for part, side in corners] == places, "nothing moves when the check is over"


def test_the_simulated_person_is_drawn_as_large_as_fits(page: Page, coach: FakeCoach):
    opened(page, coach)

    def closer(*points: tuple[float, float]) -> float:
        flat = [value for x, y in points for value in (x, y, 1.0)]
        script = "([p, a]) => import('/static/js/session/draw.js').then(draw => draw.closerFor(p, a))"
        return float(page.evaluate(script, [flat, 16 / 9]))

    standing, lying, aside = (
        closer((0.9, 0.15), (0.9, 0.78)),
        closer((0.6, 0.7), (1.2, 0.78)),
        closer((1.6, 0.7)),
    )
    assert 1 < standing < lying
    assert 0.75 - standing * (0.75 - 0.15) > 0
    assert aside == pytest.approx(8 / 9 / (1.6 - 8 / 9 + 0.09))
