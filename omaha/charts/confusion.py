"""Which problem was missed where which other one was given, as a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from omaha.charts.drawing import new_figure, plain, write_png
from omaha.confusions import Confusion

MOST = 16
NOTHING = "no other"


def draw_confusions(
    path: Path, found: Sequence[Confusion], displays: Mapping[str, str], most: int = MOST
) -> None:
    """The most missed problems (rows) and what was given in their place (columns).

    Each row adds up to the times that the problem was missed; the column `NOTHING` counts
    notes in which no wrong problem stood in its place. `displays` names problems by code.
    """
    missed = _heaviest(found, lambda one: one.missed, most)
    given = _heaviest([one for one in found if one.given], lambda one: one.given or "", most)
    cells: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    for one in found:
        cells[one.missed, one.given if one.given in given or one.given is None else ""] += (
            one.weight
        )
    columns: list[str | None] = [*given, "", None]
    figure = new_figure(11, 0.42 * len(missed) + 3)
    axes = figure.add_subplot()
    table = [[cells[row, column] for column in columns] for row in missed]
    axes.imshow(table, cmap="Blues", aspect="auto", vmin=0)
    strongest = max((value for row in table for value in row), default=0.0)
    for y, row in enumerate(table):
        for x, value in enumerate(row):
            if value:
                colour = "white" if value > strongest / 2 else "black"
                axes.text(x, y, f"{value:.1f}".removesuffix(".0"), ha="center", va="center",
                          fontsize=7, color=colour)  # fmt: skip
    axes.set_yticks(range(len(missed)), [_name(code, displays) for code in missed], fontsize=8)
    names = [*(_name(code, displays) for code in given), "any other", NOTHING]
    axes.set_xticks(range(len(names)), names, fontsize=8, rotation=40, ha="right",
                    rotation_mode="anchor")  # fmt: skip
    plain(axes, "Missed problems, and what was given wrongly in the same note",
          "given, though not true", "missed")  # fmt: skip
    write_png(figure, path)


def _heaviest(found: Sequence[Confusion], name: Callable[[Confusion], str], most: int) -> list[str]:
    weights: defaultdict[str, float] = defaultdict(float)
    for one in found:
        weights[name(one)] += one.weight
    return sorted(weights, key=lambda code: (-weights[code], code))[:most]


def _name(code: str, displays: Mapping[str, str]) -> str:
    return f"{code} {displays.get(code, '')}".strip()
