"""The list of alerts and the details of rows of a description: what is wrong, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services_run.description import Fault

_MISSING = "il manque", "is missing"


def faults_of_listed(tree: Mapping[str, Any]) -> Iterable[Fault]:
    """Every fault of `alerts` and of the details of rows."""
    parts = {".".join(part["path"]): part for part in tree["answer"]}
    if "alerts" in tree:
        yield from _of_alerts(tree["alerts"], parts)
    for at, part in enumerate(tree["answer"]):
        detail = (part.get("view") or {}).get("detail")
        if detail is not None:
            yield from _of_detail(f"answer[{at}].view.detail", detail, part, parts)


def _of_alerts(alerts: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterable[Fault]:
    part = parts.get(alerts["table"])
    if part is None or part["form"] != "rows":
        yield "alerts.table", "une table de `answer`, en lignes", "a table of `answer`, in rows"
    elif not part.get("nulls"):
        # Without it a column that is empty in all rows is no column.
        yield "alerts.table", "elle doit avoir `nulls: true`", "it needs `nulls: true`"
    if not alerts["key"]:
        yield "alerts.key", *_MISSING


def _of_detail(
    where: str, detail: Mapping[str, Any], part: Mapping[str, Any], parts: Mapping[str, Any]
) -> Iterable[Fault]:
    if part["form"] != "rows":
        yield where, "une table en lignes seulement", "of a table in rows alone"
    if not detail["key"]:
        yield f"{where}.key", *_MISSING
    curve = detail.get("curve")
    if curve is None:
        return
    if curve["table"] not in parts or parts[curve["table"]]["form"] != "rows":
        yield (
            f"{where}.curve.table",
            "une table de `answer`, en lignes",
            "a table of `answer`, in rows",
        )
    if not curve["by"]:
        yield f"{where}.curve.by", *_MISSING
    for name in curve["by"]:
        if name not in detail["key"]:
            yield f"{where}.curve.by.{name}", "une colonne de `key`", "a column of `key`"
