"""The labelled clause that is most like a stretch of a note: what the clause model learnt from.

Loaded only to explain; coding does not need it. The model adds up weights of words and has no
list of clauses inside, so the nearest clause shows what such words were labelled with, and where
a steward can mend it; it is not the one cause of the score.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import TypeVar

from omaha.clauses import Clause, outputs_of
from omaha.coding.text import read_words
from omaha.coding.wordkeys import stem
from omaha.model import CodedIntervention, CodedNote, CodedProblem, CodedSign, Evidence

# As in the model: runs of letters let compounds, dialect and typing errors speak too.
RUN = 4
_RUN_WEIGHT = 0.3
_Vector = dict[str, float]
_Found = TypeVar("_Found", CodedProblem, CodedSign, CodedIntervention)


@dataclass(frozen=True, slots=True)
class Near:
    """A clause and how like it is: the cosine of weighted words and runs, in [0, 1]."""

    id: str
    clause: Clause
    similarity: float


def clause_id(clause: Clause) -> str:
    """``clause:`` and 12 hex digits of the hash of what the row says.

    >>> clause_id(Clause("stuit rood", ("2401",), "plain", "any", "hand", "2026-11-21"))
    'clause:fce5da1c86af'
    """
    meaning = "\t".join((clause.text, " ".join(clause.labels), clause.discipline))
    return "clause:" + hashlib.sha256(meaning.encode()).hexdigest()[:12]


class NearestClauses:
    """The clauses of one language, by what they are labelled with."""

    def __init__(self, clauses: Iterable[Clause], lang: str) -> None:
        self._lang = lang
        self._clauses: dict[str, list[tuple[Clause, frozenset[str]]]] = defaultdict(list)
        seen: Counter[str] = Counter()
        count = 0
        for clause in clauses:
            count += 1
            seen.update(set(read_words(clause.text).folded))
            outputs = outputs_of(clause.labels)
            for output in outputs:
                self._clauses[output].append((clause, outputs))
        self._rarity = {word: log(1 + count / number) for word, number in seen.items()}
        self._unseen = log(1 + count)

    def nearest(self, text: str, outputs: Iterable[str]) -> Near | None:
        """The clause most like `text` among those with all of `outputs` (``P24``, ``S2401``).

        None when no clause has them or none shares a word or a run of letters.
        """
        wanted = frozenset(outputs)
        asked = self._vector(text)
        best: tuple[float, str] | None = None
        chosen: Clause | None = None
        for clause, labelled in self._clauses.get(min(wanted), ()):
            if wanted <= labelled:
                like = _cosine(asked, self._vector(clause.text))
                # Of equally like ones the first by its words, whatever the order of the file.
                if like > 0 and (best is None or (-like, clause.text) < best):
                    best, chosen = (-like, clause.text), clause
        if best is None or chosen is None:
            return None
        return Near(clause_id(chosen), chosen, min(1.0, -best[0]))

    def _vector(self, text: str) -> _Vector:
        vector: _Vector = {}
        for word in read_words(text).folded:
            if not word[:1].isalnum():
                continue
            rarity = self._rarity.get(word, self._unseen)
            vector["=" + stem(word, self._lang)] = rarity
            runs = _runs(word)
            for run in runs:
                vector[run] = max(vector.get(run, 0.0), _RUN_WEIGHT * rarity / sqrt(len(runs)))
        return vector


def _runs(word: str) -> list[str]:
    edged = f"#{word}#"
    return [edged[at : at + RUN] for at in range(len(edged) - RUN + 1)]


def _cosine(one: _Vector, other: _Vector) -> float:
    shared = sum(weight * other[name] for name, weight in one.items() if name in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))


def with_clauses(coded: CodedNote, clauses: NearestClauses) -> tuple[CodedNote, dict[str, Near]]:
    """The coded note with the nearest clause named by evidence of the model, and those by id.

    Evidence that rests on a row of the lexicon stays as it is.
    """
    named: dict[str, Near] = {}

    def name(evidence: Evidence, *wanted: tuple[str, ...]) -> Evidence:
        if evidence.kind != "model" or evidence.mapping is not None:
            return evidence
        for outputs in wanted:
            near = clauses.nearest(evidence.text, outputs)
            if near is not None:
                named[near.id] = near
                return replace(evidence, mapping=near.id)
        return evidence

    def of(found: _Found, *wanted: tuple[str, ...]) -> _Found:
        return replace(found, evidence=tuple(name(each, *wanted) for each in found.evidence))

    def problem(found: CodedProblem) -> CodedProblem:
        signs = tuple(of(sign, ("S" + sign.code,)) for sign in found.signs)
        return replace(of(found, ("P" + found.code,)), signs=signs)

    return replace(
        coded,
        problems=tuple(problem(each) for each in coded.problems),
        interventions=tuple(
            of(each, ("T" + each.target, "C" + each.category), ("T" + each.target,))
            for each in coded.interventions
        ),
    ), named
