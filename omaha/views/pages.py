"""Frames, plans and ratings as pages for printing, in Dutch or English.

A chart comes in as SVG, made elsewhere, and a table with the same figures stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from omaha.crosswalks import PREDICTED
from omaha.records import Dossier
from omaha.views.frames import Entry, FrameView, Place
from omaha.views.lines import (
    action_line,
    entry_line,
    entry_lines,
    heard_line,
    latest_lines,
    not_named_line,
    rating_lines,
    rating_table,
    series_row,
)
from omaha.views.naming import used_notes
from omaha.views.page import bullets, page, table
from omaha.views.plan import Plan, PlanProblem
from omaha.views.ratings import Series
from omaha.views.wording import STATES, WORDS

# Places that are not touched get a tile of their own up to so many, else one line for all.
_TILES = 13


def frame_page(view: FrameView, dossier: Dossier) -> str:
    """A frame as plain tiles: no colour, no number, nothing that reads as a score."""
    words = WORDS[view.lang]
    few = len(view.places) <= _TILES
    tiles = [_tile(place, view) for place in view.places if place.touched or few]
    parts = [f'<div class="tiles">{"".join(tiles)}</div>']
    untouched = [f"{place.code} {place.display}" for place in view.places if not place.touched]
    if untouched and not few:
        parts.append(f"<p>{escape(words['untouched_all'])}: {escape(', '.join(untouched))}</p>")
    if view.no_term:
        parts.append(f"<h2>{escape(words['no_term'])}</h2>")
        parts += [_entry(entry, None, view) for entry in view.no_term]
    parts.append(_notes(dossier, view.lang))
    notices = [words["no_level"], *([PREDICTED[view.lang]] if view.predicted else ())]
    return page(view.title, view.lang, parts, [*notices, *_left_out(dossier, view.lang)])


def plan_page(plan: Plan, dossier: Dossier) -> str:
    """A plan for the table of a meeting: what to talk about first, then what is agreed."""
    words = WORDS[plan.lang]
    parts = []
    for state, title in STATES[plan.lang].items():
        found = [problem for problem in plan.problems if problem.state == state]
        if found:
            parts.append(_plan_section(f"{title} ({len(found)})", found, plan.lang))
    if not plan.problems:
        parts.append(f"<p>{escape(words['nothing'])}</p>")
    if plan.actions:
        parts.append(f"<h2>{escape(words['no_problem'])}</h2>")
        parts.append(bullets(action_line(action, plan.lang) for action in plan.actions))
    if plan.not_named:
        parts.append(f"<h2>{escape(words['not_named'])}</h2>")
        parts.append(bullets(not_named_line(each, plan.lang) for each in plan.not_named))
    parts.append(_notes(dossier, plan.lang))
    return page(words["plan"], plan.lang, parts, _left_out(dossier, plan.lang))


def ratings_page(series: Sequence[Series], chart: str, lang: str, dossier: Dossier) -> str:
    """Written ratings over time: the chart (SVG, or "") and the table with the same figures."""
    words = WORDS[lang]
    rows = [series_row(each, lang) for each in series]
    parts = [chart, table(words["ratings"], rating_table(lang), rows)] if rows else []
    if not rows:
        parts = [f"<p>{escape(words['no_ratings'])}</p>"]
    parts.append(_notes(dossier, lang))
    return page(words["ratings"], lang, parts, _left_out(dossier, lang))


def _tile(place: Place, view: FrameView) -> str:
    head = f"<h3>{escape(f'{place.code} {place.display}')}</h3>"
    if not place.touched:
        said = escape(WORDS[view.lang]["untouched"])
        return f'<section class="tile">{head}<p>{said}</p></section>'
    entries = "".join(_entry(entry, place.code, view) for entry in place.entries)
    return f'<section class="tile">{head}{entries}</section>'


def _entry(entry: Entry, place: str | None, view: FrameView) -> str:
    line = escape(entry_line(entry, view.lang))
    return f"<p>{line}</p>{bullets(entry_lines(entry, place, view))}"


def _plan_section(title: str, problems: Sequence[PlanProblem], lang: str) -> str:
    """One state of a plan as a table, with room to write down what is agreed."""
    names = ("problem", "said", "done", "agreed")
    rows = [
        (
            f"{problem.code} {problem.display} ({problem.domain})",
            (
                *latest_lines(problem.named, lang),
                *(heard_line(each, lang) for each in problem.heard),
            ),
            (
                *(action_line(each, lang) for each in problem.actions),
                *rating_lines(problem, lang),
            ),
            "",
        )
        for problem in problems
    ]
    shown = table(title, tuple(WORDS[lang][name] for name in names), rows)
    return f'<div class="plan">{shown}</div>'


def _notes(dossier: Dossier, lang: str) -> str:
    words = WORDS[lang]
    rows = [
        (
            note.source.id or str(note.source.note),
            note.source.date or words["undated"],
            (note.source.discipline or words["unknown_discipline"]).replace("_", " "),
            words[(note.reason or "seen") if note.seen else "not_seen"],
        )
        for note in used_notes(dossier)
    ]
    head = tuple(words[name] for name in ("note", "date", "discipline", "content"))
    return table(words["notes"], head, rows) + f'<p class="small">{escape(words["kept"])}</p>'


def _left_out(dossier: Dossier, lang: str) -> list[str]:
    return [WORDS[lang]["left_out"]] if dossier.left_out else []
