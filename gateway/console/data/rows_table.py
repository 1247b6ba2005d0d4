"""A page of rows as it is shown: cells in words, headers that sort, ways to the other pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.console.data.row_columns import RowColumn
from gateway.console.data.rows_question import PAGE_ROWS, RowsQuestion
from gateway.console.data.views import cell_words
from gateway.console.visit import Visit

_PSEUDONYM: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN_SIGNS: Final = 8


@dataclass(frozen=True, slots=True)
class Header:
    """`address`: the same rows sorted by the column, `filter_address`: the filter of that column;
    "" where it cannot be. `sorted` as ARIA calls it, "" where they are not sorted by it.
    """

    label: str
    address: str
    filter_address: str
    sorted: str
    is_numeric: bool


@dataclass(frozen=True, slots=True)
class RowCell:
    """`whole`: what the words are the beginning of, else ""."""

    words: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class RowsTable:
    """`first` and `last` count from 1. `total`: None where it is not known, `is_at_least` where
    there are more. An address is "" where it leads nowhere.
    """

    headers: Sequence[Header]
    rows: Sequence[Sequence[RowCell]]
    first: int
    last: int
    total: int | None
    is_at_least: bool
    previous: str
    following: str
    is_cut: bool


def rows_table(
    connection: Mapping[str, Any],
    columns: Sequence[RowColumn],
    question: RowsQuestion,
    path: str,
    visit: Visit,
) -> RowsTable:
    rows = [[_cell(row, column, visit) for column in columns] for row in connection["nodes"]]
    count = connection.get("totalCount") or {}
    before = (question.page - 1) * PAGE_ROWS
    has_more = connection["pageInfo"]["hasNextPage"]
    is_cut = has_more and question.is_last_page
    return RowsTable(
        headers=[_header(column, question, path) for column in columns],
        rows=rows,
        first=before + 1,
        last=before + len(rows),
        total=count.get("value"),
        is_at_least=not count.get("exact", True),
        previous=_page(question, path, question.page - 1) if question.page > 1 else "",
        following=_page(question, path, question.page + 1) if has_more and not is_cut else "",
        is_cut=is_cut,
    )


def _page(question: RowsQuestion, path: str, number: int) -> str:
    page = "" if number == 1 else str(number)
    return question.address(path, sort=question.order, page=page) + "#rows"


def _header(column: RowColumn, question: RowsQuestion, path: str) -> Header:
    order = ""
    if question.order.removeprefix("-") == column.field:
        order = "descending" if question.order.startswith("-") else "ascending"
    turned = f"-{column.field}" if order == "ascending" else column.field
    return Header(
        label=column.label,
        address=question.address(path, sort=turned) + "#rows" if column.is_comparable else "",
        filter_address=_filter(column, question, path) if column.is_comparable else "",
        sorted=order,
        is_numeric=column.is_numeric,
    )


def _filter(column: RowColumn, question: RowsQuestion, path: str) -> str:
    """The page whose filter is open at the column: a commune and a day have fields of their own."""
    own = {question.commune: "commune", question.dates: "since"}
    place = own.get(column, "value")
    changes = {"column": column.field} if place == "value" else {}
    address = question.address(path, sort=question.order, **changes)
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}filter=open#{place}"


def _cell(row: Mapping[str, Any], column: RowColumn, visit: Visit) -> RowCell:
    value = row[column.field]
    if column.is_pseudonym and isinstance(value, str) and _PSEUDONYM.fullmatch(value):
        return RowCell(f"{value[:_SHOWN_SIGNS]}…", value)
    commune = row[column.relation] if column.relation else None
    if commune is not None:
        return RowCell(f"{commune['nom']} ({value})")
    return RowCell(cell_words(value, column.type, visit))
