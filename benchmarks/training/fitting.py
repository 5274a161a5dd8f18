"""The clause model: one logistic regression an output, quantised to eight bits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.training.samples import Sample
from omaha.coding.model import ClauseModel, numbered, with_nothing

# Larger: follows the samples more closely. Chosen on left-out authors.
STRENGTH = 4.0
LEAST_COUNT = 3
# One byte a weight: together these stay under ten megabytes.
MOST_FEATURES = 38_000
MOST_SIGN_FEATURES = 12_000
LEAST_POSITIVES = 3


def fit_model(
    samples: Sequence[Sample], outputs: Sequence[str], most_features: int = MOST_FEATURES
) -> ClauseModel:
    """Fit every output; those with too few examples are never said.

    A sign is fitted among the samples of its problem only: it answers "which sign, given the
    problem", and the problem answers for itself.
    """
    counts = Counter(name for sample in samples for name in set(sample.features))
    often = [name for name, count in counts.most_common(most_features) if count >= LEAST_COUNT]
    rows = {name: number for number, name in enumerate(often)}
    matrix = to_matrix(samples, rows)
    common = to_matrix(samples, dict(list(rows.items())[:MOST_SIGN_FEATURES]), matrix)
    signs = sum(1 for name in outputs if name[0] == "S")
    shift = len(outputs) - signs
    weights = np.zeros((len(rows), shift), dtype=np.float64)
    sign_weights = np.zeros((common.shape[1], signs), dtype=np.float64)
    bias = np.full(len(outputs), -9.0)
    of_problem: dict[str, np.ndarray] = {}
    for column, output in enumerate(outputs):
        truth = np.array([output in sample.outputs for sample in samples])
        if truth.sum() < LEAST_POSITIVES:
            continue
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", tol=0.01)
        if output[0] == "S":
            problem = "P" + output[1:3]
            if problem not in of_problem:
                of_problem[problem] = np.array([problem in s.outputs for s in samples])
            among = of_problem[problem]
            fitted.fit(common[among], truth[among])
            sign_weights[:, column - shift] = fitted.coef_[0]
        else:
            fitted.fit(matrix, truth)
            weights[:, column] = fitted.coef_[0]
        bias[column] = fitted.intercept_[0]
    return quantised(rows, outputs, weights, sign_weights, bias, together(samples, outputs))


def together(samples: Sequence[Sample], outputs: Sequence[str]) -> list[list[float]]:
    """log(1 + how often) a category and a target go together; shared where a sample has more."""
    names = [[name for name in outputs if name[0] == kind] for kind in "CT"]
    counts = np.zeros([len(some) for some in names])
    for sample in samples:
        categories, targets = (
            [n for n, name in enumerate(some) if name in sample.outputs] for some in names
        )
        for category in categories:
            for target in targets:
                counts[category, target] += 1.0 / max(len(categories), len(targets))
    rounded: list[list[float]] = np.round(np.log1p(counts), 3).tolist()
    return rounded


def to_matrix(
    samples: Sequence[Sample], rows: dict[str, int], whole: sparse.csr_matrix | None = None
) -> sparse.csr_matrix:
    """Samples x features; each feature counts 2 / sqrt(number of features of the sample).

    With `whole`, the first columns of a matrix made before, as the coder weighs them.
    """
    if whole is not None:
        return whole[:, : len(rows)].tocsr()
    indices: list[int] = []
    ends = [0]
    values: list[float] = []
    for sample in samples:
        here = [rows[name] for name in sample.features if name in rows]
        indices += here
        values += [2.0 / max(1, len(here)) ** 0.5] * len(here)
        ends.append(len(indices))
    return sparse.csr_matrix((values, indices, ends), shape=(len(samples), len(rows)))


def quantised(
    rows: dict[str, int],
    outputs: Sequence[str],
    weights: np.ndarray,
    sign_weights: np.ndarray,
    bias: np.ndarray,
    pairs: list[list[float]],
) -> ClauseModel:
    """Eight bits a weight, one scale an output."""
    largest = np.concatenate([np.abs(weights).max(axis=0), np.abs(sign_weights).max(axis=0)])
    scale = np.maximum(largest, 1e-6) / 127.0
    shift = weights.shape[1]
    return ClauseModel(
        rows=numbered(rows),
        outputs=tuple(outputs),
        weights=np.round(weights / scale[:shift]).astype(np.int8),
        sign_weights=with_nothing(np.round(sign_weights / scale[shift:]).astype(np.int8)),
        scale=scale[:shift].astype(np.float32),
        bias=bias[:shift].astype(np.float32),
        sign_scale=scale[shift:].astype(np.float32),
        sign_bias=bias[shift:].astype(np.float32),
        together=pairs,
    )
