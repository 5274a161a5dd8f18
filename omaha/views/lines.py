"""Views as lines of plain text: what the command line prints and pages put into boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from omaha.model import Evidence
from omaha.records import Dossier
from omaha.views.frames import Entry, FrameView
from omaha.views.naming import Naming, Source, used_notes
from omaha.views.plan import Heard, NotNamed, Plan, PlanAction, PlanProblem
from omaha.views.ratings import Series
from omaha.views.wording import RELATIONS, STATES, TERMS, WORDS

# Evidence is shown as far as this, in characters; the answer as JSON holds all of it.
_SHOWN = 60


def who(source: Source, lang: str) -> str:
    """A note as its reader knows it.

    >>> who(Source(2, None, "2026-03-01", "wmo_consulent"), "nl")
    'wmo consulent, 2026-03-01'
    """
    words = WORDS[lang]
    name = (source.discipline or f"{words['note']} {source.note}").replace("_", " ")
    return f"{name}, {source.date}" if source.date else name


def notes_line(dossier: Dossier, lang: str) -> str:
    """Which notes were used, and which gave nothing."""
    words = WORDS[lang]
    told = (
        who(note.source, lang) + (f" ({words[note.reason]})" if note.reason else "")
        for note in used_notes(dossier)
    )
    return f"{words['notes']}: {'; '.join(told)}"


def quoted(evidence: Iterable[Evidence]) -> str:
    """The words of some evidence between quotation marks, each once.

    >>> quoted([Evidence(0, 4, "pijn", "exact")])
    '“pijn”'
    """
    texts = dict.fromkeys(" ".join(each.text.split()) for each in evidence)
    cut = (text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…" for text in texts if text)
    return " ".join(f"“{text}”" for text in cut)


def naming_line(naming: Naming, lang: str) -> str:
    """Who named it, in what way, with which signs and words."""
    terms, words = TERMS[lang], WORDS[lang]
    ways = [terms[naming.modifier]]
    if naming.client != "individual":
        ways.append(terms[naming.client])
    if naming.band == "ask":
        ways[-1] += f" {words['ask']}"
    signs = "; ".join(sign.display for sign in naming.signs)
    said = quoted(naming.evidence)
    return _joined(f"{who(naming.source, lang)}: {', '.join(ways)}", signs, said)


def latest_lines(named: Sequence[Naming], lang: str) -> list[str]:
    """What each discipline said last, and how often it did before: years fit on a page."""
    latest: dict[str, list[Naming]] = {}
    for naming in named:
        latest.setdefault(naming.source.voice, []).append(naming)
    return [
        naming_line(said[-1], lang)
        + (f" ({WORDS[lang]['before'].format(len(said) - 1)})" if len(said) > 1 else "")
        for said in latest.values()
    ]


def heard_line(heard: Heard, lang: str) -> str:
    """Who spoke of it without naming it, and why it was left out."""
    said = f"{who(heard.source, lang)}: {TERMS[lang][heard.why]}"
    return _joined(said, quoted(heard.evidence))


def action_line(action: PlanAction, lang: str) -> str:
    """What is done, and who speaks of it."""
    return f"{action.display} ({'; '.join(who(each, lang) for each in action.sources)})"


def rating_lines(problem: PlanProblem, lang: str) -> list[str]:
    """The written ratings of one problem, a line each note."""
    found: dict[Source, list[str]] = {}
    for each in problem.ratings:
        found.setdefault(each.source, []).append(f"{each.scale_display} {each.value}")
    return [f"{', '.join(told)} ({who(source, lang)})" for source, told in found.items()]


def entry_line(entry: Entry, lang: str) -> str:
    """A problem in a frame: what it is, and how it relates to which code."""
    relations = RELATIONS[lang]
    where = "; ".join(f"{relations[w.relation]} {w.code} {w.display}" for w in entry.where)
    return _joined(f"{entry.problem} {entry.display}", where or entry.comment)


def entry_lines(entry: Entry, place: str | None, view: FrameView) -> list[str]:
    """What stands below an entry: in full where it fits best, else only who named it.

    A problem may touch several places, and the same words three times over are not read.
    """
    if place is None or place == best_place(entry.problem, view):
        return latest_lines(entry.named, view.lang)
    latest = {naming.source.voice: who(naming.source, view.lang) for naming in entry.named}
    return ["; ".join(latest.values())]


def best_place(problem: str, view: FrameView) -> str:
    """The place that a problem fits best: by relation, then confidence, then order."""
    order = list(RELATIONS[view.lang])
    found = [
        (order.index(entry.where[0].relation), -(entry.where[0].confidence or 0.0), number)
        for number, place in enumerate(view.places)
        for entry in place.entries
        if entry.problem == problem
    ]
    return view.places[min(found)[2]].code


def frame_lines(view: FrameView) -> list[str]:
    """A frame for a terminal."""
    words = WORDS[view.lang]
    lines = [view.title]
    for place in view.places:
        if place.touched:
            lines += [
                "",
                f"{place.code} {place.display}",
                *_entries(place.entries, place.code, view),
            ]
    untouched = [f"{place.code} {place.display}" for place in view.places if not place.touched]
    if untouched:
        lines += ["", f"{words['untouched_all']}: {', '.join(untouched)}"]
    if view.no_term:
        lines += ["", words["no_term"], *_entries(view.no_term, None, view)]
    return lines


def plan_lines(plan: Plan) -> list[str]:
    """A plan for a terminal, in sections by state."""
    lang, words = plan.lang, WORDS[plan.lang]
    lines = [words["plan"]]
    for state, title in STATES[lang].items():
        found = [problem for problem in plan.problems if problem.state == state]
        if found:
            lines += ["", title]
        for problem in found:
            lines += ["", f"  {problem.code} {problem.display}", *_plan_problem(problem, lang)]
    if plan.actions:
        lines += ["", words["no_problem"], *(f"  {action_line(a, lang)}" for a in plan.actions)]
    if plan.not_named:
        lines += ["", words["not_named"], *(f"  {not_named_line(n, lang)}" for n in plan.not_named)]
    return lines


def not_named_line(each: NotNamed, lang: str) -> str:
    """A problem that was spoken of only, by whom and how."""
    return f"{each.code} {each.display}: " + "; ".join(heard_line(h, lang) for h in each.heard)


def series_row(series: Series, lang: str) -> tuple[str, ...]:
    """One scale of one problem as cells: problem, scale, first, latest, target, all."""
    words = WORDS[lang]
    shown = "; ".join(
        f"{point.source.date or words['note'] + ' ' + str(point.source.note)}: {point.value}"
        for point in series.points
    )
    name = f"{series.problem} {series.display}" if series.problem else words["no_problem_score"]
    values = (series.first, series.latest, series.goal)
    told = (words["none"] if value is None else str(value) for value in values)
    return (name, series.scale_display, *told, shown or words["none"])


def rating_table(lang: str) -> tuple[str, ...]:
    """The heads of the columns of `series_row`."""
    words = WORDS[lang]
    return tuple(words[k] for k in ("problem", "scale", "first", "latest", "goal", "points"))


def _entries(entries: Sequence[Entry], place: str | None, view: FrameView) -> list[str]:
    lines = []
    for entry in entries:
        lines.append(f"  {entry_line(entry, view.lang)}")
        lines += [f"    {line}" for line in entry_lines(entry, place, view)]
    return lines


def _plan_problem(problem: PlanProblem, lang: str) -> list[str]:
    told = [
        *latest_lines(problem.named, lang),
        *(heard_line(each, lang) for each in problem.heard),
        *(action_line(each, lang) for each in problem.actions),
        *rating_lines(problem, lang),
    ]
    return [f"    {line}" for line in told]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
