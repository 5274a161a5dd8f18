"""Pictures are written as PNG, the same for the same values, and show what they were given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from omaha.calibration import bins_of, risk_coverage
from omaha.charts import calibration, confusion, learning
from omaha.confusions import Confusion

SCORES = {"plain": [(0.85, True), (0.8, False), (0.3, False)], "hard": [(0.55, True)]}
CORRECTED = {"accepted": [(0.0, 0.675), (9.0, 0.678)], "denied": [(0.0, 0.675)]}
CONFUSIONS = [Confusion("24", "22", 1.5, 2), Confusion("24", None, 3.0, 3)]
DRAWN: dict[str, Callable[[Path], None]] = {
    "calibration": lambda path: calibration.draw_calibration(
        path, {name: bins_of(scores) for name, scores in SCORES.items()}
    ),
    "risk": lambda path: calibration.draw_risk_coverage(
        path, {name: risk_coverage(s, 4) for name, s in SCORES.items()}, {"plain": (0.25, 0.0)}
    ),
    "confusion": lambda path: confusion.draw_confusions(path, CONFUSIONS, {"24": "Skin"}),
    "learning": lambda path: learning.draw_learning_curve(
        path, {"plain": [(1000, 0.5), (2000, 0.6)], "hard": [(1000, 0.3), (2000, 0.31)]}
    ),
    "steward": lambda path: learning.draw_steward_curve(path, CORRECTED),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_a_png_and_the_same_every_time(name: str, tmp_path: Path) -> None:
    for number in (1, 2):
        DRAWN[name](tmp_path / f"{number}.png")
    first, second = (tmp_path / f"{number}.png" for number in (1, 2))
    assert first.read_bytes().startswith(b"\x89PNG")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("calibration", {"perfectly calibrated", "plain (3 suggestions)", "n=1"}),
        ("risk", {"plain: band accept", "share of true problems found (coverage)"}),
        ("confusion", {"24 Skin", "no other", "1.5", "3"}),
        ("learning", {"0.60", "labelled clauses", "1,000"}),
        # A change of 0.003 is no mountain: the axis is a tenth high.
        ("steward", {"accepted", "denied", "0.64", "0.72"}),
    ],
)
def test_a_picture_names_what_it_shows(
    name: str, said: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Figure] = []
    for module in (calibration, confusion, learning):
        monkeypatch.setattr(module, "write_png", lambda figure, path: drawn.append(figure))
    DRAWN[name](tmp_path / "x.png")
    (figure,) = drawn
    figure.canvas.draw()  # names of axes are made when they are drawn
    texts = {each.get_text() for each in figure.findobj(Text) if isinstance(each, Text)}
    assert said <= texts
