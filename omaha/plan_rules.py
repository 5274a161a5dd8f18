"""The rules of the care-plan check, read from `mappings/plan-rules.tsv`."""

from __future__ import annotations

import csv
from pathlib import Path
from string import Formatter

from omaha.errors import DataError
from omaha.views.rules import NEEDS, SEVERITIES, Rule

COLUMNS = ("rule", "severity", "on", "limit", "text_nl", "text_en", "source", "date")
FILE = "plan-rules.tsv"
_PLACES = frozenset({"problem", "sign", "other", "scale", "count", "limit"})
_MAY_BE_EMPTY = "limit"


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file, in its order.

    Raises DataError for the first row that cannot be used, and when a rule that the check
    knows has no row.
    """
    rules: list[Rule] = []
    if not path.is_file():
        raise DataError(path, 0, "no such file; copy it from mappings/ of the release")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(path, 1, f"the columns must be {', '.join(COLUMNS)}")
        for row in reader:
            rules.append(_rule(path, reader.line_num, row, [rule.name for rule in rules]))
    missing = [name for name in NEEDS if name not in {rule.name for rule in rules}]
    if missing:
        raise DataError(path, 0, f"no row for {', '.join(missing)}; turn a rule off with `no`")
    return tuple(rules)


def _rule(path: Path, line: int, row: dict[str, str], before: list[str]) -> Rule:
    for column in COLUMNS:
        if not row.get(column) and column != _MAY_BE_EMPTY:
            raise DataError(path, line, f"no {column}")
    name = row["rule"]
    if name not in NEEDS:
        raise DataError(path, line, f"unknown rule {name!r}; use one of {', '.join(NEEDS)}")
    if before and name <= before[-1]:
        raise DataError(path, line, f"rule {name!r} stands after {before[-1]!r}; sort by name")
    severity = {each: each for each in SEVERITIES}.get(row["severity"])  # type: ignore[call-overload]
    if severity is None:
        allowed = ", ".join(SEVERITIES)
        raise DataError(path, line, f"unknown severity {row['severity']!r}; use one of {allowed}")
    if row["on"] not in ("yes", "no"):
        raise DataError(path, line, f"on {row['on']!r} is neither yes nor no")
    if row["limit"] and not (row["limit"].isdecimal() and int(row["limit"]) > 0):
        raise DataError(path, line, f"limit {row['limit']!r} is no whole number above 0")
    texts = (("nl", row["text_nl"]), ("en", row["text_en"]))
    for _, text in texts:
        _check_places(path, line, text)
    limit = int(row["limit"]) if row["limit"] else None
    return Rule(name, severity, row["on"] == "yes", limit, texts)


def _check_places(path: Path, line: int, text: str) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise DataError(path, line, f"braces do not match in {text!r}") from None
    for name in sorted(named - _PLACES):
        raise DataError(path, line, f"unknown {{{name}}}; use one of {', '.join(sorted(_PLACES))}")
