"""The formulas: fitted on notes that the clause model they look at has not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks.training.samples import GoldNote
from omaha.coding.choosing import (
    Columns,
    intervention_candidates,
    modifier_values,
    problem_candidates,
    sign_candidates,
)
from omaha.coding.evidence import gather
from omaha.coding.features import feature_rows
from omaha.coding.linking import link_ratings
from omaha.coding.model import ClauseModel, score_units
from omaha.coding.ratings import find_ratings
from omaha.coding.scoring import (
    INTERVENTION_FEATURES,
    MODIFIER_FEATURES,
    PROBLEM_FEATURES,
    SIGN_FEATURES,
    Formula,
    Formulas,
)
from omaha.coding.setting import setting_of
from omaha.disciplines import find_discipline

# F1 that may be given up: a suggestion too many costs a nurse more than one too few.
SLACK = 0.006
MODIFIERS = {"p": "potential", "h": "health_promotion", "f": "family", "c": "community"}


class Row(NamedTuple):
    """A candidate: its features, whether it is true, its note, and for pairs its name."""

    values: tuple[float, ...]
    truth: bool
    note: str
    name: str


Table = dict[str, list[Row]]


def candidate_rows(notes: Iterable[GoldNote], model: ClauseModel) -> Table:
    """The candidates of every kind in some notes, with the truth of each."""
    columns = Columns.of(model.outputs)
    table: Table = {name: [] for name in ("problem", "sign", "intervention", *"phfc")}
    for note in notes:
        _rows_of(note, model, columns, table)
    return table


def _rows_of(note: GoldNote, model: ClauseModel, columns: Columns, table: Table) -> None:
    gold, reading = note.gold, note.reading
    discipline = find_discipline(gold["discipline"])
    problems = {problem["code"]: problem for problem in gold["problems"]}
    rows = feature_rows(*reading, gold["lang"], model.rows)
    scores = score_units(model, reading.words, reading.keyed.keys, rows)
    heard, concepts = gather(reading.mentions, reading.statuses, discipline)
    found = find_ratings(gold["text"])
    ratings = link_ratings(gold["text"], reading.words, found, heard, scores, columns)
    rated = {rating.problem for rating in ratings if rating.problem}
    setting = setting_of(scores, reading.keyed.keys, reading.mentions, reading.effects, discipline)
    candidates = problem_candidates(scores, columns, heard, rated, setting)
    table["problem"] += [Row(c.values, c.code in problems, gold["id"], c.code) for c in candidates]
    true = [candidate for candidate in candidates if candidate.code in problems]
    asked = [(candidate.code, max(candidate.values[:2])) for candidate in true]
    signs_of = sign_candidates(scores, columns, asked, concepts, setting)
    for candidate, signs in zip(true, signs_of, strict=True):
        problem = problems[candidate.code]
        if problem["modifier"] == "actual":
            table["sign"] += [
                Row(sign.values, sign.code in problem["signs"], gold["id"], sign.code)
                for sign in signs
            ]
        best = max((sign.values[0] for sign in signs), default=-9.0)
        share = 1.0 / (1.0 + np.exp(-best))
        (modifiers,) = modifier_values(
            scores, columns, [(candidate, share)], reading.effects, setting
        )
        for name, modifier in MODIFIERS.items():
            truth = modifier in (problem["modifier"], problem["client"])
            table[name].append(Row(modifiers[name], truth, gold["id"], candidate.code))
    actions = {action["category"] + action["target"] for action in gold["interventions"]}
    for pair in intervention_candidates(scores, columns, concepts, setting):
        name = pair.category + pair.target
        table["intervention"].append(Row(pair.values, name in actions, gold["id"], name))


def fit_formula(features: Sequence[str], rows: Sequence[Row], curve: bool = False) -> Formula:
    """A logistic regression on standardised features, written back in plain ones."""
    values = np.array([row.values for row in rows], dtype=np.float64)
    truth = np.array([row.truth for row in rows])
    if truth.sum() < 3:
        return Formula(tuple(features), (0.0,) * len(features), -9.0)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.5, max_iter=1000).fit((values - mean) / spread, truth)
    coefficients = fitted.coef_[0] / spread
    intercept = float(fitted.intercept_[0] - (coefficients * mean).sum())
    plain = Formula(tuple(features), tuple(float(c) for c in coefficients), intercept)
    if not curve:
        return plain
    odds = values @ coefficients + intercept
    return Formula(plain.features, plain.coefficients, intercept, _curve(odds, truth))


def _curve(odds: np.ndarray, truth: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Points of a rising curve from log-odds to how often such candidates are true."""
    order = np.argsort(odds)
    odds, truth = odds[order], truth[order].astype(float)
    size = max(40, len(odds) // 25)
    middles, shares = [], []
    # Few candidates are likely ones: bins by count from the top keep those apart.
    for end in range(len(odds), 0, -size):
        low = max(0, end - size)
        middles.append(float(odds[low:end].mean()))
        shares.append(float((truth[low:end].sum() + 0.5) / (end - low + 1.0)))
    rising = IsotonicRegression().fit(middles, shares).predict(middles)
    points = sorted(set(zip(middles, (float(p) for p in rising), strict=True)))
    return tuple((round(m, 4), round(p, 4)) for m, p in points)


def fit_formulas(table: Table, gold_counts: dict[str, int]) -> Formulas:
    """All formulas, and the thresholds that give the best F1 on the same rows.

    `gold_counts` says how many problems, signs and interventions there are to find.
    """
    problem = fit_formula(PROBLEM_FEATURES, table["problem"], curve=True)
    sign = fit_formula(SIGN_FEATURES, table["sign"])
    intervention = fit_formula(INTERVENTION_FEATURES, best_pairs(table["intervention"]))
    pairs = best_pairs(table["intervention"], intervention)
    modifiers = {
        name: fit_formula(MODIFIER_FEATURES, table[short]) for short, name in MODIFIERS.items()
    }
    return Formulas(
        problem=problem,
        sign=sign,
        intervention=intervention,
        show=_best_threshold(problem, table["problem"], gold_counts["problem"], SLACK),
        accept=_precise_threshold(problem, table["problem"], 0.92),
        show_sign=_best_threshold(sign, table["sign"], gold_counts["sign"]),
        show_intervention=_best_threshold(
            intervention, pairs, gold_counts["intervention"], SLACK / 3
        ),
        **modifiers,
    )


def best_pairs(rows: Sequence[Row], formula: Formula | None = None) -> list[Row]:
    """One row for each pair of a note: the one that speaks for it most."""
    best: dict[tuple[str, str], tuple[float, Row]] = {}
    for row in rows:
        value = formula.log_odds(row.values) if formula else row.values[0] + row.values[1]
        key = (row.note, row.name)
        if key not in best or value > best[key][0]:
            best[key] = (value, row)
    return [row for _, row in best.values()]


def _best_threshold(
    formula: Formula, rows: Sequence[Row], to_find: int, slack: float = 0.0
) -> float:
    """The highest score from which F1 is within `slack` of the best."""
    scored = sorted(((formula.score(row.values), row.truth) for row in rows), reverse=True)
    reached: list[tuple[float, float]] = []
    hits = 0
    for said, (score, true) in enumerate(scored, 1):
        hits += true
        if said == len(scored) or scored[said][0] < score:
            reached.append((2 * hits / (said + to_find), score))
    best = max(value for value, _ in reached)
    return round(next(score for value, score in reached if value >= best - slack), 4)


def _precise_threshold(formula: Formula, rows: Sequence[Row], precision: float) -> float:
    """The least score from which at least `precision` of the candidates are true."""
    scored = sorted(((formula.score(row.values), row.truth) for row in rows), reverse=True)
    threshold, hits = 0.99, 0
    for said, (score, true) in enumerate(scored, 1):
        hits += true
        if said >= 30 and hits / said >= precision:
            threshold = score
    return round(threshold, 4)
