"""The totals that a file writes itself, held against the rows that were read under them.

Another program added them up: where they differ, a row or a figure was read otherwise than it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.fold import fold
from intake.file_reading.added_figures import figures_by_column, figures_of
from intake.file_reading.cell_text import shown
from intake.file_reading.doubts import Doubt
from intake.file_reading.names import names_a_code, names_a_price
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.tables import Table
from intake.file_reading.values import Reason

_GRAND = ("total", "totaux", "total general", "grand total", "ensemble", "somme")
_THOUSAND = 1_000
_CLOSE = 0.005
_MOST_ROWS = 50_000


def written_totals(tables: Sequence[Table]) -> Iterator[Doubt]:
    """The grand totals that are not the sum of the rows above them, nor, on a sheet that goes on
    with the list, of those and of the sheets before it.
    """
    carried: Counter[int] = Counter()
    goes_on = any(not table.header.rows for table in tables)
    for table in tables:
        yield from _of_table(table, Counter() if table.header.rows else carried)
        if goes_on:
            added = figures_by_column(table.sheet, table.header, table.rows.data, least=1)
            carried.update({at: sum(figures.values()) for at, (figures, _) in added.items()})


def _of_table(table: Table, carried: Counter[int]) -> Iterator[Doubt]:
    """`carried`: by column the sum of the sheets before it, in thousandths."""
    data = table.rows.data
    if len(data) > _MOST_ROWS:
        return
    totals = [row.row - 1 for row in table.rows.ignored if row.reason is Reason.TOTAL]
    totals = [at for at in totals if at > data[0] and _is_grand(table, at)]
    if len(totals) != 1:
        return
    at = totals[0]
    above = [row for row in data if row < at]
    for column, figures in _figures(table, above, at):
        # With the cells above, so that its marks are read as theirs are.
        cells = {row: cell_at(table.sheet.rows[row], column) for row in [*above[:200], at]}
        written = figures_of(cells).get(at)
        if written is None or "%" in shown(cells[at]):
            continue
        total = sum(figures.values())
        if carried and abs(total + carried[column] - written) <= _CLOSE * _THOUSAND:
            continue
        if abs(total - written) > _CLOSE * _THOUSAND * (len(above) + 1):
            says = (str(at + 1), shown(cells[at]), f"{total / _THOUSAND:.10g}".replace(".", ","))
            yield Doubt("total_differs", table.header.names[column], says)


def _figures(table: Table, above: list[int], at: int) -> Iterator[tuple[int, dict[int, int]]]:
    """Of each column that may be added up; of prices, where the total is no average of them."""
    added = figures_by_column(table.sheet, table.header, above)
    yield from ((column, figures) for column, (figures, _) in added.items())
    for column in table.header.columns:
        name = table.header.names[column]
        if column in added or not names_a_price(name) or names_a_code(name):
            continue
        cells = {row: cell_at(table.sheet.rows[row], column) for row in [*above, at]}
        figures = figures_of(cells)
        total = figures.pop(at, None)
        if total is not None and figures and total > max(figures.values()):
            yield column, figures


def _is_grand(table: Table, at: int) -> bool:
    row = table.sheet.rows[at]
    present = filled(row, table.header.columns)
    return bool(present) and fold(shown(row[present[0]])).strip(" :*-") in _GRAND
