"""A neighbourhood in pictures, as SVG to stand within a page.

Beside each picture its caller sets the same figures as a table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from omaha.charts.drawing import COLOURS, GREY
from omaha.views.profile import Area, Row

_SETTINGS: Any = {"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
# Lines and bars differ in form, too, so that a copy in black and white loses nothing.
_HATCHES = ("", "//", "--", "xx", "\\\\", "++")
_MARKS = ("o", "s", "^", "D", "v", "P")


def bars_chart(
    areas: Sequence[tuple[str, Area]], codes: Sequence[tuple[str, str]], title: str
) -> str:
    """The share of each code (code and name) in each area (name and figures), with intervals.

    A hidden share has no bar and is marked with a dash.
    """
    height = 0.5 + (0.1 * len(areas) + 0.1) * len(codes)
    figure = Figure(figsize=(7.4, height), layout="constrained")
    axes = figure.add_subplot()
    step = len(areas) + 0.6
    for number, (name, area) in enumerate(areas):
        for place, (code, _) in enumerate(codes):
            row = area.rows.get(code)
            y = place * step + number
            if row is None or row.share is None:
                axes.text(0, y, " –", va="center", color=GREY)
                continue
            axes.barh(y, 100 * row.share, 0.9, color=COLOURS[number % len(COLOURS)], alpha=0.75,
                      hatch=_HATCHES[number % len(_HATCHES)], edgecolor="white", linewidth=0,
                      label=name if place == _first(area, codes) else None)  # fmt: skip
            axes.plot(_percent(row), (y, y), color="black", linewidth=1)
    axes.set_yticks([place * step + (len(areas) - 1) / 2 for place in range(len(codes))],
                    [name for _, name in codes], fontsize=8)  # fmt: skip
    axes.invert_yaxis()
    axes.set(xlim=(0, None))
    axes.xaxis.set_major_formatter("{x:.0f} %")
    axes.tick_params(axis="x", labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="best", fontsize=8)
    return _svg(figure, title)


def _first(area: Area, codes: Sequence[tuple[str, str]]) -> int:
    """The place of the first code that is shown of an area; its bar names the area."""
    shown = [p for p, (c, _) in enumerate(codes) if (row := area.rows.get(c)) and row.share]
    return shown[0] if shown else -1


def lines_chart(
    panels: Sequence[tuple[str, Mapping[str, Sequence[Row | None]]]],
    periods: Sequence[str],
    title: str,
) -> str:
    """A panel for each code: the share in each area (by name) over the periods, with intervals.

    Where a share is hidden its line is broken.
    """
    columns = min(3, max(1, len(panels)))
    lines = -(-len(panels) // columns)
    figure = Figure(figsize=(7.4, 1.05 * lines + 0.35), layout="constrained")
    found = figure.subplots(lines, columns, squeeze=False, sharex=True)
    for axes in found.flat[len(panels) :]:
        axes.set_visible(False)
    for axes, (name, areas) in zip(found.flat, panels, strict=False):
        for number, (area, rows) in enumerate(areas.items()):
            colour = COLOURS[number % len(COLOURS)]
            shares = [_share(row) for row in rows]
            axes.plot(range(len(periods)), shares, color=colour, linewidth=1.4, markersize=4,
                      marker=_MARKS[number % len(_MARKS)], label=area)  # fmt: skip
            for place, row in enumerate(rows):
                if row is not None and row.share is not None:
                    axes.plot((place, place), _percent(row), color=colour, linewidth=0.8)
        axes.set_title(name, fontsize=8, loc="left")
        axes.set(ylim=(0, None), xlim=(-0.3, len(periods) - 0.7))
        axes.set_xticks(range(len(periods)), periods, fontsize=7)
        axes.locator_params(axis="y", nbins=4)
        axes.yaxis.set_major_formatter("{x:.0f} %")
        axes.tick_params(axis="y", labelsize=7)
        axes.spines[["top", "right"]].set_visible(False)
    handles, labels = found[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=8)
    return _svg(figure, title)


def _share(row: Row | None) -> float:
    return float("nan") if row is None or row.share is None else 100 * row.share


def _percent(row: Row) -> tuple[float, float]:
    return 100 * (row.low or 0.0), 100 * (row.high or 0.0)


def _svg(figure: Figure, title: str) -> str:
    """The SVG element with a name for screen readers; ids differ from picture to picture."""
    out = io.StringIO()
    with rc_context({**_SETTINGS, "svg.hashsalt": title}):
        canvas = FigureCanvasSVG(figure)
        canvas.print_figure(out, format="svg", metadata={"Date": None, "Creator": None})
    found = re.sub(r"^.*?<svg ", "", out.getvalue(), count=1, flags=re.DOTALL)
    found = re.sub(r"<metadata>.*?</metadata>", "", found, flags=re.DOTALL)
    prefix = re.sub(r"\W+", "-", title.lower())
    found = re.sub(r'(id="|href="#|url\(#)', rf"\1{prefix}-", found)
    return f'<svg role="img" aria-label="{escape(title)}" {found}'
