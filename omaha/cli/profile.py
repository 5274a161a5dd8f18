"""`omaha profile`: a neighbourhood in numbers, from coded notes or counts."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from omaha.batch import write_whole
from omaha.cli.options import FILE, HELP_NAMES, with_data
from omaha.cli.plots import chart
from omaha.cli.words import UNOFFICIAL
from omaha.counting import count_notes, read_counts, read_residents, read_table
from omaha.errors import DataError, InputError
from omaha.loading import load_vocabulary
from omaha.views.profile import (
    COLUMNS,
    LEAST_THRESHOLD,
    Profile,
    build_profile,
    profile_to_json,
    profile_to_rows,
)
from omaha.views.profile_counts import (
    CLIENTS,
    NOTES,
    PERIOD,
    PERIODS,
    UNKNOWN,
    Counts,
    Tally,
    check_by,
    domains_of,
)
from omaha.views.profile_page import choose, panels, profile_page
from omaha.views.profile_suppression import THRESHOLD
from omaha.vocabulary import Vocabulary

SUFFIXES = (".html", ".json", ".csv", ".tsv")
_TABLES = (".csv", ".tsv")
# Bad lines that are told one by one; more would drown the rest.
_TOLD = 20


@click.command(context_settings=HELP_NAMES)
@click.argument("coded", type=FILE, nargs=-1, required=True)
@click.option("--by", default="wijk,period", show_default=True,
              help="What to count by: fields, parted by commas; the area first.")  # fmt: skip
@click.option("--with", "beside", type=FILE, help="Table with the same ids in the same order, "
              "such as the file that was coded: area, date, client.")  # fmt: skip
@click.option("--id-column", default="id", show_default=True, help="The id in that table.")
@click.option("--every", type=click.Choice(PERIODS), default="year", show_default=True,
              help="How long a period is, where there is a date.")  # fmt: skip
@click.option("--band", multiple=True, type=click.Choice(("accept", "ask")),
              help="Count only suggestions of this band; repeatable.")  # fmt: skip
@click.option("--threshold", type=click.IntRange(LEAST_THRESHOLD), default=THRESHOLD,
              show_default=True, help="Counts below this are hidden.")  # fmt: skip
@click.option("--residents", type=FILE, help="Table with the area and its 'residents'.")
@click.option("--unit", type=click.Choice((CLIENTS, NOTES)), default=CLIENTS, show_default=True,
              help="What a table of counts counts; of coded notes it shows.")  # fmt: skip
@click.option("--area", multiple=True, help="On the page: this area; repeatable, at most three.")
@click.option("--where", multiple=True, help="On the page: this value, as discipline=poh.")
@click.option("--title", help="On the page: its title.")
@click.option("-o", "--output", type=FILE, multiple=True,
              help="Write .html, .json, .csv or .tsv; repeatable. Else CSV, printed.")  # fmt: skip
@with_data
def command(
    coded: tuple[Path, ...],
    by: str,
    beside: Path | None,
    id_column: str,
    every: str,
    band: tuple[str, ...],
    threshold: int,
    residents: Path | None,
    unit: str,
    area: tuple[str, ...],
    where: tuple[str, ...],
    title: str | None,
    output: tuple[Path, ...],
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """The problems of an area in numbers, with small counts hidden.

    CODED are coded notes (JSONL of `omaha code`; - is standard input) or one table of counts
    (CSV with the fields of --by, code and count; without a code: all units of the group).
    Area, date and client stand in the coded notes themselves or in the table of --with.
    With a client each one counts once in a group; without, notes are counted.

    \b
    Examples:
      omaha code notities.csv --text-column tekst -o coded.jsonl
      omaha profile coded.jsonl --with notities.csv -o wijken.html -o wijken.csv
      omaha profile coded.jsonl --by wijk,period,discipline --every quarter
      omaha profile counts.csv --by wijk,period --area Noord --area Zuid -o noord-zuid.html
    """
    for path in output:
        if path.suffix.lower() not in SUFFIXES:
            raise InputError(str(path), f"must end in one of {', '.join(SUFFIXES)}")
    names = check_by(by.split(","))
    vocabulary = load_vocabulary(data=data, cache=cache, label_pack=label_pack)
    domains = domains_of(vocabulary)
    bad = _Bad()
    if coded[0].suffix.lower() in _TABLES:
        if len(coded) > 1:
            raise InputError("coded", "give one table of counts, or files of coded notes")
        counts = read_counts(coded[0], names, unit, domains)
    else:
        tally = Tally(names, domains, length=every, bands=band)
        counts = _count(coded, tally, beside, id_column, bad)
    place = next((name for name in names if name != PERIOD), "")
    known = read_residents(residents, place) if residents else None
    profile = build_profile(counts, domains, threshold=threshold, residents=known)
    page = _page_of(area, where, title, vocabulary)
    for path in output:
        with write_whole(path) as stream:
            stream.write(_written(path.suffix.lower(), profile, vocabulary, page))
    if not output:
        sys.stdout.buffer.write(_written(".csv", profile, vocabulary, page))
    _tell(counts, profile, bad)
    raise click.exceptions.Exit(1 if bad.count else 0)


class _Bad:
    """Lines that could not be counted, told as they come."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: DataError) -> None:
        self.count += 1
        if self.count <= _TOLD:
            click.echo(str(error), err=True)


def _count(
    coded: Sequence[Path], tally: Tally, beside: Path | None, id_column: str, bad: _Bad
) -> Counts:
    wanted = [*tally.by, "date", "client"]
    context = read_table(beside, id_column, wanted) if beside else None
    with ExitStack() as stack:
        for path in coded:
            count_notes(str(path), _opened(stack, path), tally, bad, context)
    return tally.counts()


def _opened(stack: ExitStack, path: Path) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None


def _tell(counts: Counts, profile: Profile, bad: _Bad) -> None:
    """What whoever asked should know about the figures."""
    if bad.count > _TOLD:
        click.echo(f"... and {bad.count - _TOLD} more lines", err=True)
    for place, name in enumerate(counts.by):
        if counts.groups and all(values[place] == UNKNOWN for values in counts.groups):
            named = "date" if name == PERIOD else name
            click.echo(f"no note says its '{named}'; name a table that does with --with, or count "
                       "by other fields with --by", err=True)  # fmt: skip
    if counts.groups and all(not part.areas and part.total is None for part in profile.slices):
        click.echo(f"fewer than {profile.threshold} {profile.unit} in a group: nothing may be "
                   "shown", err=True)  # fmt: skip
    if counts.unit == NOTES:
        click.echo("counted notes, not clients: ten notes may be of one client; add a field "
                   "'client' (a pseudonym, never a BSN) to count people", err=True)  # fmt: skip


_Page = Callable[[Profile], str]


def _page_of(
    area: Sequence[str], where: Sequence[str], title: str | None, vocabulary: Vocabulary
) -> _Page:
    values = {}
    for each in where:
        name, sign, value = each.partition("=")
        if not sign:
            raise InputError("where", "write it as discipline=poh")
        values[name] = value

    def write(profile: Profile) -> str:
        displays = displays_of(vocabulary)
        choice = choose(profile, displays, areas=area, where=values)
        drawing = chart("profile")
        bars = drawing.bars_chart(choice.columns, choice.domains, "Aandeel per domein")
        lines = ""
        if len(choice.periods) > 1:
            found = panels(profile, choice, values)
            lines = drawing.lines_chart(found, choice.periods, "Aandeel per periode")
        named = title or f"Wijkbeeld {' en '.join(choice.areas)}"
        note = "" if vocabulary.label_packs else UNOFFICIAL["nl"]
        return profile_page(profile, choice, title=named, bars=bars, lines=lines, labels_note=note)

    return write


def displays_of(vocabulary: Vocabulary) -> dict[str, str]:
    """The Dutch names of problems and domains, by code."""
    kinds = ("problem", "domain")
    return {one.code: one.display("nl") for one in vocabulary if one.kind in kinds}


def _written(suffix: str, profile: Profile, vocabulary: Vocabulary, page: _Page) -> bytes:
    displays = displays_of(vocabulary)
    if suffix == ".html":
        return page(profile).encode()
    if suffix == ".json":
        found: dict[str, Any] = profile_to_json(profile, displays)
        return orjson.dumps(found, option=orjson.OPT_INDENT_2)
    out = io.StringIO()
    delimiter = "\t" if suffix == ".tsv" else ","
    writer = csv.DictWriter(out, [*profile.by, *COLUMNS], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(profile_to_rows(profile, displays))
    return out.getvalue().encode()
