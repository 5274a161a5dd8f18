"""What the service is for and what it is not for, as it is told wherever it answers for itself."""

from __future__ import annotations

INTENDED_USE: dict[str, str] = {
    "purpose": "Supports the recording of care and welfare in the Omaha System: it suggests "
    "codes for a note, looks codes up and translates them.",
    "not_for": "It has no medical purpose: no diagnosis, prognosis, triage, risk prediction, "
    "care advice, allocation of hours, or scores that the note does not write out.",
    "professional": "Every code is a suggestion with its evidence. A professional decides.",
    "translation": "The Dutch labels are an unofficial translation of the Omaha System (2005), "
    "unless a licensed label set is named under versions.",
    "privacy": "The text of a note is coded and gone: it is not stored, logged or sent on. "
    "A citizen service number (BSN) is refused as an identifier.",
}

DESCRIPTION = "\n\n".join(
    (
        "Codes notes in the **Omaha System** (2005), with the words that each code rests on.",
        *(
            f"**{name.replace('_', ' ').capitalize()}.** {text}"
            for name, text in INTENDED_USE.items()
        ),
        "**FHIR** R4 and R5 are at `/fhir/R4` and `/fhir/R5`; what they can do stands at "
        "`/fhir/R4/metadata`, not here.",
        "**Errors** are `application/problem+json` (RFC 9457) and never hold words of a note. "
        "`request_id` is that of the `X-Request-ID` header, which you may send.",
        "**Access.** Off this machine every call needs `Authorization: Bearer omaha_…`. Scopes: "
        "`code` for `/v1/code…`, `read` for the rest. What a key may see limits every answer.",
        "**Versions.** Each answer names vocabulary, mappings and engine: the same input and "
        "versions give the same output.",
    )
)
