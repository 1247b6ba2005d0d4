"""`/data/{dataset}/update`: a newer file, the difference first, and one confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from catalog.model.deposit import DepositMode, VersionState
from catalog.model.paris import paris_day
from catalog.model.problem import Problem
from gateway.base.problems import NotFound
from gateway.console.files import documents
from gateway.console.files.difference_view import difference_values
from gateway.console.files.file_state import errors_of, file_values, reading_answers, still_waiting
from gateway.console.files.ladder_view import ladder_values
from gateway.console.files.receiving import receive
from gateway.console.visit import Visit, page_for_signed_in
from gateway.files.deposits.accepting import (
    accepted_notes,
    may_be_appended,
    may_be_confirmed,
    rows_are_there,
)
from gateway.files.deposits.preparing import Wanted
from gateway.files.deposits.problems import DepositQuestions
from gateway.files.deposits.service import DepositService, UploadShown
from gateway.http.forms import Form


@page_for_signed_in
async def update(visit: Visit) -> Response:
    """For data that lie in a deposit; of others the page says how they come up to date."""
    dataset_id = visit.request.path_params["dataset"]
    dataset = await _dataset(dataset_id, visit)
    error: Problem | None = None
    if visit.request.method == "POST":
        upload, error = await receive(visit, dataset_id)
        if upload is not None:
            return visit.see_other(f"/data/{dataset['id']}/update/{upload.id}")
    return visit.page(
        "files/update.html",
        status=200 if error is None else 422,
        dataset=dataset,
        deposit=await _deposit(dataset["id"], visit),
        errors=errors_of(error, visit),
    )


async def _dataset(dataset_id: str, visit: Visit) -> Mapping[str, Any]:
    """Under a mandate to deposit, what is told of it to whoever leaves files in it."""
    if visit.on_behalf_of is None:
        data = await visit.ask(documents.DATASET, id=dataset_id)
        declared: Mapping[str, Any] = data["declaredDataset"]
        return declared
    deposit = await _deposit(dataset_id, visit)
    if deposit is None:
        raise NotFound(path=visit.request.url.path)
    return {"id": deposit["dataset"], "title": deposit["title"], "primaryKey": []}


async def _deposit(dataset_id: str, visit: Visit) -> Mapping[str, Any] | None:
    deposits = (await visit.ask(documents.DEPOSITS))["deposits"]
    return next((deposit for deposit in deposits if deposit["dataset"] == dataset_id), None)


@page_for_signed_in
async def next_version(visit: Visit) -> Response:
    """The reading, what changes in the way that was chosen, then the confirmation."""
    service = await visit.deposits()
    dataset_id, upload_id = (visit.request.path_params[name] for name in ("dataset", "upload"))
    here = f"/data/{dataset_id}/update/{upload_id}"
    if visit.request.method == "POST":
        return await _posted(visit, service, dataset_id, upload_id, here)
    shown = await service.upload(upload_id)
    if (waiting := still_waiting(visit, shown)) is not None:
        return waiting
    dataset = await _dataset(dataset_id, visit)
    values = await file_values(visit, shown, dataset.get("columns", ()))
    mode = _mode(visit.request.query_params.get("mode"))
    values |= {"dataset": dataset, "mode": None if mode is None else mode.value, "following": None}
    values["deposited_on"] = await _deposited_on(service, shown, dataset_id)
    if shown.reading is None or values["view"].questions:
        return visit.page("files/next_version.html", **_NOTHING, **values)
    if mode is None:
        unsaid = {
            **_NOTHING,
            "is_next_part": await _is_next_part(visit, service, shown, dataset_id),
        }
        return visit.page("files/next_version.html", **unsaid, **values)
    return await _compared(visit, service, shown, Wanted(dataset_id, mode), values)


async def _deposited_on(
    service: DepositService, shown: UploadShown, dataset_id: str
) -> date | None:
    """The day on which the very same bytes were deposited, and not taken back since."""
    known = await service.versions(dataset_id)
    days = [
        paris_day(version.at)
        for version in known.deposit.versions
        if version.original_sha256 == shown.upload.sha256
        and version.state is not VersionState.UNDONE
    ]
    return days[-1] if days else None


async def _is_next_part(
    visit: Visit, service: DepositService, shown: UploadShown, dataset_id: str
) -> bool:
    """True where the file seems to hold new rows alone, as the changes of a replacement tell.

    Under a mandate nothing is replaced, and appending is chosen anyway.
    """
    if visit.on_behalf_of is not None:
        return False
    try:
        prepared = await service.preview(shown.upload.id, Wanted(dataset_id, DepositMode.REPLACE))
    except Problem:
        # Told once a person has said what the file holds.
        return False
    difference = prepared.outcome.get("difference")
    return difference is not None and bool(difference.get("isNextPart"))


_NOTHING: Mapping[str, Any] = {
    "difference": None,
    "is_next_part": False,
    "are_there": False,
    "may_append": False,
    "questions": [],
    "problems": [],
    "may_confirm": False,
}


async def _compared(
    visit: Visit,
    service: DepositService,
    shown: UploadShown,
    wanted: Wanted,
    values: dict[str, Any],
) -> Response:
    outcome: dict[str, Any] = dict(_NOTHING)
    try:
        prepared = await service.preview(shown.upload.id, wanted)
        outcome["difference"] = difference_values(prepared, visit)
        outcome["accepted"] = [
            one.sentence(visit.language) for one in accepted_notes(prepared.outcome)
        ]
        outcome |= await ladder_values(prepared.outcome["checks"], visit)
        values["seen"] = prepared.seen
    except DepositQuestions as asking:
        outcome["questions"] = asking.questions
    except Problem as problem:
        outcome["problems"] = list(getattr(problem, "problems", (problem,)))
        outcome["may_confirm"] = may_be_confirmed(outcome["problems"])
        outcome["are_there"] = rows_are_there(problem)
        outcome["may_append"] = may_be_appended(problem)
    is_fine = not outcome["questions"] and not outcome["problems"]
    return visit.page(
        "files/next_version.html", status=200 if is_fine else 422, **values, **outcome
    )


async def _posted(
    visit: Visit, service: DepositService, dataset_id: str, upload_id: str, here: str
) -> Response:
    form = await visit.form()
    if "cancel" in form:
        await service.cancel(upload_id)
        return visit.see_other(f"/data/{dataset_id}/update", done="cancelled")
    mode = _mode(form.get("mode"))
    if "confirm" not in form or mode is None:
        await service.read(upload_id, _answers(form))
        return visit.see_other(here if mode is None else f"{here}?mode={mode.value}#difference")
    wanted = Wanted(dataset_id, mode)
    seen = form.get("seen", "")
    if seen.isdecimal():
        wanted = replace(wanted, seen=int(seen))
    await visit.once(form)
    confirmed = await service.confirm(upload_id, wanted, _answers(form), form.get("note", ""))
    if visit.on_behalf_of is not None:
        return visit.see_other("/contractor", done="updated")
    return visit.see_other(f"/data/{confirmed.change.dataset.id}/versions", done="updated")


def _answers(form: Form) -> dict[str, Any]:
    """The answers of a form to the questions of the matching, and of the reading."""
    match: dict[str, Any] = {"units": {}, "missing": [], "emptied": []}
    for name in form:
        kind, _, column = name.partition("/")
        match kind, form[name]:
            case "match-unit", "convert" | "keep" as choice:
                match["units"][column] = choice
            case "match-missing", "empty":
                match["missing"].append(column)
            case "match-retyped", "empty":
                match["emptied"].append(column)
    answers: dict[str, Any] = {}
    if any(match.values()):
        answers["match"] = match
    if questions := reading_answers(form):
        answers["questions"] = questions
    if "sums_confirmed" in form:
        answers["sumsConfirmed"] = True
    if "append_anyway" in form:
        answers["appendAnyway"] = True
    if accepted := list(form.all("accepted")):
        answers["accepted"] = accepted
    return answers


def _mode(text: str | None) -> DepositMode | None:
    return DepositMode(text) if text in {mode.value for mode in DepositMode} else None
