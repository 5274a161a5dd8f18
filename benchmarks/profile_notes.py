"""Coded notes of an invented city, to count: as `omaha code` gives them, with area and date.

    python -m benchmarks.profile_notes --count 1000000 | omaha profile - -o city.html

Ten notes a client on average, in `--areas` areas of different size, over four years. With
--table the areas, dates and clients stand in a table of their own, as for `--with`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import orjson

SEED = 5
DISCIPLINES = ("wijkverpleegkundige", "poh", "maatschappelijk_werker", "wmo_consulent")
NAMES = ("Noord", "Zuid", "Oost", "West", "Centrum", "Haven", "Molenwijk", "Tuindorp")
PROBLEMS = [f"{number:02}" for number in range(1, 43)]


def coded_notes(count: int, areas: int = 8, years: int = 4) -> Iterator[dict[str, Any]]:
    """Notes of clients who keep their area, and mostly their problems; the same ones each time."""
    rng = random.Random(SEED)
    names = [NAMES[n] if n < len(NAMES) else f"Wijk {n + 1}" for n in range(areas)]
    sizes = [rng.lognormvariate(0, 0.8) for _ in names]
    common = [rng.expovariate(1 / 0.05) for _ in PROBLEMS]
    tilt = {name: [rng.lognormvariate(0, 0.35) for _ in PROBLEMS] for name in names}
    clients = max(1, count // 10)
    homes = rng.choices(names, sizes, k=clients)
    for number in range(count):
        client = rng.randrange(clients)
        own = random.Random(client)
        area, year = homes[client], rng.randrange(years)
        weights = [c * t for c, t in zip(common, tilt[area], strict=True)]
        problems = set(own.choices(PROBLEMS, weights, k=own.randrange(1, 6)))
        named = sorted(code for code in problems if rng.random() < 0.5)
        yield {
            "id": f"n{number}",
            "wijk": area,
            "date": f"{2023 + year}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            "client": f"c{client}",
            "discipline": rng.choice(DISCIPLINES),
            "problems": [
                {"code": code, "modifier": "actual", "client": "individual", "score": 0.9,
                 "band": "accept", "signs": [],
                 "evidence": [{"start": 0, "end": 9, "text": "invented", "kind": "phrase"}]}
                for code in named
            ],
        }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the notes to standard output, and with --table their context apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--areas", type=int, default=8)
    parser.add_argument("--years", type=int, default=4)
    parser.add_argument("--table", type=Path, help="write area, date and client here instead")
    options = parser.parse_args(arguments)
    fields = ("wijk", "date", "client")
    opened = options.table.open("w", newline="") if options.table else nullcontext()
    with opened as table:
        writer = csv.writer(table) if table is not None else None
        if writer is not None:
            writer.writerow(("id", *fields))
        for note in coded_notes(options.count, options.areas, options.years):
            if writer is not None:
                writer.writerow((note["id"], *(note.pop(field) for field in fields)))
            sys.stdout.buffer.write(orjson.dumps(note, option=orjson.OPT_APPEND_NEWLINE))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
