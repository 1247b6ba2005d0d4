"""`GET /v1/usage`, `/v1/usage/bodies`: who read one's datasets, and what each body asked, as files
for a spreadsheet.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from catalog.actions.quotas.kept import bytes_kept
from catalog.codec import write_value
from catalog.exports.csv_text import write_csv
from catalog.model.identifiers import Siren
from catalog.model.quota import QuotaKind
from catalog.model.usage import DatasetUse, Period
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from gateway.base.problems import ActsRefused, BadToken, RequestNotAsDescribed, UnknownAgent
from gateway.http.rest.caller import SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from gateway.reading.reports.body_usage import BodyPart
from gateway.reading.reports.problems import NegativeCost, TimeUpsideDown
from gateway.reading.reports.usage import UsageService

router = APIRouter(route_class=ProblemRoute, tags=["usage"])
_BODY_COLUMNS = (
    *("mois", "siren", "organisme", "requêtes", "dont sans réponse", "lignes"),
    *("secondes", "quota de requêtes", "quota de secondes", "quota de dépôt (Mo)", "déposé (Mo)"),
    *("part du temps (%)", "part du coût (€)"),
)
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
            "content": file_content("text/csv"),
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
    """For who answers for their own organisation's datasets: organisations, never persons."""
    service = UsageService(caller.subject, services.query, services.acts.law)
    lines = [_line(each, caller.snapshot) for each in await service(dataset, since, until, by)]
    return _spreadsheet("consultations.csv", (_COLUMNS, *lines))


@router.get(
    "/usage/bodies",
    summary="What each body asked, by month, CSV: for the operator",
    response_class=Response,
    responses={
        200: {
            "description": "A line for each month and body.",
            "content": file_content("text/csv"),
        },
        **responses_of(
            *(BadToken, UnknownAgent, ActsRefused, RequestNotAsDescribed, TimeUpsideDown),
            NegativeCost,
        ),
    },
)
async def body_usage(
    caller: SignedIn,
    services: TheServices,
    since: Annotated[
        dt.date | None, Query(description="The first day of this month when not said.")
    ] = None,
    until: Annotated[dt.date | None, Query(description="That day included.")] = None,
    monthly_cents: Annotated[
        int | None,
        Query(
            alias="monthlyCents",
            le=2**31 - 1,
            description="What a month costs, to be shared out by the time taken.",
        ),
    ] = None,
) -> Response:
    """The parts of one month add up to its cost. No person, no dataset and no value is in it.

    Quotas, and what is kept in deposits, are those of today.
    """
    service = UsageService(caller.subject, services.query, services.acts.law)
    parts = await service.of_bodies(since, until, monthly_cents)
    kept = bytes_kept(caller.snapshot)
    lines = [_part_line(part, kept, caller.snapshot) for part in parts]
    return _spreadsheet("usage-par-organisme.csv", (_BODY_COLUMNS, *lines))


def _spreadsheet(name: str, lines: Iterable[Sequence[str]]) -> Response:
    return Response(
        write_csv(lines),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _part_line(part: BodyPart, kept: Counter[Siren], catalog: Snapshot) -> tuple[str, ...]:
    """Decimal commas, as French spreadsheets read them."""
    use = part.use
    body = None if use.body is None else catalog.organisations.get(use.body)
    return (
        use.month,
        str(use.body or ""),
        "sans compte" if body is None else body.name,
        str(use.requests),
        str(use.failed),
        str(use.rows),
        f"{use.milliseconds / 1000:.3f}".replace(".", ","),
        *_quota_cells(use.body, kept, catalog),
        "" if part.share is None else f"{100 * part.share:.2f}".replace(".", ","),
        "" if part.cents is None else f"{part.cents // 100},{part.cents % 100:02}",
    )


def _quota_cells(body: Siren | None, kept: Counter[Siren], catalog: Snapshot) -> tuple[str, ...]:
    """Empty where nothing is limited."""
    quota = None if body is None else catalog.quotas.get(body)
    limits = (None if quota is None else quota.limit(kind) for kind in QuotaKind)
    deposited = 0 if body is None else kept[body]
    return (
        *("" if limit is None else str(limit) for limit in limits),
        f"{deposited / QuotaKind.MEGABYTES.scale:.3f}".replace(".", ","),
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
