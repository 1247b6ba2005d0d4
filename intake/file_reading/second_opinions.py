"""Asks about each column that the two readers take for different things, or read otherwise.

The second one judges fields as they are written (`second_kinds`); a question shows both readings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import shown
from intake.file_reading.column_units import in_words
from intake.file_reading.row_cells import cell_at
from intake.file_reading.second_kinds import (
    Kind,
    Opinion,
    differs,
    kind_of_type,
    mark_of_file,
    opinion_of,
    plain_value,
)
from intake.file_reading.second_reader import Fields
from intake.file_reading.tables import Table
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion, Typed
from intake.file_reading.values import Cell

TWO_READINGS = "two_readings"
_ORDER, _MARK = "date_order", "thousands_mark"
_MOST_ROWS, _SHARED = 1_000, 0.6
_THOUSAND = 1_000
_OPEN = re.compile(r"-?\d{1,3}[.,]\d{3}")
"""A figure with a unit of its own may have been converted: it says nothing of its mark."""
_TOLD = frozenset({"words_among_figures", "year_days", "grouped_coordinates", "unix_time", _MARK,
                   "scaled_figures", "product_figures", "durations", "years_as_days",
                   "padded_figures"})  # fmt: skip
"""Codes of what the first reader has told of a column that the second one would read otherwise."""
_CHOICES = {_ORDER: ("dmy", "mdy"), _MARK: ("thousands", "decimals")}

Written = Mapping[int, Counter[str]]
"""By position from 1, the fields of a column by how often they come."""


def written_in_workbook(tables: Sequence[Table]) -> Written:
    """Of columns that hold texts alone; call it before a cell is filled down or put right."""
    main = max(tables, key=lambda table: table.size)
    cells: dict[int, Counter[str]] = {}
    mixed: set[int] = set()
    for at in main.rows.data[:_MOST_ROWS]:
        for column in main.header.columns:
            cell = cell_at(main.sheet.rows[at], column)
            if type(cell) is str:
                cells.setdefault(column + 1, Counter())[cell] += 1
            elif cell is not None:
                mixed.add(column + 1)
    return {position: texts for position, texts in cells.items() if position not in mixed}


def written_in_text(fields: Fields, tables: Sequence[Table]) -> Written:
    """Without the texts of headers and of rows that are set aside."""
    cells: dict[int, Counter[str]] = {}
    for record in fields.records:
        for position, text in enumerate(record, start=1):
            if text is not None and text.strip():
                cells.setdefault(position, Counter())[text.strip()] += 1
    for table in tables:
        aside = [*table.header.rows, *(row.row - 1 for row in table.rows.ignored)]
        for at in aside:
            for column, cell in enumerate(table.sheet.rows[at], start=1):
                if cell is not None and column in cells:
                    cells[column][shown(cell).strip()] -= 1
    return {position: +texts for position, texts in cells.items()}


def ask_of_kinds(typed: Sequence[Typed], fields: Written, answers: ReadingAnswers) -> None:
    """Adds a question to each column that the second reader reads otherwise."""
    names = {judged.column.position: judged.column.name for judged in typed}
    by_name = {names[at]: texts for at, texts in fields.items() if at in names}
    mark = mark_of_file(by_name)
    for judged in typed:
        texts = fields.get(judged.column.position)
        if texts is None or judged.questions or _TOLD & set(judged.doubts):
            continue
        opinion = opinion_of(judged.column.name, texts, mark)
        if opinion is not None and (question := _question(judged, opinion, answers)) is not None:
            judged.questions.append(question)


def _question(judged: Typed, opinion: Opinion, answers: ReadingAnswers) -> ColumnQuestion | None:
    first, name = kind_of_type(judged.column.type), judged.column.name
    own = {cell.strip(): cell for cell in judged.values if type(cell) is str}
    shared = [(own[text], value) for text, value in opinion.values.items() if text in own]
    if first is None or len(shared) < _SHARED * len(opinion.values):
        return None
    if first is not opinion.kind:
        is_answered = any(answers.of(code, name) for code in (TWO_READINGS, "column_type"))
        if is_answered or not shared or not differs(name, first, opinion):
            return None
        return _of(judged, TWO_READINGS, (first, opinion.kind), shared)
    if first is Kind.DATE:
        turned = [
            (cell, value) for cell, value in shared
            if isinstance(day := plain_value(judged.values[cell]), date) and isinstance(value, date)
            and day != value and (day.day, day.month) == (value.month, value.day)
        ]  # fmt: skip
        is_asked = turned and not answers.of(_ORDER, name)
        other = "mdy" if opinion.order == "dmy" else "dmy"
        return _of(judged, _ORDER, (other, str(opinion.order)), turned) if is_asked else None
    scaled = [
        (cell, value) for cell, value in shared
        if isinstance(ours := judged.values[cell], Decimal) and isinstance(value, Decimal)
        and value != ours != 0 and value / ours in {_THOUSAND, Decimal(1) / _THOUSAND}
        and _OPEN.fullmatch(cell.strip())
    ]  # fmt: skip
    if first is not Kind.NUMBER or not scaled or answers.of(_MARK, name):
        return None
    cell, value = scaled[0]
    is_more = abs(Decimal(str(value))) > abs(Decimal(str(judged.values[cell])))
    return _of(judged, _MARK, ("decimals", "thousands") if is_more else _CHOICES[_MARK], scaled)


def _of(
    judged: Typed, code: str, readings: tuple[str, str], cells: Sequence[tuple[Cell, object]]
) -> ColumnQuestion:
    """`readings`: the first reader's, then the second's; the choices stand in their own order."""
    choices = _CHOICES.get(code, tuple(map(str, readings)))
    lines = []
    for cell, value in cells[: MOST_SHOWN * 20]:
        both = dict(
            zip(
                map(str, readings),
                (_in_french(judged.values[cell]), _in_french(value)),
                strict=True,
            )
        )
        lines.append((cell, tuple(both[choice] for choice in choices)))
    lines.sort(key=lambda line: len(set(line[1])) == 1)
    examples = tuple(shown(cell) for cell, _ in lines[:MOST_SHOWN])
    return ColumnQuestion(code, examples, choices, tuple(lines))


def _in_french(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return in_words(value)
    day = plain_value(value)
    return day.strftime("%d/%m/%Y") if isinstance(day, date) else str(value)
