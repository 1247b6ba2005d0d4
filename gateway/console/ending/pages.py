"""`/agreements/{citation}/end` and `/withdraw`: what stops is said first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.errors import beside, errors_of
from gateway.console.agreements.pages import (
    agreement_called,
    dataset_of,
    draft_name,
    owners_view_of,
)
from gateway.console.agreements.sentences import in_sentences
from gateway.console.ending.documents import RESUME, REVOKE, SUSPEND, WITHDRAW
from gateway.console.ending.views import FIELDS, is_its_number, kept_address, stop_of
from gateway.console.visit import Draft, Refused, Visit, page_for_signed_in

_WRONG: Final = 422
_DONE: Final = {"suspend": "suspended", "resume": "resumed", "revoke": "revoked"}
_DOCUMENTS: Final = {"suspend": SUSPEND, "resume": RESUME, "revoke": REVOKE}
_Errors = Sequence[Mapping[str, str]]


@page_for_signed_in
async def end(visit: Visit) -> Response:
    query = visit.request.query_params
    draft = await visit.draft(draft_name("end", visit))
    # What names the act alone keeps what was begun; a return from a stronger sign-in brings all.
    is_back = any(query.get(name) for name in FIELDS if name != "act")
    draft = None if is_back else draft
    begun: Mapping[str, str] = {} if draft is None else draft
    typed = {name: query.get(name, "") or begun.get(name, "") for name in FIELDS}
    return await _shown(visit, typed, [], draft=draft)


@page_for_signed_in
async def ending(visit: Visit) -> Response:
    form = await visit.form()
    typed = {name: form.get(name, "").strip() for name in FIELDS}
    errors = await _errors(visit, typed)
    if errors:
        return await _shown(visit, typed, errors, status=_WRONG)
    citation, act = visit.request.path_params["citation"], typed["act"]
    reason = {} if act == "resume" else {"reason": typed["reason"]}
    try:
        await visit.ask(_DOCUMENTS[act], agreement=citation, **reason)
    except Refused as refused:
        if refused.is_too_weak:
            following = kept_address(visit.request.url.path, typed)
            return await _shown(visit, typed, [], status=refused.status, following=following)
        errors = errors_of(refused.problems, {"reason": "reason"})
        return await _shown(visit, typed, errors, status=refused.status)
    return visit.see_other(f"/agreements/{citation}", done=_DONE[act])


async def _errors(visit: Visit, typed: Mapping[str, str]) -> list[dict[str, str]]:
    _ = visit.gettext
    if typed["act"] not in _DOCUMENTS:
        return [{"id": "act", "text": _("Choisissez de suspendre ou de mettre fin.")}]
    if typed["act"] == "resume":
        return []
    errors = []
    if not typed["reason"]:
        missing = _("Dites pourquoi : l'autre partie lira votre motif.")
        errors.append({"id": "reason", "text": missing})
    entry = await agreement_called(visit)
    if not is_its_number(typed["number"], entry):
        wrong = _("Écrivez le numéro de la convention : %(number)s.", number=entry["id"])
        errors.append({"id": "number", "text": wrong})
    return errors


async def _shown(
    visit: Visit,
    typed: Mapping[str, str],
    errors: _Errors,
    *,
    status: int = 200,
    following: str = "",
    draft: Draft | None = None,
) -> Response:
    entry = await agreement_called(visit)
    return visit.page(
        "ending/end.html",
        status=status,
        agreement=in_sentences(entry, await dataset_of(entry, visit), visit),
        stop=stop_of(entry, await owners_view_of(entry, visit), visit),
        typed=typed,
        errors=errors,
        wrong=beside(errors),
        following=following,
        draft=draft,
        draft_name=draft_name("end", visit),
    )


@page_for_signed_in
async def withdrawal(visit: Visit) -> Response:
    return await _withdrawal(visit)


@page_for_signed_in
async def withdrawing(visit: Visit) -> Response:
    citation = visit.request.path_params["citation"]
    reason = (await visit.form()).get("reason", "").strip()
    try:
        await visit.ask(WITHDRAW, agreement=citation, reason=reason or None)
    except Refused as refused:
        if refused.is_too_weak:
            raise
        return await _withdrawal(visit, reason, refused)
    return visit.see_other(f"/agreements/{citation}", done="withdrawn")


async def _withdrawal(visit: Visit, reason: str = "", refused: Refused | None = None) -> Response:
    entry = await agreement_called(visit)
    return visit.page(
        "ending/withdraw.html",
        status=200 if refused is None else refused.status,
        agreement=in_sentences(entry, await dataset_of(entry, visit), visit),
        may_withdraw=any(item["act"] == "withdraw" and item["mine"] for item in entry["possible"]),
        reason=reason,
        errors=[] if refused is None else errors_of(refused.problems, {"reason": "reason"}),
    )


ROUTES = (
    Route("/agreements/{citation}/end", end),
    Route("/agreements/{citation}/end", ending, methods=["POST"]),
    Route("/agreements/{citation}/withdraw", withdrawal),
    Route("/agreements/{citation}/withdraw", withdrawing, methods=["POST"]),
)
