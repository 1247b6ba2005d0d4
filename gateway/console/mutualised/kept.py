"""Keeps the settings of a service that a person typed, as drafts are, and proposes them again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway.console.drafts.places import draft_place
from gateway.console.mutualised.parameters import PREFIX, YEAR, are_costs, settings_in
from gateway.console.visit import Visit

_FROZEN: Final = """
query Frozen($indicator: String!) { figures(indicator: $indicator) { year content } }
"""


def draft_name(service: str) -> str:
    return f"service-{service}"[:60]


async def keep_settings(visit: Visit, service: str, form: Mapping[str, str]) -> None:
    """Keeps the settings that a form sent, to propose them again: sending the form loses none."""
    visit.request.state.draft = None
    place, drafts = draft_place(visit.request, draft_name(service)), visit.services.drafts
    kept = {field: (form[field],) for field in form if field.startswith(PREFIX)}
    if place is not None and drafts is not None and kept:
        await drafts.keep(place, kept, visit.services.query.clock())


async def forget_settings(visit: Visit, service: str) -> None:
    """Forgets the settings kept for a service: once frozen, they are proposed from the figure."""
    place, drafts = draft_place(visit.request, draft_name(service)), visit.services.drafts
    if place is not None and drafts is not None:
        await drafts.forget(place)


async def begun_settings(
    visit: Visit, service: str, known: Sequence[Mapping[str, Any]], year: str
) -> dict[str, str]:
    """Costs that were typed last, with the year that they are of; nothing where there are none, or
    where they are of another than `year`.
    """
    draft = await visit.draft(draft_name(service))
    if draft is None:
        return {}
    return _with_costs({**{name: draft[name] for name in draft}, **settings_in(draft)}, known, year)


async def frozen_settings(
    visit: Visit, service: str, known: Sequence[Mapping[str, Any]], year: str
) -> dict[str, str]:
    """The same of the last report that was frozen."""
    if not any(are_costs(one["name"]) for one in known):
        return {}
    data, _ = await visit.ask_in_part(_FROZEN, indicator=service.replace("-", "_"))
    figures = data.get("figures") or ()
    if not figures:
        return {}
    parameters = json.loads(figures[0]["content"])["query"]["parameters"]
    values = {name: str(value) for name, value in dict(*parameters[:1]).items() if value != "None"}
    return _with_costs(values, known, year)


def _with_costs(
    values: Mapping[str, str], known: Sequence[Mapping[str, Any]], year: str
) -> dict[str, str]:
    kept = {one["name"]: values[one["name"]] for one in known if values.get(one["name"])}
    is_of_another = bool(year) and kept.get(YEAR, year) != year
    return kept if any(map(are_costs, kept)) and not is_of_another else {}
