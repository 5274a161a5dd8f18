"""How well search finds concepts: probes made from all displays, and the figures printed.

    python -m benchmarks.search_probes [--data FOLDER]

A probe is found when one of the first ten hits has the display that it was made from. The
42 signs "other" share one display, so that any of them counts. Typing errors are drawn with
a fixed seed: a letter left out, doubled, replaced by a neighbour of the alphabet, or swapped.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from omaha.mappings import Mapping
from omaha.model import Concept
from omaha.rdf import load_vocabulary
from omaha.search import SearchIndex, build_search_index
from omaha.sssom import read_mappings

# The least share of probes found in the first ten, by kind of probe.
BARS = {"whole": 1.0, "reversed": 0.98, "one error": 0.95, "first half": 0.95}
SLOWEST_MEDIAN_MS = 0.5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> int:
    """Print the figures; 1 when one of them is under its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[1])
    data: Path = parser.parse_args().data
    concepts = list(load_vocabulary(data / "vocab"))
    index = build_search_index(concepts, lexicon(data / "mappings"))
    missed = 0
    for name, probes in build_probes(concepts).items():
        share, times = measure(index, probes)
        missed += share < BARS[name]
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[18]
        print(f"{name:10} {share:7.2%} of {len(probes)} in the first 10 (bar {BARS[name]:.0%}); "
              f"p50 {median:.3f} ms, p95 {slow:.3f} ms")  # fmt: skip
        missed += median > SLOWEST_MEDIAN_MS
    return 1 if missed else 0


def lexicon(folder: Path) -> Iterable[Mapping]:
    """The phrases of all lexicon files of a folder."""
    for path in sorted(folder.glob("lexicon-*.sssom.tsv")):
        yield from read_mappings(path)[0]


def build_probes(concepts: Iterable[Concept]) -> dict[str, list[tuple[str, str, str]]]:
    """Probes by kind: what is typed, its language, and the display that must be found."""
    displays = sorted({(lang, label) for concept in concepts for lang, label in concept.labels})
    rng = random.Random(7)
    ways: dict[str, Callable[[str], str]] = {
        "whole": str,
        "reversed": lambda text: " ".join(reversed(text.split())),
        "one error": lambda text: with_error(text, rng),
        "first half": lambda text: text[: (len(text) + 1) // 2],
    }
    return {
        name: [(way(label), lang, label) for lang, label in displays] for name, way in ways.items()
    }


def with_error(text: str, rng: random.Random) -> str:
    """The text with one typing error somewhere in its letters.

    >>> with_error("pijn", random.Random(1)) != "pijn"
    True
    """
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    place = rng.choice(places)
    before, letter, after = text[:place], text[place], text[place + 1 :]
    changed = {
        "left out": before + after,
        "added": before + letter + rng.choice(_LETTERS) + after,
        "replaced": before + rng.choice(_LETTERS) + after,
        "swapped": before + after[:1] + letter + after[1:],
    }[rng.choice(["left out", "added", "replaced", "swapped"])]
    return changed if changed != text else with_error(text, rng)


def measure(
    index: SearchIndex, probes: Iterable[tuple[str, str, str]]
) -> tuple[float, list[float]]:
    """The share of probes found in the first ten hits, and the milliseconds of each search."""
    found, times = [], []
    for typed, lang, display in probes:
        start = time.perf_counter()
        hits = index.search(typed, limit=10)
        times.append(1000 * (time.perf_counter() - start))
        # Displays without a language come in that of the match; ask for the one probed.
        found.append(any(display in _displays(index, hit.kind, hit.code, lang) for hit in hits))
    return statistics.mean(found), times


def _displays(index: SearchIndex, kind: str, code: str, lang: str) -> list[str]:
    concepts = index.to_json()["concepts"]
    return [labels[lang] for k, c, labels in concepts if (k, c) == (kind, code) and lang in labels]


if __name__ == "__main__":
    raise SystemExit(main())
