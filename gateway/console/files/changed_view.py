"""The rows that a newer file adds, removes or changes, as tables of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway.console.files.cell_words import cell_words
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
    columns = difference.get("key", ())
    key = [column["label"][visit.language] for column in columns]
    kinds = [column["type"] for column in columns]
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
        cells = [
            [
                *map(partial(cell_words, visit=visit), row["key"], kinds),
                *([_changes(row, visit)] if way == "changed" else []),
            ]
            for row in own
        ]
        tables.append(ChangedTable(title, headers, cells, difference[way] or len(own)))
    return tables


def _changes(row: Mapping[str, Any], visit: Visit) -> str:
    """Each value that differs: « Poids : 12 → 14 »."""
    _ = visit.gettext
    return " ; ".join(
        _(
            "%(label)s : %(before)s → %(after)s",
            label=value["label"][visit.language],
            before=cell_words(value["before"], value["type"], visit),
            after=cell_words(value["after"], value["type"], visit),
        )
        for value in row["values"]
    )
