"""What a page shows of a figure, from its canonical content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from gateway.paper.shown import header_of, is_numeric, shown_part, shown_row

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


def tables_of(content: Mapping[str, Any], language: Language) -> list[ShownTable]:
    """Those that have something for people; the others are in the files."""
    parts = [shown_part(table) for table in content["answer"]["tables"].values()]
    return [_table(part, language) for part in parts if part["columns"] and part["rows"]]


def _table(table: Mapping[str, Any], language: Language) -> ShownTable:
    columns = table["columns"]
    return ShownTable(
        title=table["label"][language] if "label" in table else None,
        headers=[header_of(column, language) for column in columns],
        numeric=[place for place, column in enumerate(columns) if is_numeric(column)],
        rows=[list(shown_row(row, columns, language)) for row in table["rows"][:_MOST_SHOWN]],
        is_cut=len(table["rows"]) > _MOST_SHOWN,
    )


def content_of(figure: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(figure["content"])
    return content


def is_digest(text: str) -> bool:
    """64 hexadecimal digits, in small letters."""
    return len(text) == _DIGEST and set(text) <= _LETTERS
