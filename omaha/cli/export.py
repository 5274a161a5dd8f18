"""`omaha export`: coded notes as FHIR, or as rows for research."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click
import orjson

from omaha.batch import write_whole
from omaha.cli.dossier import (
    Data,
    form_of,
    read_object,
    read_records,
    with_notes,
    with_source,
    write_text,
)
from omaha.cli.options import FILE, HELP_NAMES, with_lang
from omaha.errors import InputError
from omaha.exchange.bundle import to_bundle
from omaha.exchange.facts import COLUMNS, NUMBERS, facts, to_csv

_FORMS = ("csv", "parquet", "json")
_PARQUET = "omaha.parquet"


@click.command(context_settings=HELP_NAMES)
@with_notes
@click.option("-o", "--output", type=FILE, help="Write here: .csv, .parquet, .json (FHIR).")
@click.option("--format", "form", type=click.Choice(("csv", "parquet", "fhir")), help="Else: csv.")
@click.option("--subject", help="FHIR: your reference to the client, such as Patient/1.")
@click.option("--concept-map", type=FILE, help="FHIR: your own ConceptMap (R4, JSON).")
@click.option("--confirmed", is_flag=True, help="FHIR: a professional confirmed these codes.")
@with_lang("nl", "FHIR: language of displays.")
@with_source
def command(
    notes: tuple[Path, ...],
    output: Path | None,
    form: str | None,
    subject: str | None,
    concept_map: Path | None,
    confirmed: bool,
    lang: str,
    source: Data,
) -> None:
    """Write coded notes for other systems. Codes, dates and ratings; no words of the notes.

    csv and parquet: one row a fact, of any number of notes. fhir: one Bundle (R4) of the
    notes of one client. NOTES as for `omaha plan`.

    \b
    Examples:
      omaha export coded.jsonl -o facts.parquet
      omaha export coded.jsonl -o bundle.json --subject Patient/1 --confirmed
    """
    chosen = form or form_of(None, output, _FORMS)
    if chosen in ("fhir", "json"):
        beside = read_object(concept_map) if concept_map else None
        bundle = to_bundle(
            tuple(read_records(notes, source)),
            source.vocabulary,
            dict(source.coder.versions),
            lang=lang,
            subject=subject,
            concept_map=beside,
            confirmed=confirmed,
        )
        write_text(orjson.dumps(bundle, option=orjson.OPT_APPEND_NEWLINE), output)
        return
    rows = facts(read_records(notes, source))
    if chosen == "parquet":
        if output is None:
            raise InputError("--format", "parquet is no text; name a file with -o")
        write = importlib.import_module(_PARQUET).write_records
        with write_whole(output) as stream:
            write(stream, rows, COLUMNS, NUMBERS)
    elif output is None:
        sys.stdout.writelines(to_csv(rows))
    else:
        with write_whole(output) as stream:
            stream.writelines(line.encode() for line in to_csv(rows))
