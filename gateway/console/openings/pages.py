"""`/data/{dataset}/publish`: an opening is proposed; `/data/{dataset}/opening`: confirmed."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.add.forms import FieldError
from gateway.console.files.words import listing_words
from gateway.console.openings import answers
from gateway.console.openings.choice import (
    LICENCES,
    Choice,
    choice_of,
    is_personal,
    mistakes_in,
    sent_choice,
    to_propose,
)
from gateway.console.openings.sample import Sample, sample_of
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form, no_such_answer


@page_for_signed_in
async def publish(visit: Visit) -> Response:
    """Sets who may know of the data, and who reads which of their columns without an agreement."""
    data = await answers.DECLARED.ask(visit, id=visit.request.path_params["dataset"])
    dataset = data.declaredDataset
    if dataset is None:
        return visit.page("settings/nobody.html", status=404)
    waits = any(one.dataset == dataset.id for one in data.openings or ())
    if visit.request.method == "GET":
        return _publish_page(visit, dataset, choice_of(dataset), waits=waits)
    form = await visit.form()
    choice = sent_choice(form, dataset)
    errors = mistakes_in(choice, dataset, visit)
    if not errors and to_propose(choice, dataset) and form.get("confirmed") != choice.signed:
        sample = await sample_of(dataset.id, choice.columns, visit) if choice.opens else None
        return _publish_page(visit, dataset, choice, to_confirm=True, sample=sample)
    if not errors:
        try:
            published = await answers.PUBLISH.ask(
                visit,
                id=dataset.id,
                listing=choice.listing.upper(),
                level=choice.level.upper(),
                columns=list(choice.columns) if choice.opens else None,
                licence=choice.licence if choice.opens else None,
            )
        except Refused as refused:
            if refused.is_too_weak:
                raise
            errors = _errors(refused)
        else:
            if published.publishDataset.waits:
                return visit.see_other(f"/data/{dataset.id}/opening", done="proposed")
            return visit.see_other(f"/data/{dataset.id}/publish", done="published")
    return _publish_page(visit, dataset, choice, errors)


def _publish_page(
    visit: Visit,
    dataset: answers.DeclaredDataset,
    choice: Choice,
    errors: list[FieldError] | None = None,
    *,
    waits: bool = False,
    to_confirm: bool = False,
    sample: Sample | None = None,
) -> Response:
    return visit.page(
        "openings/publish.html",
        status=422 if errors else 200,
        dataset=dataset,
        columns=[(one, is_personal(one)) for one in dataset.columns],
        chosen=choice,
        licences=[(one, one) for one in dict.fromkeys((*LICENCES, choice.licence)) if one],
        to_confirm=to_confirm,
        sample=sample,
        waits=waits,
        errors=errors or [],
        error_of={error.id: error.text for error in errors or ()},
        listings=listing_words(visit.gettext),
    )


@page_for_signed_in
async def opening(visit: Visit) -> Response:
    """The opening as it waits: an approver who did not propose it confirms exactly this."""
    dataset_id = visit.request.path_params["dataset"]
    errors: list[FieldError] = []
    reason = ""
    if visit.request.method == "POST":
        form = await visit.form()
        reason = form.get("reason", "")
        try:
            await _answer(form, dataset_id, visit)
        except Refused as refused:
            if refused.is_too_weak:
                raise
            errors = _errors(refused)
        else:
            return visit.see_other(f"/data/{dataset_id}/opening", done=form.get("act", ""))
    known = (await answers.OPENINGS.ask(visit)).openings or ()
    waiting = next((one for one in known if one.dataset == dataset_id), None)
    opened = [one for one in waiting.columns if one.isOpened] if waiting else []
    return visit.page(
        "openings/opening.html",
        status=422 if errors else 200,
        dataset_id=dataset_id,
        opening=waiting,
        opened=opened,
        cleared=[one for one in waiting.columns if not one.isOpened] if waiting else [],
        sample=await sample_of(dataset_id, {one.name for one in opened}, visit) if opened else None,
        errors=errors,
        reason=reason,
    )


async def _answer(form: Form, dataset_id: str, visit: Visit) -> None:
    """Raises RequestNotAsDescribed for what no button sends."""
    match form.get("act"):
        case "confirmed":
            sha256 = form.get("sha256", "")
            await answers.CONFIRM.ask(visit, id=dataset_id, sha256=sha256)
        case "refused":
            await answers.REFUSE.ask(visit, id=dataset_id, reason=form.get("reason", ""))
        case "withdrawn":
            await answers.WITHDRAW.ask(visit, id=dataset_id)
        case other:
            raise no_such_answer(other or "")


def _errors(refused: Refused) -> list[FieldError]:
    return [FieldError("", problem.sentence, problem.next_step) for problem in refused.problems]


ROUTES = (
    Route("/data/{dataset}/publish", publish, methods=["GET", "POST"]),
    Route("/data/{dataset}/opening", opening, methods=["GET", "POST"]),
)
