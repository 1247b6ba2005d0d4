"""The reports that a body owes of the last year that has ended, and that a service makes; the last
that was frozen. No row is read for them: whoever comes to a page has not asked for any.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from gateway.console.mutualised.parameters import YEAR, address_of
from gateway.console.visit import Visit

DUE_REPORTS: Final = """
  due: duties(year: $year) { ...dueReport }
"""
DUE_REPORT: Final = """
fragment dueReport on DutyLine { code title { fr en } year due }
"""
FROZEN: Final = """
query Frozen($indicator: String!) { figures(indicator: $indicator) { digest year at } }
"""


async def due_reports(data: Mapping[str, Any], today: date, visit: Visit) -> list[dict[str, Any]]:
    """As `owed`, each with the last one that was `frozen`, or None; `is_frozen` of its own year."""
    return [await _with_frozen(line, data, visit) for line in owed(data, today)]


def owed(data: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """A service is called as the duty that it serves; `address`: its result where it is activated,
    else where it is; `is_late`: its day is past.

    Of a year that has not ended nobody makes a report: in autumn, that of last year is still owed.
    """
    services = {one["id"] for one in data.get("services") or ()}
    results = {one["service"]: one["id"] for one in data.get("activations") or ()}
    due: dict[str, dict[str, Any]] = {}
    for line in data.get("due") or ():
        service = line["code"].replace("_", "-")
        if service in services and line["year"] < today.year:
            address = (
                f"/services/activations/{results[service]}"
                if service in results
                else f"/services/{service}/activate"
            )
            of_its_year = address_of({YEAR: str(line["year"])})
            is_late = line["due"] < today.isoformat()
            due[service] = {**line, "address": f"{address}{of_its_year}", "is_late": is_late}
    return list(due.values())


async def _with_frozen(
    line: Mapping[str, Any], data: Mapping[str, Any], visit: Visit
) -> dict[str, Any]:
    """`data` may hold all figures of the body already."""
    code, figures = line["code"], data.get("figures")
    if figures is None:
        answer, _ = await visit.ask_in_part(FROZEN, indicator=code)
        figures = answer.get("figures") or ()
    frozen = next((figure for figure in figures if figure.get("indicator", code) == code), None)
    is_frozen = frozen is not None and frozen.get("year") == line.get("year")
    return {**line, "frozen": frozen, "is_frozen": is_frozen}
