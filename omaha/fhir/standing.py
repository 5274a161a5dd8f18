"""How far a resource may be relied on: draft, experimental, deprecated, withdrawn, retired."""

from __future__ import annotations

from omaha.fhir.codesystem import STANDARDS_STATUS
from omaha.fhir.outcome import Json


def standing_of(resource: Json, used_by: Json) -> str | None:
    """What there is to say of a resource that is used by another; None when nothing is.

    A draft that uses a draft, or an experiment that uses an experiment, is nothing to tell.

    >>> standing_of({"status": "draft"}, {"status": "active"})
    'draft'
    >>> standing_of({"status": "draft"}, {"status": "draft"})
    """
    said = _standards_status(resource)
    if said in ("deprecated", "withdrawn"):
        return said
    if resource.get("status") == "retired":
        return "retired"
    if resource.get("experimental") is True and used_by.get("experimental") is not True:
        return "experimental"
    return "draft" if _is_draft(resource) and not _is_draft(used_by) else None


def _is_draft(resource: Json) -> bool:
    return "draft" in (resource.get("status"), _standards_status(resource))


def _standards_status(resource: Json) -> str | None:
    for each in resource.get("extension") or ():
        if isinstance(each, dict) and each.get("url") == STANDARDS_STATUS:
            return str(each.get("valueCode"))
    return None
