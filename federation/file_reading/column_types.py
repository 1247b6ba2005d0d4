"""The type of a column, by its name and by every cell of it; what does not fit is counted."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from federation.file_reading.answers import ReadingAnswers
from federation.file_reading.booleans import boolean_words
from federation.file_reading.codes import code_cells, is_code
from federation.file_reading.column_cells import ColumnCells
from federation.file_reading.day_text import (
    SERIALS,
    DayFormat,
    day_of_serial,
    in_order,
    moment_of,
    order_of,
)
from federation.file_reading.empties import stands_for_nothing
from federation.file_reading.names import names_a_code, names_a_day, names_a_quantity, names_money
from federation.file_reading.number_text import (
    Marks,
    Written,
    marks_of,
    parts_of,
    settle_dot,
    value_of,
)
from federation.file_reading.unit_factors import factor_between
from federation.file_reading.units import unit_by_meaning, unit_in_name
from federation.file_reading.values import Cell, Column, Flag, Number

_ENOUGH = 0.9
"""The part of a column's cells that a type must hold; the others are told one by one."""


@dataclass(slots=True)
class Typed:
    """`values`: what each cell becomes; `nothing`: cells that stand for nothing; `misfits`: cells
    that the type does not hold, by why. `doubts`: codes of questions that reading it settled.
    """

    column: Column
    values: dict[Cell, object] = field(default_factory=dict)
    nothing: Counter[str] = field(default_factory=Counter)
    misfits: dict[Cell, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def type_column(
    cells: ColumnCells, concept: str | None, answers: ReadingAnswers, *, comma_elsewhere: bool
) -> Typed:
    """`comma_elsewhere`: another column of the file has a decimal comma."""
    column = Column(cells.index + 1, cells.name, "string", hidden=cells.hidden)
    typed = Typed(column)
    column.error_cells = sum(cells.errors.values())
    column.concept = concept
    real = _without_nothing(cells, typed)
    if is_code(cells.name, real, concept) and real:
        _as_code(cells, typed, real, concept)
    elif not (
        _as_flags(cells, typed, real)
        or _as_days(cells, typed, real, answers.of("date_order", cells.name))
        or _as_numbers(cells, typed, real, answers, comma_elsewhere=comma_elsewhere)
    ):
        _as_text(typed, real)
    _finish(cells, typed, real)
    return typed


def _without_nothing(cells: ColumnCells, typed: Typed) -> Counter[Cell]:
    """`NC` is nothing among numbers and days; among words it may be one."""
    words = {
        cell for cell in cells.cells
        if isinstance(cell, str) and parts_of(cell) is None and not moment_of(cell, "dmy")
    }  # fmt: skip
    others = sum(count for cell, count in cells.cells.items() if cell not in words)
    # Figures beside words that all stand for nothing are a column of figures, however few.
    only_nothing = others > 0 and all(
        stands_for_nothing(str(word), among_text=False) for word in words
    )
    among_text = others < 0.5 * sum(cells.cells.values()) and not only_nothing
    nothing = {
        cell for cell in cells.cells
        if isinstance(cell, str) and not isinstance(cell, Flag)
        and stands_for_nothing(str(cell), among_text=among_text)
    }  # fmt: skip
    # Beside `C`, `NC` says not conforming.
    opposites = {f"n{str(word).strip().lower()}" for word in words} if nothing else set()
    nothing = {cell for cell in nothing if cell.strip().lower() not in opposites}
    if not nothing:
        return cells.cells
    real: Counter[Cell] = Counter()
    for cell, count in cells.cells.items():
        if isinstance(cell, str) and cell in nothing:
            typed.nothing[str(cell)] += count
        else:
            real[cell] += count
    if among_text and not real and typed.nothing:
        real, typed.nothing = Counter(cells.cells), Counter()
    return real


def _as_code(cells: ColumnCells, typed: Typed, real: Counter[Cell], concept: str | None) -> None:
    codes, form, damaged = code_cells(cells.name, real, concept, cells.padded)
    typed.values.update(codes)
    typed.column.format.update(form)
    typed.misfits.update(dict.fromkeys(damaged, "damaged_code"))
    if "pad" in form or "strip" in form:
        typed.doubts["code_repair"] = tuple(
            f"{cell} → {code}" for cell, code in codes.items() if str(cell) != code
        )[:3]


def _as_flags(cells: ColumnCells, typed: Typed, real: Counter[Cell]) -> bool:
    words = boolean_words(cells.name, real, cells.rows)
    if words is None:
        return False
    column = typed.column
    column.type = "boolean"
    typed.values.update(words.values)
    if all(isinstance(cell, Flag) for cell in real):
        column.format["cell"] = "boolean"
    else:
        column.format["true"], column.format["false"] = words.true, words.false
    count = Counter({True: 0, False: 0})
    for cell, value in words.values.items():
        count[value] += real[cell]
    if words.empty_means_no:
        count[False] += cells.rows - sum(real.values())
        typed.doubts["empty_means_no"] = ()
    typed.misfits.update({cell: "not_a_boolean" for cell in real if cell not in words.values})
    column.true, column.false = count[True], count[False]
    return True


def _as_days(cells: ColumnCells, typed: Typed, real: Counter[Cell], order: str | None) -> bool:
    native = {cell for cell in real if isinstance(cell, date | time)}
    texts = [cell for cell in real if isinstance(cell, str)]
    form = order_of(texts)
    if not native and form is None:
        return _as_serials(cells, typed, real)
    if form is not None and form.pattern == "%Y%m%d" and not names_a_day(cells.name):
        return False
    values = _moments(cells.name, real, order or (form.order if form else "dmy"))
    fits = sum(real[cell] for cell in values)
    # Where the order changes inside the column it is asked, and half the cells are enough.
    enough = 0.5 if form is not None and form.is_contradictory else _ENOUGH
    if not fits or fits < enough * sum(real.values()):
        return False
    kind = _kind_of_moments(list(values.values()))
    if kind is None:
        return False
    column = typed.column
    column.type = kind
    typed.values.update({cell: _as_kind(value, kind) for cell, value in values.items()})
    typed.misfits.update({cell: "not_a_date" for cell in real if cell not in values})
    if native:
        column.format["cell"] = "datetime" if kind.startswith("timestamp") else kind
    if form is not None and texts:
        _say_order(typed, form if order is None else in_order(form, order), texts)
    return True


def _moments(name: str, real: Counter[Cell], order: str) -> dict[Cell, object]:
    """What each cell is as a day or a time, where it is one."""
    values: dict[Cell, object] = {}
    may_be_serials = names_a_day(name) and any(isinstance(cell, date) for cell in real)
    for cell in real:
        if isinstance(cell, date | time):
            values[cell] = cell
        elif isinstance(cell, str):
            moment = moment_of(cell, order)
            if moment is not None:
                values[cell] = moment
        elif may_be_serials and isinstance(cell, int | float) and int(cell) in SERIALS:
            values[cell] = day_of_serial(float(cell))
    return values


def _say_order(typed: Typed, form: DayFormat, texts: list[str]) -> None:
    typed.column.format["date"] = form.pattern.replace("%d mmmm", "d mmmm").replace(
        "mmmm %Y", "mmmm yyyy"
    )
    if form.in_words:
        typed.column.format["locale"] = "fr"
        typed.doubts["month_text"] = tuple(texts[:2])
    if form.short_year:
        typed.doubts["century"] = tuple(texts[:2])
    if form.is_contradictory:
        typed.doubts["date_order"] = tuple(texts[:4])
    elif form.is_open and len(texts) > 1:
        typed.doubts["date_order_french"] = tuple(texts[:2])


def _kind_of_moments(values: list[object]) -> str | None:
    """A moment at midnight comes as a day; a day among times of day fits none."""
    kinds = {type(value) for value in values}
    if time in kinds:
        return "time" if kinds == {time} else None
    if datetime not in kinds:
        return "date"
    moments = [value for value in values if isinstance(value, datetime)]
    if all(moment.tzinfo is not None for moment in moments):
        return "timestamp_tz" if len(moments) == len(values) else None
    if all((moment.hour, moment.minute, moment.second) == (0, 0, 0) for moment in moments):
        return "date"
    return "timestamp"


def _as_kind(value: object, kind: str) -> object:
    if kind == "date" and isinstance(value, datetime):
        return value.date()
    if kind == "timestamp" and isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if kind == "timestamp" and isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as the file says it
    return value


def _as_serials(cells: ColumnCells, typed: Typed, real: Counter[Cell]) -> bool:
    """Bare numbers under `Date`: days as a spreadsheet counts them."""
    if not names_a_day(cells.name) or names_a_quantity(cells.name) or not real:
        return False
    values: dict[Cell, object] = {}
    for cell in real:
        number = cell if isinstance(cell, int | float) else None
        if isinstance(cell, str) and cell.strip().isdecimal():
            number = int(cell.strip())
        if number is not None and int(number) in SERIALS:
            values[cell] = day_of_serial(float(number))
    if len(values) < len(real):
        return False
    kind = _kind_of_moments(list(values.values())) or "timestamp"
    typed.column.type = kind
    typed.column.format["serial"] = True
    typed.values.update({cell: _as_kind(value, kind) for cell, value in values.items()})
    first = next(iter(values.items()))
    typed.doubts["number_as_date"] = (f"{first[0]} → {first[1]}",)
    return True


def _as_numbers(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], answers: ReadingAnswers, *,
    comma_elsewhere: bool,
) -> bool:  # fmt: skip
    written = {
        str(cell): parts_of(cell)
        for cell in real
        if isinstance(cell, str) and not isinstance(cell, Flag)
    }
    numbers = {cell: parts for cell, parts in written.items() if parts is not None}
    marks = marks_of((parts, real[cell]) for cell, parts in numbers.items())
    if marks.is_unsure and comma_elsewhere and marks.decimal == ".":
        marks.decimal, marks.thousands = None, "."
        marks.shows_decimals = marks.is_unsure = False
    settle_dot(marks, answers.of("thousands_mark", cells.name))
    chosen = answers.of("mixed_units", cells.name)
    unit = chosen if chosen in marks.units and len(marks.units) > 1 else None
    values = _figures(real, numbers, marks, unit)
    fits = sum(real[cell] for cell in values)
    if not fits or fits < _ENOUGH * sum(real.values()):
        return False
    typed.values = values
    typed.misfits.update({cell: "not_a_number" for cell in real if cell not in values})
    column = typed.column
    has_native = any(isinstance(cell, int | float) for cell in values)
    whole = all(
        isinstance(value, Decimal) and value == value.to_integral_value()
        for value in values.values()
    )
    column.type = "integer" if whole and not (marks.shows_decimals and numbers) else "decimal"
    if has_native:
        column.format["cell"] = "number"
    _say_marks(typed, marks, numbers=bool(numbers))
    if unit is not None:
        marks.units = {unit: 1}
    _say_unit(cells, typed, marks)
    if whole and column.unit == "EUR":
        column.type = "decimal"
    if marks.is_unsure:
        typed.doubts["thousands_mark"] = tuple(str(cell) for cell in list(numbers)[:3])
    return True


def _figures(
    real: Counter[Cell], numbers: Mapping[str, Written], marks: Marks, unit: str | None
) -> dict[Cell, object]:
    """`unit`: that in which all is counted, where several are written."""
    values: dict[Cell, object] = {}
    for cell in real:
        if isinstance(cell, int | float):
            values[cell] = Decimal(repr(cell))
        elif isinstance(cell, str) and cell in numbers:
            value = value_of(numbers[cell], marks)
            if unit is not None and value is not None:
                value = _in_unit(value, numbers[cell].unit or unit, unit)
            if value is not None:
                values[cell] = value
    return values


def _in_unit(value: Decimal, written: str, wanted: str) -> Decimal | None:
    factor = factor_between(written, wanted) if written != wanted else Decimal(1)
    return None if factor is None else value * factor


def _say_marks(typed: Typed, marks: Marks, *, numbers: bool) -> None:
    form = typed.column.format
    if not numbers:
        return
    if marks.decimal is not None:
        form["decimal"] = marks.decimal
    if marks.thousands is not None:
        form["thousands"] = marks.thousands
    if marks.suffix:
        form["suffix"] = marks.suffix
    if marks.has_brackets:
        form["negative"] = "parentheses"
        typed.doubts["negative_amounts"] = ()
    if marks.is_mixed:
        typed.doubts["mixed_decimal_marks"] = ()


def _say_unit(cells: ColumnCells, typed: Typed, marks: Marks) -> None:
    column = typed.column
    largest = max((abs(float(value)) for value in typed.values.values()), default=None)  # type: ignore[arg-type]
    if len(marks.units) > 1:
        typed.doubts["mixed_units"] = tuple(marks.units)
        return
    if cells.is_percent:
        column.unit = "ratio"
        column.format["percent"] = True
        typed.doubts["percentage"] = ()
    elif marks.units:
        column.unit = next(iter(marks.units))
    else:
        column.unit = cells.unit or unit_in_name(cells.name) or unit_by_meaning(cells.name, largest)
        if column.unit == "EUR" and names_a_code(cells.name) and not names_money(cells.name):
            column.unit = None


def _as_text(typed: Typed, real: Counter[Cell]) -> None:
    typed.values = {cell: _text(cell) for cell in real}
    documents = [cell for cell in list(real)[:200] if isinstance(cell, str)]
    if documents and all(_is_json(text) for text in documents):
        typed.column.type = "json"


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def _is_json(text: str) -> bool:
    if text[:1] not in "{[":
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _finish(cells: ColumnCells, typed: Typed, real: Counter[Cell]) -> None:
    """Figures over the cells that fit: each different one by how often it comes."""
    column = typed.column
    column.unread = sum(real[cell] for cell in typed.misfits) + column.error_cells
    if typed.nothing:
        column.format["null"] = sorted(typed.nothing)
    fits = [(value, real[cell]) for cell, value in typed.values.items()]
    column.filled = sum(count for _, count in fits)
    if column.type == "boolean":
        if "empty_means_no" in typed.doubts:
            column.filled = cells.rows
    elif column.type in {"integer", "decimal"}:
        numbers = [(value, count) for value, count in fits if isinstance(value, Decimal)]
        column.sum = plain(sum((value * count for value, count in numbers), Decimal(0)))
        column.min = plain(min(value for value, _ in numbers))
        column.max = plain(max(value for value, _ in numbers))
    elif column.type in {"date", "time", "timestamp", "timestamp_tz"}:
        moments = sorted({value.isoformat() for value, _ in fits if isinstance(value, date | time)})
        column.min, column.max = (moments[0], moments[-1]) if moments else (None, None)
    else:
        column.distinct = len({value for value, _ in fits})


def plain(value: Decimal) -> Number:
    """As JSON has numbers; beyond what a float holds to the last place it is rounded."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else 0
