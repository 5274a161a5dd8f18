"""The parameters of an operation, whether they came in a body or in an address.

What is close to a known name and is none is refused, for it is most likely a misspelt one;
names that no operation has are let pass, since clients send marks of their own along.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from omaha.fhir.outcome import Json, refuse
from omaha.fhir.shape import an_object, objects, text, value_of

# Would change the answer, and are not supported: refused rather than left aside.
NOT_SUPPORTED = frozenset((
    "context", "contextDirection", "date", "exclude-system", "excludePostCoordinated",
    "dependsOn", "dependency", "closure",
))  # fmt: skip
_NEAR = 0.85


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its value with the name that this goes by, or a resource."""

    name: str
    type: str
    value: Any
    resource: Json | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters of one request, in order.

    >>> asked = Parameters.of_query([("code", "24"), ("activeOnly", "true")])
    >>> asked.text("code"), asked.flag("activeOnly"), asked.whole("count")
    ('24', True, None)
    """

    items: tuple[Parameter, ...]

    @classmethod
    def of_query(cls, query: Iterable[tuple[str, str]]) -> Parameters:
        """The parameters of an address."""
        return cls(tuple(Parameter(name, "", value) for name, value in query))

    @classmethod
    def of_resource(cls, resource: Json) -> Parameters:
        """The parameters of a Parameters resource; raises FhirError for anything else."""
        if resource.get("resourceType") != "Parameters":
            raise refuse(
                400, "structure", "the body of an operation is a Parameters resource, not "
                f"{resource.get('resourceType')!r}",
            )  # fmt: skip
        found = []
        for each in objects(resource, "parameter", "Parameters"):
            name = text(each, "name", "Parameters.parameter")
            if not name:
                raise refuse(400, "required", "Parameters.parameter.name is needed")
            inner = each.get("resource")
            kind, value = value_of(each) or ("", None)
            if inner is not None:
                inner = an_object(inner, f"Parameters.parameter({name}).resource")
            found.append(Parameter(name, kind, value, inner))
        return cls(tuple(found))

    def and_also(self, others: Parameters) -> Parameters:
        """These, and of the others those whose names do not stand here."""
        named = {each.name for each in self.items}
        return Parameters((*self.items, *(e for e in others.items if e.name not in named)))

    def check(self, known: Iterable[str]) -> None:
        """Raise FhirError for a name that is close to a known one, or known and unsupported."""
        names = frozenset(known)
        for each in self.items:
            if each.name in names:
                continue
            if each.name in NOT_SUPPORTED:
                raise refuse(
                    422, "not-supported", f"parameter {each.name!r} is not supported",
                    kind="not-supported",
                )  # fmt: skip
            folded = {name.casefold(): name for name in names}
            near = difflib.get_close_matches(each.name.casefold(), folded, 1, _NEAR)
            if near:
                raise refuse(
                    400, "invalid",
                    f"unknown parameter {each.name!r}; is {folded[near[0]]!r} meant?",
                )  # fmt: skip

    def all(self, name: str) -> list[Parameter]:
        """Every parameter of that name."""
        return [each for each in self.items if each.name == name]

    def one(self, name: str) -> Parameter | None:
        """The parameter of that name, None without it; raises FhirError when there are more."""
        found = self.all(name)
        if len(found) > 1 and any(each != found[0] for each in found):
            raise refuse(400, "invalid", f"parameter {name!r} stands more than once")
        return found[0] if found else None

    def text(self, name: str) -> str | None:
        """A parameter that is one string of any kind; None without it."""
        found = self.one(name)
        return None if found is None else _text(found)

    def texts(self, name: str) -> list[str]:
        """All strings of that name."""
        return [_text(each) for each in self.all(name)]

    def flag(self, name: str) -> bool | None:
        """A parameter that is true or false; None without it."""
        found = self.one(name)
        if found is None:
            return None
        if found.value in (True, "true"):
            return True
        if found.value in (False, "false"):
            return False
        raise refuse(400, "invalid", f"parameter {name!r}: use true or false")

    def whole(self, name: str) -> int | None:
        """A parameter that is a whole number from 0; None without it."""
        found = self.one(name)
        if found is None:
            return None
        told = str(found.value)
        if isinstance(found.value, bool) or not told.isascii() or not told.isdecimal():
            raise refuse(400, "invalid", f"parameter {name!r}: use a whole number from 0")
        if len(told) > 9:
            raise refuse(400, "invalid", f"parameter {name!r}: use a smaller number")
        return int(told)

    def coding(self, name: str) -> Json | None:
        """A Coding; in an address it may be written ``system|code``. None without it."""
        found = self.one(name)
        if found is None:
            return None
        if isinstance(found.value, str) and "|" in found.value:
            system, _, code = found.value.rpartition("|")
            return {"system": system, "code": code} if system else {"code": code}
        return _checked_coding(found.value, name)

    def concept(self, name: str) -> Json | None:
        """A CodeableConcept; None without it."""
        found = self.one(name)
        if found is None:
            return None
        concept = an_object(found.value, name)
        for each in objects(concept, "coding", name):
            _checked_coding(each, name)
        return concept

    def resource(self, name: str) -> Json | None:
        """A resource; None without it."""
        found = self.one(name)
        if found is None:
            return None
        if found.resource is None:
            raise refuse(400, "invalid", f"parameter {name!r}: send a resource")
        return found.resource

    def resources(self, name: str) -> list[Json]:
        """All resources of that name."""
        found = [each.resource for each in self.all(name)]
        if any(each is None for each in found):
            raise refuse(400, "invalid", f"parameter {name!r}: send a resource")
        return [each for each in found if each is not None]


def _text(found: Parameter) -> str:
    if isinstance(found.value, str):
        return found.value
    raise refuse(400, "invalid", f"parameter {found.name!r}: send a string")


def _checked_coding(value: Any, name: str) -> Json:
    coding = an_object(value, name)
    for member in ("system", "version", "code", "display"):
        text(coding, member, name)
    return coding


def to_parameters(found: Iterable[Json]) -> Json:
    """A Parameters resource of its members."""
    return {"resourceType": "Parameters", "parameter": list(found)}


def part(name: str, kind: str, value: Any) -> Json:
    """A member of a Parameters resource.

    >>> part("result", "valueBoolean", True)
    {'name': 'result', 'valueBoolean': True}
    """
    return {"name": name, kind: value}


def pairs(values: Iterable[str], name: str) -> Mapping[str, str]:
    """URLs with their versions, of parameters such as ``system-version=url|version``.

    Raises FhirError when one URL comes with several versions.
    """
    found: dict[str, str] = {}
    for each in values:
        url, _, version = each.partition("|")
        if not url or not version:
            raise refuse(400, "invalid", f"parameter {name!r}: use system|version, not {each!r}")
        if found.setdefault(url, version) != version:
            raise refuse(
                400, "invalid", f"parameter {name!r}: multiple versions found for {url}: "
                f"'{found[url]}', '{version}'", kind="version-error",
            )  # fmt: skip
    return found
