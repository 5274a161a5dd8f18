"""Value sets over our code systems: each whole, by kind, by domain and by group."""

from __future__ import annotations

from collections.abc import Iterable

from omaha.fhir.outcome import Json
from omaha.fhir.own_names import RIGHTS, about_labels, head, translated, value_set_url
from omaha.model import Kind, Scheme
from omaha.systems import system_url
from omaha.vocabulary import Vocabulary

# How the plural of a kind, or a group, is said: in English and in Dutch.
_KINDS: dict[Kind, tuple[str, str]] = {
    "domain": ("domains", "domeinen"),
    "problem": ("problems", "aandachtsgebieden"),
    "sign": ("signs", "signalen en symptomen"),
}
Filters = list[dict[str, str]]


def value_sets(vocabulary: Vocabulary) -> Iterable[Json]:
    """All our value sets; none of them is empty."""
    for scheme in vocabulary.schemes:
        kinds = [kind for kind in scheme.kinds if vocabulary.of_kind(kind)]
        if kinds:
            yield _value_set(vocabulary, scheme, f"all-{scheme.name}", scheme.titles, [])
        if len(scheme.kinds) > 1:
            for kind in kinds:
                name, dutch = _KINDS[kind]
                titles = (("en", f"Omaha System {name}"), ("nl", f"Omaha System, {dutch}"))
                yield _value_set(vocabulary, scheme, name, titles, [_is("kind", kind)])
    yield from _by_domain(vocabulary)
    yield from _by_group(vocabulary)


def _by_domain(vocabulary: Vocabulary) -> Iterable[Json]:
    for domain in vocabulary.of_kind("domain"):
        scheme = next(each for each in vocabulary.schemes if "domain" in each.kinds)
        for kind in ("problem", "sign"):
            if not any(each.kind == kind for each in vocabulary.expand(domain.curie)):
                continue
            name, dutch = _KINDS[kind]
            slug = "-".join(domain.display("en").lower().split())
            titles = (
                ("en", f"Omaha System {name}, {domain.display('en')} domain"),
                ("nl", f"Omaha System, {dutch}, domein {domain.display('nl')}"),
            )
            below = {"property": "concept", "op": "descendent-of", "value": domain.code}
            filters = [_is("kind", kind), below]
            yield _value_set(vocabulary, scheme, f"{name}-{slug}", titles, filters)


def _by_group(vocabulary: Vocabulary) -> Iterable[Json]:
    for group in vocabulary.groups:
        scheme = next(each for each in vocabulary.schemes if each.name == group.scheme)
        if not any(each.group == group.code for each in vocabulary):
            continue
        titles = tuple((lang, f"Omaha System: {text}") for lang, text in group.labels)
        name = f"{scheme.name}-{group.code.replace('_', '-')}"
        yield _value_set(vocabulary, scheme, name, titles, [_is("group", group.code)])


def _is(name: str, value: str) -> dict[str, str]:
    return {"property": name, "op": "=", "value": value}


def _value_set(
    vocabulary: Vocabulary,
    scheme: Scheme,
    name: str,
    titles: tuple[tuple[str, str], ...],
    filters: Filters,
) -> Json:
    found = head("ValueSet", name, value_set_url(name), vocabulary)
    translated(found, "title", titles)
    include: Json = {"system": system_url(scheme.name), "version": vocabulary.release}
    if filters:
        include["filter"] = filters
    found |= {"copyright": RIGHTS + about_labels(vocabulary), "compose": {"include": [include]}}
    return found
