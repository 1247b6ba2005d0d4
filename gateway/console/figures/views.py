"""What a page shows of a figure, from its canonical content."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_NUMBERS = ("integer", "bigint", "decimal", "double")
_YEARS = frozenset({"annee", "year", "exercice"})
_MOST_SHOWN = 200
"""Rows on the page; all of them are in its files."""
_LETTERS, _DIGEST = frozenset("0123456789abcdef"), 64


@dataclass(frozen=True, slots=True)
class ShownTable:
    title: str | None
    headers: list[str]
    numeric: list[int]
    rows: list[list[str]]
    is_cut: bool


def tables_of(
    content: Mapping[str, Any], language: str, number: Callable[[Any], str]
) -> list[ShownTable]:
    return [_table(table, language, number) for table in content["answer"]["tables"].values()]


def _table(table: Mapping[str, Any], language: str, number: Callable[[Any], str]) -> ShownTable:
    columns = table["columns"]
    numeric = [place for place, column in enumerate(columns) if _is_numeric(column)]
    counted = [place for place in numeric if columns[place]["name"] not in _YEARS]
    headers = [
        column["label"][language] + (f" ({column['unit']})" if column["unit"] else "")
        for column in columns
    ]
    rows = [
        [
            _cell(
                value[language] if isinstance(value, dict) else value,
                number if place in counted else None,
            )
            for place, value in enumerate(row)
        ]
        for row in table["rows"][:_MOST_SHOWN]
    ]
    title = table["label"][language] if "label" in table else None
    return ShownTable(title, headers, numeric, rows, len(table["rows"]) > _MOST_SHOWN)


def _is_numeric(column: Mapping[str, Any]) -> bool:
    return str(column["type"]).partition("(")[0] in _NUMBERS


def _cell(value: object, number: Callable[[Any], str] | None) -> str:
    if value is None:
        return "–"
    if number is None:
        return str(value)
    try:
        is_finite = Decimal(str(value)).is_finite()
    except InvalidOperation:
        is_finite = False
    return number(str(value)) if is_finite else str(value)


def content_of(figure: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(figure["content"])
    return content


def is_digest(text: str) -> bool:
    """64 hexadecimal digits, in small letters."""
    return len(text) == _DIGEST and set(text) <= _LETTERS
