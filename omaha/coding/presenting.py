"""Evidence as callers see it: words of the note as received, and the row that knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from omaha.coding.evidence import Heard
from omaha.coding.lexicon import Sense
from omaha.coding.matching import Mention
from omaha.coding.text import Words
from omaha.model import Evidence, EvidenceKind, NotCoded

MOST_EVIDENCE = 3
WHY = {
    "absent": "negated",
    "past": "past",
    "other_person": "other_person",
    "hypothetical": "hypothetical",
}
# A denied phrase must be matched about this well to be worth saying so.
HEARD_WELL = 0.7


@dataclass(frozen=True, slots=True)
class Displays:
    """The display of every concept, by CURIE, for each language."""

    by_lang: Mapping[str, Mapping[str, str]]

    def of(self, curie: str, lang: str) -> str:
        """The display in `lang`; the CURIE itself for a concept of another scheme."""
        return self.by_lang[lang].get(curie, curie)


def of_mention(text: str, words: Words, mention: Mention, mapping: str) -> Evidence:
    """A mention as evidence: from its first to its last word."""
    start, end = words.starts[mention.places[0]], words.ends[mention.places[-1]]
    kind: EvidenceKind = mention.kind  # type: ignore[assignment]
    return Evidence(start, end, text[start:end], kind, mapping)


def of_unit(text: str, words: Words, unit: tuple[int, int], mapping: str | None) -> Evidence:
    """A clause that the model recognised, without the punctuation around it."""
    first, last = unit
    while last - first > 1 and not words.folded[last - 1][:1].isalnum():
        last -= 1
    while last - first > 1 and not words.folded[first][:1].isalnum():
        first += 1
    start, end = words.starts[first], words.ends[last - 1]
    return Evidence(start, end, text[start:end], "model", mapping)


def best_evidence(text: str, words: Words, heard: Heard | None) -> tuple[Evidence, ...]:
    """The best asserted mentions of a concept, best first, no words twice."""
    if heard is None:
        return ()
    rows = heard.asserted
    if len(rows) > 1:
        rows = sorted(rows, key=_strength, reverse=True)
    found: list[Evidence] = []
    for _, mention, sense in rows:
        start, end = words.starts[mention.places[0]], words.ends[mention.places[-1]]
        if not found or all(end <= e.start or start >= e.end for e in found):
            found.append(of_mention(text, words, mention, sense.mapping))
            if len(found) == MOST_EVIDENCE:
                break
    return tuple(found)


def _strength(row: tuple[float, Mention, Sense]) -> tuple[float, int]:
    value, mention, sense = row
    return value * sense.weight, len(mention.places)


def not_coded(
    text: str, words: Words, heard: Mapping[str, Heard], coded: Collection[str]
) -> tuple[NotCoded, ...]:
    """The problems that were heard well, and left out for who, when or whether."""
    found: list[NotCoded] = []
    for code in sorted(heard):
        if code in coded:
            continue
        by_why: dict[str, list[Evidence]] = {}
        for status, mention, sense in heard[code].excluded:
            if mention.grade >= HEARD_WELL:
                rows = by_why.setdefault(WHY[status], [])
                start = words.starts[mention.places[0]]
                if len(rows) < MOST_EVIDENCE and start not in [e.start for e in rows]:
                    rows.append(of_mention(text, words, mention, sense.mapping))
        found += [NotCoded(code, why, tuple(rows)) for why, rows in by_why.items()]
    return tuple(found)


def joined(parts: Sequence[str]) -> str:
    """Displays side by side, as for an intervention: category, then target."""
    return ": ".join(parts)
