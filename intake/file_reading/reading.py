"""One file, read: everything that is understood of it, and everything that is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from catalog.cog import Cog, load_cog
from intake.file_reading.answers import LONG, WIDE_FORM, ReadingAnswers
from intake.file_reading.cell_text import row_text
from intake.file_reading.column_cells import ColumnCells, collect, fill_down
from intake.file_reading.column_types import type_column
from intake.file_reading.communes import read_places
from intake.file_reading.containers import extension_lies, extension_of
from intake.file_reading.coordinates import strange_coordinates
from intake.file_reading.day_neighbours import ends_before_begins, orders_by_neighbours
from intake.file_reading.doubts import Doubt, is_open, settle
from intake.file_reading.encodings import MIXED
from intake.file_reading.file_marks import marks_of_file
from intake.file_reading.keys import find_key, numbered_again
from intake.file_reading.layout_doubts import blocks_beside, layout_doubts, names_of_parts
from intake.file_reading.long_form import long_form
from intake.file_reading.lying_tables import LYING
from intake.file_reading.meanings import concept_after_typing, mark_the_day
from intake.file_reading.missing_tables import no_table
from intake.file_reading.opening import OpenedFile, open_file
from intake.file_reading.padded_figures import mark_padded_figures
from intake.file_reading.personal_data import mark_personal
from intake.file_reading.place_columns import concepts_by_column
from intake.file_reading.row_judgement import as_doubt, judge_rows, rows_by_position
from intake.file_reading.second_opinions import (
    ask_of_kinds,
    written_in_text,
    written_in_workbook,
)
from intake.file_reading.second_reader import Fields, check_delimited, check_workbook
from intake.file_reading.sheet_choice import Choice, choose_sheets
from intake.file_reading.tables import part_of
from intake.file_reading.title_units import lend_units
from intake.file_reading.title_years import (
    give_years,
    months_of_sheets,
    titles_chosen,
    with_year,
    year_of_titles,
)
from intake.file_reading.turned_tables import TURNED, as_turned, turned_table
from intake.file_reading.typed import Typed
from intake.file_reading.typed_rows import ReadColumn, ReadFile, made_columns
from intake.file_reading.unread_cells import find_unread
from intake.file_reading.values import (
    Cell,
    Column,
    Communes,
    FileReading,
    PostalCell,
    Reconciliation,
    Row,
    ShownRow,
)
from intake.file_reading.wide_form import find_wide
from intake.file_reading.written_totals import written_totals


def read_file(data: bytes, name: str, cog: Cog | None = None) -> FileReading:
    """Deterministic: the same bytes and name, the same reading.

    Raises FileTooLarge, FileLocked, FileUnreadable, FileKindUnknown and NoTableFound.
    """
    return read_rows(data, name, cog).reading


def read_rows(
    data: bytes, name: str, cog: Cog | None = None, answers: ReadingAnswers | None = None
) -> ReadFile:
    """The reading and its rows, as `answers` settle what was asked. Raises as `read_file`."""
    settled = answers or ReadingAnswers()
    opened = open_file(data, name, settled.of("encoding"))
    del data
    choice = choose_sheets(opened.sheets, settled)
    if not choice.tables:
        raise no_table(name, choice.left)
    turned = turned_table(choice.tables)
    if turned is not None:
        return as_turned(read_rows(turned, TURNED, cog, answers), opened, choice.tables, name)
    file = _Reader(opened, choice, name, cog or load_cog(), settled).read()
    is_long = settled.of(WIDE_FORM) == LONG and file.reading.unpivot is not None
    return long_form(file) if is_long else file


class _Reader:
    """One file whose reading is being put together: its tables, the answers, the doubts so far."""

    def __init__(
        self, opened: OpenedFile, choice: Choice, name: str, cog: Cog, answers: ReadingAnswers
    ) -> None:
        self.opened, self.choice, self.name, self.cog = opened, choice, name, cog
        self.answers = answers
        self.main = max(choice.tables, key=lambda table: (bool(table.header.rows), table.size))
        self.doubts: list[Doubt] = []
        self.communes: list[Communes] = []

    def read(self) -> ReadFile:
        # What a second reader counts is a sheet, however many tables stand on it.
        workbook = check_workbook(
            [table.sheet.whole or table.sheet for table in self.choice.tables]
        )
        raw = written_in_workbook(self.choice.tables)
        merged = self._filled_down()
        for table in self.choice.tables:
            table.repeat_labels(self.answers)
        self.doubts += judge_rows(self.choice.tables, self.cog, self.answers)
        cells = self._cells()
        typed = self._typed(cells)
        self.doubts += give_years(typed, self.choice.tables, self.name, self.answers)
        titles = titles_chosen(self.choice.tables, self.answers)
        months = months_of_sheets(self.choice.tables, self.name, typed)
        columns = [each.column for each in typed]
        texts = {each.column.position: _texts_of(each) for each in typed}
        for column in columns:
            column.concept = column.concept or concept_after_typing(
                column, list(texts[column.position])
            )
        self.doubts += strange_coordinates(columns)
        mark_personal(columns, texts, self.cog)
        mark_the_day(columns)
        self.doubts += lend_units(columns)
        rows = self._data_rows()
        key = find_key(columns, rows, texts, self.main.sheet.name or self.name)
        unpivot = find_wide(columns, self.main.header)
        if unpivot is not None:
            unpivot = with_year(unpivot, self.main, self.name)
        unread = find_unread(self.choice.tables, typed)
        reconciled, fields = self._reconciled(workbook, columns)
        if self.opened.delimiter is not None:
            raw = written_in_text(fields, self.choice.tables)
        ask_of_kinds(typed, raw, self.answers)
        if months:
            days = sorted(str(day)[:7] for day in months.values())
            self._doubt("month_of_sheets", None, *days[:3])
        self._say(typed, columns, merged, reconciled)
        year = year_of_titles(self.choice.tables, self.name, columns)
        if year is not None and not any("year" in column.format for column in columns):
            self._doubt("title_column", None, year)
        self.doubts += unread.doubts({column.position: column.name for column in columns})
        if key is not None and not key.unique:
            self._doubt("duplicate_key", " + ".join(key.columns), str(key.duplicate_rows))
        elif (again := numbered_again(columns, rows, texts)) is not None:
            self._doubt("repeated_number", again[0], str(again[1]))
        if unpivot is not None:
            self._doubt("wide_form", None, f"{len(unpivot.value_columns)} × {unpivot.variable}")
        questions, notes = settle(self.doubts)
        reading = FileReading(
            file=self.name,
            container=self.opened.container,
            extension_lies=extension_lies(self.name, self.opened.container),
            encoding=self.opened.encoding,
            delimiter=self.opened.delimiter,
            other_sheets=self.choice.left,
            parts=[part_of(table) for table in self.choice.tables],
            rows_kept=len(rows),
            shape="wide" if unpivot else "table",
            columns=columns,
            columns_ignored=self.main.header.left,
            unpivot=unpivot,
            group_values=self._groups() or names_of_parts(self.choice.tables, year),
            key=key,
            communes=self.communes,
            unread_cells=unread.listed,
            unread_count=unread.count,
            questions=questions,
            notes=notes,
            reconciled=reconciled,
            is_checked=reconciled.by is not None
            and reconciled.agrees
            and not unread.count
            and not any(map(is_open, self.doubts)),
        )
        reading.status = "checked" if reading.is_checked else "to_check"
        columns_read = [_read_column(column) for column in typed]
        tables = self.choice.tables
        columns_read += made_columns(reading, tables, columns_read, months, titles)
        return ReadFile(reading, columns_read, tables)

    def _filled_down(self) -> set[int]:
        merged: set[int] = set()
        for table in self.choice.tables:
            repeated, once = fill_down(table.sheet, table.header, table.rows.data)
            merged |= repeated
            for at in once:
                self._doubt("merged_once", table.header.names[at])
        return merged

    def _groups(self) -> list[str]:
        return list(dict.fromkeys(group for group in self.main.rows.groups if group))

    def _doubt(
        self, code: str, column: str | None, *examples: str,
        rows: Sequence[ShownRow] = (), choices: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.doubts.append(Doubt(code, column, examples, tuple(rows), choices))

    def _cells(self) -> list[ColumnCells]:
        """Of all sheets that are read together."""
        columns = collect(self.main.sheet, self.main.header, self.main.rows.data)
        for table in self.choice.tables:
            if table is self.main:
                continue
            for column, more in zip(
                columns, collect(table.sheet, table.header, table.rows.data), strict=True
            ):
                column.rows += more.rows
                column.cells += more.cells
                column.errors += more.errors
        return columns

    def _typed(self, columns: Sequence[ColumnCells]) -> list[Typed]:
        concepts, kinds = concepts_by_column(columns, self.cog, self.answers)
        marks = marks_of_file(columns)
        mark_padded_figures(columns, lambda: rows_by_position(self.choice.tables))
        typed = []
        for column in columns:
            concept = concepts[column.index]
            one = type_column(
                column, concept, self.answers,
                comma_elsewhere=marks.has_comma, groups_elsewhere=marks.has_groups,
                dot_elsewhere=marks.has_dot,
            )  # fmt: skip
            typed.append(one)
            if column.index not in kinds and not one.is_open_day:
                # What each cell became is kept: not the cells of all columns as well.
                column.cells = Counter()
        self._order_days(columns, typed)
        for column, one in zip(columns, typed, strict=True):
            if (kind := kinds.get(column.index)) is not None:
                self._place(column, one, kind)
        return typed

    def _order_days(self, columns: Sequence[ColumnCells], typed: list[Typed]) -> None:
        """Days that read both ways are read as the columns beside prove."""
        orders = orders_by_neighbours(typed, lambda: rows_by_position(self.choice.tables))
        for at, (column, one) in enumerate(zip(columns, typed, strict=True)):
            if (proven := orders.get(one.column.position)) is not None:
                order, question = proven
                again = type_column(column, None, self.answers, comma_elsewhere=False, order=order)
                again.questions.append(question)
                typed[at] = again

    def _place(self, column: ColumnCells, typed: Typed, kind: str) -> None:
        typed.column.concept, typed.column.by = "commune", kind
        if kind == "code_in_text":
            typed.column.format["code"] = "first five characters"
        cells: Counter[Cell] = Counter(
            {cell: count for cell, count in column.cells.items() if cell in typed.values}
        )
        places = read_places(self.cog, column.name, column.index + 1, kind, cells, column.rows)
        self.communes.append(places)
        typed.values.update({cell: cell.now for cell in cells if isinstance(cell, PostalCell)})
        for cause, code in (
            ("old", "old_commune_code"), ("postal_code", "postal_code"),
            ("postal_code_false_friend", "postal_code"),
        ):  # fmt: skip
            if cause in places.counts:
                examples = [
                    f"{text} → {place.now}" if place.now else text
                    for text, place in list(places.detail[cause].items())[:3]
                ]
                self._doubt(code, column.name, *examples)
        if kind in {"name", "postal_code_and_name"}:
            self._doubt("commune_by_name", column.name)
        unknown = places.counts.get("unknown", 0)
        if unknown:
            examples = list(places.detail["unknown"])[:3]
            is_settled = self.answers.of("unknown_commune", column.name) is not None
            is_much = unknown > 0.3 * sum(cells.values()) and not is_settled
            self._doubt("unknown_commune" if is_much else "unknown_places", column.name, *examples)

    def _data_rows(self) -> list[Row]:
        return [table.sheet.rows[at] for table in self.choice.tables for at in table.rows.data]

    def _reconciled(
        self, workbook: Reconciliation, columns: Sequence[Column]
    ) -> tuple[Reconciliation, Fields]:
        if self.opened.data is None or self.opened.delimiter is None:
            return workbook, Fields()
        marks = {
            column.position: str(column.format.get("decimal", ","))
            for column in columns
            if column.type in {"integer", "decimal"}
            and column.format.get("thousands") in {None, " "}
            and not column.unread
            and not column.format.get("serial")
            and not column.format.get("scaled")
            and not column.format.get("duration")
        }
        if self.main.rows.questions.get(LYING):
            # Its columns are the other reader's rows.
            marks = {}
        sheet = self.main.sheet.whole or self.main.sheet
        return check_delimited(sheet, self.opened.parts(), self.opened.delimiter, marks)

    def _say(
        self, typed: Sequence[Typed], columns: Sequence[Column], merged: set[int],
        reconciled: Reconciliation,
    ) -> None:  # fmt: skip
        for one in typed:
            column = one.column
            for code, examples in one.doubts.items():
                self._doubt(code, column.name, *examples)
            self.doubts += [
                as_doubt(question, column.name, column.position, self.choice.tables)
                for question in one.questions
            ]
            if column.hidden:
                self._doubt("hidden_columns", column.name)
            if column.position - 1 in merged:
                self._doubt("merged_cells", column.name)
        for column in columns:
            if column.personal and column.personal_kind:
                self._doubt("personal_data", column.name, column.personal_kind)
        for first, last, count in ends_before_begins(
            typed, lambda: rows_by_position(self.choice.tables)
        ):
            self._doubt("end_before_begin", last, first, str(count))
        self.doubts += layout_doubts(
            self.choice, frozenset(column.position for column in columns if column.personal)
        )
        self._say_of_sheets(reconciled)

    def _say_of_sheets(self, reconciled: Reconciliation) -> None:
        hidden = sum(
            at + 1 in table.sheet.hidden_rows
            for table in self.choice.tables
            for at in table.rows.data
        )
        if hidden:
            self._doubt("hidden_rows", None, str(hidden))
        if groups := self._groups():
            self._doubt("group_label", None, *groups[:3])
        beside = [
            str(left.position)
            for left in self.main.header.left
            if left.why == "another table beside"
        ]
        if beside:
            self._doubt("side_table", None, *beside)
        if self.choice.rivals:
            names = [self.main.sheet.name or "", *self.choice.rivals]
            self._doubt("sheet", None, *names)
        if len(self.choice.tables) > 1 + len(blocks_beside(self.choice.tables)):
            self._doubt(
                "sheets_together", None, *(table.sheet.name or "" for table in self.choice.tables)
            )
        is_named = self.main.header.rows or self.main.sheet.names
        if not is_named and self.answers.of("no_header") is None:
            first = self.main.sheet.rows[self.main.header.first_data]
            self._doubt("no_header", None, row_text(first)[:60])
        self.doubts += written_totals(self.choice.tables)
        self._say_of_file()
        if not reconciled.agrees:
            self._doubt("not_reconciled", None, *reconciled.differences[:3])

    def _say_of_file(self) -> None:
        if self.opened.container == "fixed":
            self._doubt("fixed_width", None, str(len(self.main.header.columns)))
        if (text := self.opened.decoded) is not None and text.rival is not None:
            pairs = [f"{one} / {other}" for one, other in text.differing]
            self._doubt("encoding", None, *pairs, choices=(text.encoding, text.rival))
        if (self.opened.encoding or "").startswith(MIXED):
            self._doubt("mixed_encodings", None, *(self.opened.encoding or "").split("+"))
        if extension_lies(self.name, self.opened.container):
            self._doubt("extension", None, extension_of(self.name), self.opened.container)
        if self.opened.source.has_macros:
            self._doubt("macros", None)
        if self.opened.source.has_links:
            self._doubt("external_links", None)


def _read_column(typed: Typed) -> ReadColumn:
    empty = False if "empty_means_no" in typed.doubts else None
    return ReadColumn(typed.column, typed.values, typed.misfits, empty)


def _texts_of(typed: Typed) -> Sequence[str]:
    return list(dict.fromkeys(str(value) for value in typed.values.values()))
