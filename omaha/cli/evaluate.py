"""`omaha evaluate`: the coder measured on notes with gold codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from omaha.cli.options import FILE, HELP_NAMES, SHARE, with_data
from omaha.cli.progress import say_compiling
from omaha.coding.pipeline import Coder, code_note
from omaha.errors import DataError, InputError
from omaha.evaluation import Evaluation, Share, evaluate, grouped_by
from omaha.loading import load_coder
from omaha.model import Note
from omaha.output import coded_note_to_json

GROUPS = ("author", "style", "discipline")
_Pair = tuple[dict[str, Any], dict[str, Any]]


@click.command(context_settings=HELP_NAMES)
@click.argument("gold", type=FILE)
@click.option("--predicted", type=FILE, help="Coded notes by id; else the notes are coded now.")
@click.option("--by", multiple=True, help="Also per value of this field; repeatable.")
@click.option("--threshold", type=SHARE, help="Least score; 0 shows all.")
@with_data
def command(
    gold: Path,
    predicted: Path | None,
    by: tuple[str, ...],
    threshold: float | None,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Precision, recall and F1 with 95 % intervals, denied problems, and calibration.

    \b
    Examples:
      omaha evaluate gold.jsonl
      omaha evaluate gold.jsonl --predicted coded.jsonl --by discipline
    """
    notes = read_objects(gold)
    if predicted is not None:
        pairs = _joined(notes, predicted)
    else:
        coder = load_coder(data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling)
        pairs = list(code_pairs(gold, notes, coder, threshold))
    for line in describe(evaluate(pairs)):
        click.echo(line)
    for field in by if by else GROUPS:
        for value, part in grouped_by(pairs, field).items():
            click.echo(one_line(f"{field}={value}", evaluate(part)))


def read_objects(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file; raises DataError with the line of a bad one."""
    found = []
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found.append(_object(path, number, line))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    return found


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise DataError(path, number, "not valid JSON") from None
    if not isinstance(value, dict) or "id" not in value:
        raise DataError(path, number, "not a JSON object with an id")
    return value


def _joined(notes: list[dict[str, Any]], predicted: Path) -> list[_Pair]:
    coded = {value["id"]: value for value in read_objects(predicted)}
    missing = [note["id"] for note in notes if note["id"] not in coded]
    if missing:
        reason = f"{len(missing)} of the gold notes are missing, first {missing[0]!r}"
        raise InputError(str(predicted), reason)
    return [(note, coded[note["id"]]) for note in notes]


def code_pairs(
    gold: Path, notes: list[dict[str, Any]], coder: Coder, threshold: float | None = None
) -> Iterator[_Pair]:
    """Each gold note of a file with what a coder says of it."""
    for number, note in enumerate(notes, 1):
        if not isinstance(note.get("text"), str):
            raise DataError(gold, number, "a gold note without a text")
        asked = Note(note["text"], discipline=note.get("discipline"), threshold=threshold)
        yield note, coded_note_to_json(code_note(asked, coder))


def describe(found: Evaluation) -> list[str]:
    """The figures of a set of notes as lines."""
    lines = [f"{found.notes} notes", f"{'measure':22} {'P':>6} {'R':>6} {'F1':>6}   95 % interval"]
    for measure, figure in found.figures.items():
        numbers = f"{figure.precision:6.3f} {figure.recall:6.3f} {figure.f1:6.3f}"
        lines.append(f"{measure:22} {numbers}   {figure.low:.3f} to {figure.high:.3f}")
    lines += _share("denied problems coded all the same", found.denied)
    lines += _share("notes with nothing to code that got a code", found.nothing)
    if (wrong := found.calibration) is not None:
        interval = f"{wrong.low:.3f} to {wrong.high:.3f}"
        lines.append(f"expected calibration error: {wrong.error:.3f}   {interval}"
                     f" ({wrong.scores} scores)")  # fmt: skip
    return lines


def _share(name: str, share: Share) -> list[str]:
    if share.rate is None:
        return []
    return [f"{name}: {share.count} of {share.total} ({share.rate:.1%})"]


def one_line(name: str, found: Evaluation) -> str:
    """The figures of a group of notes, short."""
    line = f"  {name}: n={found.notes}"
    if (problem := found.figures.get("problem")) is not None:
        line += f" problem F1 {problem.f1:.3f} ({problem.low:.3f} to {problem.high:.3f})"
    if found.calibration is not None:
        line += f", calibration error {found.calibration.error:.3f}"
    return line
