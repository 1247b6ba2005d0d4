"""`/data/{dataset}/totals`: the last line of a table of rows, sums over all that are filtered."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from gateway.console.data.asked_data import asked_data
from gateway.console.data.kept_totals import kept_totals
from gateway.console.data.row_columns import RowColumn, row_columns
from gateway.console.data.rows_question import RowsQuestion, read_question
from gateway.console.data.totals_answer import OverviewTotals
from gateway.console.shared.described_data import DescribedData
from gateway.console.shared.proposed_picture import is_added_up
from gateway.console.visit import Refused, Visit, page_for_all


@page_for_all
async def totals_part(visit: Visit) -> Response:
    data = await asked_data(visit)
    columns = row_columns(data.dataset, visit)
    question = read_question(data.dataset, columns, visit)
    cells = await totals_of(data.description, columns, question, data.purpose, visit)
    return visit.part("data/totals.html", cells=cells, is_filtered=question.is_filtered)


def has_totals(data: DescribedData) -> bool:
    return bool(_added_up(data))


async def totals_of(
    data: DescribedData,
    columns: Sequence[RowColumn],
    question: RowsQuestion,
    purpose: str | None,
    visit: Visit,
) -> list[str]:
    """A cell for each column, "" where a sum would mean nothing; none where it was refused."""
    fields = _added_up(data)
    if not fields or question.errors:
        return []
    document = question.totals_document(data, fields)
    try:
        slices, _problems = await kept_totals(data, document, purpose, visit, **question.variables)
    except Refused:
        return []
    totals = msgspec.convert(slices, OverviewTotals).aggregate
    if totals is None or totals.sum is None:
        return []
    sums = totals.sum
    return [visit.number(sums[column.field]) if column.field in sums else "" for column in columns]


def _added_up(data: DescribedData) -> list[str]:
    return [column.field for column in data.columns if column.tells_values and is_added_up(column)]
