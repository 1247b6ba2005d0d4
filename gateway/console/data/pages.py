"""`/data/…`: the page of one dataset; and what another body would see of it."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.account.mail_choices import following_of
from gateway.console.data import documents
from gateway.console.data.as_views import purposes_that_would_do, seen_as
from gateway.console.data.column_figures import column_figures_part
from gateway.console.data.download import download
from gateway.console.data.freshness import freshness_of
from gateway.console.data.history import citation_of, own_deposits, version_rows
from gateway.console.data.overview import has_picture, picture_file, picture_part
from gateway.console.data.page_of_rows import rows_of
from gateway.console.data.row_columns import less_than_clear
from gateway.console.data.row_totals import has_totals, totals_of, totals_part
from gateway.console.data.rows_question import FILTER_AND_PLACE, PAGE_ROWS
from gateway.console.data.standing import Standing, ended_of, standing_of
from gateway.console.data.views import columns_of
from gateway.console.days import read_day
from gateway.console.open_in.doors import open_in
from gateway.console.shared.described_data import DescribedData, described
from gateway.console.shared.snippets import example_of
from gateway.console.shared.theme_icons import icon_of
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import (
    Refused,
    Visit,
    page_for_all,
    page_for_signed_in,
)

_UNPROCESSABLE = 422
_FIRST_ROWS = 10


@page_for_all
async def overview_tab(visit: Visit) -> Response:
    """The picture of the data and ten of their rows; the rows alone where the address filters."""
    asks = visit.request.query_params
    if any(asks.get(name) for name in FILTER_AND_PLACE):
        return await _tab("rows", visit, PAGE_ROWS)
    return await _tab("overview", visit, _FIRST_ROWS)


@page_for_all
async def rows_tab(visit: Visit) -> Response:
    return await _tab("rows", visit, PAGE_ROWS)


@page_for_all
async def columns_tab(visit: Visit) -> Response:
    return await _tab("columns", visit, 0)


@page_for_all
async def sharing_tab(visit: Visit) -> Response:
    return await _tab("sharing", visit, 0)


@page_for_all
async def follow_tab(visit: Visit) -> Response:
    return await _tab("follow", visit, 0)


@page_for_all
async def history_tab(visit: Visit) -> Response:
    return await _tab("history", visit, 0)


async def _tab(tab: str, visit: Visit, most_rows: int) -> Response:
    """Read for the purpose that `standing_of` says. Rows are asked for where the tab shows some."""
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
    rows = await rows_of(dataset, purpose, visit, most_rows)
    titles = {entry["code"]: entry for entry in data["purposes"]}
    description = described(dataset)
    is_ours = _own(visit) == description.owner.siren
    today = paris_day(visit.services.query.clock())
    base = str(visit.request.base_url).rstrip("/")
    is_kept = is_ours and "steward" in visit.roles and tab == "history"
    deposits = await own_deposits(visit) if is_kept else ()
    shows_totals = bool(rows.table and rows.table.rows) and has_totals(description)
    totals = None
    if shows_totals and visit.request.query_params.get("totals"):
        totals = await totals_of(description, rows.columns, rows.question, purpose, visit)
    return visit.page(
        f"data/{tab}_tab.html",
        status=_UNPROCESSABLE if rows.question.errors else 200,
        dataset=dataset,
        tab=tab,
        columns=columns_of(dataset, visit),
        is_read=bool(rows.columns),
        question=rows.question,
        table=rows.table,
        has_picture=has_picture(description),
        shows_totals=shows_totals,
        totals=totals,
        problems=rows.problems,
        coarse=less_than_clear(dataset, visit),
        standing=standing,
        titles=titles,
        state_words=lambda state: state_words(state, visit.gettext),
        state_kind=state_kind,
        purpose=purpose,
        purposes=[entry for entry in data["purposes"] if entry["code"] in visit.purposes],
        is_ours=is_ours,
        open_in=open_in(visit, is_placed=_is_placed(description)),
        freshness=freshness_of(description, today, visit),
        following=await following_of(description.id, visit) if tab == "follow" else None,
        opening_waits=is_ours and await _opening_waits(description.id, visit),
        is_deposited=any(deposit.dataset == description.id for deposit in deposits),
        icon_of=icon_of,
        versions=version_rows(dataset, deposits, visit),
        citation=citation_of(dataset, f"{base}/data/{description.id}", today, visit),
        example=example_of(dataset, base, purpose),
    )


async def _opening_waits(dataset_id: str, visit: Visit) -> bool:
    """True where an approver has yet to confirm that these data are opened; told to the stewards,
    approvers and DPOs of the visitor's own body alone.
    """
    if visit.on_behalf_of is not None or not visit.roles & {"steward", "approver", "dpo"}:
        return False
    openings = (await visit.ask(documents.OPENINGS))["openings"]
    return any(opening["dataset"] == dataset_id for opening in openings or ())


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


def _is_placed(data: DescribedData) -> bool:
    """By coordinates, or by the commune."""
    concepts = {column.concept for column in data.columns}
    return data.territory is not None or {"longitude", "latitude"} <= concepts


def _own(visit: Visit) -> str | None:
    return None if visit.body is None else visit.body["siren"]


ROUTES = (
    Route("/data/{dataset}", overview_tab),
    Route("/data/{dataset}/rows", rows_tab),
    Route("/data/{dataset}/columns", columns_tab),
    Route("/data/{dataset}/sharing", sharing_tab),
    Route("/data/{dataset}/history", history_tab),
    Route("/data/{dataset}/follow", follow_tab),
    Route("/data/{dataset}/picture", picture_part),
    Route("/data/{dataset}/picture.{kind}", picture_file),
    Route("/data/{dataset}/totals", totals_part),
    Route("/data/{dataset}/column-figures", column_figures_part),
    Route("/data/{dataset}/as", see_as),
    Route("/data/{dataset}/rows.{kind}", download),
)
