"""`/operator/quota`: how much one body may use, set or taken away; operators only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from gateway.console.operator.answers import QUOTAS, SET_QUOTA, BodyQuotaOfQuotas
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE, _FORBIDDEN = 422, 403
_MOST_DIGITS: Final = 10
LIMITS: Final = ("requests", "seconds", "megabytes")


@page_for_signed_in
async def quota(visit: Visit) -> Response:
    """The three limits at once: what is left empty is not limited."""
    if "operator" not in visit.roles:
        return visit.page("operator/others.html", status=_FORBIDDEN)
    known = await QUOTAS.ask(visit)
    quotas, bodies = known.quotas or (), () if known.platform is None else known.platform.bodies
    limited = {entry.organisation.slug: entry.organisation.name for entry in quotas}
    query = visit.request.query_params
    body = query.get("body", "")
    values: dict[str, Any] = {"body": body, **_limits_of(quotas, body)}
    # What was typed before a second factor was asked for.
    values |= {name: query[name] for name in LIMITS if name in query}
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        values = {name: form.get(name, "").strip() for name in ("body", *LIMITS)}
        errors = _mistakes(values, visit)
        if not errors:
            try:
                await SET_QUOTA.ask(visit, **_given(values))
                return visit.see_other("/operator", done="quota")
            except Refused as refused:
                is_too_weak, errors = refused.is_too_weak, errors_of(refused, {"body", *LIMITS})
    return visit.page(
        "operator/quota.html",
        status=_UNPROCESSABLE if errors else 200,
        chosen=limited.get(values["body"]),
        without_quota=[
            (entry.organisation.slug, entry.organisation.name)
            for entry in bodies
            if entry.organisation.slug not in limited
        ],
        values=values,
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
        same_again=f"/operator/quota?{urlencode(values)}",
    )


def _limits_of(quotas: Sequence[BodyQuotaOfQuotas], body: str) -> dict[str, str]:
    return dict.fromkeys(LIMITS, "") | {
        limit.kind: str(limit.limit)
        for entry in quotas
        if entry.organisation.slug == body
        for limit in entry.limits
    }


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """As the mutation takes them, once nothing is wrong; None for what was left empty."""
    digits = {name: "".join(values[name].split()) for name in LIMITS}
    return {"body": values["body"]} | {name: int(digits[name] or 0) or None for name in LIMITS}


def _mistakes(values: dict[str, Any], visit: Visit) -> Errors:
    """Errors for quotas that are no whole number of the language's size, and for a missing body."""
    _ = visit.gettext
    errors: Errors = []
    if not values["body"]:
        errors.append({"id": "body", "text": _("Choisissez un organisme.")})
    for name in LIMITS:
        digits = "".join(values[name].split())
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < _MOST_DIGITS
        if digits and not (is_number and int(digits)):
            text = _("Un quota est un nombre entier, comme 100 000 ; laissez vide pour aucun.")
            errors.append({"id": name, "text": text})
    return errors
