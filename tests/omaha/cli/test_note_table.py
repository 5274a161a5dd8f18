"""The table of a coded note, in the language of the note."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from omaha.clauses import Clause
from omaha.cli.note_table import NotePrinter, bracketed, evidence_of
from omaha.explaining import Reason
from omaha.mappings import Mapping
from omaha.model import (
    CodedIntervention,
    CodedNote,
    CodedProblem,
    CodedSign,
    Concept,
    Evidence,
    NotCoded,
    Rating,
)
from omaha.nearest import Near
from omaha.vocabulary import Vocabulary

TEXT = "stuit rood, zalf gesmeerd. S3. geen pijn"
RED = Evidence(0, 10, "stuit rood", "phrase", "lex:1")
CODED = CodedNote(
    "n1", "nl", None,
    problems=(CodedProblem("24", "Huid", "actual", "family", 0.93, "ask",
                           (CodedSign("2401", "drukplek", 0.9, (RED,)),), (RED,)),),
    interventions=(CodedIntervention("24", "02", "63", "zalf", 0.8,
                                     (Evidence(12, 25, "zalf gesmeerd", "phrase"),)),),
    ratings=(Rating("24", "status", 3, (Evidence(27, 29, "S3", "rating"),)),),
    not_coded=(NotCoded("22", "negated", (Evidence(31, 40, "geen pijn", "phrase"),)),),
    warnings=("unknown discipline",),
)  # fmt: skip


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(
        "2005-r9",
        [
            Concept("problem", "22", (("en", "Pain"), ("nl", "Pijn"))),
            Concept("problem", "24", (("en", "Skin"), ("nl", "Huid"))),
            Concept("category", "02", (("en", "Treatments"), ("nl", "Behandelen"))),
            Concept("target", "63", (("en", "skin care"), ("nl", "huidzorg"))),
        ],
        [],
    )


def printed(vocabulary: Vocabulary, coded: CodedNote) -> str:
    stream = io.StringIO()
    NotePrinter(stream, vocabulary).note(coded)
    return stream.getvalue()


def test_a_dutch_note_is_told_in_dutch(vocabulary: Vocabulary) -> None:
    out = printed(vocabulary, CODED)

    for words in ("Aandachtsgebied", "24 Huid", "aanwezig", "gezin", "93% ?", "2401 drukplek",
                  "stuit rood", "Behandelen", "huidzorg", "Score: Huid, Status 3",
                  "Niet gecodeerd: 22 Pijn, ontkend (geen pijn)", "unknown discipline",
                  "de professional beslist", "onofficiële vertaling"):  # fmt: skip
        assert words in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("lang", "why", "said"),
    [
        ("nl", "nothing_found", "Niets gevonden om te coderen."),
        ("en", "nothing_found", "Nothing found to code."),
        (None, "empty", "De notitie is leeg."),
        (None, "language_not_supported", "geen Nederlands of Engels"),
    ],
)
def test_a_note_without_codes_says_why(
    vocabulary: Vocabulary, lang: str | None, why: str, said: str
) -> None:
    out = printed(vocabulary, CodedNote(None, lang, None, note=why))

    assert said in out
    assert "beslist" not in out


def test_evidence_is_explained_with_its_row(vocabulary: Vocabulary) -> None:
    stream = io.StringIO()
    row = Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", True, "nl",
                  source="hand", date="2026-11-21")  # fmt: skip
    NotePrinter(stream, vocabulary).explained(TEXT, CODED, {"lex:1": row}, {})
    out = " ".join(stream.getvalue().split())

    assert "[stuit rood], [zalf gesmeerd]. [S3]. [geen pijn]" in out
    assert '"stuit rood" skos:broadMatch' in out


def test_only_a_terminal_gets_colour(vocabulary: Vocabulary) -> None:
    stream = io.StringIO()
    printer = NotePrinter(stream, vocabulary, colour=True)
    cue = Reason("absent", 31, 35)
    printer.explained(TEXT, CODED, {}, {CODED.not_coded[0].evidence[0]: (cue,)})

    assert "mstuit rood\x1b[0m" in stream.getvalue()
    assert "\x1b[1;31mgeen\x1b[0m" in stream.getvalue()


def test_what_was_mended_split_or_denied_and_the_nearest_clause_are_told(
    vocabulary: Vocabulary,
) -> None:
    stream = io.StringIO()
    clause = Clause("zalf op de stuit", ("I02/63",), "plain", "any", "hand", "2026-11-21")
    (zalf,) = CODED.interventions[0].evidence
    action = replace(CODED.interventions[0], evidence=(replace(zalf, mapping="clause:1"),))
    coded = replace(CODED, interventions=(action,))
    reasons = {
        RED: (Reason("mended", 0, 5, "stuit"), Reason("compound", 6, 10, "ro + od")),
        CODED.not_coded[0].evidence[0]: (Reason("absent", 31, 35),),
    }
    near = Near("clause:1", clause, 0.52)
    NotePrinter(stream, vocabulary).explained(TEXT, coded, {"clause:1": near}, reasons)
    out = " ".join(stream.getvalue().split())

    for said in ('gelezen: "stuit" → stuit', 'samenstelling: "rood" → ro + od',
                 'ontkend door: "geen"', "clause:1 lijkt het meest op, 52%:",
                 '"zalf op de stuit" I02/63 (hand, 2026-11-21)'):  # fmt: skip
        # The columns of the table stand beside each other: only the words of one are a run.
        assert all(word in out for word in said.split()), said


def test_words_of_a_note_are_never_read_as_markup(vocabulary: Vocabulary) -> None:
    odd = Evidence(0, 9, "[red]pijn", "phrase")
    coded = CodedNote("[bold]", "nl", None, not_coded=(NotCoded("22", "past", (odd,)),))

    assert "[bold]" in printed(vocabulary, coded)
    assert "[red]pijn" in printed(vocabulary, coded)


def test_touching_evidence_is_one_mark() -> None:
    found = [Evidence(0, 2, "ab", "phrase"), Evidence(1, 4, "bcd", "fuzzy")]

    assert bracketed("abcde", found) == "[abcd]e"
    assert len(list(evidence_of(CODED))) == 5
