"""A neighbourhood on one page that can hang on a wall: HTML with everything in it, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from omaha.errors import InputError
from omaha.views.profile import Area, Profile, Row, Slice
from omaha.views.profile_counts import CLIENTS, PERIOD

# What fits on a page.
MOST_AREAS = 3
MOST_PROBLEMS = 8
MOST_PANELS = 6
MOST_OUTSTANDING = 4
WHOLE = "Hele gebied"
UNITS = {CLIENTS: "cliënten", "notes": "notities"}
_STYLE = """
@page { size: A4 portrait; margin: 10mm 12mm; }
* { box-sizing: border-box; }
body { font: 8.5pt/1.3 system-ui, sans-serif; color: #111; max-width: 190mm; margin: 8mm auto; }
h1 { font-size: 20pt; margin: 0; } h2 { font-size: 11pt; margin: 3mm 0 0.5mm; }
p { margin: 0 0 1.5mm; } .lead { color: #444; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 0.4mm 1mm; border-bottom: 0.3pt solid #bbb; }
td { white-space: nowrap; } th:first-child { text-align: left; }
thead th { border-bottom: 0.8pt solid #111; vertical-align: bottom; }
small { color: #444; } .hidden { color: #666; }
svg { width: 100%; height: auto; display: block; }
.notes { font-size: 6.8pt; color: #333; border-top: 0.8pt solid #111; margin-top: 2mm;
  padding-top: 1mm; columns: 3; column-gap: 5mm; }
.notes p { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a profile stands on the page, and so in its pictures.

    `areas` are names; `columns` those areas and the whole, with figures, of `latest`; `codes`
    are problems and `domains` domains with their names; `periods` all there are; `displays`
    names every code.
    """

    latest: Slice
    areas: tuple[str, ...]
    columns: tuple[tuple[str, Area], ...]
    codes: tuple[tuple[str, str], ...]
    domains: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    displays: Mapping[str, str]


def choose(
    profile: Profile,
    displays: Mapping[str, str],
    *,
    areas: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
) -> Choice:
    """The latest figures of some areas, the largest where none are named.

    `where` says which slice, for what is counted by beside area and period. Raises InputError
    when there is nothing to show, or a name is not there.
    """
    slices = _where(profile, where or {})
    if not slices or slices[-1].total is None:
        reason = f"fewer than {profile.threshold} {profile.unit}: nothing may be shown"
        raise InputError("profile", reason)
    latest = slices[-1]
    known = {area.name: area for area in latest.areas}
    for name in areas:
        if name not in known:
            raise InputError("area", f"no figures of {name[:100]!r}; there are {', '.join(known)}")
    largest = sorted(known, key=lambda name: (-known[name].units, name))[:MOST_AREAS]
    chosen = tuple(areas)[:MOST_AREAS] or tuple(sorted(largest))
    if latest.total is None or len(known) == 1:
        columns = [(chosen[0], known[chosen[0]])] if known else []
    else:
        columns = [*((name, known[name]) for name in chosen), (WHOLE, latest.total)]
    if not profile.area:
        columns = [(WHOLE, latest.total)] if latest.total else []
        chosen = (WHOLE,)
    ranked = _ranked([area for _, area in columns], displays)
    return Choice(
        latest,
        chosen,
        tuple(columns),
        tuple(one for one in ranked if one[0].isdecimal())[:MOST_PROBLEMS],
        tuple(sorted(one for one in ranked if not one[0].isdecimal())),
        tuple(part.values.get(PERIOD, "") for part in slices),
        displays,
    )


def _where(profile: Profile, where: Mapping[str, str]) -> list[Slice]:
    others = [name for name in profile.by if name not in (profile.area, PERIOD)]
    for name in where:
        if name not in others:
            raise InputError("where", f"{name!r} is not counted by, beside area and period")
    for name in others:
        values = sorted({part.values[name] for part in profile.slices})
        if where.get(name) not in values:
            raise InputError("where", f"choose one: {name}={f', {name}='.join(values)}")
    return [p for p in profile.slices if all(p.values[n] == v for n, v in where.items())]


def _ranked(areas: Sequence[Area], displays: Mapping[str, str]) -> list[tuple[str, str]]:
    """The codes that are shown of at least one area, those of the largest share first."""
    highest: dict[str, float] = {}
    for area in areas:
        for code, row in area.rows.items():
            if row.share is not None:
                highest[code] = max(highest.get(code, 0.0), row.share)
    last = areas[-1].rows if areas else {}

    def rank(code: str) -> tuple[float, str]:
        row = last.get(code)
        return -(row.share if row and row.share is not None else highest[code]), code

    return [(code, displays.get(code, code)) for code in sorted(highest, key=rank)]


def panels(profile: Profile, choice: Choice, where: Mapping[str, str] | None = None) -> list[
    tuple[str, dict[str, list[Row | None]]]
]:  # fmt: skip
    """For each of the first codes the rows of each area over the periods; None: not shown."""
    slices = _where(profile, where or {})
    found = []
    for code, display in choice.codes[:MOST_PANELS]:
        areas = {name: [_row(part, name, code) for part in slices] for name, _ in choice.columns}
        found.append((display, areas))
    return found


def _row(part: Slice, name: str, code: str) -> Row | None:
    if name == WHOLE:
        return part.total.rows.get(code) if part.total else None
    area = next((area for area in part.areas if area.name == name), None)
    return area.rows.get(code) if area else None


def profile_page(
    profile: Profile, choice: Choice, *, title: str, bars: str, lines: str, labels_note: str
) -> str:
    """The page. `bars` and `lines` are SVG elements, `lines` is empty with a single period.

    `labels_note` says what the Dutch names of problems are worth.
    """
    latest = choice.latest.values
    shown = [value for name, value in latest.items() if name != PERIOD]
    when = latest.get(PERIOD)
    lead = ", ".join([*([f"periode {when}"] if when else []), *shown])
    sizes = ", ".join(f"{name} {area.units}" for name, area in choice.columns)
    unit = UNITS[profile.unit]
    body = [
        f"<header><h1>{escape(title)}</h1>",
        f'<p class="lead">{escape(lead)}. Aantal {unit}: {escape(sizes)}.</p></header>',
        f"<section><h2>Waar gaat het over?</h2><p>Aandeel van de {unit} met minstens één "
        "aandachtsgebied in het domein.</p>" + bars + _table(choice, choice.domains) + "</section>",
        "<section><h2>Wat komt het meest voor?</h2>"
        + _table(choice, choice.codes)
        + _outstanding(choice)
        + "</section>",
    ]
    if lines:
        body.append(f"<section><h2>Wat verandert er?</h2>{lines}{_changes(choice)}</section>")
    body.append(_notes(profile, labels_note))
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>"
        + "\n".join(body)
        + "</body></html>\n"
    )


def percent(share: float) -> str:
    """A share as Dutch people write it.

    >>> percent(0.256), percent(0.004)
    ('26 %', '0,4 %')
    """
    hundred = share * 100
    return f"{hundred:.1f} %".replace(".", ",") if 0 < hundred < 1 else f"{hundred:.0f} %"


def _table(choice: Choice, codes: Iterable[tuple[str, str]]) -> str:
    rest = ["Verschil"] if len(choice.periods) > 1 else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in choice.columns)
    since = "".join(f'<th scope="col">{one}&nbsp;*</th>' for one in rest)
    lines = []
    for code, display in codes:
        cells = "".join(_cell(area.rows.get(code)) for _, area in choice.columns)
        change = f"<td>{_change(choice.columns[-1][1].rows.get(code))}</td>" if rest else ""
        lines.append(f'<tr><th scope="row">{escape(display)}</th>{cells}{change}</tr>')
    first = '<th scope="col">Aandachtsgebied of domein</th>'
    return (
        f"<table><thead><tr>{first}{head}{since}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


_MARKS = {"higher": ("▲", "hoger dan het geheel"), "lower": ("▼", "lager dan het geheel")}


def _cell(row: Row | None) -> str:
    if row is None or row.share is None or row.low is None or row.high is None:
        return '<td class="hidden" title="te klein om te tonen">–</td>'
    mark, said = _MARKS.get(row.compared or "", ("", ""))
    marked = f' <span role="img" aria-label="{said}">{mark}</span>' if mark else ""
    between = "–".join(percent(bound).removesuffix(" %") for bound in (row.low, row.high))
    per = f"<br><small>{row.per_1000:.1f} per 1.000</small>".replace(".", ",", 1) if (
        row.per_1000 is not None) else ""  # fmt: skip
    return f"<td>{percent(row.share)}{marked} <small>({between})</small>{per}</td>"


def _change(row: Row | None) -> str:
    if row is None or row.change is None:
        return "–"
    rounded = round(row.change.by * 100)
    points = f"{rounded:+d} punt".replace("-", "−") if rounded else "0 punt"
    return f"<strong>{points}</strong>" if row.change.clear else points


def _changes(choice: Choice) -> str:
    """What clearly became more or less in an area, in words."""
    said = []
    for name, area in choice.columns:
        for code, display in choice.codes:
            row = area.rows.get(code)
            if row is not None and row.change is not None and row.change.clear:
                way = "meer" if row.change.by > 0 else "minder"
                points = f"{abs(row.change.by) * 100:.0f} procentpunt sinds {row.change.since}"
                said.append(f"{name}: {display.lower()} {way} ({points})")
    if not said:
        return "<p>Geen duidelijk verschil met de vorige periode.</p>"
    return f"<p>Duidelijk anders dan de vorige periode: {escape('; '.join(said[:8]))}.</p>"


def _outstanding(choice: Choice) -> str:
    """What is more frequent in an area than in the whole, also where it is not among the first."""
    said = []
    for name, area in choice.columns:
        higher = [
            (row.share, choice.displays[row.code])
            for row in area.rows.values()
            if row.compared == "higher" and row.share is not None and row.code.isdecimal()
        ]
        if higher:
            ranked = sorted(higher, reverse=True)[:MOST_OUTSTANDING]
            listed = ", ".join(f"{display.lower()} ({percent(share)})" for share, display in ranked)
            said.append(f"{escape(name)}: {escape(listed)}")
    return f"<p>Vaker dan in het hele gebied: {'; '.join(said)}.</p>" if said else ""


def _notes(profile: Profile, labels_note: str) -> str:
    unit = UNITS[profile.unit]
    notes = [
        f"<b>Lezen.</b> Een percentage is het deel van de {unit} bij wie het aandachtsgebied "
        "is vastgelegd; wie niet in beeld is bij zorg of welzijn telt niet mee. Tussen haakjes "
        "staat het 95%-interval (Wilson): bij kleine aantallen is toeval groot. ▲ en ▼: het "
        "hele gebied valt buiten het interval; bij veel vergelijkingen is er altijd wel een "
        "toevallig.",
        f"<b>Privacy.</b> Aantallen onder {profile.threshold} zijn weggelaten (–), en ook getallen "
        "waarmee die terug te rekenen zijn. Kleine gebieden zijn samengenomen. Maak van dezelfde "
        "gegevens geen tweede uitsnede: twee tabellen naast elkaar kunnen alsnog iets verraden.",
    ]
    if (
        any(part.total for part in profile.slices)
        and len({part.values.get(PERIOD) for part in profile.slices}) > 1
    ):
        notes.append(
            "<b>* Verschil</b> met de vorige periode, in procentpunten, van de laatste kolom; "
            "vet als het meer is dan toeval (95 %, Newcombe)."
        )
    if profile.unit != CLIENTS:
        notes.append(
            "<b>Notities, geen mensen.</b> Geteld zijn notities: over één mens kunnen er veel "
            f"zijn. {profile.threshold} notities kunnen van één mens zijn; toon dit niet buiten "
            "het team zonder te tellen per cliënt."
        )
    if any(row.per_1000 is not None for part in profile.slices if part.total
           for row in part.total.rows.values()):  # fmt: skip
        notes.append("<b>Per 1.000</b> inwoners; het interval in de tabel is Poisson (Byar).")
    if profile.suggested:
        notes.append(
            "<b>Voorstellen.</b> De codes zijn (deels) voorstellen van de codeermotor die geen "
            "professional heeft bevestigd. Gebruik het beeld om vragen te stellen, niet om uren, "
            "geld of mensen te verdelen of te beoordelen."
        )
    notes.append(f"<b>Bron.</b> Omaha System (2005). {escape(labels_note)}")
    return f'<footer class="notes">{"".join(f"<p>{note}</p>" for note in notes)}</footer>'
