"""The reports that a body owes and that a service makes: the next of each, and the last that was
frozen. No row is read for them: whoever comes to a page has not asked for any.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from gateway.console.mutualised.parameters import YEAR, address_of
from gateway.console.visit import Visit

DUE_REPORTS: Final = """
  now: duties(year: $year) { ...dueReport }
  next: duties(year: $next) { ...dueReport }
"""
DUE_REPORT: Final = """
fragment dueReport on DutyLine { code title { fr en } year due }
"""
FROZEN: Final = """
query Frozen($indicator: String!) { figures(indicator: $indicator) { digest year at } }
"""


async def due_reports(data: Mapping[str, Any], today: date, visit: Visit) -> list[dict[str, Any]]:
    """A service is called as the duty that it serves; `address`: its result where it is activated,
    else where it is; `frozen`: the last one, or None.
    """
    services = {one["id"] for one in data.get("services") or ()}
    results = {one["service"]: one["id"] for one in data.get("activations") or ()}
    lines = [*(data.get("now") or ()), *(data.get("next") or ())]
    due: dict[str, dict[str, Any]] = {}
    for line in sorted(lines, key=lambda one: str(one["due"])):
        service = line["code"].replace("_", "-")
        if service in services and line["due"] >= today.isoformat():
            address = (
                f"/services/activations/{results[service]}"
                if service in results
                else f"/services/{service}/activate"
            )
            of_its_year = address_of({YEAR: str(line["year"])})
            due.setdefault(service, {**line, "address": f"{address}{of_its_year}"})
    return [await _with_frozen(line, visit) for line in due.values()]


async def _with_frozen(line: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    kept, _ = await visit.ask_in_part(FROZEN, indicator=line["code"])
    return {**line, "frozen": next(iter(kept.get("figures") or ()), None)}
