"""How every picture looks, and how it is written: the same file for the same values."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Told apart in grey and by the colour-blind, too (Okabe and Ito).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
GREY = "#777777"


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, in inches; no window and no state beside it."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def plain(axes: Axes, title: str, x: str, y: str) -> None:
    """Title, names of the axes, and no frame above and at the right."""
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.spines[["top", "right"]].set_visible(False)


def write_png(figure: Figure, path: Path) -> None:
    """Write a figure without a date or the name of the library in it."""
    figure.savefig(path, format="png", dpi=120, metadata={"Software": None})
