"""Notes to measure speed with: about 150 bytes each, made of our own clauses.

    python -m benchmarks.speed_notes [--count 2000] [--file NOTES]

A file given instead holds one note a line; it is read and never copied.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

MAPPINGS = Path(__file__).parent.parent / "mappings"
BYTES = 150
SEED = 11


def compose_notes(count: int = 2_000, lang: str = "nl", size: int = BYTES) -> list[str]:
    """Notes of clauses of one discipline each, the same ones at every call.

    A clause is added as long as the note is more than half a clause short of `size` bytes.
    """
    by_discipline: dict[str, list[str]] = {}
    with (MAPPINGS / f"clauses-{lang}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_discipline.setdefault(row["discipline"], []).append(row["text"])
    chosen = random.Random(SEED)
    names = sorted(name for name, clauses in by_discipline.items() if len(clauses) >= 50)
    weights = [len(by_discipline[name]) for name in names]
    notes = []
    for name in chosen.choices(names, weights, k=count):
        note = ""
        while len(note.encode()) < size - 30:
            clause = chosen.choice(by_discipline[name]).strip()
            note += clause if clause[-1] in ".!?" else clause + "."
            note += " "
        notes.append(note.strip())
    return notes


def read_notes(path: Path) -> list[str]:
    """The notes of a file, one a line; empty lines are left out."""
    with path.open(encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()]


def main() -> None:
    """Print the notes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    print("\n".join(read_notes(chosen.file) if chosen.file else compose_notes(chosen.count)))


if __name__ == "__main__":
    main()
