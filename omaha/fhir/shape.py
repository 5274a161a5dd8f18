"""Reading JSON that anybody may have sent: each reader gives a value of its type or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from omaha.fhir.outcome import Json, refuse


def an_object(value: Any, place: str) -> Json:
    """`value` if it is a JSON object; raises FhirError naming the place otherwise."""
    if not isinstance(value, dict):
        raise refuse(400, "structure", f"{place}: an object is needed", expression=place)
    return value


def objects(parent: Json, name: str, place: str) -> list[Json]:
    """The objects of a member that is a list; [] without it.

    >>> objects({"concept": [{"code": "a"}]}, "concept", "CodeSystem")
    [{'code': 'a'}]
    """
    found = parent.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise refuse(400, "structure", f"{place}.{name}: a list is needed", expression=place)
    return [an_object(each, f"{place}.{name}[{n}]") for n, each in enumerate(found)]


def text(parent: Json, name: str, place: str) -> str | None:
    """A member that is a string; None without it."""
    found = parent.get(name)
    if found is None or isinstance(found, str):
        return found
    raise refuse(400, "structure", f"{place}.{name}: a string is needed", expression=place)


def texts(parent: Json, name: str, place: str) -> list[str]:
    """The strings of a member that is a list; [] without it."""
    found = parent.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise refuse(400, "structure", f"{place}.{name}: a list of strings is needed")
    return found


def needed(parent: Json, name: str, place: str) -> str:
    """A member that must be a string with something in it."""
    found = text(parent, name, place)
    if not found:
        raise refuse(400, "required", f"{place}.{name} is needed", expression=place)
    return found


def flag(parent: Json, name: str, place: str) -> bool | None:
    """A member that is true or false; None without it."""
    found = parent.get(name)
    if found is None or isinstance(found, bool):
        return found
    raise refuse(400, "structure", f"{place}.{name}: true or false is needed", expression=place)


def value_of(parent: Json) -> tuple[str, Any] | None:
    """The ``value[x]`` of an object with the name it goes by, such as ``("valueCode", "a")``.

    >>> value_of({"code": "prop", "valueCode": "a"})
    ('valueCode', 'a')
    """
    for name, value in parent.items():
        if name.startswith("value") and value is not None:
            return name, value
    return None


def plain_text(value: Any) -> str:
    """A value as a string, as it would stand in an address or a filter; of a Coding its code.

    >>> plain_text(True), plain_text(1.5), plain_text({"system": "http://a", "code": "b"})
    ('true', '1.5', 'b')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.get("code", "")) if isinstance(value, dict) else str(value)


def extensions(parent: Json, url: str, place: str) -> Iterator[Any]:
    """The values of the extensions with that URL."""
    for each in objects(parent, "extension", place):
        found = value_of(each)
        if each.get("url") == url and found is not None:
            yield found[1]


def split_canonical(canonical: str) -> tuple[str, str | None]:
    """URL and version of ``url|version``.

    >>> split_canonical("http://a/b|1.0"), split_canonical("http://a/b")
    (('http://a/b', '1.0'), ('http://a/b', None))
    """
    url, _, version = canonical.partition("|")
    return url, version or None


def canonical(url: str, version: str | None) -> str:
    """``url|version``, or the URL alone."""
    return f"{url}|{version}" if version else url
