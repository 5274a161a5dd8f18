"""Our own checks of `mappings/`: what no outside tool sees, one finding a row.

Outside readers of SSSOM accept unknown predicates and drop extension columns in silence;
here every row must be understood, sorted, sourced, and at peace with all the others.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass
from pathlib import Path

from omaha.clauses import read_clauses, unknown_codes
from omaha.crosswalks import TargetScheme
from omaha.errors import DataError
from omaha.mappings import CUES, DISCIPLINES, NO_TERM, Mapping
from omaha.model import Finding
from omaha.ordering import find_misplaced
from omaha.plan_rules import read_rules
from omaha.rdf.reading import load_vocabulary
from omaha.rdf.target_schemes import load_target_schemes
from omaha.sssom import read_metadata, read_rows
from omaha.vocabulary import Vocabulary

_PREFIX = re.compile(r"\s+([\w.-]+):\s+\S+")
_CURIE = re.compile(r"([\w.-]+):\S+")
_WANTED_METADATA = ("sssom_version", "mapping_set_id", "license", "subject_type")


@dataclass(frozen=True, slots=True)
class _Row:
    """A good row with the place where it stands."""

    path: str
    line: int
    mapping: Mapping

    def finding(self, reason: str) -> Finding:
        return Finding(self.path, self.line, reason)


def check(folder: Path) -> list[Finding]:
    """What is wrong with the mappings of a data folder, by file and line; [] when all is well.

    `folder` holds ``mappings/`` and the ``vocab/`` that they speak of. A vocabulary that
    cannot be read is one finding more, and rows are then not compared with it.
    """
    try:
        vocabulary = load_vocabulary(folder / "vocab")
        schemes = load_target_schemes(folder / "vocab" / "schemes")
    except DataError as error:
        unread = Finding(error.path, error.line, error.reason)
        return sorted([*check_mappings(folder / "mappings"), unread], key=_place)
    return check_mappings(folder / "mappings", vocabulary, schemes)


def check_mappings(
    folder: Path, vocabulary: Vocabulary | None = None, schemes: Iterable[TargetScheme] = ()
) -> list[Finding]:
    """The same for the folder of mappings alone, against what it may speak of."""
    found: list[Finding] = []
    files: dict[Path, list[_Row]] = {}
    for path in sorted(folder.glob("*.sssom.tsv")):
        files[path], bad = _read(path)
        found += bad
    if not files:
        found.append(Finding(str(folder), 0, "no *.sssom.tsv files here"))
    rows = [row for held in files.values() for row in held]
    for path, held in files.items():
        found += _metadata(path, held)
    found += [*_rows_alone(rows), *_doubled(rows), *_contradicting(rows)]
    if vocabulary is not None:
        found += [*_unknown(rows, vocabulary, schemes), *_clashing(rows, schemes)]
        for path, held in files.items():
            if not any(row.mapping.literal for row in held):
                found += _uncovered(path, held, vocabulary)
    # A row that says something wrong is told of once: where it belongs is not known yet.
    wrong = {(finding.path, finding.line) for finding in found}
    for held in files.values():
        found += _unsorted([row for row in held if (row.path, row.line) not in wrong])
    for path in sorted(folder.glob("clauses-*.tsv")):
        found += _clauses(path, vocabulary)
    found += _rules(folder / "plan-rules.tsv")
    return sorted(found, key=_place)


def _clauses(path: Path, vocabulary: Vocabulary | None) -> Iterator[Finding]:
    """What is wrong with the labelled clauses of one file."""
    try:
        good, bad = read_clauses(path)
    except DataError as error:
        yield Finding(error.path, error.line, error.reason)
        return
    for refused in bad:
        yield Finding(refused.path, refused.line, refused.reason)
    if vocabulary is not None:
        for clause in good:
            for curie in unknown_codes(clause, vocabulary):
                near = _nearest(curie, (concept.curie for concept in vocabulary))
                yield Finding(str(path), 0, f"{clause.text[:40]!r}: unknown code {curie}; {near}")


def _rules(path: Path) -> Iterator[Finding]:
    """What is wrong with the rules of the care-plan check; a folder may have none."""
    if path.exists():
        try:
            read_rules(path)
        except DataError as error:
            yield Finding(error.path, error.line, error.reason)


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.path, finding.line, finding.reason


def _read(path: Path) -> tuple[list[_Row], list[Finding]]:
    good, bad = [], []
    try:
        for line, row in read_rows(path):
            if isinstance(row, DataError):
                bad.append(Finding(row.path, row.line, row.reason))
            else:
                good.append(_Row(str(path), line, row))
    except DataError as error:
        bad.append(Finding(error.path, error.line, error.reason))
    except (UnicodeDecodeError, OSError) as error:
        bad.append(Finding(str(path), 0, f"cannot be read: {error}"))
    return good, bad


def _metadata(path: Path, rows: Iterable[_Row]) -> Iterator[Finding]:
    """The head of a file names its set and declares each prefix that its rows use."""
    try:
        lines = read_metadata(path)
    except (UnicodeDecodeError, OSError):
        return  # told already, when its rows were read
    for slot in _WANTED_METADATA:
        if not any(line.startswith(f"{slot}:") for line in lines):
            yield Finding(str(path), 0, f"no {slot} in the head of the file; add a line '#{slot}:'")
    declared = {found[1] for line in lines if (found := _PREFIX.fullmatch(line))}
    told: set[str] = set()
    for row in rows:
        mapping = row.mapping
        subjects = () if mapping.literal else (mapping.subject,)
        for curie in (*subjects, mapping.predicate, mapping.object, mapping.justification):
            prefix = _CURIE.fullmatch(curie)
            if prefix is None:
                yield row.finding(f"{curie!r} is no CURIE; write prefix:name")
            elif prefix[1] not in declared | told:
                told.add(prefix[1])
                yield row.finding(f"prefix {prefix[1]!r} is not in the file's curie_map")


def _unsorted(rows: list[_Row]) -> Iterator[Finding]:
    lines = [row.line for row in rows]
    for misplaced in find_misplaced([row.mapping.sort_key for row in rows]):
        row = rows[misplaced.row]
        where = misplaced.told(lines)
        yield row.finding(f"{_named(row.mapping)} {where}; `omaha check --sort` sorts")


def _rows_alone(rows: Iterable[_Row]) -> Iterator[Finding]:
    """What is wrong with a row whatever the others say."""
    for row in rows:
        mapping = row.mapping
        if not _is_date(mapping.date):
            yield row.finding(f"mapping_date {mapping.date!r} is no date; write YYYY-MM-DD")
        if mapping.discipline != "any" and mapping.discipline not in DISCIPLINES:
            allowed = ", ".join(("any", *DISCIPLINES))
            yield row.finding(f"unknown discipline {mapping.discipline!r}; use one of {allowed}")
        if (mapping.predicate == "omaha:cues") != bool(mapping.cue):
            yield row.finding(f"{_named(mapping)}: predicate omaha:cues and a cue go together")
        elif mapping.cue and mapping.object != CUES[mapping.cue]:
            reason = f"cue {mapping.cue!r} sets {CUES[mapping.cue]}, not {mapping.object}"
            yield row.finding(reason)
        if mapping.object == NO_TERM and mapping.predicate == "skos:exactMatch":
            yield row.finding(f"{_named(mapping)}: nothing is the same as {NO_TERM}")


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _doubled(rows: Iterable[_Row]) -> Iterator[Finding]:
    """The same claim twice, in one file or two; case does not make another phrase."""
    seen: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        mapping = row.mapping
        key = (*_pair(mapping), mapping.predicate, str(mapping.negative))
        if key in seen:
            yield row.finding(f"{_named(mapping)}: the same as {_where(seen[key], row)}")
        else:
            seen[key] = row


def _contradicting(rows: Iterable[_Row]) -> Iterator[Finding]:
    """Two claims about one pair that cannot both hold: exact and broad, or yes and no."""
    seen: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        mapping = row.mapping
        first = seen.setdefault(_pair(mapping), row)
        if first.mapping.negative != mapping.negative:
            yield row.finding(f"{_named(mapping)}: yes and no; see {_where(first, row)}")
        elif first.mapping.predicate != mapping.predicate:
            both = f"{first.mapping.predicate} and {mapping.predicate}"
            yield row.finding(f"{_named(mapping)}: {both}; see {_where(first, row)}")


def _pair(mapping: Mapping) -> tuple[str, ...]:
    none = mapping.object_source if mapping.object == NO_TERM else ""
    subject = mapping.subject.casefold() if mapping.literal else mapping.subject
    return subject, mapping.object, none, mapping.lang, mapping.discipline, mapping.cue


def _named(mapping: Mapping) -> str:
    return f"{mapping.subject!r} -> {mapping.object}"


def _where(other: _Row, row: _Row) -> str:
    same = other.path == row.path
    return f"line {other.line}" if same else f"{Path(other.path).name}:{other.line}"


def _unknown(
    rows: Iterable[_Row], vocabulary: Vocabulary, schemes: Iterable[TargetScheme]
) -> Iterator[Finding]:
    """Concepts that are in no vocabulary, and labels that are not theirs."""
    targets = {f"{s.name}:{c.code}": c.display("en") for s in schemes for c in s.concepts}
    for row in rows:
        mapping = row.mapping
        if mapping.cue or mapping.object == NO_TERM:
            pass
        elif mapping.object not in vocabulary and mapping.object not in targets:
            known = (*targets, *(concept.curie for concept in vocabulary))
            near = _nearest(mapping.object, known)
            yield row.finding(f"unknown concept {mapping.object!r}; {near}")
        elif mapping.object_label not in ("", targets.get(mapping.object, mapping.object_label)):
            right = targets[mapping.object]
            yield row.finding(f"object_label {mapping.object_label!r}; vocab/ says {right!r}")
        if not mapping.literal:
            yield from _wrong_subject(row, vocabulary)


def _wrong_subject(row: _Row, vocabulary: Vocabulary) -> Iterator[Finding]:
    mapping = row.mapping
    if mapping.subject not in vocabulary:
        near = _nearest(mapping.subject, (concept.curie for concept in vocabulary))
        yield row.finding(f"unknown concept {mapping.subject!r}; {near}")
        return
    right = vocabulary.by_curie(mapping.subject).display("en")
    if mapping.subject_label != right:
        yield row.finding(f"subject_label {mapping.subject_label!r}; vocab/ says {right!r}")


def _nearest(curie: str, known: Iterable[str]) -> str:
    """The nearest of the same kind or scheme, as the way out of an unknown CURIE."""
    start = curie[: max(curie.rfind("/"), curie.rfind(":")) + 1]
    codes = [each.removeprefix(start) for each in known if start and each.startswith(start)]
    near = difflib.get_close_matches(curie.removeprefix(start), codes, n=3, cutoff=0.5)
    if not near:
        return "it is in no file of vocab/"
    return f"nearest: {', '.join(start + code for code in near)}"


def _uncovered(path: Path, rows: Iterable[_Row], vocabulary: Vocabulary) -> Iterator[Finding]:
    """A crosswalk says something of every problem, if only that there is no term."""
    told = {row.mapping.subject for row in rows}
    for problem in vocabulary.of_kind("problem"):
        if problem.curie not in told:
            reason = f"no row for {problem.curie}; add one, to {NO_TERM} if there is no match"
            yield Finding(str(path), 0, reason)


def _clashing(rows: Iterable[_Row], schemes: Iterable[TargetScheme]) -> Iterator[Finding]:
    """Clashes with SKOS: related and broader at once, and loops in what is broader."""
    above: dict[str, set[str]] = {}
    for scheme in schemes:
        for concept in scheme.concepts:
            if concept.parent is not None:
                up = f"{scheme.name}:{concept.parent}"
                above.setdefault(f"{scheme.name}:{concept.code}", set()).add(up)
    between = [row for row in rows if not row.mapping.literal and row.mapping.object != NO_TERM]
    for row in between:
        one, other = row.mapping.subject, row.mapping.object
        if row.mapping.predicate == "skos:broadMatch":
            above.setdefault(one, set()).add(other)
        elif row.mapping.predicate == "skos:narrowMatch":
            above.setdefault(other, set()).add(one)
    for row in between:
        yield from _clash(row, above)


def _clash(row: _Row, above: Table[str, set[str]]) -> Iterator[Finding]:
    one, other = row.mapping.subject, row.mapping.object
    if row.mapping.predicate == "skos:relatedMatch":
        if other in _reached(one, above):
            yield row.finding(f"{one} is related to {other} and lies below it as well")
        if one in _reached(other, above):
            yield row.finding(f"{one} is related to {other} and lies above it as well")
    elif one in _reached(one, above):
        yield row.finding(f"{one} lies below itself, by way of {other}")


def _reached(start: str, above: Table[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(above.get(start, ()))
    while todo:
        place = todo.pop()
        if place not in found:
            found.add(place)
            todo += above.get(place, ())
    return found


__all__ = ["check", "check_mappings"]
