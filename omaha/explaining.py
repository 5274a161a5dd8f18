"""How the words of evidence were read: what was mended, taken apart, and which cue ruled them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from omaha.coding.assertion import Effect, status_of
from omaha.coding.fuzzy import mend
from omaha.coding.lexicon import Lexicon
from omaha.coding.pipeline import Coder, Reading, read_note
from omaha.coding.text import read_words
from omaha.model import CodedNote, Evidence

# The status behind each reason for which something was heard and not coded.
_STATUS = {
    "negated": "absent",
    "past": "past",
    "other_person": "other_person",
    "hypothetical": "hypothetical",
}
# What changes a code that is given: its modifier, its client, or how sure it is.
_COLOURING = ("risk", "promotion", "family", "community", "possible")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that happened to words: ``mended``, ``compound`` or a status such as ``absent``.

    `start` and `end` are code points of the words in the note: a word that was mended or taken
    apart, or the cue. `became` is what was read instead, ``""`` for a cue.
    """

    what: str
    start: int
    end: int
    became: str = ""


def reasons_for(text: str, coded: CodedNote, coder: Coder) -> dict[Evidence, tuple[Reason, ...]]:
    """What happened to the words of each piece of evidence, in note order.

    The note is read once more, just as it was read to be coded.
    """
    if coded.lang is None:
        return {}
    lexicon = coder.lexicons[coded.lang]
    reading = read_note(read_words(text, lexicon.abbreviations), lexicon)
    found: dict[Evidence, tuple[Reason, ...]] = {}
    for evidence, statuses in _evidence(coded):
        places = tuple(_places(reading, evidence))
        reasons = {*_read_as(reading, lexicon, places, evidence)}
        reasons |= {*_cues(reading, places, statuses), *found.get(evidence, ())}
        found[evidence] = tuple(sorted(reasons, key=lambda one: (one.start, one.end, one.what)))
    return found


def _evidence(coded: CodedNote) -> Iterator[tuple[Evidence, tuple[str, ...]]]:
    """Each piece of evidence with the statuses that matter to what it is evidence of."""
    for problem in coded.problems:
        signs = [evidence for sign in problem.signs for evidence in sign.evidence]
        yield from ((evidence, _COLOURING) for evidence in (*problem.evidence, *signs))
    for action in coded.interventions:
        yield from ((evidence, ()) for evidence in action.evidence)
    for left_out in coded.not_coded:
        yield from ((evidence, (_STATUS[left_out.why],)) for evidence in left_out.evidence)


def _places(reading: Reading, evidence: Evidence) -> Iterable[int]:
    words = reading.words
    for place, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        if start >= evidence.start and end <= evidence.end and words.folded[place][:1].isalnum():
            yield place


def _read_as(
    reading: Reading, lexicon: Lexicon, places: Iterable[int], evidence: Evidence
) -> Iterator[Reason]:
    words, keyed = reading.words, reading.keyed
    for place in places:
        how = keyed.how.get(place)
        span = words.starts[place], words.ends[place]
        if how == "fuzzy" and evidence.kind in ("fuzzy", "model"):
            yield Reason("mended", *span, mend(lexicon, words.folded[place]) or "")
        elif how == "compound" and evidence.kind in ("compound", "model"):
            yield Reason("compound", *span, " + ".join(keyed.keys[place][1:]))


def _cues(reading: Reading, places: tuple[int, ...], statuses: tuple[str, ...]) -> Iterator[Reason]:
    words = reading.words
    for effect in reading.effects:
        if effect.status in statuses and _reaches(effect, places):
            yield Reason(effect.status, words.starts[effect.cue_first],
                         words.ends[effect.cue_last - 1])  # fmt: skip


def _reaches(effect: Effect, places: tuple[int, ...]) -> bool:
    """Whether an effect holds for words, by the rule that decides what is left out.

    Evidence may be the words from the first to the last of a phrase, others in between; one in
    reach is enough to name the cue.
    """
    if status_of(places, [effect]) == effect.status:
        return True
    return any(effect.first <= place < effect.last for place in places)
