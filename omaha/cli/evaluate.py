"""`omaha evaluate`: the coder measured on notes with gold codes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import orjson

from omaha.cli.options import FILE, HELP_NAMES, SHARE, with_data
from omaha.cli.progress import say_compiling
from omaha.coding.pipeline import Coder, code_note
from omaha.confusions import Confusion, find_confusions
from omaha.errors import DataError, InputError
from omaha.evaluation import Evaluation, Pair, Share, evaluate, facts_of, grouped_by
from omaha.loading import load_coder, load_vocabulary
from omaha.model import Note
from omaha.output import coded_note_to_json

GROUPS = ("author", "style", "discipline")


@click.command(context_settings=HELP_NAMES)
@click.argument("gold", type=FILE)
@click.option("--predicted", type=FILE, help="Coded notes by id; else the notes are coded now.")
@click.option("--by", multiple=True, help="Also per value of this field; repeatable.")
@click.option("--threshold", type=SHARE, help="Least score; 0 shows all.")
@click.option("--confusions", type=click.IntRange(0), default=12, show_default=True,
              help="How many pairs of confused problems to print.")  # fmt: skip
@click.option("--plots", type=FILE, help="Folder for pictures (PNG); made when missing.")
@with_data
def command(
    gold: Path,
    predicted: Path | None,
    by: tuple[str, ...],
    threshold: float | None,
    confusions: int,
    plots: Path | None,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Every figure of accuracy with its 95 % interval, by author, style and discipline.

    Precision, recall and F1; denied problems and notes with nothing to code that were coded
    all the same; how right band `accept` is and how much it finds; calibration beside what
    chance alone gives; and which problem was missed where which other one was given.

    --plots needs matplotlib: pip install 'omaha-system[charts]'.

    \b
    Examples:
      omaha evaluate gold.jsonl
      omaha evaluate gold.jsonl --predicted coded.jsonl --by discipline
      omaha evaluate gold.jsonl --predicted coded.jsonl --plots docs/accuracy
    """
    notes = read_objects(gold)
    if predicted is not None:
        pairs: list[Pair] = _joined(notes, predicted)
    else:
        coder = load_coder(data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling)
        pairs = list(code_pairs(gold, notes, coder, threshold))
    for line in describe(evaluate(pairs)):
        click.echo(line)
    vocabulary = load_vocabulary(data=data, cache=cache, label_pack=label_pack)
    displays = {each.code: each.display("en") for each in vocabulary if each.kind == "problem"}
    found = find_confusions(problems_of(pair) for pair in pairs)
    for line in describe_confusions(found, displays, confusions):
        click.echo(line)
    for field in by if by else GROUPS:
        for value, part in grouped_by(pairs, field).items():
            first, *rest = describe(evaluate(part))
            click.echo(f"\n{field}={value}: {first}")
            for line in rest:
                click.echo(f"  {line}")
    if plots is not None:
        draw = importlib.import_module("omaha.cli.plots").draw_evaluation
        for path in draw(plots, pairs, found, displays):
            click.echo(path)


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


def _joined(notes: list[dict[str, Any]], predicted: Path) -> list[Pair]:
    coded = {value["id"]: value for value in read_objects(predicted)}
    missing = [note["id"] for note in notes if note["id"] not in coded]
    if missing:
        reason = f"{len(missing)} of the gold notes are missing, first {missing[0]!r}"
        raise InputError(str(predicted), reason)
    return [(note, coded[note["id"]]) for note in notes]


def code_pairs(
    gold: Path, notes: list[dict[str, Any]], coder: Coder, threshold: float | None = None
) -> Iterator[Pair]:
    """Each gold note of a file with what a coder says of it."""
    for number, note in enumerate(notes, 1):
        if not isinstance(note.get("text"), str):
            raise DataError(gold, number, "a gold note without a text")
        asked = Note(note["text"], discipline=note.get("discipline"), threshold=threshold)
        yield note, coded_note_to_json(code_note(asked, coder))


def problems_of(pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    """The problems that are true of a note and those that were given."""
    gold, said = pair
    return facts_of(gold)["problem"], facts_of(said)["problem"]


def describe(found: Evaluation) -> list[str]:
    """The figures of a set of notes as lines."""
    lines = [f"{found.notes} notes", f"{'measure':22} {'P':>6} {'R':>6} {'F1':>6}   95 % interval"]
    for measure, figure in found.figures.items():
        numbers = f"{figure.precision:6.3f} {figure.recall:6.3f} {figure.f1:6.3f}"
        lines.append(f"{measure:22} {numbers}   {figure.low:.3f} to {figure.high:.3f}")
    lines += _share("denied problems coded all the same", found.denied)
    lines += _share("notes with nothing to code that got a code", found.nothing)
    lines += _share("band accept: right, of those suggested", found.accepted)
    lines += _share("band accept: found, of all true problems", found.covered)
    if (wrong := found.calibration) is not None:
        chance = wrong.chance
        lines.append(f"expected calibration error: {wrong.error:.3f}   {wrong.low:.3f} to"
                     f" {wrong.high:.3f} ({wrong.scores} scores)")  # fmt: skip
        lines.append(f"  by chance alone, calibrated perfectly: {chance.error:.3f}   "
                     f"{chance.low:.3f} to {chance.high:.3f}")  # fmt: skip
    return lines


def _share(name: str, share: Share) -> list[str]:
    if share.rate is None:
        return []
    interval = f"{share.low:.1%} to {share.high:.1%}"
    return [f"{name}: {share.count} of {share.total} ({share.rate:.1%})   {interval}"]


def describe_confusions(
    found: Sequence[Confusion], displays: Mapping[str, str], most: int
) -> list[str]:
    """The heaviest pairs as lines: how often, what was missed, what was given in its place."""
    if not found:
        return []
    alone = sum(one.weight for one in found if one.given is None)
    lines = ["", f"missed problems: {sum(one.weight for one in found):.0f}, of which {alone:.0f} "
             "in notes with no wrong code; the others:"]  # fmt: skip
    for one in [one for one in found if one.given is not None][:most]:
        missed, given = _named(one.missed, displays), _named(one.given or "", displays)
        lines.append(f"{one.weight:5.1f} in {one.notes:2} notes  {missed} -> {given}")
    return lines


def _named(code: str, displays: Mapping[str, str]) -> str:
    return f"{code} {displays.get(code, '(unknown code)')}"
