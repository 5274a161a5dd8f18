"""`omaha mappings import` and `export`: spreadsheets and SSSOM in, SSSOM out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from omaha.cli.options import FILE, HELP_NAMES, with_data, with_lang
from omaha.cli.stewards import Desk, open_desk, with_steward
from omaha.crosswalks import Crosswalks
from omaha.curation import RELATIONS, check_mapping, find_clash
from omaha.errors import DataError, InputError, OmahaError
from omaha.identifiers import refuse_bsn
from omaha.loading import Sources, load_crosswalks, load_vocabulary, read_lexicon
from omaha.mappings import Mapping
from omaha.model import KINDS
from omaha.spreadsheets import SUFFIXES, Defaults, read_spreadsheet
from omaha.sssom import metadata_for, read_rows, write_mappings
from omaha.store import CurationStore, Filter, ReleaseStore, Verdict
from omaha.vocabulary import Vocabulary

_OPEN = "open"
_LICENSES = {
    "shared": "https://creativecommons.org/publicdomain/zero/1.0/",
    # What an organisation exports is its own until it says otherwise.
    "organisation": "https://w3id.org/sssom/license/unspecified",
}
_Row = tuple[Path, int, Mapping]


@click.command(context_settings=HELP_NAMES)
@click.argument("files", nargs=-1, type=FILE, required=True)
@click.option("--kind", type=click.Choice(KINDS), help="Of what kind the codes of a sheet are.")
@click.option("--predicate", type=click.Choice(RELATIONS), default="skos:broadMatch",
              show_default=True, help="How the words of a sheet relate to the code.")  # fmt: skip
@click.option("--scope", type=click.Choice(("organisation", "shared")),
              help="Whose words; else a sheet's are yours, and SSSOM says.")  # fmt: skip
@click.option("--accept", is_flag=True, help="Accept them all at once, as the steward.")
@click.option("--strict", is_flag=True, help="With one bad row take none.")
@with_lang("nl", "Language of a sheet's words.")
@with_data
@with_steward
def import_command(files: tuple[Path, ...], **given: Any) -> None:
    """Take mappings from spreadsheets ("word, code": .csv, .tsv, .xlsx) and SSSOM (.sssom.tsv).

    Good rows are taken and bad ones told of, with file, line and reason (exit code 1); with
    --strict one bad row stops all. What is there already stays as it is.

    \b
    Examples:
      omaha mappings import words.xlsx --kind target --organisation "Wijkteam Noord"
      omaha mappings import mappings/lexicon-*.sssom.tsv
    """
    desk = open_desk(given)
    places = {name: given.pop(name) for name in ("data", "cache", "label_pack")}
    vocabulary, crosswalks = load_vocabulary(**places), load_crosswalks(**places)
    good: list[_Row] = []
    bad: list[OmahaError] = []
    for path in files:
        _take(path, desk, vocabulary, crosswalks, given, good, bad)
    store = CurationStore(desk.store)
    if not (bad and given["strict"]):
        found = store.propose([mapping for _, _, mapping in good], desk.by)
        if given["accept"]:
            open_ones = [entry.mapping.id for entry in found if entry.status == "predicted"]
            store.judge_each([Verdict(id, "accept", "", "import") for id in open_ones], desk.by)
        click.echo(f"{len(found)} mappings are in the store")
    for line in _to_look_at(good, Sources.of(places["data"])):
        click.echo(f"look at {line}", err=True)
    for error in bad:
        click.echo(f"not taken {error}", err=True)
    if bad:
        click.echo(
            f"{len(bad)} rows not taken" + ("; --strict: nothing was" if given["strict"] else ""),
            err=True,
        )
        raise click.exceptions.Exit(1)


def _take(
    path: Path,
    desk: Desk,
    vocabulary: Vocabulary,
    crosswalks: Crosswalks,
    given: dict[str, Any],
    good: list[_Row],
    bad: list[OmahaError],
) -> None:
    """Sort the rows of one file into good and bad ones."""
    seen = {_same(mapping): (where, line) for where, line, mapping in good}
    for line, row in _rows(path, desk, vocabulary, given):
        if isinstance(row, DataError):
            bad.append(row)
            continue
        try:
            check_mapping(row, vocabulary, crosswalks)
            refuse_bsn("subject", row.subject)
            if row.organisation not in ("", desk.by.organisation):
                raise InputError("organisation", "another one's words; name it as yours")
            if (first := seen.get(_same(row))) is not None:
                place = _place(path, *first)
                raise InputError("row", f"says the same as {place}; capitals make no difference")
        except InputError as error:
            bad.append(DataError(path, line, str(error)))
            continue
        seen[_same(row)] = (path, line)
        good.append((path, line, row))


def _place(here: Path, path: Path, line: int) -> str:
    """A line as it is told of in another one of the same file, or of another."""
    return f"line {line}" if path == here else f"{path.name}:{line}"


def _same(mapping: Mapping) -> str:
    """What two rows share that say the same."""
    return (
        replace(mapping, subject=mapping.subject.casefold()).id if mapping.literal else mapping.id
    )


def _rows(
    path: Path, desk: Desk, vocabulary: Vocabulary, given: dict[str, Any]
) -> Iterator[tuple[int, Mapping | DataError]]:
    organisation = desk.by.organisation
    if path.name.endswith(".sssom.tsv"):
        try:
            rows = list(read_rows(path))
        except (OSError, UnicodeDecodeError):
            raise DataError(path, 0, "cannot be read as UTF-8") from None
        owners = {"organisation": organisation, "shared": ""}
        for line, row in rows:
            if isinstance(row, Mapping) and given["scope"] is not None:
                row = replace(row, organisation=owners[given["scope"]])  # noqa: PLW2901
            yield line, row
        return
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("file", f"of another kind; use .sssom.tsv, {', '.join(SUFFIXES)}")
    yield from read_spreadsheet(
        path,
        vocabulary,
        Defaults(
            organisation="" if given["scope"] == "shared" else organisation,
            predicate=given["predicate"],
            kind=given["kind"],
            lang=given["lang"],
            source=desk.by.name,
            date=datetime.date.today().isoformat(),
        ),
    )


def _to_look_at(good: list[_Row], sources: Sources) -> Iterator[str]:
    """Rows that are taken and may be wrong: the same words twice, or in the lexicon already."""
    sheets = [row for row in good if not row[0].name.endswith(".sssom.tsv")]
    if not sheets:
        return
    known: dict[str, list[Mapping]] = {}
    for mapping in read_lexicon(sources):
        known.setdefault(mapping.subject.casefold(), []).append(mapping)
    seen: dict[str, list[_Row]] = {}
    for path, line, mapping in sheets:
        words = mapping.subject.casefold()
        there = [row for row in known.get(words, ()) if row.lang == mapping.lang]
        same = next((row for row in there if row.object == mapping.object), None)
        if same is not None:
            yield f"{path}:{line}: the lexicon has {mapping.subject!r} so already ({same.id})"
        elif clash := find_clash(mapping, there):
            yield f"{path}:{line}: the lexicon says {mapping.subject!r} is {clash.object}"
        for where, first, other in seen.get(words, ()):
            if find_clash(mapping, [other]) is not None:
                yield (
                    f"{path}:{line}: {mapping.subject!r} is {other.object} on "
                    f"{_place(path, where, first)}; accepting both needs a reason"
                )
        seen.setdefault(words, []).append((path, line, mapping))


@click.command(context_settings=HELP_NAMES)
@click.argument("folder", type=FILE)
@with_steward
def export_command(folder: Path, **given: Any) -> None:
    """Write the store's mappings as SSSOM 1.1 into FOLDER, a file for each of:

    shared or the organisation's; phrases or concepts; accepted, negative, unsure, and open
    (not decided). Import gives the same mappings back, to be judged; `omaha store backup`
    keeps the judgements.
    """
    desk = open_desk(given)
    folder.mkdir(parents=True, exist_ok=True)
    releases = ReleaseStore(desk.store)
    for owner, organisation in (("shared", ""), ("organisation", desk.by.organisation)):
        decided = releases.decided(organisation)
        heaps = {
            "accepted": decided.accepted,
            # A claim that was refused goes out as what is known now: that it is not so.
            "negative": tuple(replace(row, negative=True) for row in decided.negative),
            "unsure": decided.unsure,
            _OPEN: tuple(_undecided(CurationStore(desk.store), desk, organisation)),
        }  # fmt: skip
        for heap, rows in heaps.items():
            for what, literal in (("phrases", True), ("concepts", False)):
                found = [row for row in rows if row.literal == literal]
                name = f"{owner}-{what}-{heap}"
                path = folder / f"{name}.sssom.tsv"
                if not found:
                    path.unlink(missing_ok=True)
                    continue
                title = f"{what.capitalize()} {heap} ({organisation or 'shared'})"
                write_mappings(path, found, metadata_for(name, title, found, _LICENSES[owner]))
                click.echo(f"{path}: {len(found)}")


def _undecided(store: CurationStore, desk: Desk, organisation: str) -> Iterator[Mapping]:
    for status in ("predicted", "in_review", "conflict"):
        cursor = None
        while True:
            page = store.page(Filter(status=status), desk.by, 1000, cursor)
            for entry in page.entries:
                if entry.mapping.organisation == organisation:
                    yield entry.mapping
            if (cursor := page.next) is None:
                break
