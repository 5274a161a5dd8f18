"""`omaha lookup`: what a code stands for."""

from __future__ import annotations

from pathlib import Path

import click

from omaha.cli.codes import find_concepts
from omaha.cli.options import HELP_NAMES, with_data, with_kind, with_lang
from omaha.cli.progress import say_compiling
from omaha.cli.words import KINDS, UNOFFICIAL
from omaha.loading import load_vocabulary
from omaha.model import Concept
from omaha.vocabulary import Vocabulary


@click.command(context_settings=HELP_NAMES)
@click.argument("code", nargs=-1, required=True)
@with_kind
@with_lang("nl", "Language of the answer.")
@with_data
def command(
    code: tuple[str, ...],
    kind: str | None,
    lang: str,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Show what a code stands for, where it belongs and what lies below it.

    Without a kind a problem is preferred, then sign, target and category; the others that
    bear the code are named.

    \b
    Examples:
      omaha lookup 24
      omaha lookup 24 --kind target --lang en
      omaha lookup SS2601
    """
    vocabulary = load_vocabulary(
        data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling
    )
    found = find_concepts(vocabulary, code, kind)
    for line in describe(vocabulary, found[0], lang):
        click.echo(line)
    for other in found[1:] if kind is None else ():
        named = f"{KINDS[lang][other.kind]} {other.code} {other.display(lang)}"
        click.echo(("Ook: " if lang == "nl" else "Also: ") + named)
    if lang == "nl" and not vocabulary.label_packs:
        click.echo(UNOFFICIAL["nl"])


def describe(vocabulary: Vocabulary, concept: Concept, lang: str) -> list[str]:
    """The lines that tell of a concept."""
    english = "" if lang == "en" else f" ({concept.display('en')})"
    lines = [f"{KINDS[lang][concept.kind]} {concept.code}  {concept.display(lang)}{english}"]
    if note := concept.note(lang):
        lines.append(f"  {note}")
    for above in vocabulary.ancestors(concept.curie):
        lines.append(f"  < {KINDS[lang][above.kind]} {above.code} {above.display(lang)}")
    for system, code in concept.notations:
        lines.append(f"  {system}: {code}")
    for below in vocabulary.children(concept.curie):
        lines.append(f"  > {below.code} {below.display(lang)}")
    return lines
