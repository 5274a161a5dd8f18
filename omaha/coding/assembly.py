"""A coder from its stored parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import orjson

from omaha.coding.choosing import Columns
from omaha.coding.lexicon import Lexicon
from omaha.coding.model import model_from_json
from omaha.coding.pipeline import Coder
from omaha.coding.presenting import Displays
from omaha.coding.scoring import formulas_from_json
from omaha.errors import DataError
from omaha.model import LANGUAGES
from omaha.vocabulary import Vocabulary


def assemble_coder(
    lexicons: Mapping[str, Lexicon],
    weights: Path,
    model: Path,
    vocabulary: Vocabulary,
    versions: tuple[tuple[str, str], ...],
) -> Coder:
    """The coder from compiled lexicons and the files of the clause model.

    Raises DataError when the model's files are missing or do not belong together.
    """
    for path in (weights, model):
        if not path.is_file():
            raise DataError(path, 0, "the clause model is missing; run script/train")
    stored = orjson.loads(model.read_bytes())
    with np.load(weights, allow_pickle=False) as arrays:
        both = arrays["outputs"], arrays["signs"]
    rows, outputs = len(stored["model"]["rows"]), len(stored["model"]["outputs"])
    if len(both[0]) != rows or both[0].shape[1] + both[1].shape[1] != outputs:
        raise DataError(weights, 0, f"shapes {both[0].shape}, {both[1].shape} do not fit {model.name}")
    clause_model = model_from_json(stored["model"], *both)
    displays = {lang: {c.curie: c.display(lang) for c in vocabulary} for lang in LANGUAGES}
    return Coder(
        lexicons=lexicons,
        model=clause_model,
        columns=Columns.of(clause_model.outputs),
        formulas=formulas_from_json(stored["formulas"]),
        displays=Displays(displays),
        versions=versions,
    )
