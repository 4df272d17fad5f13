"""Charts over time."""

import math
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backcoach.reports.history.charts import HEIGHT, WIDTH, Axes, Band, Point, Series, chart, nice_ticks

FIRST = date(2026, 1, 1)
AXES = Axes(FIRST, FIRST + timedelta(days=30), 0, 10, date.isoformat, "{:g}".format, (0, 5, 10))


def points(*values):
    return [Point(FIRST + timedelta(days=k), value, f"day {k}: {value}") for k, value in enumerate(values)]


def drawn(*series, **more):
    return ET.fromstring(chart("Pain <before>", AXES, series, **more))


def numbers(path):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_each_point_can_be_read():
    svg = drawn(Series("Pain", points(3, 4)))
    assert [title.text for title in svg.iter("title")] == ["day 0: 3", "day 1: 4"]
    assert svg.get("aria-label") == "Pain <before>"


def test_many_points_do_not_hide_their_line():
    few, many = (drawn(Series("Pain", points(*[3] * count))) for count in (30, 300))
    sizes = [{float(dot.get("r")) for dot in svg.iter("circle")} for svg in (few, many)]
    assert max(sizes[1]) < min(sizes[0])
    assert all("many" in path.get("class") for path in many.iter("path"))


def test_what_is_unknown_breaks_the_line_and_is_no_point():
    svg = drawn(Series("Pain", points(3, 4, math.nan, 5, 6)))
    assert len(list(svg.iter("circle"))) == 4
    assert len([p for p in svg.iter("path") if "line" in p.get("class")]) == 2


def test_more_is_higher_and_later_is_further_right():
    circles = list(drawn(Series("Pain", points(2, 8))).iter("circle"))
    assert float(circles[0].get("cy")) > float(circles[1].get("cy"))
    assert float(circles[0].get("cx")) < float(circles[1].get("cx"))


def test_a_dose_goes_in_steps():
    path = next(p for p in drawn(Series("Dose", points(2, 8), steps=True)).iter("path"))
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+", path.get("d"))


def test_the_band_lies_behind():
    days = [(FIRST, 1, 3), (FIRST + timedelta(days=9), 2, 4)]
    kinds = [
        e.get("class") for e in drawn(Series("Pain", points(1, 2)), band=Band("usual", days)).iter("path")
    ]
    assert kinds == ["band", "line main"]


def test_nothing_inline_that_the_pages_policy_forbids():
    svg = chart("x", AXES, [Series("Pain", points(1, 2))], Band("usual", [(FIRST, 1, 2)] * 2))
    assert "style" not in svg
    assert "<script" not in svg


@given(st.lists(st.floats(allow_nan=True, allow_infinity=False, width=32), max_size=30))
def test_nothing_is_drawn_outside(values):
    svg = drawn(Series("Pain", points(*values)))
    for circle in svg.iter("circle"):
        assert 0 <= float(circle.get("cx")) <= WIDTH
        assert 0 <= float(circle.get("cy")) <= HEIGHT


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_ticks_are_round_and_reach_around_all_values(low, span):
    ticks = nice_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + span - 1e-6
    assert 2 <= len(ticks) <= 8
