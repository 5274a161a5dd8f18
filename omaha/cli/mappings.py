"""`omaha mappings`: what words mean, proposed, judged and released."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from omaha.agreement import Agreement
from omaha.cli.mapping_files import export_command, import_command
from omaha.cli.options import FILE, HELP_NAMES, with_data, with_lang
from omaha.cli.release_commands import (
    compare_command,
    diff_command,
    release_command,
    releases_command,
    rollback_command,
)
from omaha.cli.stewards import open_desk, with_steward
from omaha.cli.verdict_files import one_line, read_verdicts, write_sheet
from omaha.curation import RELATIONS, STATUSES, VERDICTS, check_mapping, completed
from omaha.errors import InputError
from omaha.loading import load_crosswalks, load_vocabulary
from omaha.mappings import Mapping
from omaha.store import CurationStore, Entry, FeedbackStore, Filter, Verdict

SCOPES = ("organisation", "discipline", "global")


@click.group(context_settings=HELP_NAMES)
def command() -> None:
    """What words mean: import, propose, judge, release, roll back.

    Words of an organisation work as soon as one steward accepts them. Shared ones are judged
    blind by two, settled by a third where they differ, and work once a release is live.

    \b
    Examples:
      omaha mappings import words.xlsx --kind target
      omaha mappings queue
      omaha mappings judge lex:f077f94c1a4d --verdict accept
      omaha mappings release 2026-12 --live
    """


command.add_command(import_command, "import")
command.add_command(export_command, "export")
command.add_command(release_command, "release")
command.add_command(releases_command, "releases")
command.add_command(diff_command, "diff")
command.add_command(rollback_command, "rollback")
command.add_command(compare_command, "compare")


def _with_filter(call: Any) -> Any:
    """Give a command the options that choose mappings."""
    for option in (
        click.option("--words", help="Part of the phrase."),
        click.option("--object", help="CURIE, or its start ending in / or :"),
        click.option("--for-discipline", "discipline", help="Only of this discipline."),
        click.option("--scope", type=click.Choice(SCOPES), help="Only of this scope."),
        click.option("--status", type=click.Choice(STATUSES), help="Only with this status."),
    ):
        call = option(call)
    return call


def _filter(given: dict[str, Any]) -> Filter:
    names = ("status", "scope", "discipline", "object", "words")
    return Filter(**{name: given.pop(name) for name in names})


@command.command()
@click.argument("words")
@click.option("--object", required=True, help="CURIE of what is meant: omaha:target/39.")
@click.option("--predicate", type=click.Choice(RELATIONS), default="skos:broadMatch",
              show_default=True, help="How the two relate.")  # fmt: skip
@click.option("--not", "negative", is_flag=True, help="The words do not mean this.")
@click.option("--scope", type=click.Choice(SCOPES), default="organisation", show_default=True)
@click.option("--discipline", default="any", show_default=True, help="Who uses the words so.")
@click.option("--replaces", help="Id of the mapping that this one mends.")
@click.option("--comment", default="", help="Why.")
@with_lang("nl", "Language of the words.")
@with_data
@with_steward
def propose(words: str, **given: Any) -> None:
    """Propose that WORDS (or a concept of ours, as a CURIE) mean an object.

    \b
    Examples:
      omaha mappings propose "baxter aangereikt" --object omaha:target/39
      omaha mappings propose baxter --object omaha:problem/42 --not
    """
    desk = open_desk(given)
    places = {name: given.pop(name) for name in ("data", "cache", "label_pack")}
    scope, replaces = given.pop("scope"), given.pop("replaces")
    literal = not words.startswith("omaha:")
    if (scope == "discipline") != (given["discipline"] != "any") and scope != "organisation":
        raise InputError("--scope", "discipline goes with a --discipline, global with none")
    lang = given.pop("lang")
    mapping = Mapping(
        words,
        literal=literal,
        lang=lang if literal else "",
        justification="semapv:ManualMappingCuration",
        source=desk.by.name,
        organisation=desk.by.organisation if scope == "organisation" else "",
        **given,
    )
    vocabulary, crosswalks = load_vocabulary(**places), load_crosswalks(**places)
    check_mapping(mapping, vocabulary, crosswalks)
    whole = completed(mapping, vocabulary, crosswalks)
    (entry,) = CurationStore(desk.store).propose([whole], desk.by, replaces=replaces)
    _show([entry])


@command.command()
@click.argument("ids", nargs=-1)
@click.option("--verdict", type=click.Choice(VERDICTS), help="What you say of them.")
@click.option("--relation", type=click.Choice(RELATIONS), default=None,
              help="What is right, with verdict other.")  # fmt: skip
@click.option("--reason", default="", help="Why.")
@click.option("--own", is_flag=True, help="Judge shared mappings for your organisation only.")
@click.option("--all", "expected", type=click.IntRange(0), metavar="N",
              help="Judge all that the filter finds; N is how many you mean.")  # fmt: skip
@click.option("--file", type=FILE, help="CSV or XLSX with mapping, verdict, relation, reason.")
@_with_filter
@with_steward
def judge(ids: tuple[str, ...], **given: Any) -> None:
    """Judge mappings by their IDS, all that a filter finds, or from a file.

    \b
    Examples:
      omaha mappings judge lex:f077f94c1a4d --verdict accept
      omaha mappings judge --all 300 --verdict accept --status predicted --words baxter
      omaha mappings judge --file judgements.csv
    """
    desk = open_desk(given)
    store, wanted = CurationStore(desk.store), _filter(given)
    ways = [bool(ids), given["expected"] is not None, given["file"] is not None]
    if sum(ways) != 1:
        raise InputError("judge", "name mappings by id, or use --all N with a filter, or --file")
    _check_options(ids, wanted, given)
    if given["file"] is not None:
        said, left = read_verdicts(given["file"])
        number = store.judge_each(said, desk.by)
        click.echo(f"{number} judged" + (f", {left} left open" if left else ""))
        return
    if given["verdict"] is None:
        raise InputError("--verdict", f"use {', '.join(VERDICTS)}")
    relation = given["relation"] or ""
    if given["expected"] is not None:
        number = store.judge_all(wanted, given["verdict"], desk.by, expected=given["expected"],
                                 relation=relation, reason=given["reason"])  # fmt: skip
        click.echo(f"{number} judged")
        return
    said = [Verdict(id, given["verdict"], relation, given["reason"]) for id in ids]
    _show([store.judge(each, desk.by, own=given["own"]) for each in said])


@command.command()
@click.argument("number", type=int, required=False)
@with_steward
def undo(number: int | None, **given: Any) -> None:
    """Take your latest judgement back, or the one with NUMBER."""
    desk = open_desk(given)
    _show([CurationStore(desk.store).undo(desk.by, number)])


@command.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--to", "sheet", type=FILE, help="Write them to a CSV, to be filled in and judged.")
@with_steward
def queue(limit: int, sheet: Path | None, **given: Any) -> None:
    """What is best to judge next: most to gain first, every tenth drawn at random.

    \b
    Examples:
      omaha mappings queue --limit 50 --to oordelen.csv   # fill in the column verdict
      omaha mappings judge --file oordelen.csv
    """
    desk = open_desk(given)
    found = CurationStore(desk.store).queue(desk.by, limit)
    if sheet is None:
        _show(found, "nothing to judge")
        return
    write_sheet(sheet, found, load_vocabulary())
    click.echo(f"{sheet}: {len(found)} to judge; fill in {', '.join(VERDICTS)} as the verdict")


@command.command("list")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@_with_filter
@with_steward
def list_mappings(limit: int, **given: Any) -> None:
    """Show mappings, and how many have each status."""
    desk = open_desk(given)
    store, wanted = CurationStore(desk.store), _filter(given)
    _show(store.page(wanted, desk.by, limit).entries, "nothing found")
    counts = store.count(wanted, desk.by)
    click.echo(", ".join(f"{number} {status}" for status, number in counts.items()), err=True)


@command.command()
@click.argument("id")
@with_steward
def show(id: str, **given: Any) -> None:
    """Show one mapping with the judgements that you may see."""
    desk = open_desk(given)
    store = CurationStore(desk.store)
    _show([store.find(id, desk.by)])
    for judgement in store.judgements_of(id, desk.by):
        steward, reason = judgement.steward, f": {judgement.reason}" if judgement.reason else ""
        said = f"undo of {judgement.undoes}" if judgement.undoes else " ".join(judgement.said)
        click.echo(
            f"  {judgement.number}  {judgement.time:%Y-%m-%d %H:%M}  {steward.name} "
            f"({steward.organisation})  {said.strip()}{reason}"
        )


@command.command()
@with_steward
def conflicts(**given: Any) -> None:
    """Mappings that two stewards judged differently; a third person settles by judging."""
    desk = open_desk(given)
    found = CurationStore(desk.store).conflicts(desk.by, 1000)
    _show((entry for entry, may in found if may), "no conflict for you to settle")
    waiting = sum(not may for _, may in found)
    if waiting:
        click.echo(f"{waiting} of your own wait for a third person", err=True)


@command.command()
@click.option("--sampled", is_flag=True, help="Only mappings that were drawn at random.")
@with_steward
def stats(sampled: bool, **given: Any) -> None:
    """How far stewards agree: percent, Cohen's kappa, Krippendorff's alpha."""
    desk = open_desk(given)
    figures = CurationStore(desk.store).statistics(sampled=sampled)
    click.echo(f"{'':40} {'mappings':>8} {'pairs':>6} {'agree':>6} {'kappa':>6} {'alpha':>6}")
    for name, group in figures.items():
        for each in group:
            label = each.group if name == "all" else f"{name} {each.group}"
            click.echo(_figures(label, each))


@command.command()
@click.option("--keep-words/--forget-words", default=None,
              help="Whether your organisation keeps the words that users mark.")  # fmt: skip
@with_steward
def feedback(keep_words: bool | None, **given: Any) -> None:
    """What users refused and missed most; whether words that they mark are kept."""
    desk = open_desk(given)
    store = FeedbackStore(desk.store)
    if keep_words is not None:
        store.keep_words(desk.by, keep=keep_words)
    for each in store.support(desk.by):
        click.echo(f"{each.mapping or '-':16} {each.concept:24} {each.said} by {each.users} users")
    kept = "are kept" if store.keeps_words(desk.by.organisation) else "are not kept"
    click.echo(f"words that users of {desk.by.organisation} mark {kept}", err=True)


def _check_options(ids: tuple[str, ...], wanted: Filter, given: dict[str, Any]) -> None:
    """Refuse options of `judge` that would be ignored."""
    if given["own"] and not ids:
        raise InputError("--own", "not with --all or --file; name mappings by id with --own")
    if given["file"] is not None and (given["verdict"] or given["relation"] or given["reason"]):
        raise InputError(
            "--file", "leave out --verdict, --relation and --reason; the file says these"
        )
    if given["expected"] is None and wanted != Filter():
        raise InputError("judge", "a filter goes with --all N only; leave it out")


def _show(entries: Iterable[Entry], nothing: str = "") -> None:
    vocabulary, found = load_vocabulary(), list(entries)
    for entry in found:
        click.echo(one_line(entry, vocabulary))
    if not found:
        click.echo(nothing, err=True)


def _figures(label: str, each: Agreement) -> str:
    def shown(value: float | None) -> str:
        return "     -" if value is None else f"{value:6.3f}"

    return (
        f"{label:40} {each.mappings:8} {each.pairs:6} {shown(each.percent)} "
        f"{shown(each.kappa)} {shown(each.alpha)}"
    )
