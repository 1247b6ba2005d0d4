"""`/data/{dataset}/describe`, `/verify`, `/withdraw`: for data that are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.column_types import type_words
from gateway.console.add.forms import FieldError
from gateway.console.describe import documents
from gateway.console.describe.acceptance import sent_acceptance
from gateway.console.describe.check_view import check_values
from gateway.console.describe.description import (
    changes_of,
    mistakes_of,
    values_of,
    with_proposed_codes,
)
from gateway.console.files.words import frequency_words, listing_words
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import Refused, Visit, page_for_signed_in

_ENDED = {"draft", "refused", "withdrawn", "expired", "revoked", "superseded"}


@page_for_signed_in
async def describe(visit: Visit) -> Response:
    """Only what differs is changed, so that two people who describe do not undo each other."""
    dataset = await _declared(visit)
    if visit.request.method == "GET":
        values = with_proposed_codes(dataset, values_of(dataset))
        return _description_page(visit, dataset, values, [])
    form = await visit.form()
    values = {**values_of(dataset), **{name: form[name] for name in form}}
    if dataset["isDeposited"]:
        values |= sent_acceptance(form)
    values |= {
        f"personal-{number}": f"personal-{number}" in form for number, _ in _numbered(dataset)
    }
    errors = mistakes_of(values, visit)
    changes = changes_of(dataset, values)
    is_public = values["listing"] == "public" != dataset["listing"]
    if not errors and is_public and form.get("confirmed") != "public":
        return _description_page(visit, dataset, values, [], to_confirm=True)
    if not errors and changes:
        try:
            described = await visit.ask(documents.DESCRIBE, id=dataset["id"], changes=changes)
        except Refused as refused:
            if refused.is_too_weak:
                raise
            errors = _errors(refused)
        else:
            if described["describeDataset"]["waits"]:
                return visit.see_other(f"/data/{dataset['id']}/opening", done="proposed")
    if errors:
        return _description_page(visit, dataset, values, errors)
    return visit.see_other(f"/data/{dataset['id']}/describe", done="saved")


def _numbered(dataset: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(dataset["columns"]))


def _description_page(
    visit: Visit,
    dataset: Mapping[str, Any],
    values: Mapping[str, Any],
    errors: list[FieldError],
    *,
    to_confirm: bool = False,
) -> Response:
    return visit.page(
        "describe/describe.html",
        status=422 if errors else 200,
        dataset=dataset,
        columns=_numbered(dataset),
        column_choices=[(one["name"], one["label"]["fr"]) for one in dataset["columns"]],
        values=values,
        errors=errors,
        to_confirm=to_confirm,
        error_of={error.id: error.text for error in errors},
        frequencies=frequency_words(visit.gettext),
        listings=listing_words(visit.gettext),
        type_words=lambda kind: type_words(kind, visit.language),
        own_choices=lambda own: [
            (one["code"], one["label"][visit.language] or one["code"]) for one in own["choices"]
        ],
    )


@page_for_signed_in
async def withdraw(visit: Visit) -> Response:
    """Withdraws data once the agreements that depend on them were named; live ones stop it."""
    dataset = await _declared(visit)
    agreements = (await visit.ask(documents.LIVE, id=dataset["id"]))["agreements"]
    errors: list[FieldError] = []
    reason = ""
    if visit.request.method == "POST":
        form = await visit.form()
        reason = form.get("reason", "").strip()
        if form.get("name", "") != dataset["name"]:
            text = visit.gettext(
                "Pour retirer ces données, écrivez « %(name)s ».", name=dataset["name"]
            )
            errors = [FieldError("name", text)]
        else:
            try:
                await visit.ask(documents.WITHDRAW, id=dataset["id"], reason=reason or None)
            except Refused as refused:
                if refused.is_too_weak:
                    raise
                errors = _errors(refused)
            else:
                return visit.see_other("/data?whose=ours", done="withdrawn")
    return visit.page(
        "describe/withdraw.html",
        status=422 if errors else 200,
        dataset=dataset,
        agreements=[one for one in agreements if one["state"].lower() not in _ENDED],
        errors=errors,
        reason=reason,
        state_words=lambda state: state_words(state, visit.gettext),
        state_kind=state_kind,
    )


@page_for_signed_in
async def verify(visit: Visit) -> Response:
    """The source read whole, now: what is read, and what is not, by cause."""
    data, problems = await visit.ask_in_part(
        documents.CHECK, id=visit.request.path_params["dataset"]
    )
    dataset = data.get("declaredDataset")
    if dataset is None:
        raise Refused(problems, 422)
    check = data.get("sourceCheck")
    return visit.page(
        "describe/verify.html",
        dataset=dataset,
        problems=problems,
        is_read=check is not None,
        **({} if check is None else await check_values(check, visit)),
    )


async def _declared(visit: Visit) -> Mapping[str, Any]:
    data = await visit.ask(documents.DECLARED, id=visit.request.path_params["dataset"])
    declared: Mapping[str, Any] = data["declaredDataset"]
    places = data.get("deposits") or ()
    is_deposited = any(deposit["dataset"] == declared["id"] for deposit in places)
    return {**declared, "isDeposited": is_deposited}


def _errors(refused: Refused) -> list[FieldError]:
    return [FieldError("", problem.sentence, problem.next_step) for problem in refused.problems]


ROUTES = (
    Route("/data/{dataset}/describe", describe, methods=["GET", "POST"]),
    Route("/data/{dataset}/verify", verify),
    Route("/data/{dataset}/withdraw", withdraw, methods=["GET", "POST"]),
)
