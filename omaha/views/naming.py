"""Who named which problem: the part that frames and plans share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from omaha.model import CodedProblem, Evidence
from omaha.records import Dossier, Record, in_time
from omaha.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Source:
    """The note that something stands in: `note` is its number as sent, from 1."""

    note: int
    id: str | None
    date: str | None
    discipline: str | None

    @classmethod
    def of(cls, number: int, record: Record) -> Source:
        """The source that a record is."""
        return cls(number, record.coded.id, record.date, record.coded.discipline)

    @property
    def voice(self) -> str:
        """Who speaks: the discipline, else the note itself.

        >>> Source(2, None, None, "poh").voice, Source(2, None, None, None).voice
        ('poh', '#2')
        """
        return self.discipline or f"#{self.note}"


def spoken(records: Sequence[Record]) -> Iterator[tuple[Source, Record]]:
    """The notes in order of time, each with the source that it is."""
    return ((Source.of(number, record), record) for number, record in in_time(records))


@dataclass(frozen=True, slots=True)
class UsedNote:
    """A note that went into an answer. Of one that is not `seen` only the contact is told.

    `reason` is why nothing was coded, as in a coded note, else None.
    """

    source: Source
    seen: bool
    reason: str | None


def used_notes(dossier: Dossier) -> list[UsedNote]:
    """Every note of a dossier, in the order sent."""
    return [
        UsedNote(Source.of(number, record), number not in dossier.unseen, record.coded.note)
        for number, record in enumerate(dossier.records, 1)
    ]


@dataclass(frozen=True, slots=True)
class NamedSign:
    """A sign that a note names."""

    code: str
    display: str


@dataclass(frozen=True, slots=True)
class Naming:
    """One note that names a problem, with the words it rests on."""

    source: Source
    modifier: str
    client: str
    score: float
    band: str
    signs: tuple[NamedSign, ...]
    evidence: tuple[Evidence, ...]


def find_namings(
    records: Sequence[Record], vocabulary: Vocabulary, lang: str
) -> dict[str, tuple[Naming, ...]]:
    """By code of problem, in vocabulary order, the notes that name it, oldest first."""
    found: dict[str, list[Naming]] = {}
    for source, record in spoken(records):
        for problem in record.coded.problems:
            naming = _naming(source, problem, vocabulary, lang)
            found.setdefault(problem.code, []).append(naming)
    order = [concept.code for concept in vocabulary.of_kind("problem")]
    return {code: tuple(found[code]) for code in order if code in found}


def _naming(source: Source, problem: CodedProblem, vocabulary: Vocabulary, lang: str) -> Naming:
    signs = (vocabulary.concept("sign", sign.code) for sign in problem.signs)
    return Naming(
        source=source,
        modifier=problem.modifier,
        client=problem.client,
        score=problem.score,
        band=problem.band,
        signs=tuple(NamedSign(sign.code, sign.display(lang)) for sign in signs),
        evidence=problem.evidence or tuple(e for sign in problem.signs for e in sign.evidence),
    )
