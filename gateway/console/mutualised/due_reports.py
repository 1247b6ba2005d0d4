"""The reports that a body owes and that a service makes: the next of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

DUE_REPORTS: Final = """
  now: duties(year: $year) { ...dueReport }
  next: duties(year: $next) { ...dueReport }
"""
DUE_REPORT: Final = """
fragment dueReport on DutyLine { code title { fr en } year due }
"""


def due_reports(data: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """A service is called as the duty that it serves; `address`: its result where it is activated,
    else where it is.
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
    return list(due.values())
