"""Other true forms of Dutch and English words, by general rules and a word list.

A form is taken only when the word list knows it, so the rules may be simple; they know nothing
of care and nothing of the lexicon, and take compounds apart by other means than the coder does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

VOWELS = "aeiou"
# Present and past of strong verbs, in the third person; both are true of the same sentence.
STRONG = dict(
    pair.split("/")
    for pair in """valt/viel slaapt/sliep eet/at drinkt/dronk loopt/liep zit/zat ligt/lag
    staat/stond gaat/ging komt/kwam ziet/zag geeft/gaf krijgt/kreeg blijft/bleef helpt/hielp
    neemt/nam spreekt/sprak vergeet/vergat begint/begon brengt/bracht denkt/dacht zoekt/zocht
    koopt/kocht heeft/had doet/deed weet/wist houdt/hield laat/liet roept/riep schrijft/schreef
    wijst/wees draagt/droeg trekt/trok sluit/sloot kijkt/keek rijdt/reed stijgt/steeg zwelt/zwol
    wast/waste bijt/beet snijdt/sneed schrikt/schrok verliest/verloor leest/las hangt/hing
    vraagt/vroeg bezoekt/bezocht begrijpt/begreep ontvangt/ontving verdwijnt/verdween wordt/werd
    hebben/hadden zitten/zaten liggen/lagen komen/kwamen gaan/gingen""".split()
)
_BACK = {past: present for present, past in STRONG.items()}
_ARTICLES = frozenset({"de", "het", "een", "geen", "zijn", "haar", "mijn", "hun"})
# Before these a plural is as right as a singular: no article and no verb depends on it.
_EITHER = frozenset({"met", "zonder", "geen", "van", "en", "of", "door", "bij", ""})
# First parts that make verbs and adverbs, and last parts that are endings: no compounds of nouns.
_NO_FIRST = frozenset(
    """aan achter af bij binnen boven buiten door gelijk heen hier langs mede mee neer nood onder
    over samen tegen terug thuis tussen uiteen vast vele vol voor voort waar weer zelf iets niets
    daar ieder elke alle veel zeer ander enkel""".split()
)
_NO_LAST = frozenset(
    """rijk loos baar zaam vrij vol waardig achtig matig heid schap lijk lijks lijke ling lings dom
    stel wijs wijze maal eren elen ingen weg toe heen mate""".split()
)
_SHORTEST_PART = 4
# A word that begins (or ends) so many others is one that compounds are made of.
_OFTEN = 5


class WordList:
    """The words of a language by rank, and how often each begins or ends longer ones."""

    def __init__(self, words: Iterable[str]) -> None:
        self.rank = {word: rank for rank, word in reversed(list(enumerate(words)))}
        self.begins: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        for word in self.rank:
            for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
                first, last = word[:cut], word[cut:]
                if first in self.rank and last in self.rank and _joinable(first, last):
                    self.begins[first] += 1
                    self.ends[last] += 1

    def __contains__(self, word: object) -> bool:
        return word in self.rank

    def joins(self, first: str, last: str) -> bool:
        """Whether both words are such as compounds are made of."""
        return (
            _joinable(first, last)
            and (self.begins[first] >= _OFTEN or self.is_noun(first))
            and (self.ends[last] >= _OFTEN or self.is_noun(last))
        )

    @cached_property
    def singulars(self) -> dict[str, str]:
        """The noun that each plural belongs to, the commonest of several."""
        nouns = [word for word in self.rank if self.is_noun(word)]
        found = {
            plural(noun, self.rank): noun for noun in sorted(nouns, key=lambda n: -self.rank[n])
        }
        return {many: noun for many, noun in found.items() if many is not None}

    def is_noun(self, word: str) -> bool:
        """Whether a word has a diminutive, ends in -ing, or ends many compounds."""
        if word not in self or len(word) < _SHORTEST_PART:
            return False
        return (
            self.ends[word] >= _OFTEN or word.endswith("ing") or diminutive(word, self) is not None
        )


def _joinable(first: str, last: str) -> bool:
    """Whether words may be parts of a compound, by what they are."""
    # "aange-" and "opge-" begin participles.
    excluded = first in _NO_FIRST or first.endswith("ge")
    return not excluded and not any(last.startswith(no) for no in _NO_LAST)


@dataclass(frozen=True, slots=True)
class Change:
    """New text for words `first` to `last` (half-open); `kind` says what was changed."""

    first: int
    last: int
    text: str
    kind: str


def infinitives(stem: str) -> Iterator[str]:
    """How an infinitive with this stem may be spelled.

    >>> list(infinitives("klaag")), list(infinitives("klop")), list(infinitives("leef"))
    (['klaagen', 'klagen'], ['klopen', 'kloppen'], ['leefen', 'leven'])
    """
    yield stem + "en"
    last = {"f": "v", "s": "z"}.get(stem[-1], stem[-1])
    if re.search(r"(aa|ee|oo|uu)[^aeiou]$", stem):
        yield stem[:-2] + last + "en"
    elif re.search(r"[^aeiou][aeiou][^aeiou]$", stem):
        yield stem + stem[-1] + "en"
    elif last != stem[-1]:
        yield stem[:-1] + last + "en"


def other_tense(word: str, known: Container[str]) -> str | None:
    """The past of a verb in the present, or its present; None for any other word.

    >>> known = set("klagen klaagt klaagde maken maakt maakte hart harde".split())
    >>> [other_tense(word, known) for word in ("klaagt", "maakte", "slaapt", "viel", "harde")]
    ['klaagde', 'maakt', 'sliep', 'valt', None]
    """
    if word in STRONG or word in _BACK:
        return STRONG.get(word) or _BACK[word]
    if word.endswith("t") and len(word) >= 5:
        stem = word[:-1]
        found = stem + _past_ending(stem)
    elif word.endswith(("de", "te")) and len(word) >= 6:
        stem = word[:-2]
        if not word.endswith(_past_ending(stem)):
            return None
        found = stem + "t"
    else:
        return None
    is_verb = any(form in known for form in infinitives(stem))
    return found if is_verb and found in known else None


def _past_ending(stem: str) -> str:
    return "te" if stem.endswith(("t", "k", "f", "s", "ch", "p", "x")) else "de"


def diminutive(word: str, known: Container[str]) -> str | None:
    """The diminutive of a noun when the list knows it, which also says that it is a noun.

    >>> known = {"wondje", "armpje", "doekje", "trapje"}
    >>> [diminutive(word, known) for word in ("wond", "arm", "doek", "loopt")]
    ['wondje', 'armpje', 'doekje', None]
    """
    endings = ["je", "tje", "pje", word[-1] + "etje", "etje"]
    return next((word + end for end in endings if word + end in known), None)


def plural(word: str, rank: Mapping[str, int]) -> str | None:
    """The plural of a noun, the commonest form that the list knows.

    >>> rank = dict.fromkeys("wonden benen ruggen tafels".split(), 1) | {"beenen": 9}
    >>> [plural(word, rank) for word in ("wond", "been", "rug", "tafel", "melk")]
    ['wonden', 'benen', 'ruggen', 'tafels', None]
    """
    forms = [form for form in (*infinitives(word), word + "s") if form in rank]
    return min(forms, key=lambda form: rank[form], default=None)


def split(word: str, known: WordList) -> tuple[str, str] | None:
    """A compound as its two parts, as they are often written apart; else None."""
    found = [
        (abs(len(word) - 2 * cut), word[:cut], word[cut:])
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        if known.joins(word[:cut], word[cut:])
    ]
    return min(found)[1:] if found else None


def dutch_changes(words: Sequence[str], known: WordList) -> list[Change]:
    """Every change that some words (punctuation among them) allow, in order."""
    found: list[Change] = []
    for place, word in enumerate(words):
        before = words[place - 1].lower() if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        low = word.lower()
        if not low.isalpha() or not low.isascii() or len(low) < 3:
            continue
        if parts := split(low, known):
            found.append(Change(place, place + 1, " ".join(parts), "apart"))
            found.append(Change(place, place + 1, "-".join(parts), "hyphen"))
        joined = low + after
        if joined in known and known.joins(low, after):
            found.append(Change(place, place + 2, joined, "joined"))
        if tense := other_tense(low, known):
            found.append(Change(place, place + 1, tense, "tense"))
        else:
            found += _of_noun(low, before, after.lower(), place, known)
    return found


def _of_noun(word: str, before: str, after: str, place: int, known: WordList) -> Iterator[Change]:
    small = diminutive(word, known)
    if small and before in _ARTICLES and before != "de":
        yield Change(place, place + 1, small, "diminutive")
    elif small and before == "de":
        yield Change(place - 1, place + 1, f"het {small}", "diminutive")
    # No verb that goes with the number may follow.
    if before in _EITHER and (after in _EITHER or not after.isalpha()):
        other = known.singulars.get(word) or (
            plural(word, known.rank) if known.is_noun(word) else None
        )
        if other:
            yield Change(place, place + 1, other, "number")


def english_changes(words: Sequence[str], known: WordList) -> list[Change]:
    """The same for English: present and past, compounds apart, hyphenated or joined.

    >>> known = WordList("walks walked walk bed side bedside".split())
    >>> [change.text for change in english_changes(["She", "walks", "bed", "side"], known)]
    ['walked', 'bedside']
    """
    found: list[Change] = []
    for place, word in enumerate(words):
        low, after = word.lower(), words[place + 1] if place + 1 < len(words) else ""
        if not low.isalpha() or not low.isascii() or len(low) < 3:
            continue
        for this, other in (("s", "ed"), ("ed", "s"), ("es", "ed")):
            stem = low.removesuffix(this)
            if (
                stem != low
                and len(stem) >= 3
                and {stem, stem + other, stem + this} <= known.rank.keys()
            ):
                found.append(Change(place, place + 1, stem + other, "tense"))
                break
        if low + after in known and len(low) >= 3 and len(after) >= 4 and after.isalpha():
            found.append(Change(place, place + 2, low + after, "joined"))
        for cut in range(3, len(low) - 3):
            first, last = low[:cut], low[cut:]
            if all(
                known.rank.get(part, _COMMON_RANK) < _COMMON_RANK for part in (first, last)
            ) and (first not in _ENGLISH_PREFIX and last not in _ENGLISH_ENDING):
                found.append(Change(place, place + 1, f"{first} {last}", "apart"))
                found.append(Change(place, place + 1, f"{first}-{last}", "hyphen"))
                break
    return found


_COMMON_RANK = 3_000
_ENGLISH_PREFIX = frozenset("for per with some any every him her them our out not can one".split())
_ENGLISH_ENDING = frozenset(
    """ring less able self selves ness ship king ever where body thing time ally times age hers rest
    ease ent ate ine ion tion ted ring sing ling""".split()
)
