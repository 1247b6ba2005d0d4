"""`/services/ID/consent`: a body lets a service read its own figures, which nobody else sees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from catalog.model.paris import paris_day
from gateway.console.days import iso_day
from gateway.console.mutualised.documents import CONSENTING, END_CONSENT, GIVE_CONSENT
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE = 422
_FIELDS = ("dataset", "purpose", "end")


@page_for_signed_in
async def consenting(visit: Visit) -> Response:
    """Shows the data that would be read, without reading them; then consents to the version that
    was shown, whatever was published since.
    """
    service_id = visit.request.path_params["service"]
    values, shown = dict.fromkeys(_FIELDS, ""), None
    errors: list[dict[str, str]] = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        values = {name: form.get(name, "") for name in _FIELDS}
        version = form.get("version", "")
        is_confirmed = form.get("step") == "give" and bool(version)
        if is_confirmed:
            await visit.once(form)
        name = service_id.partition("@")[0]
        called = f"{name}@{version}" if is_confirmed else service_id
        wanted = {"service": called, **values, "end": iso_day(values["end"])}
        try:
            given = await visit.ask(GIVE_CONSENT, input=wanted, dry=not is_confirmed)
            if is_confirmed:
                return visit.see_other(f"/services/{service_id}/consent", done="consented")
            shown = given["giveConsent"]
        except Refused as refused:
            is_too_weak = refused.is_too_weak
            errors = [
                {"id": "dataset", "text": problem.sentence, "next": problem.next_step}
                for problem in refused.problems
            ]
    return await _page(visit, service_id, values, shown, errors, is_too_weak=is_too_weak)


@page_for_signed_in
async def end_consent(visit: Visit) -> Response:
    """At once: to stop must not wait."""
    service_id = visit.request.path_params["service"]
    form = await visit.form()
    try:
        await visit.ask(END_CONSENT, consent=form.get("consent", ""))
    except Refused as refused:
        errors = [{"id": "consents", "text": one.sentence} for one in refused.problems]
        values = dict.fromkeys(_FIELDS, "")
        return await _page(visit, service_id, values, None, errors, is_too_weak=False)
    return visit.see_other(f"/services/{service_id}/consent", done="consent_ended")


async def _page(
    visit: Visit,
    service_id: str,
    values: dict[str, str],
    shown: dict[str, Any] | None,
    errors: list[dict[str, str]],
    *,
    is_too_weak: bool,
) -> Response:
    data = await visit.ask(CONSENTING, id=shown["consent"]["service"] if shown else service_id)
    service = data["service"]
    by_consent = {one["name"] for one in service["roles"] if one["ofEachBody"]}
    own = {
        one["dataset"]: one["title"][visit.language]
        for role in data["serviceReport"]["roles"]
        if role["role"]["name"] in by_consent
        for one in role["candidates"]
        if one["mode"] == "own"
    }
    label = "labelEn" if visit.language == "en" else "labelFr"
    today = paris_day(datetime.now(UTC))
    consents = [
        {
            **one,
            "version": one["service"].partition("@")[2],
            "holds": one["endedAt"] is None and one["end"] >= today.isoformat(),
        }
        for one in data["consents"]
        if one["service"].partition("@")[0] == service["id"]
    ]
    return visit.page(
        "mutualised/consenting.html",
        status=_UNPROCESSABLE if errors else 200,
        service=service,
        reads_by_consent=bool(by_consent),
        datasets=sorted(own.items(), key=lambda pair: pair[1]),
        purposes=[(one["code"], one[label]) for one in data["purposes"]],
        consents=consents,
        values=values,
        shown=shown,
        columns=_columns(shown, visit),
        errors=errors,
        is_too_weak=is_too_weak,
        may_give="approver" in visit.roles,
        may_end=bool({"steward", "approver", "dpo"} & set(visit.roles)),
    )


def _columns(shown: dict[str, Any] | None, visit: Visit) -> str:
    if shown is None:
        return ""
    return ", ".join(one[visit.language] for one in shown["consent"]["columns"])
