"""The concepts that a code on the command line stands for."""

from __future__ import annotations

import difflib
import shlex

from omaha.errors import InputError, UnknownCodeError
from omaha.model import Concept
from omaha.vocabulary import Vocabulary


def find_concepts(
    vocabulary: Vocabulary, typed: tuple[str, ...], kind: str | None
) -> list[Concept]:
    """At least one concept, the preferred one first; of `kind` when that is given.

    Raises UnknownCodeError with the nearest codes, and InputError for words, which are no
    code at all.
    """
    code = " ".join(typed)
    found = [each for each in vocabulary.find_code(code) if kind in (None, each.kind)]
    if found:
        return found
    if not any(letter.isdigit() for letter in code) and len(code) > len("III"):
        asked = shlex.join(("omaha", "search", *typed))
        raise InputError(repr(code), f"no code; to find a code by words use: {asked}")
    if kind is not None:
        return [vocabulary.concept(kind, code)]
    known = list(dict.fromkeys(concept.code for concept in vocabulary))
    near = difflib.get_close_matches(code.strip(), known, n=3, cutoff=0.5)
    raise UnknownCodeError(code, near=near)
