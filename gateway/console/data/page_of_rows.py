"""The rows of the page that the address names, asked as any reader asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.console.data.row_columns import RowColumn, row_columns
from gateway.console.data.rows_question import PAGE_ROWS, RowsQuestion, read_question
from gateway.console.data.rows_table import RowsTable, rows_table
from gateway.console.visit import Refused, ShownProblem, Visit


@dataclass(frozen=True, slots=True)
class PageOfRows:
    """`table`: None where nothing is given, or could be read: `problems` say why."""

    columns: Sequence[RowColumn]
    question: RowsQuestion
    table: RowsTable | None = None
    problems: tuple[ShownProblem, ...] = ()


async def rows_of(
    dataset: Mapping[str, Any], purpose: str | None, visit: Visit, most: int = PAGE_ROWS
) -> PageOfRows:
    """`most` rows of the page; none are asked for where it is 0."""
    columns = row_columns(dataset, visit)
    question = read_question(dataset, columns, visit)
    if not columns or question.errors or not most:
        return PageOfRows(columns, question)
    document = question.page_document(dataset, columns, most)
    try:
        data, problems = await visit.ask_in_part(document, purpose=purpose, **question.variables)
    except Refused as refused:
        return PageOfRows(columns, question, problems=refused.problems)
    connection = (data.get(dataset["owner"]["field"]) or {}).get(dataset["field"])
    if not connection or connection.get("nodes") is None:
        return PageOfRows(columns, question, problems=problems)
    path = f"/data/{dataset['id']}/rows"
    table = rows_table(connection, columns, question, path, visit)
    return PageOfRows(columns, question, table, problems)
