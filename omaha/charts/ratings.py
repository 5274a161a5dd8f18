"""Knowledge, Behavior and Status over time as a picture: first, latest and target rating.

A row a problem, a panel a scale, so that equal values never cover each other. Black on
white; first, latest and target differ in form and are written out, so that print, a copy
and eyes that see no colour lose nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from omaha.records import SCALES
from omaha.views.ratings import Series
from omaha.views.wording import WORDS

Format = Literal["svg", "png"]
_ROW, _WIDTH, _TOP = 1.7, 8.2, 0.75  # inches
_DPI = 150
# The most problems that one picture holds; more do not fit a page.
MOST_PROBLEMS = 14
# Fixed, so that the same ratings give the same bytes.
_SETTINGS: Any = {"svg.hashsalt": "omaha", "svg.fonttype": "none", "font.family": "sans-serif",
             "font.size": 9}  # fmt: skip


def ratings_chart(series: Sequence[Series], lang: str, form: Format) -> bytes:
    """The picture of some series as SVG or PNG; the first `MOST_PROBLEMS` problems fit.

    Sets matplotlib's settings while it draws, so only one may be drawn at a time in a
    process.
    """
    problems = list(dict.fromkeys(each.problem for each in series))[:MOST_PROBLEMS]
    found = {(each.problem, each.scale): each for each in series}
    with rc_context(_SETTINGS):
        height = _TOP + _ROW * max(len(problems), 1)
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        # Two backends that ask for no screen.
        canvas = FigureCanvasSVG(figure) if form == "svg" else FigureCanvasAgg(figure)
        panels = figure.subplots(max(len(problems), 1), len(SCALES), squeeze=False, sharey=True)
        for row, problem in enumerate(problems):
            of_row = [found.get((problem, scale)) for scale in SCALES]
            for axes, each in zip(panels[row], of_row, strict=True):
                _panel(axes, each, _days(of_row))
            named = next(each for each in of_row if each is not None)
            panels[row][0].set_title(_title(named, lang), loc="left", fontweight="bold", pad=17)
        _legend(figure, lang)
        out = io.BytesIO()
        canvas.print_figure(out, format=form, dpi=_DPI, metadata=_metadata(form, lang))
    return _described(out.getvalue(), lang) if form == "svg" else out.getvalue()


def _title(series: Series, lang: str) -> str:
    if series.problem is None:
        return WORDS[lang]["no_problem_score"]
    return f"{series.problem} {series.display}"


def _days(row: Sequence[Series | None]) -> dict[str, float] | None:
    """Where each date of a row stands, in days; None when one is missing."""
    dates = [p.source.date for each in row if each is not None for p in each.points]
    if not dates or None in dates:
        return None
    return {day: date.fromisoformat(day).toordinal() for day in dates if day is not None}


def _panel(axes: Axes, series: Series | None, days: dict[str, float] | None) -> None:
    axes.set_ylim(0.5, 5.5)
    axes.set_yticks(range(1, 6))
    axes.tick_params(labelleft=True)  # each panel reads alone: one beside it may be empty
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    if series is None:
        axes.set_axis_off()
        return
    axes.annotate(series.scale_display, (0.0, 1.0), xycoords="axes fraction", va="bottom",
                  xytext=(0, -1), textcoords="offset points", annotation_clip=False)  # fmt: skip
    places = [
        days[point.source.date] if days and point.source.date else float(point.source.note)
        for point in series.points
    ]
    values = [point.value for point in series.points]
    if len(places) > 1:
        axes.plot(places, values, color="0.35", linewidth=1, marker=".", markersize=4)
    if places:
        axes.plot(places[0], values[0], "o", markersize=8, color="black", fillstyle="none")
        axes.plot(places[-1], values[-1], "o", markersize=5, color="black")
        _write(axes, places[-1], values[-1])
        if len(places) > 1:
            _write(axes, places[0], values[0])
    if series.goal is not None:
        axes.axhline(series.goal, color="black", linewidth=1, linestyle=(0, (4, 3)))
    _time_axis(axes, series, places)


def _write(axes: Axes, place: float, value: int) -> None:
    axes.annotate(str(value), (place, value), xytext=(0, 6), textcoords="offset points",
                  ha="center", va="bottom", fontweight="bold")  # fmt: skip


def _time_axis(axes: Axes, series: Series, places: Sequence[float]) -> None:
    """The first and latest date below the line; notes without a date by their number."""
    ends = [0, len(places) - 1] if len(set(places)) > 1 else [0][: len(places)]
    axes.set_xticks([places[end] for end in ends])
    sources = [series.points[end].source for end in ends]
    axes.set_xticklabels([each.date or f"#{each.note}" for each in sources])
    room = max((places[-1] - places[0]) * 0.2, 0.5) if places else 0.5
    if places:
        axes.set_xlim(places[0] - room, places[-1] + room)


def _legend(figure: Figure, lang: str) -> None:
    words = WORDS[lang]
    axes = figure.axes[0]
    shown = [
        axes.plot([], [], "o", markersize=8, color="black", fillstyle="none")[0],
        axes.plot([], [], "o", markersize=5, color="black")[0],
        axes.plot([], [], color="black", linewidth=1, linestyle=(0, (4, 3)))[0],
    ]
    names = [words["first"], words["latest"], words["goal"]]
    figure.legend(shown, names, loc="outside upper left", ncols=3, frameon=False)


def _metadata(form: Format, lang: str) -> dict[str, str | None]:
    title = WORDS[lang]["ratings"]
    return {"Title": title, "Date": None} if form == "svg" else {"Title": title, "Software": None}


def _described(svg: bytes, lang: str) -> bytes:
    """Only the picture itself, with the name that a screen reader says."""
    text = svg.decode()
    title = WORDS[lang]["ratings"]
    start = text.index("<svg")
    return text[start:].replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1).encode()
