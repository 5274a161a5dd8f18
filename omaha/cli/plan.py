"""`omaha plan`: what several disciplines say of one client, as one list of problems."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from omaha.cli.dossier import (
    Data,
    form_of,
    read_dossier,
    with_answer,
    with_notes,
    with_source,
    write_text,
)
from omaha.cli.options import HELP_NAMES, with_lang
from omaha.views.lines import notes_line, plan_lines
from omaha.views.pages import plan_page
from omaha.views.plan import build_plan
from omaha.views.wording import WORDS

_FORMS = ("text", "html", "json")


@click.command(context_settings=HELP_NAMES)
@with_notes
@with_answer(_FORMS)
@with_lang("nl", "Language of the answer.")
@with_source
def command(
    notes: tuple[Path, ...],
    output: Path | None,
    form: str | None,
    lang: str,
    source: Data,
) -> None:
    """One household, one plan: who named which problem, where they agree or contradict, and
    what only one saw.

    NOTES are JSONL files, a note a line, all of one client: coded notes (a line of `omaha
    code`) or notes to code (`text`), each with its `date` and `discipline`. They are read
    and forgotten.

    \b
    Examples:
      omaha plan examples/wijkteam/notes.jsonl
      omaha plan wijkverpleging.jsonl wmo.jsonl -o overleg.html
    """
    chosen = form_of(form, output, _FORMS)
    dossier = read_dossier(notes, source)
    plan = build_plan(dossier.records, source.vocabulary, lang)
    if chosen == "html":
        write_text(plan_page(plan, dossier), output)
    elif chosen == "json":
        write_text(orjson.dumps(plan, option=orjson.OPT_APPEND_NEWLINE), output)
    else:
        said = [notes_line(dossier, lang), WORDS[lang]["advice"], ""]
        write_text("\n".join([*plan_lines(plan), "", *said]), output)
