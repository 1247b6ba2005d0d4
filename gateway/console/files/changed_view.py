"""The rows that a newer file adds, removes or changes, as tables of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """`count`: of all such rows; `rows` shows the first ten."""

    title: str
    headers: list[str]
    rows: list[list[str]]
    count: int


def changed_tables(difference: Mapping[str, Any], visit: Visit) -> list[ChangedTable]:
    """Changed rows first, then those that go, then those that come; none without a row to show."""
    _ = visit.gettext
    key = [label[visit.language] for label in difference.get("key", ())]
    rows = difference.get("rows", ())
    tables = []
    for way, title in (
        ("changed", _("Les premières lignes modifiées")),
        ("removed", _("Les premières lignes retirées")),
        ("added", _("Les premières lignes ajoutées")),
    ):
        own = [row for row in rows if row["way"] == way]
        if not own:
            continue
        headers = [*key, _("Avant → après")] if way == "changed" else key
        cells = [_cells(row, visit) if way == "changed" else list(row["key"]) for row in own]
        tables.append(ChangedTable(title, headers, cells, difference[way] or len(own)))
    return tables


def _cells(row: Mapping[str, Any], visit: Visit) -> list[str]:
    """The key, then each value that differs: « Poids : 12 → 14 »."""
    _ = visit.gettext
    changes = [
        _(
            "%(label)s : %(before)s → %(after)s",
            label=value["label"][visit.language],
            before=_("vide") if value["before"] is None else value["before"],
            after=_("vide") if value["after"] is None else value["after"],
        )
        for value in row["values"]
    ]
    return [*row["key"], " ; ".join(changes)]
