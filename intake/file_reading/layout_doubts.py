"""Questions and notes that the layout of a file leaves, each with the rows that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.file_reading.added_figures import may_be_added
from intake.file_reading.amount_sides import AMOUNT_SIDES
from intake.file_reading.block_labels import FILL_DOWN, BlockLabel
from intake.file_reading.cell_text import is_day, is_number, row_text, shown
from intake.file_reading.ditto_marks import DITTO_MARKS
from intake.file_reading.doubts import LONE_CELLS, MOST_ROWS, Doubt
from intake.file_reading.footnote_marks import FOOTNOTE_MARKS, PROVISIONAL
from intake.file_reading.lying_tables import LYING
from intake.file_reading.parts_of_lines import PART_ROWS, PARTS
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.sheet_choice import MOVED_COLUMNS, SUM_SHEET, Choice
from intake.file_reading.sums_aside import AFTER_TOTAL, FOUND_SUMS, STATISTICS, SUM_ROWS
from intake.file_reading.tables import Table
from intake.file_reading.values import Cell, Reason, Row, Sheet, ShownRow

OVER_HEADER = "figures_over_header"
_MOST_COMPARED, _MANY, _SEVERAL, _WIDE = 20_000, 5, 3, 4
_TOLD = (
    *(
        FOUND_SUMS,
        STATISTICS,
        PARTS,
        MOVED_COLUMNS,
        AMOUNT_SIDES,
        FOOTNOTE_MARKS,
        PROVISIONAL,
        DITTO_MARKS,
    ),
)
_NOTHING, _HIDDEN = "—", "•••"


def layout_doubts(choice: Choice, hidden: frozenset[int] = frozenset()) -> Iterator[Doubt]:
    """Of all tables that are read. `hidden`: positions of columns that name persons, whose cells
    are not shown.
    """
    if choice.sums:
        names = [table.sheet.name or "" for table in choice.sums]
        rows = [line for table in choice.sums for line in _shown(table, table.rows.data, hidden)]
        yield Doubt(SUM_SHEET, None, tuple(names), tuple(rows))
    if beside := blocks_beside(choice.tables):
        yield Doubt("stacked_tables", None, tuple(beside))
    yield from _of_texts([table.sheet for table in choice.tables])
    if choice.without_header:
        yield Doubt("sheets_go_on", None, tuple(choice.without_header))
    if choice.aligned:
        yield Doubt("sheets_aligned", None, tuple(choice.aligned))
    if choice.below:
        yield Doubt("table_below", None, tuple(choice.below))
    if any(table.rows.questions.get(LYING) for table in choice.tables):
        yield Doubt(LYING, None)
    if again := _identical_rows(choice.tables):
        yield Doubt("identical_rows", None, (numbers_of(again),))
    is_alone = len(choice.tables) == 1
    for table in choice.tables:
        yield from _doubts_of(table, None if is_alone else table, hidden)


def _of_texts(sheets: Sequence[Sheet]) -> Iterator[Doubt]:
    if any(sheet.decimals_joined for sheet in sheets):
        yield Doubt("decimal_commas", None)
    if any(sheet.cut_short for sheet in sheets):
        yield Doubt("cut_short", None)


def blocks_beside(tables: Sequence[Table]) -> list[str]:
    """Names of the blocks of columns that go on with a list to the right."""
    seen: list[Sheet] = []
    beside: list[str] = []
    for table in tables:
        whole = table.sheet.whole
        if whole is not None and any(whole is one for one in seen) and not table.sheet.begins:
            beside.append(table.sheet.name or "")
        if whole is not None:
            seen.append(whole)
    return beside


def names_of_parts(tables: Sequence[Table], year: str | None) -> list[str]:
    """Of sheets that are read together; of one, the year that its title alone has."""
    beside = set(blocks_beside(tables))
    sheets = [table.sheet.name or "" for table in tables]
    sheets = [name for name in sheets if name and name not in beside]
    if len(sheets) > 1:
        return sheets
    return [year] if year else []


def _doubts_of(table: Table, named: Table | None, hidden: frozenset[int]) -> Iterator[Doubt]:
    questions = table.rows.questions
    for code in (SUM_ROWS, PART_ROWS):
        if rows := questions.get(code):
            yield Doubt(code, None, (numbers_of(rows, named),), _shown(table, rows, hidden))
    if rows := questions.get(AFTER_TOTAL):
        yield Doubt(
            AFTER_TOTAL, None, (numbers_of(rows, named),), _shown(table, rows, hidden, first=True)
        )
    noted = {code: questions.get(code, []) for code in _TOLD}
    noted[FOUND_SUMS] = sorted({*noted[FOUND_SUMS], *_bare_totals(table)})
    noted[OVER_HEADER] = _figures_over_header(table)
    noted["crossed_out"] = sorted(set(table.sheet.crossed_out).intersection(table.rows.data))
    noted["quoted_lines"] = sorted(set(table.sheet.quoted_lines).intersection(table.rows.data))
    noted[LONE_CELLS] = _lone_cells(table)
    noted["stray_separators"] = sorted(set(table.sheet.joined).intersection(table.rows.data))
    noted["missing_fields"] = sorted(set(table.sheet.put_back).intersection(table.rows.data))
    for code, rows in noted.items():
        if rows:
            yield Doubt(code, None, (numbers_of(rows, named),))
    continued = [row.row - 1 for row in table.rows.ignored if row.reason is Reason.CONTINUED]
    if continued:
        yield Doubt("continued_lines", None, (numbers_of(continued, named),))
    yield from _of_headings(table)
    for label in table.labels:
        yield _of_label(table, label, named, hidden)
    examples = [row.row - 1 for row in table.rows.ignored if row.reason is Reason.EXAMPLE]
    if examples:
        yield Doubt("model_example", None, (numbers_of(examples, named),))


def _of_headings(table: Table) -> Iterator[Doubt]:
    if table.header.rows and (bare := _unnamed_columns(table)):
        yield Doubt("unnamed_columns", None, tuple(bare))
    if table.header.rows and (again := _repeated_names(table)):
        yield Doubt("names_repeated", None, tuple(again))
    if moved := table.header.moved:
        yield Doubt("moved_headings", None, tuple(moved[:3]))


def _bare_totals(table: Table) -> Iterator[int]:
    """Totals without a word."""
    for row in table.rows.ignored:
        at = row.row - 1
        present = filled(table.sheet.rows[at], table.header.columns)
        if row.reason is Reason.TOTAL and all(
            is_number(table.sheet.rows[at][one]) for one in present
        ):
            yield at


def _figures_over_header(table: Table) -> list[int]:
    """Rows that are left aside as titles and look like data: three cells and more, two of them
    figures, at least three such rows.
    """
    if not table.header.rows:
        return []
    above = [
        row.row - 1 for row in table.rows.ignored
        if row.reason is Reason.TITLE and row.row - 1 < table.header.rows[0]
    ]  # fmt: skip
    rows = table.sheet.rows
    like_data = [
        at for at in above
        if sum(cell is not None for cell in rows[at]) >= _SEVERAL
        and sum(is_number(cell) or is_day(cell) for cell in rows[at]) > 1
    ]  # fmt: skip
    return like_data if len(like_data) >= _SEVERAL else []


def _unnamed_columns(table: Table) -> list[str]:
    header = table.header
    return [
        header.names[at] for at in header.columns if header.names[at] == f"Colonne {at + 1}"
        and not any(cell_at(table.sheet.rows[row], at) is not None for row in header.rows)
    ][:_MANY]  # fmt: skip


def _repeated_names(table: Table) -> list[str]:
    """Of columns past the last cell of the header."""
    header = table.header
    last = max(
        (at for row in header.rows for at in filled(table.sheet.rows[row], header.columns)),
        default=0,
    )
    return [
        header.names[at] for at in header.columns
        if at > last and header.names[at] != f"Colonne {at + 1}"
    ][:_MANY]  # fmt: skip


def _lone_cells(table: Table) -> list[int]:
    """Rows that fill one column alone of many, where they are several: a list is seldom so."""
    columns = table.header.columns
    if len(columns) < _WIDE:
        return []
    alone = [at for at in table.rows.data if len(filled(table.sheet.rows[at], columns)) == 1]
    return alone if len(alone) >= _SEVERAL else []


def _identical_rows(tables: Sequence[Table]) -> list[int]:
    """Rows of one table that are another one, cell by cell, with a day or many cells in them."""
    if len(tables) > 1 or len(tables[0].rows.data) > _MOST_COMPARED:
        return []
    (table,) = tables
    again: list[int] = []
    seen: set[tuple[Cell, ...]] = set()
    for at in table.rows.data:
        row = table.sheet.rows[at]
        cells = tuple(cell_at(row, column) for column in table.header.columns)
        present = [cell for cell in cells if cell is not None]
        if cells in seen and (len(present) >= _MANY or any(map(is_day, present))):
            again.append(at)
        seen.add(cells)
    return again


def _of_label(
    table: Table, label: BlockLabel, named: Table | None, hidden: frozenset[int]
) -> Doubt:
    """A note where the blocks are plain to see, else a question."""
    name = table.header.names[label.at]
    if label.is_plain or label.is_settled:
        return Doubt("filled_down", name, (numbers_of(label.rows, named),))
    lines = []
    for at in label.rows[:MOST_ROWS]:
        repeated = cell_at(_masked(table.sheet.rows[at], hidden), label.at)
        raw = _masked((table.sheet.whole or table.sheet).rows[at], hidden)
        lines.append(ShownRow(at + 1, row_text(raw), (shown(repeated), _NOTHING)))
    return Doubt(FILL_DOWN, name, (numbers_of(label.rows, named),), tuple(lines))


def numbers_of(rows: Sequence[int], table: Table | None = None) -> str:
    """`5, 9, 12…`, then the name of the sheet where several are read; `rows` count from 0."""
    listed = ", ".join(str(at + 1) for at in rows[:5]) + ("…" if len(rows) > 5 else "")
    name = table.sheet.name if table is not None else None
    return f"{listed} [{name}]" if name else listed


def _masked(row: Row, hidden: frozenset[int]) -> Row:
    return [
        _HIDDEN if cell is not None and position in hidden else cell
        for position, cell in enumerate(row, start=1)
    ]


def _shown(
    table: Table, rows: Sequence[int], hidden: frozenset[int], *, first: bool = False
) -> tuple[ShownRow, ...]:
    """`first`: the first choice takes the row, the second leaves it; otherwise it is the other way
    round.
    """
    lines = []
    for at in rows[:MOST_ROWS]:
        row = _masked(table.sheet.rows[at], hidden)
        present = filled(row, table.header.columns)
        # A sum is told from its rows by an amount, not by the rate beside it.
        amounts = [at for at in present if may_be_added(table.sheet, table.header, at)] or present
        value = shown(row[amounts[-1]]) if amounts else ""
        readings = (value, _NOTHING) if first else (_NOTHING, value)
        lines.append(ShownRow(at + 1, row_text(row), readings))
    return tuple(lines)
