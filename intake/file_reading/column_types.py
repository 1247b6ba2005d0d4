"""The type of a column, by its name and by every cell of it; what does not fit is counted."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.booleans import boolean_words
from intake.file_reading.codes import code_cells, holds_year_days, is_code
from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.column_days import are_full_days, as_days
from intake.file_reading.column_numbers import as_numbers, words_among_figures
from intake.file_reading.coordinates import are_grouped_degrees
from intake.file_reading.day_text import moment_of
from intake.file_reading.digit_days import are_days_of_digits, unix_moments
from intake.file_reading.durations import as_durations
from intake.file_reading.empties import is_mark, stands_for_nothing
from intake.file_reading.formula_texts import FIGURE_FORMULA
from intake.file_reading.names import names_a_code, names_a_quantity
from intake.file_reading.number_text import parts_of
from intake.file_reading.turned_decimals import turned_decimals
from intake.file_reading.turned_ranges import AS_STORED, CODE, ask_of_ranges, turned_ranges
from intake.file_reading.typed import MOST_SHOWN, Typed
from intake.file_reading.units import unit_by_meaning, unit_in_name
from intake.file_reading.values import Cell, Column, Flag, Number
from intake.file_reading.years_as_days import years_as_days

_MOST_MARKED, _FEWEST_FIGURES = 0.5, 3


def type_column(
    cells: ColumnCells, concept: str | None, answers: ReadingAnswers, *, comma_elsewhere: bool,
    groups_elsewhere: bool = False, dot_elsewhere: bool = False, order: str | None = None,
) -> Typed:  # fmt: skip
    """`comma_elsewhere`: another column of the file has a decimal comma; `groups_elsewhere`: one
    has commas between thousands before a decimal point; `dot_elsewhere`: decimals of another have a
    dot, and none a comma; `order`: that of day and
    month that the columns beside prove. A type that a person has chosen is followed.
    """
    column = Column(cells.index + 1, cells.name, "string", hidden=cells.hidden)
    typed = Typed(column)
    column.error_cells = cells.errors["error_cell"] + cells.errors[FIGURE_FORMULA]
    column.concept = concept
    real = _without_nothing(cells, typed)
    if are_full_days(real):
        column.concept = concept = None
    chosen = _type_beforehand(cells, typed, answers)
    if chosen is not None:
        _as_chosen(cells, typed, real, answers, chosen, comma_elsewhere=comma_elsewhere)
    elif are_grouped_degrees(cells.name, real):
        _as_grouped_degrees(typed, real)
    elif years := years_as_days(real):
        _as_years(typed, years)
    elif (decimals := turned_decimals(cells.name, real)) is not None:
        _as_decimals(cells, typed, real, decimals, answers)
    elif (ranges := turned_ranges(cells.name, real)) is not None:
        _as_ranges(cells, typed, real, ranges, answers)
    elif is_code(cells.name, real, concept) and real and not _are_days(cells.name, real):
        _as_code(cells, typed, real, concept)
    elif not (
        _as_flags(cells, typed, real)
        or as_durations(cells, typed, real)
        or as_days(cells, typed, real, answers, order=order)
        or as_numbers(
            cells,
            typed,
            real,
            answers,
            comma_elsewhere=comma_elsewhere,
            groups_elsewhere=groups_elsewhere,
            dot_elsewhere=dot_elsewhere,
        )
    ):
        _as_text(typed, real)
        if words := words_among_figures(cells.name, real):
            typed.doubts["words_among_figures"] = words
        _as_uncomputed(cells, typed, real)
    _finish(cells, typed, real)
    return typed


def _type_beforehand(cells: ColumnCells, typed: Typed, answers: ReadingAnswers) -> str | None:
    """A person's choice, or a number where the rows prove it."""
    answer = answers.of("column_type", cells.name) or answers.of("two_readings", cells.name)
    if answer is None and cells.is_figure:
        typed.doubts["padded_figures"] = tuple(map(str, cells.cells))[:3]
        return "number"
    return answer


def _are_days(name: str, real: Counter[Cell]) -> bool:
    return (
        are_days_of_digits(name, real)
        or are_full_days(real)
        or unix_moments(name, real) is not None
    )


def _as_chosen(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], answers: ReadingAnswers, chosen: str, *,
    comma_elsewhere: bool,
) -> None:  # fmt: skip
    """Cells that the chosen type does not hold are unread, and counted."""
    is_held = (
        (chosen == "boolean" and _as_flags(cells, typed, real))
        or (chosen == "date" and as_days(cells, typed, real, answers, is_forced=True))
        or (
            chosen == "number"
            and as_numbers(
                cells, typed, real, answers, comma_elsewhere=comma_elsewhere, is_forced=True
            )
        )
    )
    if not is_held:
        typed.values = {cell: _text(cell) for cell in real}


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
    if any(str(word).strip() == "+" for word in words):
        opposites.add("-")
    if any(set(str(word).strip()) == {"*"} and len(str(word).strip()) > 1 for word in words):
        # Stars of campsites and hotels.
        opposites.add("*")
    nothing = {cell for cell in nothing if cell.strip().lower() not in opposites}
    marks = set() if nothing else _marks_among_figures(cells, words)
    if marks:
        nothing |= marks
        typed.doubts["empty_marks"] = tuple(sorted(marks))
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


def _marks_among_figures(cells: ColumnCells, words: Collection[Cell]) -> set[str]:
    """One mark, such as `x`, where all other cells are figures of several sizes."""
    marks = {str(cell) for cell in words if isinstance(cell, str) and is_mark(cell)}
    figures = [cell for cell in cells.cells if cell not in words]
    are_figures = all(
        isinstance(cell, int | float) or parts_of(str(cell)) is not None for cell in figures
    )
    count = sum(cells.cells[cell] for cell in marks)
    is_few = count <= _MOST_MARKED * sum(cells.cells.values())
    is_plain = len(figures) >= _FEWEST_FIGURES and not names_a_code(cells.name)
    is_one = len({str(cell).strip().lower() for cell in words}) == 1
    is_meant = bool(marks) and is_one and is_few and is_plain and are_figures
    return marks if is_meant else set()


def _as_code(cells: ColumnCells, typed: Typed, real: Counter[Cell], concept: str | None) -> None:
    codes, form, damaged = code_cells(cells.name, real, concept, cells.padded)
    typed.values.update(codes)
    typed.column.format.update(form)
    typed.misfits.update(dict.fromkeys(damaged, "damaged_code"))
    if concept is None and holds_year_days(cells.name, real):
        typed.doubts["year_days"] = tuple(map(str, real))[:2]
    if "pad" in form or "strip" in form:
        typed.doubts["code_repair"] = tuple(
            f"{cell} → {code}" for cell, code in codes.items() if str(cell) != code
        )[:3]


def _as_ranges(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], ranges: Mapping[Cell, str],
    answers: ReadingAnswers,
) -> None:  # fmt: skip
    answer = answers.of(CODE, cells.name)
    typed.values = {cell: _text(cell) for cell in real}
    if answer != AS_STORED:
        typed.values.update(ranges)
    if answer is None:
        typed.questions.append(ask_of_ranges(ranges))


def _as_decimals(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], decimals: Mapping[Cell, str],
    answers: ReadingAnswers,
) -> None:  # fmt: skip
    """Figures, those that were days among them; as stored, days are no figures."""
    answer = answers.of(CODE, cells.name)
    restored = {} if answer == AS_STORED else decimals
    written: Counter[Cell] = Counter()
    for cell, count in real.items():
        written[restored.get(cell, cell)] += count
    as_numbers(cells, typed, written, answers, comma_elsewhere=False, is_forced=True)
    for cell, text in restored.items():
        if text in typed.values:
            typed.values[cell] = typed.values[text]
    typed.values = {cell: value for cell, value in typed.values.items() if cell in real}
    typed.misfits = {cell: why for cell, why in typed.misfits.items() if cell in real}
    if answer is None:
        typed.questions.append(ask_of_ranges(decimals))


def _as_years(typed: Typed, years: Mapping[Cell, Decimal]) -> None:
    typed.column.type = "integer"
    typed.column.format["cell"] = "date"
    typed.values.update(years)
    examples = [f"{cell} → {year}" for cell, year in years.items()]
    typed.doubts["years_as_days"] = tuple(examples[:MOST_SHOWN])


def _as_grouped_degrees(typed: Typed, real: Counter[Cell]) -> None:
    _as_text(typed, real)
    typed.column.concept = None
    typed.doubts["grouped_coordinates"] = tuple(map(str, real))[:2]


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


def _as_text(typed: Typed, real: Counter[Cell]) -> None:
    typed.values = {cell: _text(cell) for cell in real}
    documents = [cell for cell in list(real)[:200] if isinstance(cell, str)]
    if documents and all(_is_json(text) for text in documents):
        typed.column.type = "json"


def _as_uncomputed(cells: ColumnCells, typed: Typed, real: Counter[Cell]) -> None:
    """Formulas without a result, and nothing else, under a name that measures, or that add or
    multiply: empty figures.
    """
    unit = cells.unit or unit_in_name(cells.name) or unit_by_meaning(cells.name, None)
    is_measured = unit is not None or names_a_quantity(cells.name)
    causes = {cause for cause, count in cells.errors.items() if count}
    is_meant = is_measured or causes == {FIGURE_FORMULA}
    if not real and causes and causes <= {"error_cell", FIGURE_FORMULA} and is_meant:
        typed.column.type, typed.column.unit = "decimal", unit


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # What pads a field is no part of what it says.
    return cell.strip() if type(cell) is str else str(cell)


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
    column.unread = sum(real[cell] for cell in typed.misfits) + sum(cells.errors.values())
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
        if numbers:
            column.min = plain(min(value for value, _ in numbers))
            column.max = plain(max(value for value, _ in numbers))
    elif column.type in {"date", "time", "timestamp", "timestamp_tz"}:
        moments = _in_order(value for value, _ in fits)
        column.min, column.max = (moments[0], moments[-1]) if moments else (None, None)
    else:
        column.distinct = len({value for value, _ in fits})


def _in_order(values: Iterable[object]) -> list[str]:
    """By the instant where moments have offsets of their own, else as they are written."""
    instants = [value for value in values if isinstance(value, date | time)]
    if all(isinstance(value, datetime) and value.tzinfo is not None for value in instants):
        instants.sort(key=lambda value: value.timestamp() if isinstance(value, datetime) else 0)
        return [value.isoformat() for value in instants]
    return sorted({value.isoformat() for value in instants})


def plain(value: Decimal) -> Number:
    """As JSON has numbers; beyond what a float holds to the last place it is rounded."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else 0
