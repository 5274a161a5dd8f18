"""Who may do and see what: keys as values, and the limits they put on answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from omaha.errors import AccessError, InputError
from omaha.identifiers import refuse_bsn
from omaha.mappings import DISCIPLINES
from omaha.model import KINDS, CodedNote, CodedProblem, Concept
from omaha.vocabulary import Vocabulary

SCOPES = ("read", "code", "curate", "admin")
DOMAINS = ("domain/I", "domain/II", "domain/III", "domain/IV")
CONTENTS: tuple[str, ...] = (*KINDS, *DOMAINS)
LEFT_OUT = "some content was left out: this key or request does not include it"


class UnknownKeyError(AccessError):
    """No key came along, or one that is unknown or revoked. Which of these is not told."""


class NotAllowedError(AccessError):
    """The key is good, and does not allow what was asked."""


@dataclass(frozen=True, slots=True)
class Key:
    """An access key without its secret.

    `disciplines` are those it may code for and `contents` the kinds of content it may see;
    empty means all. Contents are kinds of concept (``sign``) and domains of problems
    (``domain/IV``): with at least one kind only those kinds are seen, with at least one
    domain only problems of those domains and what serves them.

    >>> from datetime import UTC
    >>> key = Key("a1b2c3d4", "desk", "Wijkteam Noord", ("read",), (), ("problem",),
    ...           datetime(2026, 1, 1, tzinfo=UTC))
    >>> key.active, key.sight.kinds
    (True, frozenset({'problem'}))
    """

    id: str
    name: str
    organisation: str
    scopes: tuple[str, ...]
    disciplines: tuple[str, ...]
    contents: tuple[str, ...]
    created: datetime
    revoked: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked is None

    @property
    def sight(self) -> Sight:
        """What it may see."""
        return Sight.of(self.contents)

    def require(self, *scopes: str) -> None:
        """Raise NotAllowedError unless the key has one of `scopes`."""
        if not set(scopes) & set(self.scopes):
            needed = " or ".join(repr(scope) for scope in scopes)
            raise NotAllowedError(
                f"this needs a key with scope {needed}; this one has {', '.join(self.scopes)}"
            )


@dataclass(frozen=True, slots=True)
class Sight:
    """The kinds of concept and the domains of problems that may be seen; None means all.

    >>> everything = Sight()
    >>> everything.narrowed(["problem", "domain/IV"]).domains
    frozenset({'domain/IV'})
    """

    kinds: frozenset[str] | None = None
    domains: frozenset[str] | None = None

    @classmethod
    def of(cls, contents: Iterable[str]) -> Sight:
        """The sight that a list of contents gives; an empty list gives all."""
        named = frozenset(contents)
        return cls(named & frozenset(KINDS) or None, named & frozenset(DOMAINS) or None)

    @property
    def whole(self) -> bool:
        """Whether everything may be seen."""
        return self.kinds is None and self.domains is None

    def narrowed(self, contents: Iterable[str]) -> Sight:
        """This sight with only `contents` left.

        Raises InputError for an unknown content and NotAllowedError for one that this
        sight does not include: a request never widens what its key allows.
        """
        wanted = tuple(contents)
        for content in wanted:
            if content not in CONTENTS:
                raise InputError("contents", f"unknown content; use {', '.join(CONTENTS)}")
            limit = self.kinds if content in KINDS else self.domains
            if limit is not None and content not in limit:
                raise NotAllowedError(f"this key does not see {content}")
        asked = Sight.of(wanted)
        return Sight(asked.kinds or self.kinds, asked.domains or self.domains)

    def sees_kind(self, kind: str) -> bool:
        """Whether concepts of that kind may be seen."""
        return self.kinds is None or kind in self.kinds

    def sees(self, concept: Concept, vocabulary: Vocabulary) -> bool:
        """Whether that concept may be seen: its kind, and for what stands in a domain that."""
        if not self.sees_kind(concept.kind):
            return False
        return self.domains is None or self._in_domains(concept, vocabulary)

    def sees_problem(self, code: str | None, vocabulary: Vocabulary) -> bool:
        """Whether what belongs to that problem may be seen; None belongs to no problem."""
        if self.domains is None or code is None:
            return True
        return self._in_domains(vocabulary.concept("problem", code), vocabulary)

    def _in_domains(self, concept: Concept, vocabulary: Vocabulary) -> bool:
        above = [concept, *vocabulary.ancestors(concept.curie)]
        found = [each for each in above if each.kind == "domain"]
        allowed = self.domains or frozenset()
        return all(each.curie.removeprefix("omaha:") in allowed for each in found)


def check_key(
    name: str,
    organisation: str,
    scopes: Iterable[str],
    disciplines: Iterable[str],
    contents: Iterable[str],
) -> None:
    """Raise InputError for what no key may be made of: unknown words, blanks, a BSN.

    >>> check_key("desk", "Wijkteam Noord", ["code"], ["poh"], ["domain/IV"])
    >>> check_key("desk", "Wijkteam Noord", ["write"], [], [])
    Traceback (most recent call last):
    omaha.errors.InputError: scopes: unknown 'write'; use read, code, curate, admin
    """
    for field, text in (("name", name), ("organisation", organisation)):
        refuse_bsn(field, text)
        if not text.strip() or len(text) > 200 or not text.isprintable():
            raise InputError(field, "must be 1 to 200 printable characters")
    lists = (
        ("scopes", scopes, SCOPES),
        ("disciplines", disciplines, tuple(DISCIPLINES)),
        ("contents", contents, CONTENTS),
    )
    for field, values, allowed in lists:
        for value in values:
            refuse_bsn(field, value)
            if value not in allowed:
                raise InputError(field, f"unknown {value!r}; use {', '.join(allowed)}")
    if not tuple(scopes):
        raise InputError("scopes", f"a key needs at least one of {', '.join(SCOPES)}")


def choose_discipline(
    asked: str | None, canonical: str | None, allowed: tuple[str, ...]
) -> str | None:
    """The discipline to code for: what was asked, within what the key allows (() is all).

    `canonical` is the known name of what was asked, None when it is unknown. A key for one
    discipline codes for that one without being asked. Raises NotAllowedError for another
    one, and InputError when one of several has to be named.

    >>> choose_discipline(None, None, ("poh",)), choose_discipline("POH", "poh", ())
    ('poh', 'POH')
    """
    if not allowed:
        return asked
    if asked is None and len(allowed) == 1:
        return allowed[0]
    if asked is None:
        raise InputError("discipline", f"name one of this key's: {', '.join(allowed)}")
    if canonical not in allowed:
        raise NotAllowedError(f"this key codes for {', '.join(allowed)} only")
    return canonical


def limit_answer(coded: CodedNote, sight: Sight, vocabulary: Vocabulary) -> CodedNote:
    """`coded` without what may not be seen; its warnings say so when anything went."""
    if sight.whole:
        return coded

    def seen(kind: str, problem: str | None) -> bool:
        return sight.sees_kind(kind) and sight.sees_problem(problem, vocabulary)

    limited = replace(
        coded,
        problems=tuple(
            _limit_signs(each, sight) for each in coded.problems if seen("problem", each.code)
        ),
        interventions=tuple(
            each
            for each in coded.interventions
            if seen("category", each.problem) and sight.sees_kind("target")
        ),
        ratings=tuple(each for each in coded.ratings if seen("rating", each.problem)),
        not_coded=tuple(each for each in coded.not_coded if seen("problem", each.code)),
    )
    if limited == coded:
        return coded
    return replace(limited, warnings=(*coded.warnings, LEFT_OUT))


def _limit_signs(problem: CodedProblem, sight: Sight) -> CodedProblem:
    return problem if sight.sees_kind("sign") else replace(problem, signs=())
