"""`/data/…`: the page of one dataset; and what another body would see of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.data import documents
from gateway.console.data.as_views import purposes_that_would_do, seen_as
from gateway.console.data.download import download
from gateway.console.data.page_of_rows import rows_of
from gateway.console.data.row_columns import less_than_clear
from gateway.console.data.standing import Standing, ended_of, standing_of
from gateway.console.data.views import columns_of
from gateway.console.days import read_day
from gateway.console.shared.snippets import example_of
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import (
    Refused,
    Visit,
    page_for_all,
    page_for_signed_in,
)

_UNPROCESSABLE = 422


@page_for_all
async def dataset_page(visit: Visit) -> Response:
    """Read for the purpose that `standing_of` says."""
    dataset_id = visit.request.path_params["dataset"]
    standing = await standing_of(dataset_id, visit)
    purpose = standing.purpose
    try:
        data = await visit.ask(documents.DATASET, purpose=purpose, id=dataset_id)
    except Refused as refused:
        if not (refused.has("unknown_dataset") and standing.agreements):
            raise
        return _known_by_agreement(standing, visit)
    dataset = data["dataset"]
    rows = await rows_of(dataset, purpose, visit)
    titles = {entry["code"]: entry for entry in data["purposes"]}
    is_ours = visit.body is not None and visit.body["siren"] == dataset["owner"]["siren"]
    return visit.page(
        "data/dataset.html",
        status=_UNPROCESSABLE if rows.question.errors else 200,
        dataset=dataset,
        columns=columns_of(dataset, visit),
        is_read=bool(rows.columns),
        question=rows.question,
        table=rows.table,
        problems=rows.problems,
        coarse=less_than_clear(dataset, visit),
        standing=standing,
        titles=titles,
        state_words=lambda state: state_words(state, visit.gettext),
        state_kind=state_kind,
        purpose=purpose,
        purposes=[entry for entry in data["purposes"] if entry["code"] in visit.purposes],
        is_ours=is_ours,
        opening_waits=is_ours and await _opening_waits(dataset, visit),
        is_deposited=is_ours and "steward" in visit.roles and await _is_deposited(dataset, visit),
        example=example_of(dataset, str(visit.request.base_url).rstrip("/"), purpose),
    )


async def _opening_waits(dataset: Mapping[str, Any], visit: Visit) -> bool:
    """True where an approver has yet to confirm that these data are opened; told to the stewards,
    approvers and DPOs of the visitor's own body alone.
    """
    if visit.on_behalf_of is not None or not visit.roles & {"steward", "approver", "dpo"}:
        return False
    openings = (await visit.ask(documents.OPENINGS))["openings"]
    return any(opening["dataset"] == dataset["id"] for opening in openings or ())


async def _is_deposited(dataset: Mapping[str, Any], visit: Visit) -> bool:
    """True where the data have versions to look at and to take back."""
    deposits = (await visit.ask(documents.DEPOSITED))["deposits"]
    return any(deposit["dataset"] == dataset["id"] for deposit in deposits or ())


def _known_by_agreement(standing: Standing, visit: Visit) -> Response:
    """Of data that the visitor's body may not look at, but has or had an agreement over."""
    received = [
        entry
        for entry in standing.agreements
        if visit.body is not None and entry["grantee"]["siren"] == visit.body["siren"]
    ]
    ended = [entry for entry in received if entry["state"] in {"revoked", "expired"}]
    return visit.page(
        "data/not_shown.html",
        status=404,
        why=ended_of(ended) if ended else None,
        titles={},
        agreements=standing.agreements,
        state_words=lambda state: state_words(state, visit.gettext),
        state_kind=state_kind,
    )


@page_for_signed_in
async def see_as(visit: Visit) -> Response:
    """The columns, communes and rows that another body would get; or why it would get nothing."""
    dataset_id = visit.request.path_params["dataset"]
    asks = visit.request.query_params
    data = await visit.ask(documents.BODIES, id=dataset_id)
    reader, purpose = asks.get("reader") or None, asks.get("purpose") or None
    at, written = read_day(asks.get("at", "")), asks.get("at", "").strip()
    is_wrong = bool(written) and at is None
    view = None
    if reader is not None and not is_wrong:
        day = None if at is None else at.isoformat()
        wanted = {"id": dataset_id, "organisation": reader, "at": day}
        seen, problems = await visit.ask_in_part(documents.SEEN_AS, **wanted, for_purpose=purpose)
        would_do = purposes_that_would_do(seen)
        if purpose is None and would_do:
            purpose = would_do[0]
            seen, problems = await visit.ask_in_part(
                documents.SEEN_AS, **wanted, for_purpose=purpose
            )
        view = seen_as(seen, problems, visit)
    return visit.page(
        "data/as.html",
        status=422 if is_wrong else 200,
        dataset=data["dataset"],
        bodies=[entry for entry in data["organisations"] if entry["siren"] != _own(visit)],
        purposes=data["purposes"],
        reader=reader,
        reader_slug=next(
            (entry["slug"] for entry in data["organisations"] if entry["siren"] == reader), ""
        ),
        purpose=purpose,
        at=written,
        is_wrong=is_wrong,
        view=view,
    )


def _own(visit: Visit) -> str | None:
    return None if visit.body is None else visit.body["siren"]


ROUTES = (
    Route("/data/{dataset}", dataset_page),
    Route("/data/{dataset}/as", see_as),
    Route("/data/{dataset}/rows.{kind}", download),
)
