"""A coded note as a table that a nurse can read, in the language of the note.

The only file of the command line that knows rich; imported for tables alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table_
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from omaha.cli.words import NOTE, TERMS, UNOFFICIAL
from omaha.explaining import Reason
from omaha.mappings import Mapping
from omaha.model import CodedNote, CodedProblem, Evidence
from omaha.nearest import Near
from omaha.vocabulary import Vocabulary

# A colour for each way in which evidence was found, on a terminal.
STYLES = {
    "exact": "bold green",
    "phrase": "bold green",
    "compound": "bold cyan",
    "fuzzy": "bold yellow",
    "model": "bold blue",
    "rating": "bold magenta",
    "mended": "yellow",
    "cue": "bold red",
}


class NotePrinter:
    """Prints coded notes on one stream, in colour only when that is a terminal."""

    def __init__(
        self, stream: TextIO, vocabulary: Vocabulary, *, colour: bool | None = None
    ) -> None:
        """`colour` overrules what the stream says of itself."""
        self._console = Console(file=stream, highlight=False, force_terminal=colour)
        self._vocabulary = vocabulary

    def note(self, coded: CodedNote) -> None:
        """The tables of one coded note."""
        lang = coded.lang if coded.lang in NOTE else "nl"
        words = NOTE[lang]
        if coded.id is not None:
            self._console.print(Text(coded.id, style="bold"))
        if coded.problems:
            self._console.print(self._problems(coded, lang))
        if coded.interventions:
            self._console.print(self._interventions(coded, lang))
        for line in self._lines(coded, lang):
            self._console.print(line)
        for warning in coded.warnings:
            self._console.print(Text(warning, style="yellow"))
        if coded.problems or coded.interventions:
            unofficial = "" if self._vocabulary.label_packs else UNOFFICIAL[lang]
            self._console.print(Text(f"{words['advice']} {unofficial}".strip(), style="dim"))

    def explained(
        self,
        text: str,
        coded: CodedNote,
        rows: Table_[str, Mapping | Near],
        reasons: Table_[Evidence, Sequence[Reason]],
    ) -> None:
        """The note with its evidence and cues marked, and what is behind each piece of evidence.

        That is how it was found (a typing error mended, a compound taken apart, a cue that
        ruled it) and the row of the lexicon, or the nearest labelled clause of the model.
        """
        lang = coded.lang if coded.lang in NOTE else "nl"
        words = NOTE[lang]
        found = sorted(set(evidence_of(coded)), key=lambda e: (e.start, e.end, e.kind))
        cues = [one for told in reasons.values() for one in told if not one.became]
        self._console.print(self._marked(text, found, cues))
        table = _table(words["words"], words["why"], words["row"])
        for evidence in found:
            kind = Text(TERMS[lang].get(evidence.kind, evidence.kind), STYLES[evidence.kind])
            for one in reasons.get(evidence, ()):
                said = f'{TERMS[lang][one.what]}: "{text[one.start : one.end]}"'
                kind.append(f"\n{said}" + (f" → {one.became}" if one.became else ""),
                            STYLES["mended" if one.became else "cue"])  # fmt: skip
            row = rows.get(evidence.mapping or "")
            behind = Text(evidence.mapping or "")
            if row is not None:
                behind.append(f"  {row_in_words(row, lang)}")
            table.add_row(Text(evidence.text), kind, behind)
        if found:
            self._console.print(table)

    def _marked(self, text: str, found: Iterable[Evidence], cues: Iterable[Reason]) -> Text:
        if not self._console.is_terminal:
            return Text(bracketed(text, found))
        marked = Text(text)
        for evidence in found:
            marked.stylize(STYLES[evidence.kind], evidence.start, evidence.end)
        for cue in cues:
            marked.stylize(STYLES["cue"], cue.start, cue.end)
        return marked

    def _problems(self, coded: CodedNote, lang: str) -> Table:
        words = NOTE[lang]
        columns = ("problem", "modifier", "score", "signs", "words")
        table = _table(*(words[column] for column in columns))
        for problem in coded.problems:
            ask = f" {words['ask']}" if problem.band == "ask" else ""
            table.add_row(
                Text(f"{problem.code} {problem.display}", style="bold"),
                _modifier(problem, lang),
                f"{problem.score:.0%}{ask}",
                Text("\n".join(f"{sign.code} {sign.display}" for sign in problem.signs)),
                Text(_quoted(problem.evidence)),
            )
        return table

    def _interventions(self, coded: CodedNote, lang: str) -> Table:
        words = NOTE[lang]
        columns = ("intervention", "serves", "score", "words")
        table = _table(*(words[column] for column in columns))
        for found in coded.interventions:
            category = self._display("category", found.category, lang)
            target = self._display("target", found.target, lang)
            action = f"{found.category} {category}: {found.target} {target}"
            serves = self._display("problem", found.problem, lang) if found.problem else "-"
            table.add_row(Text(action), serves, f"{found.score:.0%}", _quoted(found.evidence))
        return table

    def _lines(self, coded: CodedNote, lang: str) -> Iterable[Text]:
        words = NOTE[lang]
        for rating in coded.ratings:
            of = f"{self._display('problem', rating.problem, lang)}, " if rating.problem else ""
            yield Text(f"{words['rating']}: {of}{TERMS[lang][rating.scale]} {rating.value}")
        for left_out in coded.not_coded:
            display = self._display("problem", left_out.code, lang)
            why = TERMS[lang].get(left_out.why, left_out.why)
            said = f"{words['not_coded']}: {left_out.code} {display}, {why}"
            yield Text(f"{said} ({_quoted(left_out.evidence)})", style="dim")
        if coded.note is not None:
            yield Text(words.get(coded.note, coded.note))

    def _display(self, kind: str, code: str, lang: str) -> str:
        return self._vocabulary.concept(kind, code).display(lang)


def evidence_of(coded: CodedNote) -> Iterable[Evidence]:
    """Every piece of evidence that a coded note names, some more than once."""
    for problem in coded.problems:
        yield from problem.evidence
        for sign in problem.signs:
            yield from sign.evidence
    for intervention in coded.interventions:
        yield from intervention.evidence
    for rating in coded.ratings:
        yield from rating.evidence
    for left_out in coded.not_coded:
        yield from left_out.evidence


def bracketed(text: str, found: Iterable[Evidence]) -> str:
    """The note with its evidence between square brackets, where there is no colour.

    >>> bracketed("stuit rood, pijn", [Evidence(0, 10, "stuit rood", "phrase")])
    '[stuit rood], pijn'
    """
    inside = {place for evidence in found for place in range(evidence.start, evidence.end)}
    parts = []
    for place, letter in enumerate(text):
        if place in inside and place - 1 not in inside:
            parts.append("[")
        parts.append(letter)
        if place in inside and place + 1 not in inside:
            parts.append("]")
    return "".join(parts)


def row_in_words(row: Mapping | Near, lang: str = "nl") -> str:
    """A row of `mappings/` on one line: its words, what they say, and where that comes from.

    >>> row_in_words(Mapping("stuit rood", "skos:broadMatch", "omaha:sign/2401", True, "nl",
    ...                      source="hand", date="2026-11-21"))
    '"stuit rood" skos:broadMatch omaha:sign/2401 (hand, 2026-11-21)'
    """
    if isinstance(row, Near):
        clause = row.clause
        like = f"{NOTE[lang]['nearest']}, {row.similarity:.0%}"
        labels = " ".join(clause.labels)
        return f'{like}: "{clause.text}" {labels} ({clause.source}, {clause.date})'
    source = ", ".join(part for part in (row.source, row.date) if part)
    return f'"{row.subject}" {row.predicate} {row.object} ({source or "vocab/"})'


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _modifier(problem: CodedProblem, lang: str) -> str:
    terms = TERMS[lang]
    modifier = terms.get(problem.modifier, problem.modifier)
    client = terms.get(problem.client, problem.client)
    return modifier if problem.client == "individual" else f"{modifier}, {client}"


def _quoted(evidence: Iterable[Evidence]) -> str:
    return ", ".join(dict.fromkeys(piece.text for piece in evidence))
