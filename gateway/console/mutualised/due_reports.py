"""The reports that a body owes and that a service makes: the next of each, what the body's data
have of its year, and the last that was frozen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from gateway.console.mutualised.parameters import YEAR, is_whole
from gateway.console.mutualised.years import in_words, last_whole, years_in
from gateway.console.visit import Visit

DUE_REPORTS: Final = """
  now: duties(year: $year) { ...dueReport }
  next: duties(year: $next) { ...dueReport }
"""
DUE_REPORT: Final = """
fragment dueReport on DutyLine { code title { fr en } year due }
"""
_FROZEN: Final = """
query Frozen($indicator: String!) { figures(indicator: $indicator) { digest year at } }
"""
_YEARS: Final = """
query YearsOfReport($id: ID!) {
  serviceReport(service: $id) {
    roles {
      role { name }
      chosen { dataset isRelated title { fr en } years { year months communes } }
      candidates { dataset isRelated title { fr en } years { year months communes } }
    }
  }
}
"""
_PATIENCE_S = 1.5
"""How long a page waits for the years of data: then it does without."""


async def due_reports(data: Mapping[str, Any], today: date, visit: Visit) -> list[dict[str, Any]]:
    """A service is called as the duty that it serves; `address`: its result where it is activated,
    else where it is. `years`: what the data have, in words; `frozen`: the last one, or None.
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
            due.setdefault(service, {**line, "address": address})
    return [await _with_years(service, line, visit) for service, line in due.items()]


async def _with_years(service: str, line: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    kept, _ = await visit.ask_in_part(_FROZEN, indicator=line["code"])
    frozen = next(iter(kept.get("figures") or ()), None)
    try:
        asking = visit.ask_in_part(_YEARS, id=service)
        data, _ = await asyncio.wait_for(asking, _PATIENCE_S)
    except TimeoutError:
        data = {}
    report = data.get("serviceReport")
    years = {} if report is None else years_in(report, visit)
    year = years.get(line["year"])
    is_complete = year is not None and is_whole(*year.months)
    whole = last_whole(years)
    address = f"{line['address']}?{YEAR}={line['year']}" if is_complete else line["address"]
    return {
        **line,
        "address": address,
        "frozen": frozen,
        "is_complete": is_complete,
        "months": "" if year is None else in_words(year.months, visit),
        "last_whole": None if is_complete else whole,
        "is_known": bool(years),
    }
