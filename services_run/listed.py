"""Rows of an answer that matter by themselves: the list of alerts of a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Alerts:
    """A row of `table` that appears is an alert, known by its `key`; it is over once its column
    `ended` has a value.
    """

    table: str
    key: tuple[str, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class AlertRows:
    """The keys of the rows that run and of those that are over, as JSON values."""

    running: tuple[tuple[Any, ...], ...]
    over: tuple[tuple[Any, ...], ...]


def alerts_in(tree: Mapping[str, Any]) -> Alerts | None:
    """Of a description that was found sound; None where its service has no list of alerts."""
    alerts = tree.get("alerts")
    if alerts is None:
        return None
    return Alerts(alerts["table"], tuple(alerts["key"]), alerts["ended"])


def alert_rows(alerts: Alerts, tables: Mapping[str, Any]) -> AlertRows:
    """Of the tables of a result. A table without rows has no columns, and no alert."""
    table = tables.get(alerts.table) or {"columns": [], "rows": []}
    places = {column["name"]: at for at, column in enumerate(table["columns"])}
    running: dict[tuple[Any, ...], None] = {}
    over: dict[tuple[Any, ...], None] = {}
    for row in table["rows"]:
        key = tuple(row[places[name]] for name in alerts.key)
        (running if row[places[alerts.ended]] is None else over)[key] = None
    return AlertRows(tuple(running), tuple(key for key in over if key not in running))
