"""A note in, codes out: the steps in their order, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from omaha.coding.assertion import Effect, by_sentence, find_effects, status_of, without_feared
from omaha.coding.choosing import Columns
from omaha.coding.evidence import gather
from omaha.coding.features import feature_rows
from omaha.coding.interventions import suggest_interventions
from omaha.coding.language import detect_language
from omaha.coding.lexicon import Lexicon
from omaha.coding.linking import link_ratings
from omaha.coding.matching import Keyed, Mention, find_mentions
from omaha.coding.model import ClauseModel, score_units
from omaha.coding.presenting import Displays, not_coded
from omaha.coding.problems import suggest_problems
from omaha.coding.ratings import find_ratings
from omaha.coding.reading import read_keys
from omaha.coding.scoring import Formulas
from omaha.coding.setting import setting_of
from omaha.coding.text import Words, cut, read_tokens
from omaha.disciplines import find_discipline
from omaha.model import CodedNote, Note

UNKNOWN_DISCIPLINE = (
    "unknown discipline: counted as any; `omaha code --help` and /v1/disciplines list the known"
)


@dataclass(frozen=True, slots=True)
class Coder:
    """Everything that coding needs, compiled. Replaced whole, never changed.

    `overlays` are small lexicons of an organisation, by language, that share the words of
    `lexicons`. `versions` are pairs of name and value that every answer repeats.
    """

    lexicons: Mapping[str, Lexicon]
    model: ClauseModel
    columns: Columns
    formulas: Formulas
    displays: Displays
    versions: tuple[tuple[str, str], ...]
    overlays: Mapping[str, Lexicon] | None = None


class Reading(NamedTuple):
    """A note as the later steps see it."""

    words: Words
    keyed: Keyed
    mentions: Sequence[Mention]
    statuses: Sequence[str]
    effects: Sequence[Effect]


def read_note(words: Words, lexicon: Lexicon, overlay: Lexicon | None = None) -> Reading:
    """All that is found in a note before anything is weighed."""
    keyed = read_keys(lexicon, words)
    mentions = find_mentions(lexicon, words, keyed)
    if overlay is not None:
        mentions += find_mentions(overlay, words, keyed)
    effects = without_feared(find_effects(lexicon, words))
    near = by_sentence(words, effects)
    statuses = [status_of(mention.places, near[mention.places[0]]) for mention in mentions]
    return Reading(words, keyed, mentions, statuses, effects)


def code_note(note: Note, coder: Coder) -> CodedNote:
    """Code one note: suggestions with evidence, highest score first.

    Deterministic: the same note and coder give the same answer. Nothing of the note
    outlives the call but the words quoted as evidence in the answer.
    """
    tokens = read_tokens(note.text)
    lang: str | None = note.lang
    if lang == "auto":
        lang = detect_language(tokens.folded, coder.lexicons)
    if lang is None or not note.text.strip():
        why = "language_not_supported" if note.text.strip() else "empty"
        return CodedNote(note.id, None, note.discipline, note=why, versions=coder.versions)
    words = cut(tokens, coder.lexicons[lang].abbreviations)
    discipline = find_discipline(note.discipline) if note.discipline else None
    warnings = () if discipline or not note.discipline else (UNKNOWN_DISCIPLINE,)
    overlay = coder.overlays.get(lang) if coder.overlays else None
    lexicon = coder.lexicons[lang]
    reading = read_note(words, lexicon, overlay)
    rows = feature_rows(*reading, lang, coder.model.rows)
    scores = score_units(coder.model, reading.words, reading.keyed.keys, rows)
    by_problem, by_concept = gather(reading.mentions, reading.statuses, discipline)
    setting = setting_of(scores, reading.keyed.keys, reading.mentions, reading.effects, discipline)

    ratings = link_ratings(
        note.text, reading.words, find_ratings(note.text), by_problem, scores, coder.columns
    )
    problems = suggest_problems(
        note,
        lang,
        reading.words,
        scores,
        by_problem,
        by_concept,
        reading.effects,
        ratings,
        setting,
        coder.columns,
        coder.formulas,
        coder.displays,
    )
    interventions = suggest_interventions(
        note,
        lang,
        reading.words,
        scores,
        by_concept,
        problems,
        setting,
        coder.columns,
        coder.formulas,
        coder.displays,
    )
    coded = {problem.code for problem in problems}
    return CodedNote(
        id=note.id,
        lang=lang,
        discipline=note.discipline,
        problems=problems,
        interventions=interventions,
        ratings=ratings,
        not_coded=not_coded(note.text, reading.words, by_problem, coded),
        warnings=warnings,
        note=None if problems or interventions or ratings else "nothing_found",
        versions=coder.versions,
    )
