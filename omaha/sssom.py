"""SSSOM 1.1 TSV to and from `Mapping`, strictly: what is not understood is refused.

Phrases are literal subjects (``subject_type: rdfs literal``, the words in
``subject_label``) with declared extension slots: ``lang``, ``discipline``, ``cue``, and
``organisation`` where a row is of one organisation.
Source of the format: mapping-commons SSSOM 1.1; `mappings/README.md` describes ours.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from omaha.errors import DataError
from omaha.mappings import CUES, JUSTIFICATIONS, NO_TERM, PREDICATES, Mapping
from omaha.model import NAMESPACE

PHRASE_COLUMNS = (
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "lang",
    "discipline",
    "cue",
    "organisation",
)
CONCEPT_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_source",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "see_also",
    "comment",
    "organisation",
)
OPTIONAL = {"predicate_modifier", "confidence", "cue", "see_also", "comment", "object_label",
            "object_source", "organisation"}  # fmt: skip
_LANGUAGE = "http://purl.org/dc/terms/language"
_NAMESPACES = {
    "omaha": NAMESPACE,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "icf": "http://who.int/icf#",
}
# Written only where a row has them: few files are of one organisation, few crosswalks say "not".
_WHERE_USED = {True: {"organisation"}, False: {"organisation", "predicate_modifier"}}


def read_mappings(path: Path) -> tuple[list[Mapping], list[DataError]]:
    """The good rows of a file and one error for each bad one, both in file order.

    Raises DataError when the file as a whole cannot be read as SSSOM of ours.
    """
    good: list[Mapping] = []
    bad: list[DataError] = []
    for _, row in read_rows(path):
        if isinstance(row, DataError):
            bad.append(row)
        else:
            good.append(row)
    return good, bad


def read_rows(path: Path) -> Iterator[tuple[int, Mapping | DataError]]:
    """Each row of a file with its line (1-based), or what is wrong with it, in file order.

    Raises DataError when the file as a whole cannot be read as SSSOM of ours.
    """
    for line, row in _rows(path):
        if isinstance(row, DataError):
            yield line, row
            continue
        try:
            yield line, _mapping(path, line, row)
        except DataError as error:
            yield line, error


def read_metadata(path: Path) -> list[str]:
    """The metadata block, one line each, without the leading ``#``."""
    with path.open(encoding="utf-8") as lines:
        return [line[1:].rstrip("\n") for line in lines if line.startswith("#")]


def metadata_for(name: str, title: str, rows: Iterable[Mapping], license: str) -> list[str]:
    """The metadata block of a new file: its set, and every prefix that its rows use."""
    rows = list(rows)
    curies = {"omaha:", "skos:", "semapv:"}
    for row in rows:
        curies |= {row.object, row.predicate, row.justification}
        if not row.literal:
            curies.add(row.subject)
    prefixes = sorted({curie.partition(":")[0] for curie in curies})
    lines = ['sssom_version: "1.1"', "curie_map:"]
    lines += [f"  {prefix}: {_namespace(prefix)}" for prefix in prefixes]
    lines += [
        f"mapping_set_id: {NAMESPACE}mappings/{name}",
        f"mapping_set_title: {title}",
        f"license: {license}",
    ]
    literal = any(row.literal for row in rows)
    if literal:
        lines.append("subject_type: rdfs literal")
    else:
        lines += ["subject_type: skos concept", "object_type: skos concept"]
    slots = ["lang", "discipline", "cue"] if literal else []
    if any(row.organisation for row in rows):
        slots.append("organisation")
    if slots:
        lines.append("extension_definitions:")
        for slot in slots:
            home = _LANGUAGE if slot == "lang" else f"{NAMESPACE}{slot}"
            lines += [f"- slot_name: {slot}", f"  property: {home}", "  type_hint: xsd:string"]
    return lines


def _namespace(prefix: str) -> str:
    return _NAMESPACES.get(prefix, f"{NAMESPACE}scheme/{prefix}/")


def write_mappings(path: Path, rows: Iterable[Mapping], metadata: Iterable[str]) -> None:
    """Write a whole file, sorted; a failed write leaves the old file as it was."""
    rows = sorted(rows, key=lambda row: row.sort_key)
    written = [_values(row) for row in rows]
    literal = bool(rows) and rows[0].literal
    columns = [
        column
        for column in (PHRASE_COLUMNS if literal else CONCEPT_COLUMNS)
        if column not in _WHERE_USED[literal] or any(values[column] for values in written)
    ]
    out = io.StringIO()
    for line in metadata:
        out.write(f"#{line}\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    for values in written:
        writer.writerow([values[column] for column in columns])
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(out.getvalue(), encoding="utf-8")
    temporary.replace(path)


def _values(row: Mapping) -> dict[str, str]:
    return {
        "subject_id": row.subject,
        "subject_label": row.subject if row.literal else row.subject_label,
        "predicate_id": row.predicate,
        "predicate_modifier": "Not" if row.negative else "",
        "object_id": row.object,
        "object_label": row.object_label,
        "object_source": row.object_source,
        "mapping_justification": row.justification,
        "author_label": row.source,
        "mapping_date": row.date,
        "confidence": "" if row.confidence is None else f"{row.confidence:g}",
        "lang": row.lang,
        "discipline": row.discipline,
        "cue": row.cue,
        "see_also": row.see_also,
        "comment": row.comment,
        "organisation": row.organisation,
    }


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str] | DataError]]:
    text = path.read_text(encoding="utf-8")
    header: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line:
            continue
        cells = next(csv.reader([line], delimiter="\t"))
        if header is None:
            header = cells
            _check_header(path, number, header)
        elif len(cells) != len(header):
            reason = f"{len(cells)} cells under {len(header)} columns"
            yield number, DataError(path, number, reason)
        else:
            yield number, dict(zip(header, cells, strict=True))
    if header is None:
        raise DataError(path, 0, "no header line; expected " + ", ".join(PHRASE_COLUMNS))


def _check_header(path: Path, number: int, header: list[str]) -> None:
    wanted = PHRASE_COLUMNS if "subject_id" not in header else CONCEPT_COLUMNS
    for column in header:
        if column not in wanted:
            raise DataError(path, number, f"undeclared column {column!r}; use {', '.join(wanted)}")
    for column in wanted:
        if column not in header and column not in OPTIONAL:
            raise DataError(path, number, f"column {column!r} is missing")


def _mapping(path: Path, line: int, row: dict[str, str]) -> Mapping:
    literal = "subject_id" not in row
    for column, value in row.items():
        if not value and column not in OPTIONAL:
            raise DataError(path, line, f"no {column}")
        if value != value.strip():
            raise DataError(path, line, f"blank around {column} {value!r}")
    _one_of(path, line, "predicate_id", row["predicate_id"], PREDICATES)
    _one_of(path, line, "mapping_justification", row["mapping_justification"], JUSTIFICATIONS)
    _one_of(path, line, "predicate_modifier", row.get("predicate_modifier", ""), ("", "Not"))
    if literal:
        _one_of(path, line, "lang", row["lang"], ("nl", "en"))
        _one_of(path, line, "cue", row.get("cue", ""), ("", *CUES))
    if row["object_id"] == NO_TERM and not row.get("object_source"):
        reason = f"{NO_TERM} without object_source; name the scheme, such as omaha:scheme/icf"
        raise DataError(path, line, reason)
    return Mapping(
        subject=row["subject_label"] if literal else row["subject_id"],
        predicate=row["predicate_id"],
        object=row["object_id"],
        literal=literal,
        lang=row.get("lang", ""),
        discipline=row.get("discipline", "any"),
        cue=row.get("cue", ""),
        negative=row.get("predicate_modifier") == "Not",
        justification=row["mapping_justification"],
        confidence=_confidence(path, line, row.get("confidence", "")),
        source=row.get("author_label", ""),
        date=row.get("mapping_date", ""),
        subject_label="" if literal else row.get("subject_label", ""),
        object_label=row.get("object_label", ""),
        object_source=row.get("object_source", ""),
        see_also=row.get("see_also", ""),
        comment=row.get("comment", ""),
        organisation=row.get("organisation", ""),
    )


def _one_of(path: Path, line: int, column: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        shown = ", ".join(name for name in allowed if name)
        raise DataError(path, line, f"unknown {column} {value!r}; use one of {shown}")


def _confidence(path: Path, line: int, value: str) -> float | None:
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        raise DataError(path, line, f"confidence {value!r} is no number") from None
    if not 0.0 <= number <= 1.0:
        raise DataError(path, line, f"confidence {value!r} is outside 0 to 1")
    return number
