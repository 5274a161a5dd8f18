"""Draw the learning curve of docs/accuracy.md from its measured points.

    python -m benchmarks.learning_curve [--points FILE] [--output docs/learning-curve.png]

A line of the file is one training: how many labelled clauses, and the problem F1 that it
reached on the notes of left-out authors, plain and hard, as `omaha evaluate` prints them.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from omaha.charts.learning import draw_learning_curve

HERE = Path(__file__).parent
POINTS = HERE / "learning_curve.tsv"
OUTPUT = HERE.parent / "docs" / "learning-curve.png"
STYLES = ("plain", "hard")


def read_points(path: Path) -> dict[str, list[tuple[float, float]]]:
    """The points of each style, fewest clauses first; raises ValueError for a bad line."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    curves = {
        style: sorted((float(row["clauses"]), float(row[style])) for row in rows)
        for style in STYLES
    }
    for points in curves.values():
        for clauses, f1 in points:
            if clauses <= 0 or not 0 <= f1 <= 1:
                raise ValueError(f"{path}: {clauses:g} clauses and F1 {f1:g} is no point")
    return curves


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the points and draw them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=Path, default=POINTS)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    draw_learning_curve(options.output, read_points(options.points))
    print(options.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
