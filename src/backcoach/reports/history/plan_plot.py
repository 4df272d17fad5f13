"""Simulated years as a picture: pain above, dose below, what the rules did on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator
from matplotlib.figure import Figure

from backcoach.plan.year import Day, Year

INK, SOFT, FAINT = "#1f2933", "#66727f", "#e4e7eb"
PAIN, DOSE, DOWN, BLOCKED = "#b8652a", "#3d7d5c", "#c8553d", "#e9b44c"
_STYLE: dict[Any, Any] = {"font.family": "DejaVu Sans", "svg.hashsalt": "backcoach", "svg.fonttype": "path"}
_COLUMNS = 3
_GREEN, _AMBER = 2.5, 5.5
_EPOCH = date(1970, 1, 1).toordinal()


def save_years(path: Path, years: Sequence[Year]) -> None:
    """Draw years into a file, one panel for each; its ending (svg or png) decides the format.

    Parameters
    ----------
    path : Path
        Ends in ``.svg`` or ``.png``.
    years : sequence of Year
        At most some twenty can be told apart.
    """
    columns = min(_COLUMNS, len(years))
    rows = -(-len(years) // columns)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(4.6 * columns, 2.6 * rows + 0.5), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False).flatten()
        for panel, year in zip(panels, years, strict=False):
            _draw_year(panel, year)
        for empty in panels[len(years) :]:
            empty.set_axis_off()
        _legend(figure, panels[0])
        figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else {})


def _draw_year(panel: Axes, year: Year) -> None:
    days = [_place(day) for day in year.days]
    panel.set_title(year.name.replace("_", " "), loc="left", color=INK, fontsize=10)
    told = [(_place(day), day.pain) for day in year.days if day.pain is not None]
    panel.axhspan(_GREEN, _AMBER, color=FAINT, linewidth=0)
    panel.plot(
        [d for d, _ in told],
        [p for _, p in told],
        ".",
        color=PAIN,
        markersize=2.2,
        label="pain told, 0 to 10",
    )
    for day in year.days:
        if not day.allowed:
            panel.axvline(_place(day), ymax=0.05, color=BLOCKED, linewidth=1.4)
    panel.set(ylim=(0, 10.5), ylabel="pain")
    dose = panel.twinx()
    dose.step(days, [100 * day.dose_share for day in year.days], where="post", color=DOSE, linewidth=1.4)
    hurt = [day for day in year.days if "red_down" in day.rules]
    dose.plot([_place(d) for d in hurt], [100 * d.dose_share for d in hurt], "v", color=DOWN, markersize=4)
    dose.set(
        ylim=(0, max(210.0, *(105 * day.dose_share for day in year.days))), ylabel="dose, % of the routine"
    )
    for axes in (panel, dose):
        axes.tick_params(colors=SOFT, labelsize=7)
        axes.yaxis.label.set(color=SOFT, fontsize=7)
        axes.spines[:].set_visible(False)
    panel.xaxis.set_major_locator(MonthLocator(bymonth=(1, 4, 7, 10)))  # type: ignore[no-untyped-call]
    panel.xaxis.set_major_formatter(DateFormatter("%b"))  # type: ignore[no-untyped-call]


def _place(day: Day) -> int:
    """The place of a day on the axis: matplotlib counts days from 1970."""
    return day.day.toordinal() - _EPOCH


def _legend(figure: Figure, panel: Axes) -> None:
    handles = [
        panel.plot([], [], ".", color=PAIN, label="pain told before")[0],
        panel.plot([], [], color=DOSE, label="dose of the day")[0],
        panel.plot([], [], "v", color=DOWN, label="lowered because it hurt")[0],
        panel.plot([], [], color=BLOCKED, linewidth=3, label="no session: pause or questions")[0],
        panel.fill_between([], [], color=FAINT, label="amber: pain 3 to 5"),
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=5, frameon=False, fontsize=8, labelcolor=INK
    )
