"""The rows that were kept, with the value that each of their cells stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.values import Cell, Column, Communes, FileReading, Row


class Made(StrEnum):
    """A column that stands in no cell of its own."""

    GROUP = "group"
    """The row of a title that cuts the table, for the rows below it."""
    SHEET = "sheet"
    TITLE = "title"
    """The titles over the table, where a person asks for them."""
    MONTH = "month"
    """The month that the title or the name of a sheet tells, for its rows."""
    COMMUNE = "commune"
    """The commune's code, by the name or the text of another column."""


@dataclass(slots=True)
class ReadColumn:
    """`values`: what each different cell becomes; a cell that is in neither mapping is nothing.

    `empty`: what an empty cell becomes. `of`: of a made column, the position of that which it is
    made of, 0 where there is none.
    """

    column: Column
    values: Mapping[Cell, object]
    misfits: Mapping[Cell, str] = field(default_factory=dict)
    empty: object = None
    made: Made | None = None
    of: int = 0

    @property
    def name(self) -> str:
        return self.column.name


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`number` counts from 1 in its sheet, as a spreadsheet shows it."""

    number: int
    sheet: str | None
    group: str | None
    cells: Row

    def cell(self, read: ReadColumn) -> Cell:
        match read.made:
            case Made.GROUP:
                return self.group
            case Made.SHEET | Made.MONTH | Made.TITLE:
                return self.sheet
            case Made.COMMUNE:
                return cell_at(self.cells, read.of - 1)
        return cell_at(self.cells, read.column.position - 1)


@dataclass(slots=True)
class ReadFile:
    """A file and its rows in memory. `columns`: those of the reading, then those that are made.

    `long_rows`: of a wide table made long, its rows in place of those of the sheets.
    """

    reading: FileReading
    columns: list[ReadColumn]
    tables: Sequence[Table]
    long_rows: list[SourceRow] | None = None

    def named(self, name: str) -> ReadColumn:
        """KeyError where there is none."""
        by_name = {column.name: column for column in self.columns}
        return by_name[name]

    def column_at(self, position: int) -> ReadColumn | None:
        """The column that stands there in the file, no made one."""
        at = (one for one in self.columns if one.made is None and one.column.position == position)
        return next(at, None)

    def rows(self) -> Iterator[SourceRow]:
        """In the order of the file, sheet after sheet."""
        if self.long_rows is not None:
            yield from self.long_rows
            return
        for table in self.tables:
            sheet, groups = table.sheet, table.rows.groups
            for nth, at in enumerate(table.rows.data):
                group = groups[nth] if nth < len(groups) else None
                yield SourceRow(at + 1, sheet.name, group or None, sheet.rows[at])


def made_columns(
    reading: FileReading,
    tables: Sequence[Table],
    read: Sequence[ReadColumn],
    months: Mapping[Cell, object] | None = None,
    titles: Mapping[Cell, str] | None = None,
) -> list[ReadColumn]:
    """Columns that the file gives its rows elsewhere than in their cells.

    `months` and `titles`: by sheet, where there are.
    """
    taken = {column.name for column in read}
    last = max((column.column.position for column in read), default=0)
    made: list[ReadColumn] = []

    def add(name: str, values: dict[Cell, object], kind: Made, filled: int, of: int = 0) -> None:
        column = Column(last + len(made) + 1, _free(name, taken), "string", filled=filled)
        column.distinct = len(set(values.values()))
        if kind is Made.MONTH:
            column.type, column.concept, column.distinct = "date", "date", None
            days = sorted(str(day) for day in values.values())
            column.min, column.max = days[0], days[-1]
        if kind is Made.COMMUNE:
            column.concept, column.by = "commune", "code"
        made.append(ReadColumn(column, values, made=kind, of=of))

    groups = [group for table in tables for group in table.rows.groups if group]
    if groups:
        add("Groupe", {group: group for group in groups}, Made.GROUP, len(groups))
    if len(tables) > 1:
        names: dict[Cell, object] = {table.sheet.name: table.sheet.name for table in tables}
        add("Feuille", names, Made.SHEET, reading.rows_kept)
    if titles:
        add("Titre", dict(titles), Made.TITLE, reading.rows_kept)
        made[-1].empty = titles.get(None)
    if months:
        add("Mois", dict(months), Made.MONTH, reading.rows_kept)
    by_position = {column.column.position: column for column in read}
    for places in reading.communes:
        source = by_position[places.position]
        codes = _codes_of(places, source)
        if codes:
            rows = sum(
                cell_at(table.sheet.rows[at], places.position - 1) in codes
                for table in tables
                for at in table.rows.data
            )
            add(f"Code commune ({source.name})", codes, Made.COMMUNE, rows, places.position)
    return made


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _codes_of(places: Communes, source: ReadColumn) -> dict[Cell, object]:
    """By cell, where the column itself is not one of codes and one commune is meant."""
    if places.by == "code":
        return {}
    now = {
        text: place.now
        for by_text in places.detail.values()
        for text, place in by_text.items()
        if place.now is not None
    }
    codes: dict[Cell, object] = {}
    for cell in source.values:
        text = " ".join(str(cell).split())
        if str(cell) in now:
            codes[cell] = now[str(cell)]
        elif places.by == "code_in_text" and _is_unnamed(places, str(cell)):
            codes[cell] = _code_in(text)
    return {cell: code for cell, code in codes.items() if code}


def _is_unnamed(places: Communes, text: str) -> bool:
    """Only what is current as it stands is in no detail."""
    return not any(text in by_text for by_text in places.detail.values())


def _code_in(text: str) -> str | None:
    words = text.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    return next((word for word in words if len(word) == 5 and word[0].isdigit()), None)
