"""Scores against how often they come true, and what is lost by taking more of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.patches import Rectangle

from omaha.calibration import Bin, Point
from omaha.charts.drawing import COLOURS, GREY, new_figure, plain, write_png
from omaha.intervals import wilson

# Band `accept` should be at least 0.93 right and hold half of the true plain codes.
AIMED_RISK, AIMED_COVERAGE = 0.07, 0.5
# How many scores a tenth needs for its share to be worth a mark of full strength.
_MANY = 20


def draw_calibration(path: Path, bins: Mapping[str, Sequence[Bin]], told: str = "") -> None:
    """The share of right suggestions in each tenth of the score, a line for each group.

    The bars are 95 % intervals (Wilson) of a share; the dashed line is a perfect coder.
    `told` stands in the title.
    """
    figure = new_figure(5.6, 5.2)
    axes = figure.add_subplot()
    axes.plot((0, 1), (0, 1), "--", color=GREY, label="perfectly calibrated")
    for (name, found), colour in zip(bins.items(), COLOURS, strict=False):
        scores = [one.score for one in found]
        rates = [one.rate for one in found]
        bounds = [wilson(one.right, one.count) for one in found]
        below = [rate - low for rate, (low, _) in zip(rates, bounds, strict=True)]
        above = [high - rate for rate, (_, high) in zip(rates, bounds, strict=True)]
        label = f"{name} ({sum(one.count for one in found)} suggestions)"
        axes.errorbar(scores, rates, (below, above), color=colour, marker="o", capsize=3,
                      linewidth=1.2, label=label)  # fmt: skip
        for one in found:
            if one.count < _MANY:
                axes.annotate(f"n={one.count}", (one.score, one.rate), (5, -10),
                              textcoords="offset points", fontsize=7, color=colour)  # fmt: skip
    axes.set(xlim=(0, 1.02), ylim=(-0.02, 1.02))
    plain(axes, f"Calibration {told}".strip(), "score", "share that is right")
    axes.legend(frameon=False, loc="upper left", fontsize=8)
    write_png(figure, path)


def draw_risk_coverage(
    path: Path,
    points: Mapping[str, Sequence[Point]],
    accepted: Mapping[str, tuple[float, float]],
) -> None:
    """The share of wrong suggestions against the share of true codes found, score by score.

    `accepted` marks where band ``accept`` stands, as (coverage, risk).
    """
    figure = new_figure(5.6, 4.4)
    axes = figure.add_subplot()
    for (name, found), colour in zip(points.items(), COLOURS, strict=False):
        axes.step([p.coverage for p in found], [p.risk for p in found], where="post",
                  color=colour, label=name)  # fmt: skip
        if name in accepted:
            axes.plot(*accepted[name], "o", color=colour, markersize=8,
                      label=f"{name}: band accept")  # fmt: skip
    aim = "where band accept should be"
    corner, width = (AIMED_COVERAGE, 0), 1 - AIMED_COVERAGE
    axes.add_patch(Rectangle(corner, width, AIMED_RISK, color=GREY, alpha=0.15, label=aim))
    axes.set(xlim=(0, 1), ylim=(0, None))
    plain(axes, "Risk and coverage of problems", "share of true problems found (coverage)",
          "share of suggestions wrong (risk)")  # fmt: skip
    axes.legend(frameon=False, loc="upper left", fontsize=8)
    write_png(figure, path)
