"""A column of days, moments or times of day: in which order, and what they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from catalog.model.column_types import TYPES
from catalog.model.dataset import ScalarType
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.day_text import (
    SERIALS,
    DayFormat,
    day_of_serial,
    in_order,
    is_full_day,
    moment_of,
    order_of,
    paris_day,
    slashed_parts,
)
from intake.file_reading.digit_days import are_days_of_digits, digit_days, sign_of, unix_moments
from intake.file_reading.names import names_a_day, names_a_quantity, words_of
from intake.file_reading.outliers import VALUE, ask_of_sentinels, day_sentinels
from intake.file_reading.typed import ENOUGH, MOST_SHOWN, ColumnQuestion, Typed, are_one_word
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

TURNED, AS_STORED = "turned", "as_stored"
_MONTHS = 12
_UNDER = 0.4
"""The share of days of a month that are under 13."""
_UNLIKELY = 0.01
_PERIODS = vocabulary("mois periode month period annee exercice trimestre temps")
_LONG, _SAMPLED, _SERIAL = 20, 200, 5
"""Figures of a cell that may be a day."""
_LEAST_SHARE = 0.3
_OF_SECONDS = re.compile(r"\bmm?\s*[:'h ]\s*ss?\b|\bmin\w*\s*[:.,']\s*s(?:ec\w*)?\b", re.IGNORECASE)
_COMPACT = "%Y%m%d"
_NOUGHTS = frozenset({date(1899, 12, 30), date(1899, 12, 31)})
"""The days that the number 0 becomes under a format of days."""


def as_days(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], answers: ReadingAnswers, *,
    order: str | None = None, is_forced: bool = False,
) -> bool:  # fmt: skip
    """False where too few cells are days, and nobody says that they are (`is_forced`)."""
    name = cells.name
    if _OF_SECONDS.search(name):
        # `12:30` is twelve minutes and a half there, and no hour of the day.
        return False
    native = [cell for cell in real if isinstance(cell, date | time)]
    texts = [cell for cell in real if isinstance(cell, str)]
    form = order_of(texts)
    is_bare = form is None or form.pattern == _COMPACT
    if is_bare and not native and _as_serials(cells, typed, real, is_forced=is_forced):
        return True
    is_other = form is not None and not is_forced and _are_other_figures(name, real, form)
    if is_other or (form is None and not native):
        return False
    noughts = _noughts(real, native)
    real = Counter({cell: count for cell, count in real.items() if cell not in noughts})
    chosen = answers.of("date_order", name) or order
    values = _moments(name, real, chosen or (form.order if form else "dmy"))
    fits = sum(real[cell] for cell in values)
    # Where the order changes inside the column it is asked, and half the cells are enough.
    enough = 0.5 if form is not None and form.is_contradictory else ENOUGH
    others = [cell for cell in real if cell not in values]
    is_enough = fits >= enough * sum(real.values()) or is_forced or are_one_word(others, real)
    if not fits or not is_enough:
        return False
    serials = [cell for cell in values if isinstance(cell, str) and _is_serial(cell)]
    if serials and len(serials) < len(values):
        typed.doubts["serial_days"] = (f"{serials[0]} → {values[serials[0]]}",)
    values = _as_days_of_paris(typed, values)
    kind = _kind_of_moments(list(values.values()))
    if kind is None:
        return False
    column = typed.column
    column.type = kind
    typed.nothing.update({str(cell): count for cell, count in noughts.items()})
    why = TYPES[ScalarType(kind)].misfit
    typed.misfits.update({cell: why for cell in real if cell not in values})
    if form is not None:
        values = _turned_back(typed, values, native, texts, form, answers.of("turned_dates", name))
    values = _without_sentinels(typed, values, real, answers.of("sentinel", name))
    typed.values.update({cell: _as_kind(value, kind) for cell, value in values.items()})
    if native:
        column.format["cell"] = "datetime" if kind.startswith("timestamp") else kind
    if form is not None and texts:
        _say_order(typed, form if chosen is None else in_order(form, chosen), texts)
    return True


def _as_days_of_paris(typed: Typed, values: dict[Cell, object]) -> dict[Cell, object]:
    """The days in Paris where two moments or more are all midnight there; otherwise the moments."""
    if len(values) < 2 or not all(map(paris_day, values.values())):
        return values
    typed.doubts["utc_days"] = tuple(str(cell) for cell in values)[:2]
    return {cell: paris_day(value) for cell, value in values.items()}


def _are_other_figures(name: str, real: Counter[Cell], form: DayFormat) -> bool:
    """Figures that are no days unless somebody means them so."""
    if form.pattern == "%Y-%m":
        return _are_numbers_of_a_year(name, real)
    is_meant = names_a_day(name) or are_days_of_digits(name, real)
    return form.pattern == _COMPACT and not is_meant


def are_full_days(real: Counter[Cell]) -> bool:
    """Nearly all are days with their years in full, whatever the name says."""
    sample = list(real)[:_SAMPLED]
    full = sum(
        isinstance(cell, date) or (isinstance(cell, str) and is_full_day(cell)) for cell in sample
    )
    return len(sample) > 1 and full >= ENOUGH * len(sample)


def _are_numbers_of_a_year(name: str, real: Counter[Cell]) -> bool:
    """`2025-01`, `2025-02` under `Marché`: each once, and no word of months in the name."""
    is_named = names_a_day(name) or bool(set(words_of(name)) & _PERIODS)
    return not is_named and all(count == 1 for count in real.values())


def _turned_back(
    typed: Typed, values: dict[Cell, object], native: Sequence[Cell], texts: list[str],
    form: DayFormat, answer: str | None,
) -> dict[Cell, object]:  # fmt: skip
    """Native days beside texts that can only be read one way: a spreadsheet of another language
    has turned those whose day and month could change places, and has left the others as texts.
    """
    days = [cell for cell in native if isinstance(cell, date)]
    if form.is_contradictory or not _were_turned(days, texts):
        return values
    turned: dict[Cell, object] = {
        cell: cell.replace(month=cell.day, day=cell.month) for cell in days
    }
    if answer is None:
        cells = [cell for cell in days if turned[cell] != cell][:MOST_SHOWN]
        shown = tuple((cell, (_in_french(turned[cell]), _in_french(cell))) for cell in cells)
        examples = tuple(_in_french(cell) for cell in cells)
        typed.questions.append(ColumnQuestion("turned_dates", examples, (TURNED, AS_STORED), shown))
    return values if answer == AS_STORED else {**values, **turned}


def _were_turned(days: Sequence[Cell], texts: Sequence[str]) -> bool:
    """By chance so many days would not all be under 13, and so many texts all above."""
    slashed = [parts for text in texts if (parts := slashed_parts(text)) is not None]
    if not days or not slashed or any(max(parts) <= _MONTHS for parts in slashed):
        return False
    if any(isinstance(day, date) and day.day > _MONTHS for day in days):
        return False
    by_chance: float = _UNDER ** len(days) * (1 - _UNDER) ** len(slashed)
    return by_chance < _UNLIKELY


def _in_french(day: object) -> str:
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else str(day)


def _without_sentinels(
    typed: Typed, values: dict[Cell, object], real: Counter[Cell], answer: str | None
) -> dict[Cell, object]:
    """Without 1900-01-01 among days of this century, unless a person says that it is one."""
    sentinels = day_sentinels(values)
    if not sentinels or answer == VALUE:
        return values
    if answer is None:
        shown = [_in_french(values[cell]) for cell in sentinels]
        typed.questions.append(ask_of_sentinels(sentinels, shown))
    for cell in sentinels:
        typed.nothing[str(cell)] += real[cell]
    return {cell: value for cell, value in values.items() if cell not in set(sentinels)}


def _noughts(real: Counter[Cell], native: Sequence[Cell]) -> Mapping[Cell, int]:
    """Noughts among native days, by how often they come: shown as 00/01/1900 or as midnight, they
    are none.
    """
    days = sum(real[cell] for cell in native if isinstance(cell, date))
    noughts = {cell: count for cell, count in real.items() if _is_nought(cell)}
    return noughts if days >= _LEAST_SHARE * sum(real.values()) else {}


def _is_nought(cell: Cell) -> bool:
    if isinstance(cell, date):
        return cell in _NOUGHTS or (isinstance(cell, datetime) and cell.date() in _NOUGHTS)
    return cell == time() or (isinstance(cell, int | float) and cell == 0)


def _moments(name: str, real: Counter[Cell], order: str) -> dict[Cell, object]:
    """The day or time of each cell that is one, by cell."""
    values: dict[Cell, object] = {}
    may_be_serials = names_a_day(name) and any(
        isinstance(cell, date) or (isinstance(cell, str) and is_full_day(cell)) for cell in real
    )
    for cell in real:
        if isinstance(cell, date | time):
            values[cell] = cell
        elif isinstance(cell, str):
            moment = moment_of(cell, order)
            if moment is not None:
                values[cell] = moment
            elif may_be_serials and _is_serial(cell):
                values[cell] = day_of_serial(float(cell))
        elif may_be_serials and isinstance(cell, int | float) and int(cell) in SERIALS:
            values[cell] = day_of_serial(float(cell))
    return values


def _is_serial(text: str) -> bool:
    plain = text.strip()
    return len(plain) == _SERIAL and plain.isdecimal() and int(plain) in SERIALS


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
        typed.is_open_day = True


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


def _as_digits(typed: Typed, real: Counter[Cell], *, is_meant: bool) -> bool:
    """Days as figures in one order: 20250314, 14032025 or 1250314; noughts are no day."""
    read = digit_days(typed.column.name, real, is_meant=is_meant)
    if read is None:
        return False
    typed.column.type = "date"
    typed.column.format["date"] = sign_of(read.pattern)
    typed.values.update(read.days)
    for cell in read.nothing:
        typed.nothing[str(cell)] += real[cell]
    return True


def _as_serials(cells: ColumnCells, typed: Typed, real: Counter[Cell], *, is_forced: bool) -> bool:
    """Bare numbers under `Date`: days as a spreadsheet counts them."""
    is_named = names_a_day(cells.name) and not names_a_quantity(cells.name)
    if not real:
        return False
    if _as_digits(typed, real, is_meant=is_named or is_forced):
        return True
    if (moments := unix_moments(cells.name, real)) is not None:
        typed.column.type = "timestamp"
        typed.values.update(moments)
        typed.doubts["unix_time"] = tuple(f"{cell} → {moment}" for cell, moment in moments.items())[
            :1
        ]
        return True
    if not (is_named or is_forced):
        return False
    values: dict[Cell, object] = {}
    for cell in real:
        number = cell if isinstance(cell, int | float) else None
        if isinstance(cell, str) and len(cell) < _LONG and cell.strip().isdecimal():
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
    typed.doubts["serial_days"] = (f"{first[0]} → {first[1]}",)
    return True
