"""`GET /v1/usage`: who read one's datasets, as a file for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Response

from catalog.codec import write_value
from catalog.exports.csv_text import write_csv
from catalog.model.usage import DatasetUse, Period
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from gateway.http.rest.caller import SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from gateway.problems import ActsRefused, BadToken, RequestNotAsDescribed, UnknownAgent
from gateway.reports.usage import UsageService

router = APIRouter(route_class=ProblemRoute, tags=["usage"])
_COLUMNS = (
    *("période", "jeu", "siren", "organisme", "finalité", "conventions"),
    *("requêtes", "dont avec d'autres jeux", "lignes", "dernière fois"),
)


@router.get(
    "/usage",
    summary="Who read one's own datasets, CSV",
    response_class=Response,
    responses={
        200: {
            "description": "A line for each reader, purpose and agreement, the last read first.",
            "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
        },
        **responses_of(BadToken, UnknownAgent, ActsRefused, UnknownDataset, RequestNotAsDescribed),
    },
)
async def usage(
    caller: SignedIn,
    services: TheServices,
    dataset: Annotated[str | None, Query(description="Its id; all when not said.")] = None,
    since: Annotated[dt.date | None, Query(description="A year ago when not said.")] = None,
    until: Annotated[dt.date | None, Query(description="That day included.")] = None,
    by: Annotated[Period | None, Query(description="`day` or `month`, in Paris.")] = None,
) -> Response:
    """For stewards, of their own organisation's datasets: organisations, never persons."""
    service = UsageService(caller.subject, services.query, services.acts.law)
    lines = [_line(each, caller.snapshot) for each in await service(dataset, since, until, by)]
    return Response(
        write_csv((_COLUMNS, *lines)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="consultations.csv"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _line(use: DatasetUse, catalog: Snapshot) -> tuple[str, ...]:
    body = None if use.reader is None else catalog.organisations.get(use.reader)
    return (
        use.period or "",
        use.dataset,
        str(use.reader or ""),
        "sans compte" if body is None else body.name,
        use.purpose or "",
        " ".join(use.agreements),
        str(use.requests),
        str(use.beside_others),
        str(use.rows),
        write_value(use.last),
    )
