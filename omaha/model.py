"""The frozen values that every part of the engine speaks in.

Nothing here reads a file, knows a format or holds state. Offsets are always half-open
ranges of Unicode code points into the note as it was received.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["domain", "problem", "sign", "category", "target", "modifier", "rating"]
KINDS: tuple[Kind, ...] = ("domain", "problem", "sign", "category", "target", "modifier", "rating")
LANGUAGES: tuple[str, ...] = ("nl", "en")

# Where the IRIs of the vocabulary begin. Not registered with w3id.org yet.
NAMESPACE = "https://w3id.org/omaha-system/"

# An RDF statement as N-Triples terms: subject, predicate, object.
Statement = tuple[str, str, str]

EvidenceKind = Literal["exact", "phrase", "compound", "fuzzy", "model", "rating"]
Assertion = Literal["present", "absent", "possible", "hypothetical", "past", "other_person"]
Band = Literal["accept", "ask", "drop"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One unit of the Omaha System.

    `labels` and `notes` are pairs of (language, text), at most one a language; `notes`
    are scope notes in our own words. `parent` is the CURIE of the broader concept.
    `notations` are further codes as pairs of (code system, code), such as
    ``("nz", "SS0103")``. `group` is the scale of a rating or the set of a modifier.
    `order` is the place among its siblings, from 1. `statements` holds everything else that
    the vocabulary says of it, as (predicate IRI, N-Triples object) pairs.

    >>> skin = Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")), parent="omaha:domain/III")
    >>> skin.curie, skin.display("nl"), skin.display("fr")
    ('omaha:problem/24', 'Huid', 'Skin')
    """

    kind: Kind
    code: str
    labels: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...] = ()
    parent: str | None = None
    notations: tuple[tuple[str, str], ...] = ()
    group: str | None = None
    order: int = 0
    statements: tuple[tuple[str, str], ...] = ()

    @property
    def curie(self) -> str:
        """The compact identifier, such as ``omaha:sign/2401``."""
        return f"omaha:{self.kind}/{self.code}"

    def display(self, lang: str) -> str:
        """The label in `lang`, else in English."""
        return dict(self.labels).get(lang) or dict(self.labels)["en"]

    def note(self, lang: str) -> str | None:
        """The scope note in `lang`, else in English, else None."""
        return dict(self.notes).get(lang) or dict(self.notes).get("en")


@dataclass(frozen=True, slots=True)
class Scheme:
    """What is said of one concept scheme as a whole: its names, dates, rights and sources.

    `name` is the local name that ends its IRI, such as ``problems``. Language-tagged texts
    are pairs of (language, text); dates are ISO 8601. `statements` holds everything else that
    the Turtle file says about the scheme, as (predicate IRI, N-Triples object) pairs, and
    `others` what it says of anything that is neither scheme, group nor concept, so that
    writing it back loses nothing.
    """

    name: str
    kinds: tuple[Kind, ...]
    titles: tuple[tuple[str, str], ...]
    statements: tuple[tuple[str, str], ...] = ()
    others: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of concepts within one scheme: a set of modifiers or a rating scale.

    Its members are the concepts whose `group` is its `code`. `scheme` is the name of the
    scheme it belongs to; `ordered` says whether the order of members carries meaning.

    >>> Group("knowledge", "ratings", (("en", "Knowledge"),), ordered=True).display("nl")
    'Knowledge'
    """

    code: str
    scheme: str
    labels: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...] = ()
    ordered: bool = False
    order: int = 0
    statements: tuple[tuple[str, str], ...] = ()

    def display(self, lang: str) -> str:
        """The label in `lang`, else in English."""
        return dict(self.labels).get(lang) or dict(self.labels)["en"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a data file; `line` is 1-based, 0 when it is not known.

    >>> print(Finding("vocab/problems.ttl", 12, "omaha:sign/2401: no Dutch label"))
    vocab/problems.ttl:12: omaha:sign/2401: no Dutch label
    """

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        """One line: the place, then what is wrong there."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a code was suggested: words of the note, and the mapping that knows them.

    ``note[start:end] == text``. `mapping` names the row that caused it (``lex:…`` for a
    phrase of the lexicon, ``clause:…`` for the nearest training clause of the model), None
    for ratings.

    >>> Evidence(0, 4, "pijn", "exact", "lex:0a1b").text
    'pijn'
    """

    start: int
    end: int
    text: str
    kind: EvidenceKind
    mapping: str | None = None


@dataclass(frozen=True, slots=True)
class CodedSign:
    """A sign of a coded problem; `score` in [0, 1] is calibrated."""

    code: str
    display: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CodedProblem:
    """A suggested problem; `score` in [0, 1] is calibrated: of 0.8, four in five are right.

    `modifier` is ``actual``, ``potential`` or ``health_promotion``; `client` is
    ``individual``, ``family`` or ``community``. `in_plan` is None unless the caller said
    which problems are open now.
    """

    code: str
    display: str
    modifier: str
    client: str
    score: float
    band: Band
    signs: tuple[CodedSign, ...]
    evidence: tuple[Evidence, ...]
    in_plan: bool | None = None


@dataclass(frozen=True, slots=True)
class CodedIntervention:
    """A suggested intervention: category and target, and the problem it serves (or None)."""

    problem: str | None
    category: str
    target: str
    display: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """A score that the note writes out: `scale` knowledge, behavior or status; `value` 1-5."""

    problem: str | None
    scale: str
    value: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotCoded:
    """A problem that was heard and left out: negated, past, other_person or hypothetical."""

    code: str
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CodedNote:
    """What the coder says of one note. Holds no text but the words of its evidence.

    `note` is None or the reason why nothing was coded: ``empty``,
    ``language_not_supported`` or ``nothing_found``. `versions` are pairs of name and value.
    """

    id: str | None
    lang: str | None
    discipline: str | None
    problems: tuple[CodedProblem, ...] = ()
    interventions: tuple[CodedIntervention, ...] = ()
    ratings: tuple[Rating, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()
    note: str | None = None
    warnings: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note to code. `lang` is ``nl``, ``en`` or ``auto``; only `text` is needed.

    `max_problems` is at least 1; `threshold` in [0, 1] or None for the calibrated one;
    `open_problems` are the codes of the client's plan now, None when not told.
    """

    text: str
    lang: str = "auto"
    discipline: str | None = None
    id: str | None = None
    max_problems: int = 8
    threshold: float | None = None
    open_problems: tuple[str, ...] | None = None


__all__ = [
    "KINDS",
    "LANGUAGES",
    "NAMESPACE",
    "Assertion",
    "Band",
    "CodedIntervention",
    "CodedNote",
    "CodedProblem",
    "CodedSign",
    "Concept",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "Group",
    "Kind",
    "NotCoded",
    "Note",
    "Rating",
    "Scheme",
    "Statement",
]
