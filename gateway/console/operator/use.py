"""`/operator/use`: what each body asked, by month, and its part of the costs; operators only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from gateway.console.operator.answers import BODY_USAGE, BodyUsage
from gateway.console.uses.views import day_in, month_words
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE, _FORBIDDEN = 422, 403
_EUROS: Final = re.compile(r"\d{1,7}(\.\d{1,2})?")


@page_for_signed_in
async def use(visit: Visit) -> Response:
    if "operator" not in visit.roles:
        return visit.page("operator/others.html", status=_FORBIDDEN)
    _, query = visit.gettext, visit.request.query_params
    errors: list[dict[str, Any]] = []
    asks: dict[str, Any] = {}
    for name in ("since", "until"):
        try:
            asks[name] = day_in(query.get(name))
        except ValueError:
            errors.append({"id": name, "text": _("Un jour s'écrit comme 26/11/2026.")})
    try:
        asks["monthlyCents"] = _cents(query.get("cost", ""))
    except ValueError:
        errors.append({"id": "cost", "text": _("Un coût en euros s'écrit comme 1 200,50.")})
    parts: Sequence[BodyUsage] = ()
    if not errors:
        try:
            parts = (await BODY_USAGE.ask(visit, **asks)).bodyUsage or ()
        except Refused as refused:
            errors = [
                {"id": "until", "text": problem.sentence, "next": problem.next_step}
                for problem in refused.problems
            ]
    filled = {name: value for name, value in asks.items() if value is not None}
    months = groupby(parts, key=lambda part: part.month)
    return visit.page(
        "operator/use.html",
        status=_UNPROCESSABLE if errors else 200,
        errors=errors,
        wrong={error["id"]: error["text"] for error in errors},
        values={name: query.get(name, "") for name in ("since", "until", "cost")},
        csv=f"/v1/usage/bodies?{urlencode(filled)}",
        months=[(month, list(group)) for month, group in months],
        month_words=lambda month: month_words(date.fromisoformat(f"{month}-01"), visit.language),
    )


def _cents(written: str) -> int | None:
    """« 1 200,50 », `1200.50`; None for nothing. Raises ValueError."""
    typed = "".join(written.split()).replace(",", ".")
    if not typed:
        return None
    if not _EUROS.fullmatch(typed):
        raise ValueError
    return int(Decimal(typed) * 100)
