"""What happened to the words behind a suggestion, with the real coder."""

from __future__ import annotations

import pytest

from omaha.coding.pipeline import code_note
from omaha.explaining import reasons_for
from omaha.loading import Engine
from omaha.model import Note


def told(engine: Engine, text: str) -> set[tuple[str, str, str]]:
    coded = code_note(Note(text, lang="nl"), engine.coder)
    found = reasons_for(text, coded, engine.coder)
    return {
        (one.what, text[one.start : one.end], one.became) for each in found.values() for one in each
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Geen pijn.", ("absent", "Geen", "")),
        ("Pijn: nee", ("absent", "nee", "")),
        ("Zoon heeft koorts.", ("other_person", "Zoon", "")),
        ("Risico op vallen.", ("risk", "Risico op", "")),
        ("Wond op de hiel, wondverzrging gedaan.", ("mended", "wondverzrging", "wondverzorging")),
    ],
)
def test_the_cue_or_the_mended_word_is_named(
    engine: Engine, text: str, reason: tuple[str, str, str]
) -> None:
    assert reason in told(engine, text)


def test_a_plain_suggestion_has_no_reason_beside_its_words(engine: Engine) -> None:
    assert told(engine, "Stuit rood.") == set()


def test_a_denial_elsewhere_is_no_reason(engine: Engine) -> None:
    assert not any(
        what == "absent" for what, _, _ in told(engine, "Stuit rood. Geen bijzonderheden.")
    )
