"""Invented lexicons, scores and formulas, small enough to see through; notes of any kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from omaha.coding.choosing import Columns
from omaha.coding.compilation import build_lexicon, words_of
from omaha.coding.lexicon import Lexicon
from omaha.coding.matching import Mention, find_mentions
from omaha.coding.model import ClauseModel, Sums, UnitScores, numbered, with_nothing
from omaha.coding.reading import read_keys
from omaha.coding.scoring import (
    INTERVENTION_FEATURES,
    MODIFIER_FEATURES,
    PROBLEM_FEATURES,
    SIGN_FEATURES,
    Formula,
    Formulas,
)
from omaha.coding.setting import Setting, setting_of
from omaha.coding.text import Words, read_words
from omaha.coding.wordkeys import stem
from omaha.mappings import CUES, Mapping

OUTPUTS = (
    "C02", "C03", "Mc", "Mf", "Mh", "Mp", "P22", "P24", "T63", "T79", "S2201", "S2401", "S2402",
)  # fmt: skip
SIGNS = 3
COLUMNS = Columns.of(OUTPUTS)
NOTHING = -9.0
# Pieces that notes are made of in the wild, and some that break careless offsets.
_PIECES = (
    "geen pijn", "Mw. heeft", "stuit rood", "wondzorg", "K3 G2 S4", "status van 2 naar 4", ", ",
    ". ", "\n", "\r\n", "- ", "• ", ": nee", "koorts -", "Geïrriteerd", "cafe\u0301", "🙂", "👩‍⚕️",
    "שלום", "\u202eabc", "\u200b", "e\u0301\u0302", "İ", "ß", "ﬁ", "37,5", "10:30", "'s nachts",
    "z’n", "___", "\u1a17", "[naam]", "2019", "\t", "\x00", "", "partner", "bij koorts bellen",
    "benuawd",
)  # fmt: skip
NOTES = st.one_of(
    st.text(max_size=3_000),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=60).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=80).map("".join),
).map(lambda text: text[:3_000])
FORMS = st.sampled_from(("NFC", "NFD"))


def in_form(text: str, form: str) -> str:
    """A text composed or decomposed."""
    return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)


def phrase(text: str, curie: str, predicate: str = "skos:broadMatch", **more: object) -> Mapping:
    """A row of the lexicon; `curie` without its prefix, such as ``sign/2401``."""
    values: dict[str, object] = {"literal": True, "lang": "nl", **more}
    return Mapping(text, predicate, f"omaha:{curie}", **values)  # type: ignore[arg-type]


def cue(text: str, name: str, lang: str = "nl") -> Mapping:
    """A row that sets how the words around it are read."""
    return Mapping(text, "omaha:cues", CUES[name], literal=True, lang=lang, cue=name)


def lexicon(
    *rows: Mapping, words: str = "", ranks: Iterable[str] = (), lang: str = "nl"
) -> Lexicon:
    """The rows compiled; `words` are known besides, `ranks` are common."""
    known = {word: stem(word, lang) for word in (*words_of(rows), *words.split(), *ranks)}
    return build_lexicon(lang, rows, known, {word: place for place, word in enumerate(ranks)})


def mentions(lexicon: Lexicon, text: str) -> tuple[Words, list[Mention]]:
    """The words of a text and the phrases found in them."""
    words = read_words(text, lexicon.abbreviations)
    return words, find_mentions(lexicon, words, read_keys(lexicon, words))


def scores(
    words: Words, *odds: dict[str, float], units: tuple[tuple[int, int], ...] | None = None
) -> UnitScores:
    """Log-odds by output for each sentence, then for each further unit; others are nothing.

    Given in eighths and between -15 and 15: each unit has one feature of its own, whose
    weights are eight times as much.
    """
    ranges = words.sentences if units is None else (*words.sentences, *units)
    logits = np.full((len(ranges), len(OUTPUTS)), NOTHING, dtype=np.float32)
    for number, row in enumerate(odds):
        for name, value in row.items():
            logits[number, OUTPUTS.index(name)] = value
    weights = (logits * 8).astype(np.int8)
    model = ClauseModel(
        rows=numbered(str(number) for number in range(len(ranges))),
        outputs=OUTPUTS,
        weights=weights[:, :-SIGNS],
        sign_weights=with_nothing(weights[:, -SIGNS:]),
        scale=np.full(len(OUTPUTS) - SIGNS, 1 / 16, dtype=np.float32),
        bias=np.zeros(len(OUTPUTS) - SIGNS, dtype=np.float32),
        sign_scale=np.full(SIGNS, 1 / 16, dtype=np.float32),
        sign_bias=np.zeros(SIGNS, dtype=np.float32),
        together=[[1.5, 0.0], [0.0, 0.0]],
        shares={
            "any": [-1.0] * len(OUTPUTS),
            "none": [0.0] * len(OUTPUTS),
            "poh": [0.5] * len(OUTPUTS),
        },
    )
    features = np.arange(len(ranges), dtype=np.uint16)
    sums = Sums([(number, number + 1) for number in range(len(ranges))])
    exact = (weights / 8).astype(np.float32)[:, :-SIGNS]
    count = len(words.sentences)
    finest = tuple(range(count, len(ranges)) or range(count))
    return UnitScores(tuple(ranges), count, finest, exact, model, features, sums)


def setting(
    scores: UnitScores, words: Words, discipline: str | None = None, **known: Any
) -> Setting:
    """The setting of a note of these words; `known` are its mentions and effects, if any."""
    keys = [("a",) if word[:1].isalnum() else () for word in words.folded]
    return setting_of(scores, keys, known.get("mentions", ()), known.get("effects", ()), discipline)


def formula(features: tuple[str, ...], **coefficients: float) -> Formula:
    """A formula that sees only what is named."""
    return Formula(features, tuple(coefficients.get(name, 0.0) for name in features), 0.0)


def formulas(**changes: Formula | float) -> Formulas:
    """A problem is its sentence, a sign its best, an intervention the lesser of its two."""
    never = Formula(MODIFIER_FEATURES, (0.0,) * len(MODIFIER_FEATURES), NOTHING)
    values: dict[str, Formula | float] = {
        "problem": formula(PROBLEM_FEATURES, sentence=1.0),
        "sign": formula(SIGN_FEATURES, best=1.0),
        "intervention": formula(INTERVENTION_FEATURES, both=1.0),
        "potential": never, "health_promotion": never, "family": never, "community": never,
        "show": 0.5, "accept": 0.8, "show_sign": 0.5, "show_intervention": 0.5,
        **changes,
    }  # fmt: skip
    return Formulas(**values)  # type: ignore[arg-type]
