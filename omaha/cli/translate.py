"""`omaha translate`: a code in another scheme, and back."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from omaha.cli.codes import find_concepts
from omaha.cli.options import HELP_NAMES, with_data, with_kind, with_lang
from omaha.cli.progress import say_compiling
from omaha.cli.words import KINDS
from omaha.crosswalks import PREDICTED, Crosswalks, Match
from omaha.curation import HERE
from omaha.loading import load_crosswalks, load_vocabulary
from omaha.model import Concept
from omaha.views.wording import RELATIONS
from omaha.vocabulary import Vocabulary

_BACK = {"skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch"}


@click.command(context_settings=HELP_NAMES)
@click.argument("code")
@click.option(
    "--to", required=True, help="zrm (zrm2017), zrm2013, pg, gordon, zorgleefplan, icf, icpc or nz."
)
@with_kind
@click.option("--reverse", is_flag=True, help="From a code of that scheme to ours.")
@with_lang("nl", "Language of the answer.")
@click.option("--organisation", help="With what its stewards decided and the live release.")
@click.option("--store", help="Database URL of --organisation; else the SQLite file of this user.")
@with_data
def command(
    code: str,
    to: str,
    kind: str | None,
    reverse: bool,
    lang: str,
    organisation: str | None,
    store: str | None,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Show what a code is in another scheme, how near the two are and how sure that is.

    Related is not the same: the relation is spelled out on each line.

    \b
    Examples:
      omaha translate 24 --to zrm
      omaha translate 24 --to nz
      omaha translate b280 --to icf --reverse
    """
    crosswalks = load_crosswalks(
        data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling
    )
    vocabulary = load_vocabulary(
        data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling
    )
    if organisation or store:
        # Only these pay for the database.
        of_organisation = importlib.import_module("omaha.cli.organisations")
        crosswalks = of_organisation.crosswalks_of_organisation(
            crosswalks, organisation or HERE, store
        )
    scheme = crosswalks.scheme(to).name
    if reverse:
        matches = crosswalks.reverse(scheme, code, lang=lang)
        matches = [m for m in matches if kind is None or _concept(vocabulary, m).kind == kind]
        if not matches:
            click.echo(f"no row leads to that code of {scheme}", err=True)
    else:
        concept = find_concepts(vocabulary, (code,), kind)[0]
        matches = crosswalks.translate(concept.curie, scheme, lang=lang)
        if not matches:
            click.echo(_no_row(vocabulary, crosswalks, concept, scheme), err=True)
    for match in matches:
        click.echo(describe(_concept(vocabulary, match), match, lang, reverse=reverse))
    if any(match.predicted for match in matches):
        click.echo(PREDICTED[lang])


def _concept(vocabulary: Vocabulary, match: Match) -> Concept:
    return vocabulary.by_curie(match.curie)


def describe(concept: Concept, match: Match, lang: str, *, reverse: bool) -> str:
    """One line: our concept, the relation in words, the other side's, and how sure."""
    relation = _BACK.get(match.relation, match.relation) if reverse else match.relation
    ours = f"{KINDS[lang][concept.kind]} {concept.code} {concept.display(lang)}"
    theirs = f"{match.scheme} {match.code} {match.display}" if match.code else match.scheme
    sure = "" if match.confidence is None else f"  ({match.confidence:g})"
    why = f"  {match.comment}" if match.comment else ""
    return f"{ours} {RELATIONS[lang][relation]} {theirs}{sure}{why}"


def _no_row(vocabulary: Vocabulary, crosswalks: Crosswalks, concept: Concept, scheme: str) -> str:
    """That there is no row, and the nearest concept above that has one."""
    said = f"no row for {concept.curie} in {scheme}"
    for above in vocabulary.ancestors(concept.curie):
        if crosswalks.translate(above.curie, scheme):
            return f"{said}; try: omaha translate {above.code} --kind {above.kind} --to {scheme}"
    return said
