"""The report, the indicators and the sending of a description: what is wrong, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services_run.description import Fault

DIRECTIONS = frozenset({"more", "less"})
MOST_DECIMALS = 6
_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_BOTH = "il faut `fr` et `en`", "`fr` and `en` are needed"


def faults_of_report(tree: Mapping[str, Any]) -> Iterable[Fault]:
    """Every fault of `report`, `sending` and of what indicators say for a report."""
    report = tree.get("report", {})
    if report:
        yield from _of_report(report)
    parts = set(report.get("parts", {}))
    for at, indicator in enumerate(tree.get("indicators", ())):
        yield from _of_indicator(f"indicators[{at}]", indicator, parts)
    if "sending" in tree:
        yield from _of_sending(tree["sending"], tree)


def _of_report(report: Mapping[str, Any]) -> Iterable[Fault]:
    if not _has_both(report.get("title")):
        yield "report.title", *_BOTH
    if "text" in report and not _has_both(report["text"]):
        yield "report.text", *_BOTH
    for name, title in report.get("parts", {}).items():
        if not _has_both(title):
            yield f"report.parts.{name}", *_BOTH
    for at, owed in enumerate(report.get("to_complete", ())):
        if not _has_both(owed):
            yield f"report.to_complete[{at}]", *_BOTH
    due = report.get("due")
    if due is not None and not _DAY.fullmatch(str(due.get("day"))):
        yield (
            "report.due.day",
            "un jour s'écrit 09-30, entre guillemets",
            "a day is written 09-30, quoted",
        )


def _of_indicator(where: str, indicator: Mapping[str, Any], parts: set[str]) -> Iterable[Fault]:
    decimals = indicator.get("decimals", 0)
    if not isinstance(decimals, int) or not 0 <= decimals <= MOST_DECIMALS:
        yield (
            f"{where}.decimals",
            f"un nombre de 0 à {MOST_DECIMALS}",
            f"a number from 0 to {MOST_DECIMALS}",
        )
    if indicator.get("direction", "more") not in DIRECTIONS:
        yield f"{where}.direction", "`more` ou `less`", "`more` or `less`"
    part = indicator.get("part")
    if (part is not None or parts) and part not in parts:
        yield (
            f"{where}.part",
            "un nom de `report.parts`",
            "a name of `report.parts`",
        )


def _of_sending(sending: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterable[Fault]:
    tables = {".".join(part["path"]) for part in tree["answer"]}
    if sending["table"] not in tables:
        yield "sending.table", "une table de `answer`", "a table of `answer`"
    if sending["role"] not in tree["requires"]:
        yield "sending.role", "un rôle de `requires`", "a role of `requires`"
    if not sending["columns"]:
        yield "sending.columns", "il manque", "is missing"


def _has_both(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("fr")) and bool(value.get("en"))
