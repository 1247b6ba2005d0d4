"""The year that stands in a title alone, over months that have none.

`Janvier, Février…` under « Tonnages 2025 » are months of 2025; of two years in one title, a person
says which. Sheets that each hold a month, by their title or their name, give it to their rows.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.fold import fold
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import row_text, shown
from intake.file_reading.day_text import day_of_month, month_named, month_number
from intake.file_reading.doubts import Doubt
from intake.file_reading.names import names_a_day, words_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.two_years import years_of_months
from intake.file_reading.typed import Typed
from intake.file_reading.values import Cell, Column, Reason, ShownRow, Unpivot
from intake.file_reading.vocabulary import vocabulary

YEAR_OF_MONTHS, ASIDE_COLUMN = "year_of_months", "aside_column"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_WORD = re.compile(r"[a-z]+")
_OF_YEARS = vocabulary("annee an exercice millesime saison year campagne")
_LEAST_WORDS = 2
_MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Titles:
    """The texts over a table: its titles, and the name of its sheet."""

    texts: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        years = (int(year) for text in self.texts for year in _YEAR.findall(text))
        return tuple(dict.fromkeys(years))[:_MOST_YEARS]

    @property
    def month(self) -> int | None:
        """The one that is named, if one is."""
        words = {word for text in self.texts for word in _WORD.findall(fold(text))}
        months = {month_number(word) for word in words if len(word) > 2} - {None}
        return next(iter(months)) if len(months) == 1 else None


def titles_of(table: Table, file_name: str) -> Titles:
    """The file's name counts where neither a title nor the sheet has a year."""
    begin = table.header.rows[0] if table.header.rows else table.header.first_data
    rows = (table.sheet.whole or table.sheet).rows
    over = [
        " ".join(shown(cell) for cell in rows[row.row - 1] if cell is not None)
        for row in table.rows.ignored
        if row.reason in {Reason.TITLE, Reason.GROUP} and row.row <= begin
    ]
    own = Titles((*over, table.sheet.name or ""))
    return own if own.years else Titles((*own.texts, file_name.rpartition(".")[0]))


def give_years(
    typed: Sequence[Typed], tables: Sequence[Table], name: str, answers: ReadingAnswers
) -> list[Doubt]:
    """Makes days of months without a year, where one year is named over all tables."""
    doubts = []
    for read in typed:
        if not _is_of_months(read):
            continue
        years = tuple(
            dict.fromkeys(year for table in tables for year in titles_of(table, name).years)
        )
        answer = answers.of(YEAR_OF_MONTHS, read.column.name)
        chosen = int(answer) if answer is not None and answer.isdecimal() else None
        if chosen is None and len(years) == 1 and answer is None:
            chosen = years[0]
        across = None if answer is not None else years_of_months(_months_of(read, tables), years)
        if across is not None:
            _as_months_of(read, across)
            doubts.append(Doubt("year_of_title", read.column.name, tuple(map(str, years))))
        elif chosen is not None:
            _as_months_of(read, dict.fromkeys(range(1, 13), chosen))
            doubts.append(Doubt("year_of_title", read.column.name, (str(chosen),)))
        elif len(years) > 1 and answer is None:
            doubts.append(_year_question(read, tables, years))
    return doubts


def _is_of_months(typed: Typed) -> bool:
    words = [cell for cell in typed.values if isinstance(cell, str)]
    return (
        typed.column.type == "string"
        and len(words) >= _LEAST_WORDS
        and len(words) == len(typed.values)
        and all(_month_and_day(typed, word) is not None for word in words)
    )


def _month_and_day(typed: Typed, cell: Cell) -> tuple[int, int] | None:
    """`Janvier` is its first day; `16/01` is a day under a name that says so."""
    text = shown(cell)
    month = month_number(text)
    if month is not None:
        return month, 1
    return day_of_month(text, slashed=names_a_day(typed.column.name))


def _months_of(typed: Typed, tables: Sequence[Table]) -> list[int]:
    """In the order of the rows."""
    at = typed.column.position - 1
    cells = (
        cell_at(table.sheet.rows[row], at) for table in tables for row in table.rows.data
    )  # fmt: skip
    return [days[0] for cell in cells if (days := _month_and_day(typed, cell)) is not None]


def _as_months_of(typed: Typed, years: Mapping[int, int]) -> None:
    column = typed.column
    values = {
        cell: date(years[days[0]], *days)
        for cell in typed.values
        if (days := _month_and_day(typed, cell)) is not None and _is_in(years, *days)
    }
    if len(values) < len(typed.values):
        return
    typed.values = dict(values)
    ordered = sorted(value.isoformat() for value in values.values())
    column.type, column.concept, column.distinct = "date", "date", None
    column.format.update({"date": "mmmm", "locale": "fr", "year": min(years.values())})
    column.min, column.max = ordered[0], ordered[-1]


def _is_in(years: Mapping[int, int], month: int, day: int) -> bool:
    """No 30th of February, and no month whose year nobody knows."""
    return month in years and day <= monthrange(years[month], month)[1]


def _year_question(typed: Typed, tables: Sequence[Table], years: Sequence[int]) -> Doubt:
    column = typed.column
    lines: list[ShownRow] = []
    for table in tables:
        for at in table.rows.data:
            cell = table.sheet.rows[at][column.position - 1 : column.position]
            days = _month_and_day(typed, cell[0]) if cell else None
            if days is not None and len(lines) < 3:
                readings = tuple(f"{days[0]:02d}/{year}" for year in years)
                lines.append(ShownRow(at + 1, shown(cell[0]), readings))
    choices = tuple(map(str, years))
    return Doubt(YEAR_OF_MONTHS, column.name, choices, tuple(lines), choices)


def with_year(unpivot: Unpivot, table: Table, name: str) -> Unpivot:
    """Of columns that are months without a year, under a title that names one."""
    years = titles_of(table, name).years
    heads = [table.header.names[position - 1] for position in unpivot.value_columns]
    if unpivot.variable != "mois" or len(years) != 1 or any(map(month_named, heads)):
        return unpivot
    return replace(unpivot, year=years[0])


def titles_chosen(tables: Sequence[Table], answers: ReadingAnswers) -> Mapping[Cell, str]:
    """By sheet, the text of the row above the table that a person makes a column of."""
    answer = answers.of(ASIDE_COLUMN)
    if answer is None or not answer.isdecimal():
        return {}
    at = int(answer) - 1
    texts: dict[Cell, str] = {}
    for table in tables:
        rows = (table.sheet.whole or table.sheet).rows
        if at < len(rows) and (text := row_text(rows[at])):
            texts[table.sheet.name] = text
    return texts


def months_of_sheets(
    tables: Sequence[Table], name: str, typed: Sequence[Typed]
) -> Mapping[Cell, object]:
    """By sheet name, the month that its title or its name tells; none where rows have days of
    their own, or where two sheets are of the same month.
    """
    if len(tables) < _LEAST_WORDS or any(
        each.column.type in {"date", "timestamp", "timestamp_tz"} for each in typed
    ):
        return {}
    months: dict[Cell, object] = {}
    for table in tables:
        titles = titles_of(table, name)
        if titles.month is None or len(titles.years) != 1:
            return {}
        months[table.sheet.name] = date(titles.years[0], titles.month, 1)
    return months if len(set(months.values())) == len(tables) else {}


def year_of_titles(tables: Sequence[Table], name: str, columns: Sequence[Column]) -> str | None:
    """The year, or the two of a season, that titles alone give to the rows; `name`: the file's.

    None where a header names a year, or a column holds days or years.
    """
    groups = {group for table in tables for group in table.rows.groups}
    if any(map(_bears_a_year, columns)) or any(map(_YEAR.fullmatch, groups)):
        return None
    spans = {_span(titles_of(table, name).texts) for table in tables}
    return spans.pop() if len(spans) == 1 else None


def _bears_a_year(column: Column) -> bool:
    if column.type in {"date", "timestamp", "timestamp_tz"} and "year" not in column.format:
        return True
    is_named = bool(set(words_of(column.name)) & _OF_YEARS)
    return is_named or _YEAR.search(column.name) is not None


def _span(titles: Sequence[str]) -> str | None:
    text = " ".join(titles)
    years = tuple(dict.fromkeys(map(str, _YEAR.findall(text))))
    if len(years) == 1:
        return years[0]
    is_season = len(years) == 2 and int(years[1]) == int(years[0]) + 1
    return "-".join(years) if is_season else None
