"""Bars of numbers that stand in a table, with what they show in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.model.problem import Language
from papers.sheet import Bar, Bars
from papers.shown import header_of, is_numeric, shown_cell

_FEWEST_BARS, _MOST_BARS = 2, 30
_THOUSAND = 1_000


def bars_of(
    labels: Sequence[str],
    values: Sequence[Any],
    cells: Sequence[str],
    caption: str,
    language: Language,
) -> Bars | None:
    """`cells` are the values as people write them. None where bars would not show all of them."""
    if not _FEWEST_BARS <= len(values) <= _MOST_BARS or any(value is None for value in values):
        return None
    numbers = [Decimal(str(value)) for value in values]
    if not all(number.is_finite() for number in numbers):
        return None
    most = max(numbers)
    if min(numbers) < 0 or most <= 0:
        return None
    bars = tuple(
        Bar(label, cell, int(number * _THOUSAND / most))
        for label, cell, number in zip(labels, cells, numbers, strict=True)
    )
    list_of = "; ".join(f"{bar.label} {bar.value}" for bar in bars)
    kind = "Barres" if language == "fr" else "Bars"
    return Bars(caption, f"{kind}. {caption} : {list_of}.", bars)


def first_bars(table: Mapping[str, Any], language: Language) -> Bars | None:
    """Bars of the first column of numbers against the first other one, where that is readable."""
    columns: Sequence[Mapping[str, Any]] = table["columns"]
    numbers = [place for place, column in enumerate(columns) if is_numeric(column)]
    names = [place for place in range(len(columns)) if place not in numbers]
    if len(names) != 1 or not numbers:
        return None
    name, number = names[0], numbers[0]
    header, by = header_of(columns[number], language), header_of(columns[name], language)
    return bars_of(
        [shown_cell(row[name], columns[name], language) for row in table["rows"]],
        [row[number] for row in table["rows"]],
        [shown_cell(row[number], columns[number], language) for row in table["rows"]],
        f"{header} par {by}" if language == "fr" else f"{header} by {by}",
        language,
    )
