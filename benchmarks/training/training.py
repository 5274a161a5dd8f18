"""Fit the clause model and the formulas; report what they reach on left-out authors.

    python -m benchmarks.training.training [--report FILE [--strict]]

The files of `mappings/model/` are made from everything. With --report, predictions of each
author's notes are written that come from a model without those notes, and formulas fitted on
the other authors' notes. The log-odds under those formulas come from models that have seen
the left-out author among others; --strict fits a model for each pair of authors instead, in
three times the time.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import orjson

from benchmarks.training.fitting import fit_model
from benchmarks.training.formulas import Table, candidate_rows, fit_formulas
from benchmarks.training.samples import GoldNote, Sample, read_gold, read_samples
from omaha.coding.choosing import Columns
from omaha.coding.lexicon import Lexicon
from omaha.coding.model import ClauseModel, model_to_json
from omaha.coding.pipeline import Coder, code_note
from omaha.coding.presenting import Displays
from omaha.coding.scoring import Formulas, formulas_to_json
from omaha.loading import Sources, load_lexicons, load_vocabulary
from omaha.model import LANGUAGES, Note
from omaha.output import coded_note_to_json

GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write the weights or the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, help="write left-out predictions to this file")
    parser.add_argument(
        "--strict", action="store_true", help="formulas, too, see nothing of a left-out author"
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    sources = Sources.of()
    lexicons = load_lexicons(sources)
    clauses, notes, outputs = _read(sources, lexicons, GOLD)
    authors = sorted({note.gold["author"] for note in notes})
    print(f"{len(clauses)} clauses, {len(notes)} notes, {len(outputs)} outputs", file=sys.stderr)

    left_out: list[tuple[str, ...]] = [(author,) for author in authors]
    if options.strict:
        left_out += list(itertools.combinations(authors, 2))
    left_out.append(())
    models = _fit_all(left_out, (clauses, notes, outputs), options.workers)
    print(f"fitted in {time.monotonic() - started:.0f} s", file=sys.stderr)

    if options.report:
        coders = _left_out_coders(notes, authors, models, lexicons)
        _write_predictions(options.report, notes, coders)
    table = _merge(
        candidate_rows([n for n in notes if n.gold["author"] == author], models[(author,)])
        for author in authors
    )
    formulas = fit_formulas(table, _to_find(notes))
    _write_model(sources, models[()], formulas, clauses)
    return 0


def left_out_coders(gold: Path, workers: int = 2) -> dict[str, Coder]:
    """A coder for each author of gold notes, fitted on all clauses and the others' notes."""
    sources = Sources.of()
    lexicons = load_lexicons(sources)
    known = _read(sources, lexicons, gold)
    authors = sorted({note.gold["author"] for note in known[1]})
    models = _fit_all([(author,) for author in authors], known, workers)
    return _left_out_coders(known[1], authors, models, lexicons)


_Known = tuple[list[Sample], list[GoldNote], list[str]]


def _read(sources: Sources, lexicons: dict[str, Lexicon], gold: Path) -> _Known:
    """The clauses, the gold notes, and the outputs that either names."""
    clauses = read_samples(sources.data / "mappings", lexicons)
    notes = read_gold(gold, lexicons)
    named = {name for sample in clauses for name in sample.outputs}
    named |= {name for note in notes for sample in note.samples for name in sample.outputs}
    # Signs last: the model keeps their weights apart.
    return clauses, notes, sorted(named, key=lambda name: (name[0] == "S", name))


def _fit_all(
    left_out: list[tuple[str, ...]], known: _Known, workers: int
) -> dict[tuple[str, ...], ClauseModel]:
    with ProcessPoolExecutor(workers, initializer=_share, initargs=known) as pool:
        return dict(zip(left_out, pool.map(_fit, left_out), strict=True))


# What every worker fits on; handed over once, since it is large.
_shared: list[_Known] = []


def _share(clauses: list[Sample], notes: list[GoldNote], outputs: list[str]) -> None:
    _shared[:] = [(clauses, notes, outputs)]


def _fit(left_out: tuple[str, ...]) -> ClauseModel:
    clauses, notes, outputs = _shared[0]
    seen = [s for note in notes if note.gold["author"] not in left_out for s in note.samples]
    return fit_model([*clauses, *seen], outputs)


def _left_out_coders(
    notes: list[GoldNote],
    authors: list[str],
    models: dict[tuple[str, ...], ClauseModel],
    lexicons: dict[str, Lexicon],
) -> dict[str, Coder]:
    """A coder for each author that knows nothing of the author's notes."""
    vocabulary = load_vocabulary()
    displays = Displays(
        {lang: {c.curie: c.display(lang) for c in vocabulary} for lang in LANGUAGES}
    )
    coders = {}
    for author in authors:
        others = [other for other in authors if other != author]
        table = _merge(
            candidate_rows(
                [n for n in notes if n.gold["author"] == other],
                models.get(tuple(sorted((author, other))), models[(other,)]),
            )
            for other in others
        )
        formulas = fit_formulas(table, _to_find([n for n in notes if n.gold["author"] != author]))
        model = models[(author,)]
        coders[author] = Coder(
            lexicons,
            model,
            Columns.of(model.outputs),
            formulas,
            displays,
            (),
        )
    return coders


def _merge(tables: object) -> Table:
    merged: Table = {}
    for table in tables:  # type: ignore[attr-defined]
        for name, rows in table.items():
            merged.setdefault(name, []).extend(rows)
    return merged


def _to_find(notes: list[GoldNote]) -> dict[str, int]:
    problems = [problem for note in notes for problem in note.gold["problems"]]
    return {
        "problem": len(problems),
        "sign": sum(len(problem["signs"]) for problem in problems),
        "intervention": sum(
            len({(a["category"], a["target"]) for a in note.gold["interventions"]})
            for note in notes
        ),
    }


def _write_predictions(path: Path, notes: list[GoldNote], coders: dict[str, Coder]) -> None:
    with path.open("wb") as out:
        for note in notes:
            gold = note.gold
            asked = Note(gold["text"], gold["lang"], gold["discipline"], gold["id"])
            out.write(orjson.dumps(coded_note_to_json(code_note(asked, coders[gold["author"]]))))
            out.write(b"\n")


def _write_model(
    sources: Sources, model: ClauseModel, formulas: Formulas, clauses: list[Sample]
) -> None:
    weights, rest = sources.weights
    weights.parent.mkdir(exist_ok=True)
    np.savez(
        weights,
        outputs=model.weights,
        signs=model.sign_weights[:-1],
    )
    digest = hashlib.sha256(repr(clauses).encode()).hexdigest()
    stored = {
        "trained_on": f"sha256:{digest}",
        "clauses": len(clauses),
        "model": model_to_json(model),
        "formulas": formulas_to_json(formulas),
    }
    rest.write_bytes(orjson.dumps(stored, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    sys.exit(main())
