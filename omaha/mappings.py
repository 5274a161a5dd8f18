"""Mappings: claims that a phrase, or a concept of ours, means a concept somewhere.

A mapping is identified by a hash of its meaning over CURIEs, so that a change of base
IRI, source or date never makes a judgement about it stale.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# What each predicate claims. Read "the phrase … the concept".
PREDICATES: dict[str, str] = {
    "skos:exactMatch": "is another name of",
    "skos:closeMatch": "means nearly the same as",
    "skos:broadMatch": "is a kind, place or instance of",
    "skos:narrowMatch": "is wider than",
    "skos:relatedMatch": "often points to, but may mean something else",
    "omaha:cues": "sets how the words around it are to be read",
}
JUSTIFICATIONS = (
    "semapv:BackgroundKnowledgeBasedMatching",
    "semapv:LexicalMatching",
    "semapv:ManualMappingCuration",
    "semapv:MappingReview",
)
# Roles of single words, which the rules of cues look up.
ROLES = (
    "turn", "cause", "now", "reinstates", "denies-again", "answers", "says-no", "lacking",
    "improves", "less", "after-resolved", "kin", "tells", "state", "verb", "subject",
    "possessive", "article", "preposition", "purpose", "belongs", "at", "having", "relative",
    "joins", "subordinates", "filler", "to-do", "may", "done", "pronoun", "able", "trouble",
    "poor", "was",
)  # fmt: skip
# How a cue acts on the words around it, or the role of a word: their names in `mappings/`.
CUES: dict[str, str] = {
    "negated-before": "omaha:assertion/absent",
    "negated-verb": "omaha:assertion/absent",
    "negated-after": "omaha:assertion/absent",
    "normal": "omaha:assertion/absent",
    "normal-before": "omaha:assertion/absent",
    "done-again": "omaha:assertion/absent",
    "not-negation": "omaha:assertion/present",
    "past": "omaha:assertion/past",
    "past-of": "omaha:assertion/past",
    "not-past": "omaha:assertion/present",
    "resolved": "omaha:assertion/past",
    "resolved-end": "omaha:assertion/past",
    "other-person": "omaha:assertion/other_person",
    "in-family": "omaha:assertion/other_person",
    "client": "omaha:assertion/present",
    "family-as-client": "omaha:modifier/family",
    "hypothetical": "omaha:assertion/hypothetical",
    "condition": "omaha:assertion/hypothetical",
    "then": "omaha:assertion/hypothetical",
    "prevents": "omaha:assertion/hypothetical",
    "prevented": "omaha:assertion/hypothetical",
    "comes": "omaha:assertion/hypothetical",
    "possible": "omaha:assertion/possible",
    "risk": "omaha:modifier/potential",
    "promotion": "omaha:modifier/health_promotion",
    "community": "omaha:modifier/community",
    "scope-end": "omaha:assertion/present",
    "plan": "omaha:assertion/possible",
    "refused": "omaha:assertion/present",
    "abbreviation": "omaha:assertion/present",
    **{role: "omaha:assertion/present" for role in ROLES},  # noqa: C420  no call at import
}
DISCIPLINES: dict[str, tuple[str, ...]] = {
    "ambulant_begeleider": ("ambulant begeleider", "begeleider"),
    "casemanager_dementie": ("casemanager dementie", "dementieconsulent"),
    "dietist": ("diëtist", "dietitian", "nutritionist"),
    "ergotherapeut": ("occupational therapist",),
    "fysiotherapeut": ("physiotherapist", "physical therapist"),
    "ggz_spv": ("ggz", "spv", "mental health nurse"),
    "home_health_nurse": ("home health nurse",),
    "jeugdverpleegkundige": ("jgz", "youth nurse"),
    "maatschappelijk_werker": ("maatschappelijk werker", "maatschappelijk werk"),
    "opbouwwerker": ("buurtwerker", "community worker"),
    "poh": ("praktijkondersteuner", "practice nurse"),
    "public_health_nurse": ("public health nurse",),
    "social_worker": ("social worker",),
    "verzorgende": ("verzorgende ig", "carer"),
    "wijkverpleegkundige": ("wvk", "district nurse"),
    "wijkverpleegkundige_kind": ("kinderwijkverpleegkundige",),
    "wmo_consulent": ("wmo", "wmo consulent"),
}
# The object of a row which says that somebody looked and the scheme has no term for it.
NO_TERM = "sssom:NoTermFound"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of `mappings/`, or of the store.

    `subject` is a phrase when `literal`, else a CURIE. `confidence` is in [0, 1] or None.
    `lang` is ``nl`` or ``en`` for phrases, else ``""``; `discipline` is ``any`` or one
    discipline. `negative` says "this does not mean this". `cue` is a name of `CUES` for
    rows that set an assertion, else ``""``. `object_source` is the scheme in which no term
    was found, such as ``omaha:scheme/icpc1``, when `object` is `NO_TERM`. `organisation` is
    the one that claims it, ``""`` for a claim that all share.

    >>> row = Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", literal=True, lang="nl")
    >>> row.id
    'lex:e56cde851107'
    """

    subject: str
    predicate: str
    object: str
    literal: bool = False
    lang: str = ""
    discipline: str = "any"
    cue: str = ""
    negative: bool = False
    justification: str = "semapv:BackgroundKnowledgeBasedMatching"
    confidence: float | None = None
    source: str = ""
    date: str = ""
    subject_label: str = ""
    object_label: str = ""
    see_also: str = ""
    comment: str = ""
    object_source: str = ""
    organisation: str = ""

    @property
    def id(self) -> str:
        """``lex:`` (phrases) or ``map:`` (concepts) and 12 hex digits of the meaning's hash."""
        meaning = (
            self.subject,
            self.predicate,
            self.object,
            self.lang,
            self.discipline,
            self.cue,
            "not" if self.negative else "",
            # Only here does the scheme say something that the object does not.
            *((self.object_source,) if self.object == NO_TERM else ()),
            *((f"organisation {self.organisation}",) if self.organisation else ()),
        )
        digest = hashlib.sha256("\t".join(meaning).encode()).hexdigest()[:12]
        return f"{'lex' if self.literal else 'map'}:{digest}"

    @property
    def scope(self) -> str:
        """How far the claim reaches: ``global``, ``discipline`` or ``organisation``.

        >>> Mapping("baxter", "skos:broadMatch", "omaha:target/39", organisation="Noord").scope
        'organisation'
        """
        if self.organisation:
            return "organisation"
        return "global" if self.discipline == "any" else "discipline"

    @property
    def sort_key(self) -> tuple[str, ...]:
        """The order of rows in a file: by concept, then language, then words.

        Of mappings between concepts by subject, predicate and object, as outside tools sort.
        """
        if not self.literal:
            return (self.subject, self.predicate, self.object, self.object_source,
                    self.organisation)  # fmt: skip
        return (
            self.object,
            self.cue,
            self.lang,
            self.subject.casefold(),
            self.subject,
            self.object,
            self.predicate,
            self.discipline,
            self.object_source,
            self.organisation,
        )
