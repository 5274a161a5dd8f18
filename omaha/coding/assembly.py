"""A coder from its stored parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from omaha.coding.choosing import Columns
from omaha.coding.lexicon import Lexicon
from omaha.coding.model import ClauseModel, model_from_json
from omaha.coding.pipeline import Coder
from omaha.coding.presenting import Displays
from omaha.coding.scoring import (
    INTERVENTION_FEATURES,
    MODIFIER_FEATURES,
    PROBLEM_FEATURES,
    SIGN_FEATURES,
    Formula,
    Formulas,
    formulas_from_json,
)
from omaha.errors import DataError
from omaha.model import LANGUAGES
from omaha.vocabulary import Vocabulary

# What each formula is given, in this order.
_FEATURES: dict[str, tuple[str, ...]] = {
    "problem": PROBLEM_FEATURES,
    "sign": SIGN_FEATURES,
    "intervention": INTERVENTION_FEATURES,
    "potential": MODIFIER_FEATURES,
    "health_promotion": MODIFIER_FEATURES,
    "family": MODIFIER_FEATURES,
    "community": MODIFIER_FEATURES,
}
_BROKEN = (KeyError, TypeError, ValueError)
_OTHER = "made for another version of the coder; run script/train"


def assemble_coder(
    lexicons: Mapping[str, Lexicon],
    model: ClauseModel,
    formulas: Formulas,
    vocabulary: Vocabulary,
    versions: tuple[tuple[str, str], ...],
) -> Coder:
    """The coder from compiled lexicons and the clause model."""
    displays = {lang: {c.curie: c.display(lang) for c in vocabulary} for lang in LANGUAGES}
    return Coder(
        lexicons=lexicons,
        model=model,
        columns=Columns.of(model.outputs),
        formulas=formulas,
        displays=Displays(displays),
        versions=versions,
    )


def read_model(weights: Path, model: Path) -> tuple[ClauseModel, Formulas]:
    """The clause model and the formulas from their files.

    Raises DataError when the files are missing, damaged, do not belong together or do not
    fit this code.
    """
    for path in (weights, model):
        if not path.is_file():
            raise DataError(path, 0, "the clause model is missing; run script/train")
    try:
        stored: dict[str, Any] = orjson.loads(model.read_bytes())
        formulas = formulas_from_json(stored["formulas"])
        wrong = [name for name in _FEATURES if not _fits(name, getattr(formulas, name))]
    except _BROKEN:
        raise DataError(model, 0, _OTHER) from None
    if wrong:
        raise DataError(model, 0, f"features of {', '.join(wrong)}: {_OTHER}")
    try:
        with np.load(weights, allow_pickle=False) as arrays:
            both = arrays["outputs"], arrays["signs"]
        clause_model = model_from_json(stored["model"], *both)
    except (*_BROKEN, AttributeError, EOFError, OverflowError, zipfile.BadZipFile):
        raise DataError(weights, 0, _OTHER) from None
    outputs = len(clause_model.outputs)
    shapes = both[0].shape, both[1].shape
    if (
        any(part.dtype != np.int8 or part.ndim != 2 for part in both)
        or len(both[0]) != len(clause_model.rows)
        or len(both[1]) > len(both[0])
        or both[0].shape[1] + both[1].shape[1] != outputs
        or {len(stored["model"][name]) for name in ("scale", "bias")} != {outputs}
    ):
        raise DataError(weights, 0, f"shapes {shapes} do not fit {model.name}: {_OTHER}")
    return clause_model, formulas


def _fits(name: str, formula: Formula) -> bool:
    return formula.features == _FEATURES[name] and len(formula.coefficients) == len(
        formula.features
    )
