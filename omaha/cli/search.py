"""`omaha search`: concepts by words."""

from __future__ import annotations

from pathlib import Path

import click

from omaha.cli.options import HELP_NAMES, with_data, with_kind, with_lang
from omaha.cli.progress import say_compiling
from omaha.cli.words import KINDS, UNOFFICIAL
from omaha.loading import load_search


@click.command(context_settings=HELP_NAMES)
@click.argument("words", nargs=-1, required=True)
@with_kind
@with_lang(None, "Only words of this language; else both.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True,
              help="At most so many.")  # fmt: skip
@with_data
def command(
    words: tuple[str, ...],
    kind: str | None,
    lang: str | None,
    limit: int,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Find concepts by code, label, phrase of practice or scope note, best first.

    \b
    Examples:
      omaha search rode stuit
      omaha search "medicijn verget" --kind sign
      omaha search wound --lang en --limit 3
    """
    index = load_search(data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling)
    hits = index.search(" ".join(words), kind=kind, lang=lang, limit=limit)
    names = KINDS[lang or "nl"]
    for hit in hits:
        why = "" if hit.matched in (hit.display, hit.code) else f"  ~ {hit.matched}"
        line = f"{names[hit.kind]:17}{hit.code:12}{hit.display}{why}"
        click.echo(f"{hit.score:4.2f}  {line}")
    if not hits:
        click.echo("nothing found" if lang == "en" else "niets gevonden", err=True)
    elif lang != "en":
        click.echo(UNOFFICIAL["nl"])
