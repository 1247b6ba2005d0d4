"""Kilograms as a council reads them: in tonnes, as exactly as the smallest of a column needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from papers.shown import is_numeric

_KG, _T = "kg", "t"
_DECIMALS = ((100, "1"), (1, "0.1"))
_SMALL = "0.001"


def in_tonnes(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same table, with each column in kilograms told in tonnes."""
    columns = table["columns"]
    weighed = [place for place, one in enumerate(columns) if one["unit"] == _KG and is_numeric(one)]
    if not weighed:
        return table
    rows = [list(row) for row in table["rows"]]
    for place in weighed:
        for row, value in zip(rows, tonnes([row[place] for row in rows]), strict=True):
            row[place] = value
    shown = [
        {**one, "unit": _T, "type": "decimal"} if place in weighed else one
        for place, one in enumerate(columns)
    ]
    return {**table, "columns": shown, "rows": rows}


def tonnes(kilograms: Sequence[Any]) -> list[str | None]:
    """Whole from a hundred on, with one decimal from one on, else to the kilogram."""
    known = [abs(Decimal(str(value))) / 1_000 for value in kilograms if value is not None]
    least = min((value for value in known if value), default=Decimal(0))
    step = Decimal(next((step for limit, step in _DECIMALS if least >= limit), _SMALL))
    return [
        None if value is None else str((Decimal(str(value)) / 1_000).quantize(step, ROUND_HALF_UP))
        for value in kilograms
    ]
