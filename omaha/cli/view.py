"""`omaha view`: one client's notes in the frame of another discipline, or their ratings."""

from __future__ import annotations

import importlib
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
from omaha.cli.progress import say_compiling
from omaha.crosswalks import PREDICTED
from omaha.errors import InputError
from omaha.loading import load_crosswalks
from omaha.records import Dossier
from omaha.views.frames import view_in_frame
from omaha.views.lines import frame_lines, notes_line, rating_table, series_row
from omaha.views.pages import frame_page, ratings_page
from omaha.views.ratings import Series, rating_series
from omaha.views.wording import WORDS

_CHARTS = "omaha.charts.ratings"
_FRAME_FORMS = ("text", "html", "json")
_RATING_FORMS = (*_FRAME_FORMS, "svg", "png")


@click.command(context_settings=HELP_NAMES)
@click.argument("frame")
@with_notes
@with_answer(_RATING_FORMS)
@with_lang("nl", "Language of the answer.")
@with_source
def command(
    frame: str,
    notes: tuple[Path, ...],
    output: Path | None,
    form: str | None,
    lang: str,
    source: Data,
) -> None:
    """Show one client's notes in FRAME: zrm (zrm2017), zrm2013, pg, gordon, zorgleefplan, icf
    or icpc. FRAME `ratings` shows written Knowledge, Behavior and Status over time, with a
    chart as html, svg or png.

    NOTES are JSONL files, a note a line, all of one client: coded notes (a line of `omaha
    code`) or notes to code (`text`), each with its `date` and `discipline`. A frame says
    where a problem belongs; it gives no score.

    \b
    Examples:
      omaha view zrm examples/wijkteam/notes.jsonl
      omaha view pg notes.jsonl -o tegels.html
      omaha view ratings notes.jsonl -o verloop.svg
    """
    forms = _RATING_FORMS if frame == "ratings" else _FRAME_FORMS
    chosen = form_of(form, output, forms)
    if chosen not in forms:
        raise InputError("--format", f"{chosen} is for `omaha view ratings`; use {forms[1]}")
    if chosen == "png" and output is None:
        raise InputError("--format", "png is no text; name a file with -o")
    dossier = read_dossier(notes, source)
    if frame == "ratings":
        series = rating_series(dossier.records, source.vocabulary, lang)
        write_text(_ratings(series, dossier, chosen, lang), output)
    else:
        write_text(_frame(frame, dossier, source, chosen, lang), output)


def _frame(frame: str, dossier: Dossier, source: Data, form: str, lang: str) -> str | bytes:
    crosswalks = load_crosswalks(
        data=source.data,
        cache=source.cache,
        label_pack=source.label_pack,
        on_compile=say_compiling,
    )
    view = view_in_frame(frame, dossier.records, source.vocabulary, crosswalks, lang)
    if form == "html":
        return frame_page(view, dossier)
    if form == "json":
        return orjson.dumps(view, option=orjson.OPT_APPEND_NEWLINE)
    words = WORDS[lang]
    said = [
        notes_line(dossier, lang),
        words["no_level"],
        *([PREDICTED[lang]] if view.predicted else ()),
        words["advice"],
    ]
    return "\n".join([*frame_lines(view), "", *said, ""])


def _ratings(series: list[Series], dossier: Dossier, form: str, lang: str) -> str | bytes:
    if form == "json":
        return orjson.dumps(series, option=orjson.OPT_APPEND_NEWLINE)
    if form == "text":
        rows = [series_row(each, lang) for each in series]
        if not rows:
            return f"{WORDS[lang]['no_ratings']}\n"
        return "".join("  ".join(row) + "\n" for row in _aligned([rating_table(lang), *rows]))
    if form == "html":
        chart = _chart(series, lang, "svg").decode() if series else ""
        return ratings_page(series, chart, lang, dossier)
    return _chart(series, lang, form)


def _chart(series: list[Series], lang: str, form: str) -> bytes:
    try:
        charts = importlib.import_module(_CHARTS)
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        way_out = "a chart needs matplotlib: pip install 'omaha-system[charts]'"
        raise InputError("--format", way_out) from None
    picture: bytes = charts.ratings_chart(series, lang, form)
    return picture


def _aligned(rows: list[tuple[str, ...]]) -> list[list[str]]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
