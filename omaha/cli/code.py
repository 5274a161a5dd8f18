"""`omaha code`: notes in, coded notes out."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import click
import orjson

from omaha.batch import (
    BadRow,
    Columns,
    Row,
    Source,
    code_rows,
    open_notes,
    open_standard_input,
    write_whole,
)
from omaha.cli.inputs import find_input
from omaha.cli.options import FILE, HELP_NAMES, SHARE, with_data
from omaha.cli.progress import say_compiling, shown
from omaha.coding.pipeline import code_note
from omaha.curation import HERE
from omaha.loading import load_coder
from omaha.mappings import DISCIPLINES
from omaha.model import CodedNote, Note
from omaha.output import coded_note_to_json

Sink = Callable[[Row, CodedNote], None]


@click.command(
    context_settings=HELP_NAMES,
    epilog=f"Disciplines: {', '.join(DISCIPLINES)}. Another counts as any.",
)
@click.argument("input", nargs=-1, metavar="[INPUT]")
@click.option("-o", "--output", type=FILE, help="Write JSONL here, once all is done.")
@click.option("--lang", type=click.Choice(("nl", "en", "auto")), default="auto", show_default=True,
              help="Language of the notes; auto finds it for each.")  # fmt: skip
@click.option("--discipline", help="Who wrote the notes; see below.")
@click.option("--threshold", type=SHARE, help="Least score; 0 shows all.")
@click.option("--format", type=click.Choice(("table", "jsonl")), help="Else: table at a terminal.")
@click.option("--explain", is_flag=True, help="Mark the evidence; show rows, cues and clauses.")
@click.option("--organisation", help="Also with its own words and the live release; see --store.")
@click.option("--store", help="Database URL of --organisation; else the SQLite file of this user.")
@click.option("--id-column", default="id", show_default=True, help="In a table: the id.")
@click.option("--text-column", default="text", show_default=True, help="In a table: the text.")
@with_data
def command(
    input: tuple[str, ...],
    output: Path | None,
    lang: str,
    discipline: str | None,
    threshold: float | None,
    format: str | None,
    explain: bool,
    organisation: str | None,
    store: str | None,
    id_column: str,
    text_column: str,
    data: Path | None,
    cache: Path | None,
    label_pack: Path | None,
) -> None:
    """Code notes: one from standard input or a .txt file, or many from a table.

    Notes are read, coded and forgotten; nothing is stored or sent. A row that cannot be
    coded is reported with file and line, and the others are done (exit code 1).

    Without INPUT a note is typed, and ended with Ctrl-D. For a real note use that or a
    file: what stands on a command line stays in the history of your shell.

    \b
    Examples:
      echo "Stuit rood, huid intact. Geen pijn." | omaha code -
      omaha code note.txt --explain
      omaha code notes.csv --id-column nr --text-column tekst -o coded.jsonl
      omaha code notes.jsonl --discipline wijkverpleegkundige > coded.jsonl
      omaha code note.txt --organisation "Wijkteam Noord"
    """
    path = find_input(input)
    template = Note("", lang=lang, discipline=discipline, threshold=threshold)
    coder = load_coder(data=data, cache=cache, label_pack=label_pack, on_compile=say_compiling)
    if organisation or store:
        # Only these pay for the database.
        of_organisation = importlib.import_module("omaha.cli.organisations").of_organisation
        coder = of_organisation(coder, organisation or HERE, store)
    as_table = format == "table" or (
        format is None and (explain or (output is None and sys.stdout.isatty()))
    )
    bad = 0
    with ExitStack() as stack:
        source = stack.enter_context(_source(path, template, Columns(id_column, text_column)))
        sinks = [_written(stack, output)] if output or not as_table else []
        code, explainer = partial(code_note, coder=coder), None
        if explain or as_table:  # only these pay for rich, for displays and for clauses
            printing = importlib.import_module("omaha.cli.printing")
            if explain:
                explainer = printing.Explainer(data, coder)
                code = explainer.code
            if as_table:
                sinks.append(printing.print_notes(data, cache, label_pack, explainer))
        results = code_rows(source.rows, code)
        for result in shown(results, source.total, source.read):
            if isinstance(result, BadRow):
                bad += 1
                click.echo(f"{path or 'standard input'}:{result.line}: {result.error}", err=True)
            else:
                for write in sinks:
                    write(*result)
    raise click.exceptions.Exit(1 if bad else 0)


def _source(path: Path | None, template: Note, columns: Columns) -> AbstractContextManager[Source]:
    if path is not None:
        return open_notes(path, template, columns)
    if sys.stdin.isatty():
        click.echo("Typ of plak een notitie; sluit af met Ctrl-D. / Type a note, then Ctrl-D.",
                   err=True)  # fmt: skip
    return open_standard_input(sys.stdin.buffer, template)


def _written(stack: ExitStack, output: Path | None) -> Sink:
    """Write JSONL to a file that appears when it is complete, or to standard output."""
    stream = stack.enter_context(write_whole(output)) if output else sys.stdout.buffer

    def write(_: Row, coded: CodedNote) -> None:
        stream.write(orjson.dumps(coded_note_to_json(coded), option=orjson.OPT_APPEND_NEWLINE))

    return write
