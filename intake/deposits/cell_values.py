"""One cell of a file as a value of a declared type; what does not fit is said, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from intake.file_reading.cell_text import shown
from intake.file_reading.day_text import moment_of
from intake.file_reading.number_text import Marks, parts_of, value_of
from intake.file_reading.typed_rows import ReadColumn
from intake.file_reading.values import Cell, ErrorCell, Flag

_EXACT_PLACES = 9
"""With more decimals, a number of a workbook is the result of a division: a float holds it."""
_ROOM = 18
"""Digits of a proposed decimal, so that larger figures of later files find room."""
_MOST_DIGITS = 38
_NATIVE_DIGITS = 15
"""Digits of a number that a spreadsheet keeps: further ones are the noise of its binary form."""
_BOUNDS = {ScalarType.INTEGER: 2**31, ScalarType.BIGINT: 2**63}
_PLAIN = {
    TYPES[each].read_as: each
    for each in ScalarType
    if each not in {ScalarType.INTEGER, ScalarType.DECIMAL, ScalarType.FLOAT, ScalarType.JSON}
}


def own_type(read: ReadColumn) -> ColumnType:
    """The type of a column's values; JSON is text: no file holds more of it."""
    if read.column.type == "decimal":
        return _decimal_type(read)
    kind = _PLAIN.get(read.column.type, ScalarType.STRING)
    if kind is ScalarType.BIGINT:
        figures = [value for value in read.values.values() if isinstance(value, Decimal)]
        if any(value.adjusted() >= _MOST_DIGITS for value in figures):
            # No number type holds it to its last figure.
            return ColumnType(ScalarType.STRING)
        if any(_is_beyond(value, kind) for value in figures):
            return ColumnType(ScalarType.DECIMAL, _MOST_DIGITS, 0)
    return ColumnType(kind)


def _is_beyond(value: Decimal, kind: ScalarType) -> bool:
    return not -_BOUNDS[kind] <= value < _BOUNDS[kind]


def _decimal_type(read: ReadColumn) -> ColumnType:
    """Two decimals of money and three of a quantity at least: a later file may have them."""
    scale, whole = 2 if read.column.unit == "EUR" else 3, 1
    for cell, value in read.values.items():
        number = _number(cell, value)
        if number is None:
            continue
        scale = max(scale, _places(number))
        whole = max(whole, number.adjusted() + 1)
    is_native = read.column.format.get("cell") == "number"
    if scale + whole > _MOST_DIGITS or (is_native and scale > _EXACT_PLACES):
        return ColumnType(ScalarType.FLOAT)
    return ColumnType(
        ScalarType.DECIMAL, _ROOM if scale + whole <= _ROOM - 3 else _MOST_DIGITS, scale
    )


def _places(number: Decimal) -> int:
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def _number(cell: Cell, value: object) -> Decimal | None:
    """Without the noise of a workbook's binary numbers: 0.30000000000000004 is 0.3."""
    if not isinstance(value, Decimal):
        return None
    if isinstance(cell, float) and len(value.as_tuple().digits) > _NATIVE_DIGITS:
        return Decimal(f"{value:.{_NATIVE_DIGITS}g}")
    return value


@dataclass(slots=True)
class CellValues:
    """The values of one column of a file in `kind`, each different cell once.

    `factor` takes numbers to the unit of the dataset. After use, `rounded` counts the different
    cells that had more decimals than the type, by how much at most (`Decimal`, in its unit).
    """

    read: ReadColumn
    kind: ColumnType
    factor: Decimal = Decimal(1)
    zone: str = "Europe/Paris"
    misfits: dict[Cell, str] = field(default_factory=dict)
    rounded: dict[Cell, Decimal] = field(default_factory=dict)
    _known: dict[Cell, object] = field(default_factory=dict)
    _values: Mapping[Cell, object] = field(init=False)

    def __post_init__(self) -> None:
        self._values = self.read.values
        self.misfits.update(self.read.misfits)

    def value(self, cell: Cell) -> object:
        """None for nothing and for what does not fit; `misfits` then says why."""
        if cell is None:
            return self.read.empty
        if isinstance(cell, ErrorCell):
            self.misfits.setdefault(cell, cell.why)
            return None
        known = self._known
        if cell in known:
            return known[cell]
        value = self._converted(cell)
        known[cell] = value
        return value

    def _converted(self, cell: Cell) -> object:  # noqa: PLR0911 - one for each family
        if cell not in self._values:
            is_text = self.kind.scalar is ScalarType.STRING and self.read.column.type != "string"
            if cell in self.misfits and is_text:
                del self.misfits[cell]
                return _text(cell, cell)
            return None
        value = self._values[cell]
        match self.kind.scalar:
            case ScalarType.STRING | ScalarType.JSON:
                return _text(cell, value)
            case ScalarType.BOOLEAN:
                return self._fitting(cell, _flag(value), "not_a_boolean")
            case ScalarType.TIME:
                return self._fitting(cell, _time_of_day(value), TYPES[self.kind.scalar].misfit)
            case ScalarType.DATE | ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ:
                return self._fitting(cell, self._moment(value), "not_a_date")
            case ScalarType.INTEGER | ScalarType.BIGINT | ScalarType.DECIMAL | ScalarType.FLOAT:
                return self._fitting(cell, self._figure(cell, value), "not_a_number")

    def _fitting(self, cell: Cell, value: object, why: str) -> object:
        if value is None:
            self.misfits.setdefault(cell, why)
        return value

    def _figure(self, cell: Cell, value: object) -> object:
        if isinstance(value, str) and (parts := parts_of(value)) is not None:
            value = value_of(parts, Marks(decimal="," if "," in value else "."))
        number = _number(cell, value)
        if number is None:
            return None
        number *= self.factor
        if self.kind.scalar is ScalarType.FLOAT:
            return float(number)
        if self.kind.scalar is ScalarType.DECIMAL:
            return self._rounded(cell, number)
        if number != number.to_integral_value() or _is_beyond(number, self.kind.scalar):
            self.misfits[cell] = "too_large" if _is_beyond(number, self.kind.scalar) else "decimals"
            return None
        return int(number)

    def _rounded(self, cell: Cell, number: Decimal) -> Decimal | None:
        scale, precision = self.kind.scale or 0, self.kind.precision or 38
        if number and number.adjusted() + 1 > precision - scale:
            self.misfits[cell] = "too_large"
            return None
        if _places(number) <= scale:
            return number
        short = number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_EVEN)
        self.rounded[cell] = abs(short - number)
        return short

    def _moment(self, value: object) -> object:
        if isinstance(value, str):
            value = moment_of(value, "dmy")
        if not isinstance(value, date):
            return None
        if self.kind.scalar is ScalarType.DATE:
            return _day(value)
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        zone = ZoneInfo(self.zone)
        if self.kind.scalar is ScalarType.TIMESTAMP:
            return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _time_of_day(value: object) -> time | None:
    if isinstance(value, str):
        value = moment_of(value, "dmy")
    return value if isinstance(value, time) else None


def _day(value: date) -> date | None:
    """A moment is a day at midnight only: its hour would be lost."""
    if not isinstance(value, datetime):
        return value
    is_midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
    return value.date() if is_midnight else None


def _flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return bool(value) if isinstance(value, Decimal) and value in {0, 1} else None


def _text(cell: Cell, value: object) -> str:
    """As the file shows it; a code as it was put right."""
    if isinstance(value, str):
        return value
    if isinstance(value, time) or isinstance(cell, date):
        return shown(value) if isinstance(value, date | time) else shown(cell)
    if isinstance(cell, Flag):
        return cell.value
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return shown(cell).strip()
