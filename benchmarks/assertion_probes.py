"""How often a word of a note gets the right status: present, absent, past and so on.

    python -m benchmarks.assertion_probes [--data FOLDER] [--wrong]

The probes (`tests/data/assertion_probes.tsv`) are short lines in the styles of care notes,
each with one term and the status that a careful reader gives to it; they were written
before the rules were read. A probe is right when the status is the same, and coded right
when at least "present or not" is the same, which is what decides whether a problem is coded.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from omaha.coding.assertion import find_effects, status_of
from omaha.coding.lexicon import Lexicon, add_cues
from omaha.coding.text import fold, read_words
from omaha.loading import Sources, read_lexicon
from omaha.model import LANGUAGES

PROBES = Path(__file__).resolve().parents[1] / "tests" / "data" / "assertion_probes.tsv"


@dataclass(frozen=True)
class Probe:
    """A line, a term in it, and its status; `kind` names the construction."""

    lang: str
    kind: str
    sentence: str
    term: str
    expected: str


@dataclass(frozen=True)
class Share:
    """How many probes there are, have the right status, and are rightly coded or not."""

    count: int
    right: int
    coded_right: int


def main() -> int:
    """Print the share right by kind, and with --wrong every probe that is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the probes that are not right")
    asked = parser.parse_args()
    answers = judge(read_probes(), cue_lexicons(asked.data))
    for lang in sorted({probe.lang for probe, _ in answers}):
        own = [(probe, given) for probe, given in answers if probe.lang == lang]
        for name, share in shares(own, lambda probe: probe.kind).items():
            _print(f"{lang} {name}", share)
        _print(f"{lang} all", share_of(own))
    for name, share in shares(answers, lambda probe: probe.expected).items():
        _print(f"expected {name}", share)
    _print("all", share_of(answers))
    if asked.wrong:
        for probe, given in answers:
            if given != probe.expected:
                print(f"{probe.lang} {probe.kind}: {probe.sentence!r} [{probe.term}] "
                      f"{probe.expected}, given {given}")  # fmt: skip
    return 0


def _print(name: str, share: Share) -> None:
    coded = share.coded_right / share.count
    right = share.right / share.count
    print(f"{name:24} {right:7.1%} right, {coded:7.1%} rightly coded or not, of {share.count}")


def read_probes(path: Path = PROBES) -> list[Probe]:
    """All probes of a file; a backslash and n in a sentence is a line end."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Probe(**{**row, "sentence": row["sentence"].replace("\\n", "\n")}) for row in rows]


def cue_lexicons(data: Path | None = None) -> dict[str, Lexicon]:
    """The cues of each language without any phrase, which is all that a status needs."""
    rows = read_lexicon(Sources.of(data))
    found = {lang: Lexicon(lang) for lang in LANGUAGES}
    for lang, lexicon in found.items():
        add_cues(lexicon, ((row.subject, row.cue) for row in rows if row.cue and row.lang == lang))
    return found


def judge(probes: Iterable[Probe], lexicons: Mapping[str, Lexicon]) -> list[tuple[Probe, str]]:
    """Each probe with the status that the coder gives to its term."""
    return [(probe, status(probe.sentence, probe.term, lexicons[probe.lang])) for probe in probes]


def status(sentence: str, term: str, lexicon: Lexicon) -> str:
    """The status of the first place in a sentence where the words of a term stand.

    Raises ValueError where they stand nowhere.
    """
    words = read_words(sentence, lexicon.abbreviations)
    wanted = tuple(fold(word) for word in term.split())
    for first in range(len(words.folded)):
        if words.folded[first : first + len(wanted)] == wanted:
            places = tuple(range(first, first + len(wanted)))
            return status_of(places, find_effects(lexicon, words))
    raise ValueError(f"no {term!r} in {sentence!r}")


def shares(answers: Iterable[tuple[Probe, str]], by: Callable[[Probe], str]) -> dict[str, Share]:
    """The share right of each group of probes, in the order in which groups come up."""
    groups: dict[str, list[tuple[Probe, str]]] = defaultdict(list)
    for probe, given in answers:
        groups[by(probe)].append((probe, given))
    return {name: share_of(group) for name, group in groups.items()}


def share_of(answers: Iterable[tuple[Probe, str]]) -> Share:
    """How many of some answers are right."""
    rows = [(probe.expected, given) for probe, given in answers]
    return Share(
        count=len(rows),
        right=sum(expected == given for expected, given in rows),
        coded_right=sum(
            (expected == "present") == (given == "present") for expected, given in rows
        ),
    )


if __name__ == "__main__":
    raise SystemExit(main())
