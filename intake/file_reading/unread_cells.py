"""The cells that come out empty though something stands there: each is counted and told with its
row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.file_reading.cell_text import shown
from intake.file_reading.doubts import Doubt
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.typed import Typed
from intake.file_reading.values import Cell, ErrorCell, Row, UncomputedCell, UnreadCell

MOST_LISTED = 200
_MOST_ROWS_TOLD = 5
BEYOND, ERROR, UNCOMPUTED = "beyond_the_header", "error_cell", "formula_without_value"


@dataclass(slots=True)
class Unread:
    """`listed`: the first ones; `rows`: by column and reason, the first row numbers."""

    listed: list[UnreadCell] = field(default_factory=list)
    count: int = 0
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)
    rows: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: int, position: int, cell: Cell, why: str) -> None:
        self.count += 1
        self.counts[position, why] += 1
        if len(self.rows[position, why]) <= _MOST_ROWS_TOLD:
            self.rows[position, why].append(row)
        if len(self.listed) < MOST_LISTED:
            self.listed.append(UnreadCell(row, position, shown(cell)[:60], why))

    def doubts(self, names: Mapping[int, str]) -> Iterator[Doubt]:
        """One a column and kind of reason, with the rows."""
        by_code: dict[tuple[str, str | None], list[tuple[int, str]]] = defaultdict(list)
        for position, why in self.counts:
            code = {ERROR: "error_cells", UNCOMPUTED: "uncomputed_formulas"}.get(why)
            code = "beyond_header" if why == BEYOND else code or "unread_cells"
            by_code[code, None if why == BEYOND else names[position]].append((position, why))
        for (code, column), kinds in by_code.items():
            rows = sorted({row for kind in kinds for row in self.rows[kind]})
            count = sum(self.counts[kind] for kind in kinds)
            more = "…" if len(rows) > _MOST_ROWS_TOLD or count > len(rows) else ""
            listed = ", ".join(map(str, rows[:_MOST_ROWS_TOLD])) + more
            yield Doubt(code, column, (str(count), listed))


def find_unread(tables: Sequence[Table], typed: Sequence[Typed]) -> Unread:
    """In the order of the file, sheet after sheet."""
    unread = Unread()
    reasons = {each.column.position: each.misfits for each in typed}
    suspect = [each.column.position for each in typed if each.misfits or each.column.unread]
    for table in tables:
        beyond = _last_column(table.header)
        for at in table.rows.data:
            row = table.sheet.rows[at]
            for position in suspect:
                cell = cell_at(row, position - 1)
                why = _why(cell, reasons[position])
                if why is not None:
                    unread.add(at + 1, position, cell, why)
            for index in range(beyond + 1, _width(row, beyond)):
                if row[index] is not None:
                    unread.add(at + 1, index + 1, row[index], BEYOND)
    return unread


def _last_column(header: Header) -> int:
    return max([*header.columns, *(left.position - 1 for left in header.left)])


def _width(row: Row, least: int) -> int:
    return max(len(row), least)


def _why(cell: Cell, misfits: Mapping[Cell, str]) -> str | None:
    if isinstance(cell, UncomputedCell):
        return UNCOMPUTED
    return cell.why if isinstance(cell, ErrorCell) else misfits.get(cell)
