"""`/agreements/{citation}/approve`: reading to the end, then signing, or saying why not; and
`/guard`, where a data protection officer answers for what the guard found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.agreements.drawings import map_of
from gateway.console.agreements.errors import beside, errors_of
from gateway.console.agreements.life import difference_rows
from gateway.console.agreements.pages import agreement_called, dataset_of, draft_name
from gateway.console.agreements.sentences import in_sentences
from gateway.console.signing.documents import (
    APPROVE,
    BEFORE,
    OPEN,
    OVERRIDE,
    REFUSE,
    REQUEST_CHANGES,
    SIGNED,
)
from gateway.console.signing.views import (
    FIELDS,
    PLACES,
    Turn,
    approval_errors,
    approval_of,
    kept_address,
    last_signature,
    rows_before,
    rows_by_commune,
    turn_of,
)
from gateway.console.visit import Draft, Refused, ShownProblem, Visit, page_for_signed_in
from gateway.http.forms import Form, no_such_answer

_WRONG = 422
_NOT_COUNTED = {"rowCount": None, "totalRows": None, "communes": None}
_NO_PREVIEW = {"allRows": True, "communes": ()}
_Typed = Mapping[str, str]
_Errors = Sequence[Mapping[str, str]]


@page_for_signed_in
async def reading(visit: Visit) -> Response:
    """The page to read and sign; text typed before a stronger sign-in comes back in the address."""
    asks = visit.request.query_params
    is_refusing = asks.get("answer") in {"refuse", "changes"}
    query = {} if is_refusing else asks
    draft = await visit.draft(draft_name("approve", visit))
    begun: Mapping[str, str] = draft if draft is not None and not query else query
    typed = {name: begun.get(name, "") for name in (*FIELDS, "read", "reason")}
    proposed = {} if begun else await proposed_signature(visit)
    draft = None if query else draft
    return await _shown(
        visit,
        typed | proposed,
        [],
        draft=draft,
        is_proposed=bool(proposed),
        is_refusing=is_refusing,
    )


@page_for_signed_in
async def opening(visit: Visit) -> Response:
    """Records that this person was shown this very text, as the law asks before a signature."""
    citation = visit.request.path_params["citation"]
    await visit.ask(OPEN, agreement=citation)
    return visit.see_other(f"/agreements/{citation}/approve")


@page_for_signed_in
async def back_to_reading(visit: Visit) -> Response:
    """From a sign-in that was asked for while the text was being opened."""
    return visit.see_other(f"/agreements/{visit.request.path_params['citation']}/approve")


@page_for_signed_in
async def answering(visit: Visit) -> Response:
    form = await visit.form()
    typed = {name: form.get(name, "").strip() for name in (*FIELDS, "read", "reason", "version")}
    match form.get("answer"):
        case "changes":
            return await _with_reason(visit, REQUEST_CHANGES, typed, done="changes")
        case "refuse":
            return await _with_reason(visit, REFUSE, typed, done="refused")
        case "approve":
            return await _approved(visit, form, typed)
        case other:
            raise no_such_answer(other or "")


async def proposed_signature(visit: Visit) -> dict[str, str]:
    """The fields of a signature, filled by the visitor's last one."""
    data = await visit.ask(SIGNED)
    year = paris_day(visit.services.query.clock()).year
    return last_signature(data["agreements"] or (), year, visit)


async def _approved(visit: Visit, form: Form, typed: _Typed) -> Response:
    errors: _Errors = approval_errors(typed, visit)
    if errors:
        return await _shown(visit, typed, errors, status=_WRONG)
    await visit.once(form)
    citation = visit.request.path_params["citation"]
    try:
        await visit.ask(APPROVE, agreement=citation, approval=approval_of(typed, typed["version"]))
    except Refused as refused:
        if refused.is_too_weak:
            following = kept_address(visit.request.url.path, typed)
            return await _shown(visit, typed, [], status=refused.status, following=following)
        errors = errors_of(refused.problems, PLACES)
        return await _shown(visit, typed, errors, status=refused.status)
    return visit.see_other(f"/agreements/{citation}", done="approved")


async def _with_reason(visit: Visit, document: str, typed: _Typed, *, done: str) -> Response:
    citation = visit.request.path_params["citation"]
    if not typed["reason"]:
        missing = visit.gettext("Dites pourquoi : l'autre partie lira votre motif.")
        return await _shown(visit, typed, [{"id": "reason", "text": missing}], status=_WRONG)
    try:
        await visit.ask(document, agreement=citation, reason=typed["reason"])
    except Refused as refused:
        if refused.is_too_weak:
            raise
        errors = errors_of(refused.problems, {"reason": "reason"})
        return await _shown(visit, typed, errors, status=refused.status)
    return visit.see_other(f"/agreements/{citation}", done=done)


async def _shown(
    visit: Visit,
    typed: _Typed,
    errors: _Errors,
    *,
    status: int = 200,
    following: str = "",
    draft: Draft | None = None,
    is_proposed: bool = False,
    is_refusing: bool = False,
) -> Response:
    """`is_proposed`: what is in the fields is of an earlier signature. `is_refusing`: the visitor
    comes to say why not.
    """
    entry: Mapping[str, Any] = await agreement_called(visit)
    agreement = in_sentences(entry, await dataset_of(entry, visit), visit)
    turn = turn_of(entry, visit)
    before, problems = await _before(entry, turn, visit)
    return visit.page(
        "signing/approve.html",
        status=status,
        agreement=agreement,
        changes=difference_rows(entry["differences"], visit),
        map=map_of(agreement.where, visit),
        turn=turn,
        rows=rows_before(before, visit),
        rows_of=rows_by_commune(
            before, entry["preview"] or _NO_PREVIEW, entry["grantee"]["name"], visit
        ),
        guard=(before or {}).get("guard"),
        gives=before is not None,
        problems=problems,
        typed=typed,
        errors=errors,
        wrong=beside(errors),
        following=following,
        draft=draft,
        draft_name=draft_name("approve", visit),
        is_proposed=is_proposed,
        is_refusing=is_refusing,
    )


async def _before(
    entry: Mapping[str, Any], turn: Turn, visit: Visit
) -> tuple[Mapping[str, Any] | None, Sequence[ShownProblem]]:
    """For the body that gives, once the text is open: the rows, and what the guard would say."""
    gives = visit.body is not None and entry["grantor"]["siren"] == visit.body["siren"]
    if not gives or turn.must_open or not turn.may_answer:
        return None, ()
    data, problems = await visit.ask_in_part(BEFORE, citation=entry["citation"])
    before = (data.get("agreement") or {}).get("beforeSigning")
    return before or {**_NOT_COUNTED, "guard": entry["guard"]}, problems


@page_for_signed_in
async def guarding(visit: Visit) -> Response:
    entry = await agreement_called(visit)
    errors: _Errors = []
    reason, status = "", 200
    if visit.request.method == "POST":
        form = await visit.form()
        reason = form.get("reason", "").strip()
        try:
            await visit.ask(
                OVERRIDE,
                agreement=entry["citation"],
                findings=form.get("findings", ""),
                reason=reason,
            )
            return visit.see_other(f"/agreements/{entry['citation']}", done="answered")
        except Refused as refused:
            if refused.is_too_weak:
                raise
            errors = errors_of(refused.problems, {"reason": "reason"})
            status = refused.status
    return visit.page(
        "signing/guard.html",
        status=status,
        agreement=in_sentences(entry, await dataset_of(entry, visit), visit),
        may_answer=any(
            item["act"] == "override_guard" and item["mine"] for item in entry["possible"]
        ),
        reason=reason,
        errors=errors,
        wrong=beside(errors),
    )


ROUTES = (
    Route("/agreements/{citation}/approve", reading),
    Route("/agreements/{citation}/approve", answering, methods=["POST"]),
    Route("/agreements/{citation}/approve/open", opening, methods=["POST"]),
    Route("/agreements/{citation}/approve/open", back_to_reading),
    Route("/agreements/{citation}/guard", guarding, methods=["GET", "POST"]),
)
