"""`omaha mappings release`, `releases`, `diff`, `rollback` and `compare`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from omaha.cli.evaluate import code_pairs, describe, read_objects
from omaha.cli.options import FILE, HELP_NAMES, with_data
from omaha.cli.progress import say_compiling
from omaha.cli.stewards import open_desk, with_steward
from omaha.evaluation import evaluate
from omaha.live import coder_with
from omaha.loading import load_coder
from omaha.store import Release, ReleaseStore

NONE = "none"


@click.command(context_settings=HELP_NAMES)
@click.argument("version", required=False)
@click.option("--note", default="", help="What it is about.")
@click.option("--live", is_flag=True, help="Have the coder run on it at once.")
@with_steward
def release_command(version: str | None, note: str, live: bool, **given: Any) -> None:
    """Freeze the shared mappings that are decided as VERSION (else the next number).

    \b
    Examples:
      omaha mappings release 2026-12 --note "winter"
      omaha mappings release --live
    """
    desk = open_desk(given)
    releases = ReleaseStore(desk.store)
    made = releases.build(desk.by, version, note)
    if live:
        releases.go_live(made.version, desk.by)
        made = replace(made, live=True)
    click.echo(one_line(made))


@click.command(context_settings=HELP_NAMES)
@with_steward
def releases_command(**given: Any) -> None:
    """Show all releases, oldest first."""
    desk = open_desk(given)
    for release in ReleaseStore(desk.store).all():
        click.echo(one_line(release))


@click.command(context_settings=HELP_NAMES)
@click.argument("old")
@click.argument("new", default="now")
@with_steward
def diff_command(old: str, new: str, **given: Any) -> None:
    """Show what changed from release OLD ("none": nothing) to NEW (else what is decided now)."""
    desk = open_desk(given)
    changes = ReleaseStore(desk.store).diff(
        None if old == NONE else old, None if new == "now" else new
    )
    for change in changes:
        click.echo(str(change))
    click.echo(f"{len(changes)} changes", err=True)


@click.command(context_settings=HELP_NAMES)
@click.argument("version")
@with_steward
def rollback_command(version: str, **given: Any) -> None:
    """Have the coder run on release VERSION; "none": on the lexicon as it came along.

    Every worker of a running service follows within a second.
    """
    desk = open_desk(given)
    releases = ReleaseStore(desk.store)
    releases.go_live(None if version == NONE else version, desk.by)
    click.echo(f"live: {version}")


@click.command(context_settings=HELP_NAMES)
@click.argument("version")
@click.argument("gold", type=FILE)
@click.option("--with-own", is_flag=True, help="With the organisation's own words on top.")
@with_data
@with_steward
def compare_command(version: str, gold: Path, with_own: bool, **given: Any) -> None:
    """Measure release VERSION ("none", "now") on gold notes beside the one that is live.

    \b
    Examples:
      omaha mappings compare 2026-12 gold.jsonl
    """
    desk = open_desk(given)
    places = {name: given.pop(name) for name in ("data", "cache", "label_pack")}
    releases = ReleaseStore(desk.store)
    coder = load_coder(**places, on_compile=say_compiling)
    own = releases.words(desk.by.organisation).rows if with_own else ()
    live = releases.live()
    wanted: tuple[Any, ...] = ()
    if version == "now":
        wanted = releases.decided().words()
    elif version != NONE:
        wanted = releases.content(version).words()
    notes, found = read_objects(gold), []
    for name, words in (("live now", live.rows if live else ()), (version, wanted)):
        found.append(evaluate(list(code_pairs(gold, notes, coder_with(coder, words, own)))))
        click.echo(f"{name}:")
        for line in describe(found[-1]):
            click.echo(f"  {line}")
    before, after = (each.figures for each in found)
    click.echo(f"F1 by going live with {version}:")
    for name in (each for each in before if each in after):
        old, new = before[name].f1, after[name].f1
        click.echo(f"  {name:22} {old:.3f} -> {new:.3f}  {new - old:+.3f}")


def one_line(release: Release) -> str:
    """A release on one line."""
    counts = ", ".join(f"{number} {heap}" for heap, number in release.counts.items())
    live = "  LIVE" if release.live else ""
    note = f"  # {release.note}" if release.note else ""
    return (
        f"{release.version}  {release.created:%Y-%m-%d %H:%M}  {release.maker}  {counts}  "
        f"sha256:{release.hash[:16]}{live}{note}"
    )
