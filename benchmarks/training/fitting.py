"""The clause model: one logistic regression an output, quantised to eight bits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize
from scipy.special import expit

from benchmarks.training.samples import Sample
from omaha.coding.model import ClauseModel, numbered, with_nothing

# Larger: follows the samples more closely. Chosen on left-out authors.
STRENGTH = 4.0
LEAST_COUNT = 3
# One byte a weight: together these stay under ten megabytes.
MOST_FEATURES = 38_000
MOST_SIGN_FEATURES = 12_000
LEAST_POSITIVES = 3
# Steps towards the best weights; more change no figure.
ITERATIONS = 60
# What a discipline writes of is counted as if it had written this much like all others.
SMOOTH = 20.0
# The log-odds of what too few examples speak for.
NEVER = -9.0


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
    truth = np.array([[name in sample.outputs for name in outputs] for sample in samples])
    weights, bias = fit_outputs(matrix, truth[:, :shift])
    sign_weights = np.zeros((common.shape[1], signs))
    sign_bias = np.full(signs, NEVER)
    for problem in {name[1:3] for name in outputs if name[0] == "S"}:
        columns = [n for n, name in enumerate(outputs) if name[0] == "S" and name[1:3] == problem]
        among = truth[:, outputs.index("P" + problem)]
        if among.sum() >= LEAST_POSITIVES:
            of_signs = np.array(columns) - shift
            sign_weights[:, of_signs], sign_bias[of_signs] = fit_outputs(
                common[among], truth[among][:, columns]
            )
    every = np.concatenate([bias, sign_bias])
    pairs, shares = together(samples, outputs), shares_of(samples, outputs)
    return quantised(rows, outputs, weights, sign_weights, every, pairs, shares)


def fit_outputs(matrix: sparse.csr_matrix, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features x outputs) and biases of logistic regressions, all outputs at once.

    `truth` is samples x outputs. One pass over the samples serves all outputs, so that it takes
    minutes where fitting one after the other takes an hour. An output with too few examples
    is never said.
    """
    matrix = sparse.csr_matrix(matrix, dtype=np.float32)
    back = matrix.T.tocsr()
    wanted = truth.astype(np.float32)
    shape = (matrix.shape[1] + 1, truth.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        both = flat.reshape(shape).astype(np.float32)
        odds = matrix @ both[:-1] + both[-1]
        cost = np.logaddexp(0.0, odds) - wanted * odds
        wrong = expit(odds) - wanted
        gradient = np.empty(shape)
        gradient[:-1] = back @ wrong
        gradient[-1] = wrong.sum(axis=0)
        gradient *= STRENGTH
        gradient[:-1] += both[:-1]
        value = STRENGTH * cost.sum(dtype=np.float64) + 0.5 * (both[:-1] ** 2).sum(dtype=np.float64)
        return float(value), gradient.ravel()

    start = np.zeros(shape)
    share = np.clip(truth.mean(axis=0), 1e-6, 1 - 1e-6)
    start[-1] = np.log(share / (1 - share))
    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B",
        options={"maxiter": ITERATIONS, "maxcor": 8},
    )  # fmt: skip
    both = found.x.reshape(shape)
    few = truth.sum(axis=0) < LEAST_POSITIVES
    both[:-1, few], both[-1, few] = 0.0, NEVER
    return both[:-1], both[-1]


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


def shares_of(samples: Sequence[Sample], outputs: Sequence[str]) -> dict[str, list[float]]:
    """How often each output is written about, as `ClauseModel.shares` tells.

    Signs are counted among those of their problem; what a discipline writes of oftener is told
    for problems and targets, drawn to nothing where it wrote little.
    """
    group = {name: name[:3] if name[0] == "S" else name[0] for name in outputs}
    counts: dict[str, Counter[str]] = {}
    for sample in samples:
        counts.setdefault(sample.discipline, Counter()).update(sample.outputs)
    every = sum(counts.values(), Counter())
    totals = _by_group(every, group)
    shares = [(every[name] + 1) / (totals[group[name]] + 10) for name in outputs]
    found = {"any": _rounded(np.log(shares)), "none": [0.0] * len(outputs)}
    for discipline, here in sorted(counts.items()):
        of_group = _by_group(here, group)
        lifts = [
            (here[name] + SMOOTH * share) / ((of_group[group[name]] + SMOOTH) * share)
            if name[0] in "PT"
            else 1.0
            for name, share in zip(outputs, shares, strict=True)
        ]
        if discipline != "any":
            found[discipline] = _rounded(np.log(lifts))
    return found


def _by_group(counts: Counter[str], group: dict[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, count in counts.items():
        found[group[name]] += count
    return found


def _rounded(values: np.ndarray) -> list[float]:
    rounded: list[float] = np.round(values, 3).tolist()
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
    shares: dict[str, list[float]],
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
        shares=shares,
    )
