"""Sheets that go on with one list without being alike: without headers of their own, with a column
more or fewer, or with their columns in another order. Each is brought under the headers of the
main one, so that all are read together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.fold import fold
from intake.file_reading.added_figures import figures_by_column
from intake.file_reading.cell_text import shown, sort_of
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.row_reasons import sort_rows
from intake.file_reading.tables import Table
from intake.file_reading.values import Cell, Reason, Row, Sheet

_LEAST_COLUMNS, _SHARED, _REPEATED, _ALIKE = 3, 0.6, 0.2, 0.8
_SAMPLED, _SOME = 200, 0.5


@dataclass(slots=True)
class JoinedSheets:
    """`tables`: all of them, those that were brought under the main headers in their places.

    `without_header` and `aligned` name these sheets.
    """

    tables: list[Table]
    main: Table
    without_header: list[str] = field(default_factory=list)
    aligned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    """The cells, rows and figures of the main sheet, looked through once for all others."""

    table: Table
    _texts: dict[int, set[str]] = field(default_factory=dict)
    _rows: dict[tuple[int, ...], set[tuple[Cell, ...]]] = field(default_factory=dict)
    _sums: dict[int, int] | None = None

    def texts(self, column: int) -> set[str]:
        if column not in self._texts:
            rows = self.table.sheet.rows
            cells = (cell_at(rows[at], column) for at in self.table.rows.data)
            self._texts[column] = set(map(shown, cells))
        return self._texts[column]

    def rows(self, columns: tuple[int, ...]) -> set[tuple[Cell, ...]]:
        if columns not in self._rows:
            self._rows[columns] = set(_rows_of(self.table, columns))
        return self._rows[columns]

    def sums(self) -> dict[int, int]:
        if self._sums is None:
            self._sums = _sums_of(self.table)
        return self._sums


def _rows_of(table: Table, columns: Sequence[int]) -> list[tuple[Cell, ...]]:
    rows = table.sheet.rows
    return [tuple(cell_at(rows[at], column) for column in columns) for at in table.rows.data]


def _sums_of(table: Table) -> dict[int, int]:
    """By column of figures, in thousandths."""
    added = figures_by_column(table.sheet, table.header, table.rows.data, least=1)
    return {column: sum(figures.values()) for column, (figures, _) in added.items()}


def join_sheets(tables: Sequence[Table], main: Table) -> JoinedSheets:
    """`main`: the largest; where it goes on with a list that begins on a sheet before it, the main
    one is that sheet.
    """
    joined = JoinedSheets(list(tables), main)
    if len(tables) < 2:
        return joined
    _go_on(joined)
    _align(joined)
    return joined


def _go_on(joined: JoinedSheets) -> None:
    headed = [table for table in joined.tables if table.header.rows]
    if not joined.main.header.rows:
        first = joined.tables.index(joined.main)
        before = [table for table in joined.tables[:first] if table in headed]
        begins = [table for table in before if _continues(joined.main, _Known(table))]
        if not begins:
            return
        joined.main = begins[-1]
    known = _Known(joined.main)
    for at, table in enumerate(joined.tables):
        if table is not joined.main and _continues(table, known):
            joined.tables[at] = _under_header_of(table, joined.main)
            joined.without_header.append(table.sheet.name or "")


def _continues(table: Table, known: _Known) -> bool:
    """It has no headers, or a first row that stands under the main ones as a row of data."""
    header, other = table.header, known.table.header
    if header.columns != other.columns or len(header.columns) < 2 or not other.rows:
        return False
    if [fold(name) for name in header.names.values()] == [
        fold(name) for name in other.names.values()
    ]:
        return False
    if header.rows and not _may_be_data(table.sheet.rows[header.rows[0]], known):
        return False
    ours, theirs = _sorts(table), _sorts(known.table)
    same = sum(ours[column] == theirs[column] for column in header.columns)
    kinds = {sort for sort in theirs.values() if sort != "text"}
    return bool(kinds) and same >= _ALIKE * len(header.columns)


def _may_be_data(row: Row, known: _Known) -> bool:
    """Half of its words stand in the main columns too: they are no headers."""
    present = filled(row, known.table.header.columns)
    alike = sum(shown(row[column]) in known.texts(column) for column in present)
    return bool(present) and alike >= _SOME * len(present)


def _sorts(table: Table) -> dict[int, str]:
    """The sort of most cells of each column; "" where the column is empty."""
    sorts = {}
    for column in table.header.columns:
        counts = Counter(
            sort_of(cell_at(table.sheet.rows[at], column)) for at in table.rows.data[:_SAMPLED]
        )
        counts.pop("empty", None)
        sorts[column] = counts.most_common(1)[0][0] if counts else ""
    return sorts


def _under_header_of(table: Table, main: Table) -> Table:
    first = next(at for at, row in enumerate(table.sheet.rows) if filled(row, main.header.columns))
    begins = min(table.rows.data[0], first)
    header = _copied(main.header, rows=[], first_data=begins)
    rows = sort_rows(table.sheet, header)
    rows.questions = table.rows.questions
    # Rows as full as the others stood above no header, and are no titles.
    gone = {
        ignored.row - 1: ignored.reason
        for ignored in table.rows.ignored
        if ignored.reason is not Reason.TITLE
        or 2 * len(filled(table.sheet.rows[ignored.row - 1], header.columns)) < len(header.columns)
    }
    for at, reason in gone.items():
        if at in rows.data and at not in table.header.rows:
            rows.leave(table.sheet, [at], reason)
    return Table(table.sheet, header, rows, table.labels)


def _copied(header: Header, rows: list[int], first_data: int) -> Header:
    return replace(
        header, rows=rows, first_data=first_data, units_row=None, units=dict(header.units),
        units_by_row=set(), units_beside={}, names=dict(header.names),
        columns=list(header.columns),
    )  # fmt: skip


def _align(joined: JoinedSheets) -> None:
    """Under the columns of the widest of them."""
    main = joined.main
    if not main.header.rows or _names_in(main) is None:
        return
    known = _Known(main)
    fits = [
        table for table in joined.tables
        if table is main or (table.sheet.name not in joined.without_header and _fits(table, known))
    ]  # fmt: skip
    if len(fits) < 2:
        return
    union = _union(fits, main)
    for at, table in enumerate(joined.tables):
        if table in fits or (
            union.columns != main.header.columns and _has_columns_of(table, main.header)
        ):
            joined.tables[at] = _moved(table, union)
            if table is main:
                joined.main = joined.tables[at]
            elif table in fits:
                joined.aligned.append(table.sheet.name or "")


def _has_columns_of(table: Table, header: Header) -> bool:
    return table.header.columns == header.columns and table.header.names == header.names


def _names_in(table: Table) -> dict[str, int] | None:
    """Its columns by their names; None where two bear one."""
    names = {fold(table.header.names[column]): column for column in table.header.columns}
    return names if len(names) == len(table.header.columns) else None


def _fits(table: Table, known: _Known) -> bool:
    """The columns of one are those of the other and few more; and it is no sum, no copy and no
    extract of it.
    """
    main = known.table
    ours, theirs = _names_in(table), _names_in(main)
    if not table.header.rows or ours is None or theirs is None:
        return False
    if list(ours.items()) == list(theirs.items()):
        return False
    shared = ours.keys() & theirs.keys()
    least = max(_LEAST_COLUMNS, _SHARED * max(len(ours), len(theirs)))
    if len(shared) < least or len(shared) < min(len(ours), len(theirs)):
        return False
    own, other = _sorts(table), _sorts(main)
    pairs = [(own[ours[name]], other[theirs[name]]) for name in shared]
    alike = sum(one == two or not one or not two for one, two in pairs)
    has_figures = any(one in {"number", "day"} for one, _ in pairs)
    return (
        has_figures
        and alike >= _ALIKE * len(pairs)
        and not _repeats(table, known, [(ours[name], theirs[name]) for name in sorted(shared)])
        and not _adds_up(table, known, ours, theirs)
    )


def _repeats(table: Table, known: _Known, pairs: Sequence[tuple[int, int]]) -> bool:
    """Rows of the one, as far as both have columns, stand in the other."""
    own = _rows_of(table, [column for column, _ in pairs])
    other = known.rows(tuple(column for _, column in pairs))
    return sum(row in other for row in own) >= _REPEATED * len(own)


def _adds_up(
    table: Table, known: _Known, ours: Mapping[str, int], theirs: Mapping[str, int]
) -> bool:
    """One of its columns comes to what that column of the main sheet comes to."""
    own, other = _sums_of(table), known.sums()
    mates = ((column, theirs[name]) for name, column in ours.items() if name in theirs)
    return any(own.get(column) and own[column] == other.get(mate) for column, mate in mates)


def _union(tables: Sequence[Table], main: Table) -> Header:
    """The headers of `main`, and to the right of all its cells those that it lacks."""
    header = _copied(main.header, main.header.rows, main.header.first_data)
    known = set(_names_in(main) or ())
    free = max(map(len, main.sheet.rows), default=0)
    for table in tables:
        for name, column in (_names_in(table) or {}).items():
            if name not in known:
                known.add(name)
                header.columns.append(free)
                header.names[free] = table.header.names[column]
                if column in table.header.units:
                    header.units[free] = table.header.units[column]
                free += 1
    return header


def _moved(table: Table, union: Header) -> Table:
    """Each cell under its name; what stands under no name goes to the right, where it is told."""
    own = _names_in(table) or {}
    places = {
        column: own[name] for column in union.columns
        if (name := fold(union.names[column])) in own
    }  # fmt: skip
    units = {to: table.header.units[at] for to, at in places.items() if at in table.header.units}
    header = replace(
        _copied(union, table.header.rows, table.header.first_data),
        units_row=table.header.units_row, units=units,
        groups={to: table.header.groups[at] for to, at in places.items()
                if at in table.header.groups},
    )  # fmt: skip
    if all(to == at for to, at in places.items()):
        return replace(table, header=header)
    width = max(union.columns) + 1
    taken = set(places.values())
    rows: list[Row] = []
    for row in table.sheet.rows:
        if len(filled(row, range(len(row)))) < 2:
            rows.append(row)
            continue
        moved: Row = [None] * width
        for to, source in places.items():
            moved[to] = cell_at(row, source)
        rest: Sequence[Cell] = [
            cell for at, cell in enumerate(row) if at not in taken and cell is not None
        ]
        rows.append([*moved, *rest])
    return replace(table, header=header, sheet=_with_facts_moved(table.sheet, rows, places))


def _with_facts_moved(sheet: Sheet, rows: list[Row], places: Mapping[int, int]) -> Sheet:
    """Formats, hidden columns and merged cells by the new positions, that count from 1."""
    to_of = {source + 1: to + 1 for to, source in places.items()}
    return replace(
        sheet,
        rows=rows,
        whole=sheet.whole or sheet,
        hidden_columns=frozenset(to_of[at] for at in sheet.hidden_columns if at in to_of),
        percent=frozenset(to_of[at] for at in sheet.percent if at in to_of),
        padded={to_of[at]: width for at, width in sheet.padded.items() if at in to_of},
        formats={to_of[at]: runs for at, runs in sheet.formats.items() if at in to_of},
        remarks={
            (row, to_of[at]): text for (row, at), text in sheet.remarks.items() if at in to_of
        },
        merges=tuple(
            replace(span, left=to_of[span.left], right=to_of[span.left])
            for span in sheet.merges
            if span.left in to_of
        ),
    )
