"""The part of a figure's table on a page or a paper: columns for people, values as people write.

The workbook and the canonical JSON have all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.model.problem import Language
from papers.words import shown_moment, shown_number, words_of

YEARS = frozenset({"annee", "year", "exercice"})
"""Columns of numbers that nobody counts with: 2025, not 2 025."""
_NUMBERS = ("integer", "bigint", "decimal", "double")
_CENTS = 2


def shown_part(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Its `shown` columns alone, where the table says which; else the whole."""
    if "shown" not in table:
        return table
    columns = table["columns"]
    places = [at for at, column in enumerate(columns) if column["name"] in table["shown"]]
    return {
        **table,
        "columns": [columns[place] for place in places],
        "rows": [[row[place] for place in places] for row in table["rows"]],
    }


def count_lacking(content: Mapping[str, Any]) -> int:
    """The number of figures without a value: a report's own, else cells of the shown tables."""
    answer = content["answer"]
    if "report" in answer:
        return sum(figure["value"] is None for figure in answer["figures"])
    parts = [shown_part(table) for table in answer["tables"].values()]
    return sum(cell is None for part in parts for row in part["rows"] for cell in row)


def is_numeric(column: Mapping[str, Any]) -> bool:
    return str(column["type"]).partition("(")[0] in _NUMBERS


def header_of(column: Mapping[str, Any], language: Language) -> str:
    label = str(column["label"][language])
    return f"{label} ({column['unit']})" if column["unit"] else label


def shown_cell(value: Any, column: Mapping[str, Any], language: Language) -> str:
    words = words_of(language)
    match value:
        case None:
            return words["none"]
        case {"fr": str(), "en": str()}:
            return str(value[language])
        case bool():
            return words["yes"] if value else words["no"]
        case str() if value in column.get("codes", ()):
            return str(column["codes"][value][language])
        case int() | str() if is_numeric(column) and column["name"] not in YEARS:
            return shown_number(_without_zeros(str(value), column["unit"]), language)
        case _:
            return shown_moment(str(value), language)


def shown_row(
    row: Sequence[Any], columns: Sequence[Mapping[str, Any]], language: Language
) -> tuple[str, ...]:
    """As `shown_cell`; a value whose unit stands beside it is a number too."""
    names = [column["name"] for column in columns]
    cells = [
        shown_cell(value, column, language) for value, column in zip(row, columns, strict=True)
    ]
    if {"value", "unit"} <= set(names) and row[names.index("unit")] is not None:
        at = names.index("value")
        if isinstance(row[at], int | str) and not isinstance(row[at], bool):
            unit = str(row[names.index("unit")])
            cells[at] = shown_number(_without_zeros(str(row[at]), unit), language)
    return tuple(cells)


def _without_zeros(text: str, unit: str | None) -> str:
    """`7060.000` is 7060, `4.300` is 4.3: what an engine's type adds; cents stay."""
    whole, point, decimals = text.partition(".")
    if not point or len(decimals) <= _CENTS or not decimals.isdecimal():
        return text
    kept = decimals.rstrip("0")
    if unit is not None and unit.startswith("€"):
        kept = kept.ljust(_CENTS, "0")
    return f"{whole}.{kept}" if kept else whole
