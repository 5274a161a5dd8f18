"""The learning curve is drawn from its file of points."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.learning_curve import POINTS, main, read_points


def test_points_come_in_order_for_each_style(tmp_path: Path) -> None:
    path = tmp_path / "points.tsv"
    path.write_text("clauses\tplain\thard\n2000\t0.6\t0.4\n1000\t0.5\t0.3\n")
    assert read_points(path) == {
        "plain": [(1000, 0.5), (2000, 0.6)], "hard": [(1000, 0.3), (2000, 0.4)],
    }  # fmt: skip
    path.write_text("clauses\tplain\thard\n2000\t60\t0.4\n")
    with pytest.raises(ValueError, match="is no point"):
        read_points(path)


def test_the_measured_points_are_drawn(tmp_path: Path) -> None:
    assert main(["--points", str(POINTS), "--output", str(tmp_path / "curve.png")]) == 0
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
