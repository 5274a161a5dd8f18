"""The pictures of an evaluation; imported only when they are asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from omaha.calibration import bins_of, risk_coverage
from omaha.confusions import Confusion
from omaha.errors import InputError
from omaha.evaluation import Evaluation, Pair, evaluate, grouped_by, scored_problems

WAY_OUT = "needs matplotlib; install it with: pip install 'omaha-system[charts]'"


def chart(name: str) -> ModuleType:
    """A module of `omaha.charts`; raises InputError when matplotlib is not installed."""
    try:
        return importlib.import_module(f"omaha.charts.{name}")
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("matplotlib"):
            raise
        raise InputError("charts", WAY_OUT) from None


def draw_evaluation(
    folder: Path, pairs: Sequence[Pair], found: Sequence[Confusion], displays: Mapping[str, str]
) -> Iterator[Path]:
    """Draw calibration, risk and coverage, and confusions; each path once it is written.

    Scores are shown by style, where the notes have several. Raises InputError when a picture
    cannot be drawn or written.
    """
    calibration, confusion = chart("calibration"), chart("confusion")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(folder), f"cannot be made: {error.strerror}") from None
    groups: dict[str, list[Pair]] = grouped_by(pairs, "style")
    groups = groups if len(groups) > 1 else {"all notes": list(pairs)}
    scores = {name: _scores(part) for name, part in groups.items()}
    if any(scores.values()):
        bins = {name: bins_of(values) for name, values in scores.items()}
        calibration.draw_calibration(folder / "calibration.png", bins)
        yield folder / "calibration.png"
        figures = {name: evaluate(part) for name, part in groups.items()}
        points = {
            name: risk_coverage(values, figures[name].covered.total)
            for name, values in scores.items()
        }
        accepted = {name: at for name, one in figures.items() if (at := _accepted(one))}
        calibration.draw_risk_coverage(folder / "risk-coverage.png", points, accepted)
        yield folder / "risk-coverage.png"
    if found:
        confusion.draw_confusions(folder / "confusion.png", found, displays)
        yield folder / "confusion.png"


def _scores(pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
    return [scored for gold, said in pairs for scored in scored_problems(gold, said)]


def _accepted(found: Evaluation) -> tuple[float, float] | None:
    """Where band `accept` stands: coverage and risk."""
    right, covered = found.accepted.rate, found.covered.rate
    return None if right is None or covered is None else (covered, 1 - right)
