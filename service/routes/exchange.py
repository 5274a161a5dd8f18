"""POST /v1/exchange/{format}: coded notes for other systems."""

from __future__ import annotations

import importlib
import io
from typing import Annotated, Any, Literal

import anyio.to_thread
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from omaha.exchange.bundle import to_bundle
from omaha.exchange.facts import COLUMNS, NUMBERS, facts, to_csv
from omaha.records import Dossier
from service.answers import JsonResponse
from service.coding import desk_for
from service.dossiers import ExchangeIn, read_dossier
from service.openapi import PROBLEMS

router = APIRouter(tags=["shared language"])
FHIR_JSON = "application/fhir+json"
PARQUET = "application/vnd.apache.parquet"
_PARQUET = "omaha.parquet"
FORMAT = Path(description="`fhir` (R4 Bundle), `csv` or `parquet`.")
_ANSWER: dict[str, Any] = {
    "description": "The notes in that format.",
    "content": {kind: {"schema": {}} for kind in (FHIR_JSON, "text/csv", PARQUET)},
}


@router.post(
    "/v1/exchange/{format}",
    summary="Notes as FHIR, or as rows for research",
    response_class=Response,
    responses={200: _ANSWER, **PROBLEMS},
)
async def exchange(
    asked: ExchangeIn,
    request: Request,
    format: Annotated[Literal["fhir", "csv", "parquet"], FORMAT],
) -> Response:
    """A FHIR R4 Bundle of Condition, Observation, Goal, ServiceRequest and CarePlan, or facts.

    Codes, dates and written ratings go along, words of the notes do not. The header
    `Omaha-Left-Out: true`, and in FHIR the tag SUBSETTED, say that content was left out.
    """
    desk = desk_for(request)
    dossier = await read_dossier(asked, desk)
    headers = {"Cache-Control": "no-store"}
    if dossier.left_out:
        headers["Omaha-Left-Out"] = "true"
    if format == "fhir":
        bundle = to_bundle(
            dossier.records,
            desk.backend.engine.vocabulary,
            desk.backend.versions,
            lang=asked.lang,
            subject=asked.subject,
            concept_map=asked.concept_map,
            confirmed=asked.confirmed,
            left_out=dossier.left_out,
        )
        return JsonResponse(bundle, media_type=FHIR_JSON, headers=headers)
    if format == "csv":
        lines = "".join(to_csv(facts(dossier.records)))
        return Response(lines, media_type="text/csv", headers=headers)
    table = await anyio.to_thread.run_sync(_parquet, dossier, limiter=desk.turns)
    return Response(table, media_type=PARQUET, headers=headers)


def _parquet(dossier: Dossier) -> bytes:
    """The facts as a Parquet file; pyarrow is imported by the first."""
    out = io.BytesIO()
    write = importlib.import_module(_PARQUET).write_records
    write(out, facts(dossier.records), COLUMNS, NUMBERS)
    return out.getvalue()
