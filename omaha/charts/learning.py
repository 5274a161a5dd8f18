"""How accuracy grows with the number of labelled clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from omaha.charts.drawing import COLOURS, new_figure, plain, write_png


def draw_learning_curve(path: Path, curves: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """A line for each style through its measured (number of clauses, F1) points.

    The axis of clauses is logarithmic: what doubling them brings is then a step of one width.
    """
    figure = new_figure(5.6, 4.0)
    axes = figure.add_subplot()
    for (name, points), colour in zip(curves.items(), COLOURS, strict=False):
        axes.plot(*zip(*points, strict=True), marker="o", color=colour, label=name)
        for count, f1 in points:
            axes.annotate(f"{f1:.2f}", (count, f1), (0, 6), textcoords="offset points",
                          ha="center", fontsize=8, color=colour)  # fmt: skip
    counts = sorted({count for points in curves.values() for count, _ in points})
    axes.set_xscale("log")
    axes.set_xticks(counts, [f"{count:,.0f}" for count in counts])
    axes.minorticks_off()
    axes.set(ylim=(0, 1))
    plain(axes, "Learning curve", "labelled clauses", "problem F1, left-out author")
    axes.legend(frameon=False, loc="lower right")
    write_png(figure, path)


def draw_steward_curve(path: Path, curves: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """A line for each kind of correction through its measured (number of corrections, F1)."""
    figure = new_figure(5.6, 4.0)
    axes = figure.add_subplot()
    for (name, points), colour in zip(curves.items(), COLOURS, strict=False):
        axes.plot(*zip(*points, strict=True), marker="o", markersize=3, color=colour, label=name)
    # A tenth at least, so that a change of a hundredth looks as small as it is.
    heights = [f1 for points in curves.values() for _, f1 in points]
    middle = (min(heights) + max(heights)) / 2
    half = max(0.05, (max(heights) - min(heights)) / 2 * 1.2)
    axes.set_ylim(middle - half, middle + half)
    plain(axes, "Corrections of a steward", "corrections", "problem F1, another author")
    axes.legend(frameon=False, loc="best")
    write_png(figure, path)
