"""The figures of docs/benchmarks.md: ratios first, everything of one run side by side.

    python -m benchmarks.speed [--file NOTES] [--plot docs/speed.png] [--quick]

What is compared takes turns, round by round, so that a busy machine slows both; a ratio is
the median over the rounds.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import ahocorasick

from benchmarks.http_app import NOTE, Connection, request, running
from benchmarks.speed_notes import compose_notes, read_notes
from omaha import Note, code_note, load_engine
from omaha.coding.lexicon import Lexicon, Sense, add_phrases
from omaha.coding.pipeline import Coder, read_note
from omaha.coding.text import read_words

LENGTHS = (150, 500, 1_500, 5_000, 15_000, 50_000)
SIZES = (5_000, 50_000)
Work = Callable[[], object]


def phrase_scan(lexicon: Lexicon) -> ahocorasick.Automaton:
    """A bare Aho-Corasick automaton over the words of every phrase of a lexicon."""
    scan = ahocorasick.Automaton()
    for found in lexicon.phrases.values():
        for phrase in found:
            scan.add_word(" ".join(phrase.words), phrase)
    scan.make_automaton()
    return scan


def take_turns(works: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work in each round; the order turns with the round."""
    names = list(works)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began = time.perf_counter()
            works[name]()
            seconds[name].append(time.perf_counter() - began)
    return seconds


def ratio(over: list[float], under: list[float]) -> float:
    """The median over the rounds of one time by another."""
    return statistics.median(a / b for a, b in zip(over, under, strict=True))


def measure_coder(coder: Coder, notes: list[str], rounds: int) -> None:
    """The coder beside a bare scan, and how long single notes take."""
    lexicon = coder.lexicons["nl"]
    scan = phrase_scan(lexicon)
    asked = [Note(text) for text in notes]
    seconds = take_turns(
        {
            "code": lambda: [code_note(note, coder) for note in asked],
            "read": lambda: [
                read_note(read_words(text, lexicon.abbreviations), lexicon) for text in notes
            ],
            "scan": lambda: [list(scan.iter(text.lower())) for text in notes],
        },
        rounds,
    )
    size = statistics.mean(len(text.encode()) for text in notes)
    print(f"coder, {len(notes)} notes of {size:.0f} bytes, {count_phrases(lexicon)} phrases")
    print(f"  time, whole pipeline / bare scan {ratio(seconds['code'], seconds['scan']):8.1f}")
    print(f"  time, without model / whole pipeline {ratio(seconds['read'], seconds['code']):8.2f}")
    for name, says in (("code", "whole pipeline"), ("read", "without the model's part"),
                       ("scan", "bare scan")):  # fmt: skip
        best, middle = min(seconds[name]), statistics.median(seconds[name])
        rate, best_rate = len(notes) / middle, len(notes) / best
        print(f"  notes/s, {says:31s} {rate:8,.0f}  best round {best_rate:,.0f}")
    each: list[float] = []
    for note in asked:
        began = time.perf_counter()
        code_note(note, coder)
        each.append((time.perf_counter() - began) * 1e3)
    parts = statistics.quantiles(each, n=100)
    print(f"  ms a note, p50 / p95 / p99 {parts[49]:.2f} / {parts[94]:.2f} / {parts[98]:.2f}")


def measure_lengths(coder: Coder, notes: list[str], rounds: int) -> list[tuple[int, float]]:
    """Milliseconds for notes of growing length, in characters."""
    text = " ".join(notes)
    while len(text) < LENGTHS[-1]:
        text += " " + text
    asked = {length: Note(text[:length], lang="nl") for length in LENGTHS}
    works: dict[str, Work] = {
        str(length): (lambda note=note: code_note(note, coder)) for length, note in asked.items()
    }
    seconds = take_turns(works, rounds)
    found = [(int(name), statistics.median(times) * 1e3) for name, times in seconds.items()]
    print("cost and length of the note")
    for length, spent in found:
        print(
            f"  {length:6,} characters {spent:8.2f} ms  {spent / length * 1e3:6.2f} us a character"
        )
    return found


def measure_sizes(coder: Coder, notes: list[str], rounds: int) -> list[tuple[int, float]]:
    """Milliseconds a note with lexicons of 5,000 and 50,000 phrases."""
    coders = {
        size: replace(coder, lexicons={**coder.lexicons, "nl": resized(coder.lexicons["nl"], size)})
        for size in SIZES
    }
    works: dict[str, Work] = {
        str(size): (lambda each=each: [code_note(Note(n, lang="nl"), each) for n in notes])
        for size, each in coders.items()
    }
    seconds = take_turns(works, rounds)
    small, large = (seconds[str(size)] for size in SIZES)
    print("cost and size of the lexicon")
    print(f"  time, 50,000 / 5,000 phrases            {ratio(large, small):8.2f}")
    return [(int(name), statistics.median(t) / len(notes) * 1e3) for name, t in seconds.items()]


def resized(lexicon: Lexicon, size: int) -> Lexicon:
    """The same words with `size` phrases: a sample of the real ones, and new ones made of them."""
    chosen = Random(size)
    real = [" ".join(p.words) for found in lexicon.phrases.values() for p in found]
    texts = dict.fromkeys(chosen.sample(real, min(size, len(real))))
    # Words as often as phrases have them, but for the little ones that no phrase is known by.
    words = [w for text in real for w in text.split() if w not in lexicon.function_words]
    while len(texts) < size:
        texts[" ".join(chosen.sample(words, chosen.choice((2, 3, 4))))] = None
    made = replace(lexicon, phrases={})
    add_phrases(made, {text: [Sense("omaha:sign/2401", 0.9, "lex:0")] for text in texts})
    return made


def count_phrases(lexicon: Lexicon) -> int:
    """How many phrases a lexicon holds."""
    return sum(map(len, lexicon.phrases.values()))


def measure_http(rounds: int) -> None:
    """Lookup and note beside an empty route, behind the same middleware and without any."""
    with running() as service:
        asked = {
            "bare": request("/bare"),
            "empty": request("/v1/empty"),
            "lookup": request("/v1/concepts/problem/24"),
            "note": request("/v1/code", NOTE),
        }
        works: dict[str, Work] = {
            name: (lambda sent=sent: ask_often(service, sent)) for name, sent in asked.items()
        }
        take_turns(works, 4)
        seconds = take_turns(works, rounds)
    print("HTTP: uvicorn on loopback, one process, one kept-alive connection")
    print(f"  rate, lookup / empty route {ratio(seconds['empty'], seconds['lookup']):8.2f}")
    print(f"  rate, empty route / bare route {ratio(seconds['bare'], seconds['empty']):8.2f}")
    print(f"  rate, short note / empty route {ratio(seconds['empty'], seconds['note']):8.2f}")
    for name, times in seconds.items():
        print(f"  requests/s, {name:28s} {ASKED / statistics.median(times):8,.0f}")


ASKED = 200


def ask_often(service: Connection, sent: bytes) -> None:
    """The same request many times."""
    for _ in range(ASKED):
        service.ask(sent)


FRESH = {
    "load everything": "import time, gc\nfrom omaha import load_engine\nt = time.perf_counter()\n"
    "load_engine()\nprint(time.perf_counter() - t)",
    "resident memory, MB": "import os\nfrom omaha import load_engine\nengine = load_engine()\n"
    "print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6)",
}
COMMANDS = {
    "omaha lookup 24": (["lookup", "24"], ""),
    "omaha code": (["code", "-"], "Stuit rood, zinkzalf gesmeerd."),
}


def measure_starts(rounds: int) -> None:
    """Fresh processes: load from the compiled form, memory, and the command line."""
    print("fresh processes, median (best)")
    for name, program in FRESH.items():
        _print_times(name, (float(_run(["-c", program])) for _ in range(rounds)))
    for name, (arguments, typed) in COMMANDS.items():
        _print_times(
            name, (_seconds(["-m", "omaha.cli", *arguments], typed) for _ in range(rounds))
        )


def _print_times(name: str, values: Iterable[float]) -> None:
    found = list(values)
    print(f"  {name:39s} {statistics.median(found):8.3f}  ({min(found):.3f})")


def _run(arguments: list[str], typed: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *arguments], input=typed, capture_output=True, text=True, check=True
    )
    return done.stdout


def _seconds(arguments: list[str], typed: str) -> float:
    began = time.perf_counter()
    _run(arguments, typed)
    return time.perf_counter() - began


def draw(path: Path, lengths: list[tuple[int, float]], sizes: list[tuple[int, float]]) -> None:
    """Cost against length, with the line of equal cost a character; sizes beside it."""
    import matplotlib  # noqa: PLC0415  (only who draws waits for it)

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), width_ratios=(2, 1))
    left.loglog(*zip(*lengths, strict=True), marker="o", label="code_note")
    unit = lengths[0][1] / lengths[0][0]
    left.loglog([n for n, _ in lengths], [n * unit for n, _ in lengths], "--", color="grey",
                label="linear from the shortest")  # fmt: skip
    left.set(xlabel="characters of the note", ylabel="milliseconds", title="Length of the note")
    left.legend(frameon=False)
    right.bar([f"{size:,}" for size, _ in sizes], [spent for _, spent in sizes], width=0.5)
    right.set(xlabel="phrases", ylabel="milliseconds a note", title="Size of the lexicon")
    for side in (left, right):
        side.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=120, metadata={"Software": None})


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, help="notes to use instead of our own, one a line")
    parser.add_argument("--plot", type=Path, help="draw cost against length and lexicon size")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    chosen = parser.parse_args()
    rounds = 3 if chosen.quick else 11
    notes = read_notes(chosen.file) if chosen.file else compose_notes()
    coder = load_engine().coder
    gc.collect()
    gc.freeze()
    measure_coder(coder, notes, rounds)
    lengths = measure_lengths(coder, notes, rounds)
    sizes = measure_sizes(coder, notes[:500], rounds)
    measure_http(4 * rounds)
    measure_starts(rounds)
    if chosen.plot:
        draw(chosen.plot, lengths, sizes)


if __name__ == "__main__":
    main()
