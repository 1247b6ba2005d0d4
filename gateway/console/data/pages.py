"""`/data`: data that one may know of, searched; one of them; and what another body would see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.data import documents
from gateway.console.data.as_views import purposes_that_would_do, seen_as
from gateway.console.data.views import cards_of, columns_of, sample_rows
from gateway.console.shared.days import read_day
from gateway.console.shared.snippets import example_of
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import (
    Refused,
    ShownProblem,
    Visit,
    page_for_all,
    page_for_signed_in,
)

_MAX_WORDS = 200


@page_for_all
async def search(visit: Visit) -> Response:
    asks = visit.request.query_params
    words, whose = asks.get("q", "").strip()[:_MAX_WORDS], asks.get("whose", "")
    data = await visit.ask(documents.SEARCH, words=words or None)
    values: dict[str, Any] = {
        "words": words,
        "whose": whose,
        "cards": cards_of(data, whose, visit),
    }
    if visit.request.headers.get("hx-request"):
        return visit.part("data/results.html", **values)
    return visit.page("data/search.html", **values)


@page_for_all
async def dataset_page(visit: Visit) -> Response:
    """Read for the purpose that was chosen, or the visitor's only one."""
    dataset_id = visit.request.path_params["dataset"]
    purpose = _purpose_of(visit)
    data = await visit.ask(documents.DATASET, purpose=purpose, id=dataset_id)
    dataset = data["dataset"]
    shown = columns_of(dataset, visit)
    sample = None
    problems: tuple[ShownProblem, ...] = ()
    if shown.fields:
        document = documents.sample_of(dataset, shown.fields)
        try:
            rows, problems = await visit.ask_in_part(document, purpose=purpose)
            sample = sample_rows(rows, dataset, shown, visit)
        except Refused as refused:
            problems = refused.problems
    agreements: list[Mapping[str, Any]] = []
    if visit.body is not None:
        agreements = (await visit.ask(documents.AGREEMENTS, id=dataset_id))["agreements"]
    return visit.page(
        "data/dataset.html",
        dataset=dataset,
        shown=shown,
        sample=sample,
        problems=problems,
        agreements=agreements,
        state_words=lambda state: state_words(state, visit.gettext),
        state_kind=state_kind,
        purpose=purpose,
        purposes=[entry for entry in data["purposes"] if entry["code"] in visit.purposes],
        is_ours=visit.body is not None and visit.body["siren"] == dataset["owner"]["siren"],
        example=example_of(dataset, str(visit.request.base_url).rstrip("/"), purpose),
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
        purpose=purpose,
        at=written,
        is_wrong=is_wrong,
        view=view,
    )


def _own(visit: Visit) -> str | None:
    return None if visit.body is None else visit.body["siren"]


def _purpose_of(visit: Visit) -> str | None:
    chosen = visit.request.query_params.get("purpose")
    if chosen:
        return chosen
    return visit.purposes[0] if len(visit.purposes) == 1 else None


ROUTES = (
    Route("/data", search),
    Route("/data/{dataset}", dataset_page),
    Route("/data/{dataset}/as", see_as),
)
