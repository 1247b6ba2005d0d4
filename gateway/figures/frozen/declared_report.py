"""The declared report of a service as a frozen figure keeps it: its parts, what the body still has
to write, the law and the day, and the columns that a contractor may be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.bilingual import Bilingual
from services_run.folder import Service
from services_run.report import OwedPart, Report, Sending

_YEARS = ("annee", "year", "exercice")


def declared_of(
    report: Report, service: Service, result: Mapping[str, Any], year: int | None
) -> dict[str, Any]:
    """Keys of the report that are there only where the service declares them."""
    row = _row_of(result, year)
    owed = [_both(part.text) for part in report.owed if not _is_there(part, row)]
    names = {str(entry["name"]): entry.get("part") for entry in service.indicators}
    declared: dict[str, Any] = {}
    if owed:
        declared["to_complete"] = owed
    if report.parts:
        declared["parts"] = [
            {
                **_both(part.title),
                "indicators": [name for name, of in names.items() if of == part.name],
            }
            for part in report.parts
        ]
    if report.text is not None:
        declared["law"] = _both(report.text)
    if report.due is not None and year is not None:
        declared["due"] = report.due.of(year)
    return declared


def sending_of(sending: Sending) -> dict[str, Any]:
    return {"table": sending.table, "role": sending.role, "columns": list(sending.columns)}


def _row_of(result: Mapping[str, Any], year: int | None) -> dict[str, Any]:
    """The values by column of the first table that has one row of the year."""
    for table in result["tables"].values():
        names = [column["name"] for column in table["columns"]]
        places = [names.index(name) for name in _YEARS if name in names]
        if not places:
            continue
        rows = [row for row in table["rows"] if row[places[0]] == year]
        if len(rows) == 1:
            return dict(zip(names, rows[0], strict=True))
    return {}


def _is_there(owed: OwedPart, row: Mapping[str, Any]) -> bool:
    return any(row.get(name) is not None for name in owed.unless)


def _both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}
