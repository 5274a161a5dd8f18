"""What a steward's corrections bring: learnt from one author's notes, scored on others'.

    python -m benchmarks.steward_curve GOLD --teach d4 --score d5 [--points FILE] [--picture PNG]

The corrections are those that a steward would make who reads what the coder said of the
first author's notes beside the right codes, found by program:

- accepted: the words that a missed problem rests on, where they are a phrase (at most five
  words, letters only), for its one sign, or for the problem when it has several or none;
- denied: the phrase row that a wrong problem rests on;
- denied-twice: the same, but only where the row misled at least twice and was never right,
  which is nearer to what repeated feedback proposes.

They are applied as an organisation's own words, some at a time, in the order of the notes.
Prints a line for each point, and no word of a note.

The coder is fitted without the notes of both authors, which takes as long as `script/train`
does: the one that comes along was fitted on all of them and has next to nothing to learn
there. The rest are notes that the coder was fitted on, so harm to them shows in full.
`--shipped` takes the one that comes along all the same.
"""

from __future__ import annotations

import argparse
import importlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from omaha.charts.learning import draw_steward_curve
from omaha.cli.evaluate import code_pairs, read_objects
from omaha.coding.overlay import Overlay
from omaha.coding.pipeline import Coder
from omaha.evaluation import Pair, evaluate
from omaha.loading import load_coder
from omaha.mappings import Mapping as Row
from omaha.sssom import read_mappings

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "mappings"
KINDS = ("accepted", "denied", "denied-twice")
MOST_WORDS = 5
_PHRASE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_Note = Mapping[str, Any]


def accepted_words(gold: _Note, said: _Note) -> Iterator[Row]:
    """The phrases of the problems that were missed, each for what it stands for."""
    found = {problem["code"] for problem in said["problems"]}
    for problem in gold["problems"]:
        if problem["code"] in found:
            continue
        signs = problem.get("signs") or ()
        object = f"sign/{signs[0]}" if len(signs) == 1 else f"problem/{problem['code']}"
        for words in problem.get("evidence") or ():
            phrase = " ".join(words.split()).rstrip(".,;:!?").lower()
            if _PHRASE.fullmatch(phrase) and len(phrase.split()) <= MOST_WORDS:
                yield Row(phrase, "skos:broadMatch", f"omaha:{object}", True, said["lang"] or "nl",
                          organisation="steward")  # fmt: skip


def blamed_rows(gold: _Note, said: _Note, *, right: bool) -> Iterator[str]:
    """The ids of the phrase rows that wrong problems rest on; with `right`, the right ones."""
    true = {problem["code"] for problem in gold["problems"]}
    for problem in said["problems"]:
        if (problem["code"] in true) == right:
            for evidence in problem["evidence"]:
                if str(evidence.get("mapping") or "").startswith("lex:"):
                    yield evidence["mapping"]


def corrections(pairs: Sequence[Pair], rows: Mapping[str, Row]) -> dict[str, list[Row]]:
    """By kind, the corrections of an author's notes in their order, each once."""
    wrong = Counter(id for pair in pairs for id in set(blamed_rows(*pair, right=False)))
    right = {id for pair in pairs for id in blamed_rows(*pair, right=True)}
    found: dict[str, dict[str, Row]] = {kind: {} for kind in KINDS}
    for pair in pairs:
        for row in accepted_words(*pair):
            found["accepted"][row.id] = row
        for id in blamed_rows(*pair, right=False):
            if id in rows:
                denial = _denial(rows[id])
                found["denied"][denial.id] = denial
                if wrong[id] > 1 and id not in right:
                    found["denied-twice"][denial.id] = denial
    return {kind: list(each.values()) for kind, each in found.items()}


def _denial(row: Row) -> Row:
    return Row(row.subject, row.predicate, row.object, True, row.lang, row.discipline,
               negative=True, organisation="steward")  # fmt: skip


def problem_f1(notes: Sequence[_Note], coder: Coder) -> float:
    """F1 of the problems of notes."""
    pairs = code_pairs(Path("gold"), [dict(note) for note in notes], coder)
    return evaluate(list(pairs)).figures["problem"].f1


def curve(
    coder: Coder, rows: Sequence[Row], notes: Sequence[_Note], step: int
) -> list[tuple[float, float]]:
    """(Number of corrections, F1) from none to all, every `step`."""
    overlay = Overlay(coder)
    points = [(0.0, problem_f1(notes, coder))]
    for start in range(0, len(rows), step):
        overlay.change({row.id: row for row in rows[start : start + step]})
        points.append((float(min(start + step, len(rows))), problem_f1(notes, overlay.coder())))
    return points


def fresh_coder(notes: Sequence[_Note], teach: str, score: str) -> Coder:
    """A coder that has seen the notes of neither author."""
    training = importlib.import_module("benchmarks.training.training")
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as others:
        for note in notes:
            if note["author"] != score:
                others.write(orjson.dumps(note) + b"\n")
        others.flush()
        found: Coder = training.left_out_coders(Path(others.name))[teach]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach by one author, score on another and on the rest, for each kind of correction."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--teach", default="d4")
    parser.add_argument("--score", default="d5")
    parser.add_argument("--step", type=int, default=10)
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--points", type=Path)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args(arguments)
    notes = read_objects(asked.gold)
    coder = load_coder() if asked.shipped else fresh_coder(notes, asked.teach, asked.score)
    lexicon = {
        row.id: row
        for path in LEXICONS.glob("lexicon-*.sssom.tsv")
        for row in read_mappings(path)[0]
    }
    taught, scored = ([n for n in notes if n["author"] == a] for a in (asked.teach, asked.score))
    rest = [note for note in notes if note["author"] not in (asked.teach, asked.score)]
    found = corrections(list(code_pairs(asked.gold, taught, coder)), lexicon)
    before = problem_f1(rest, coder)
    lines = ["taught\tscored\tkind\tcorrections\tf1"]
    curves: dict[str, list[tuple[float, float]]] = {}
    for kind in KINDS:
        curves[kind] = curve(coder, found[kind], scored, asked.step)
        named = {row.id: row for row in found[kind]}
        after = problem_f1(rest, Overlay(coder, named).coder())
        new = [
            f"{asked.teach}\t{who}\t{kind}\t{count:g}\t{f1:.4f}"
            for who, points in (
                (asked.score, curves[kind]), ("rest", [(0, before), (len(named), after)]),
            )
            for count, f1 in points
        ]  # fmt: skip
        print(*new, sep="\n", flush=True)
        lines += new
    if asked.points:
        asked.points.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if asked.picture:
        draw_steward_curve(asked.picture, curves)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
