"""What the coder would say of the project's own example notes if a word were agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from omaha import Coder, Note, code_note
from omaha.live import coder_with
from omaha.mappings import Mapping
from omaha.model import CodedNote


@dataclass(frozen=True, slots=True)
class Example:
    """An invented note of `examples/`."""

    title: str
    text: str
    lang: str
    discipline: str | None


def read_examples(practice: dict[str, bytes]) -> list[Example]:
    """The practice notes of all languages."""
    return [
        Example(each["title"], each["text"], lang, each["discipline"])
        for lang, written in practice.items()
        for each in orjson.loads(written)
    ]


def effect_of(
    coder: Coder, rows: Sequence[Mapping], examples: Sequence[Example]
) -> list[dict[str, Any]]:
    """What changes on each note when `rows` are laid on a coder; notes that stay are left out."""
    after = coder_with(coder, rows)
    return compare(coder, after, examples)


def compare(before: Coder, after: Coder, examples: Sequence[Example]) -> list[dict[str, Any]]:
    """Codes that are gone and codes that are new on each note, as (code, display) pairs."""
    found = []
    for example in examples:
        note = Note(example.text, example.lang, example.discipline)
        old, new = _codes(code_note(note, before)), _codes(code_note(note, after))
        gone = [[code, old[code]] for code in old if code not in new]
        added = [[code, new[code]] for code in new if code not in old]
        if gone or added:
            found.append({"note": example.title, "gone": gone, "new": added})
    return found


def of_words(mapping: Mapping) -> Example:
    """A note of nothing but the words of a mapping."""
    discipline = None if mapping.discipline == "any" else mapping.discipline
    return Example(f"“{mapping.subject}”", f"{mapping.subject}.", mapping.lang, discipline)


def _codes(coded: CodedNote) -> dict[str, str]:
    problems = {each.code: each.display for each in coded.problems}
    signs = {sign.code: sign.display for each in coded.problems for sign in each.signs}
    actions = {f"{each.category}-{each.target}": each.display for each in coded.interventions}
    return {**problems, **signs, **actions}
