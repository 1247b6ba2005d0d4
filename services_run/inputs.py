"""The files of one role as one table of the role's own fields, in its types and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from statistics import median
from zoneinfo import ZoneInfo

import pyarrow as pa

from catalog.fold import fold
from services_run import notices
from services_run.binding import Binding
from services_run.folder import Role, RoleField
from services_run.notices import Notice
from services_run.tables import FileTable

LINE, FILE, TIMED = "line", "file", "timed"
"""Beside its fields, each table has: the place of a row, its file, whether its hour is known."""
_DECIMAL = re.compile(r"decimal\((\d+),\s*(\d+)\)")
_PARIS = ZoneInfo("Europe/Paris")
_FACTORS = {
    ("t", "kg"): Decimal(1000), ("kg", "t"): Decimal("0.001"),
    ("10^3 m3", "m3"): Decimal(1000), ("dam3", "m3"): Decimal(1000),
    ("10^6 m3", "m3"): Decimal(1_000_000), ("hm3", "m3"): Decimal(1_000_000),
    ("ml", "km"): Decimal("0.001"), ("m", "km"): Decimal("0.001"),
}  # fmt: skip
"""Beside a length in km, `ml` are metres (« mètres linéaires »), and no millilitres."""
_FINER = 6
"""Digits more that a mass keeps until it is in the field's unit: 43.567123 t is 43,567.123 kg."""


@dataclass(slots=True)
class Input:
    """`rows`: the number in its file of each line, from 1 on."""

    table: pa.Table
    notices: list[Notice] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)


def input_of(role: Role, files: Sequence[tuple[FileTable, Binding]]) -> Input:
    """Every file of the role, one after the other. A field without a column is all empty."""
    columns: dict[str, list[object]] = {name: [] for name in role.fields}
    made = Input(pa.table({}))
    timed: list[bool] = []
    seen: set[tuple[object, ...]] = set()
    for table, binding in files:
        made.notices += notices.rows_left_out(table)
        kept = _kept_rows(role, table, binding, seen, made.notices)
        for name, needed in role.fields.items():
            columns[name] += _values(needed, table, binding, kept, made.notices)
        has_time = _has_times(role, table, binding)
        if has_time is False:
            made.notices.append(notices.without_hours(table.file))
        timed += _timed(table, binding, kept, has_time=has_time)
        made.places += [
            (table.sources[at] if table.sources else table.file, table.rows[at]) for at in kept
        ]
    arrays = {name: pa.array(columns[name], arrow_type(role.fields[name].type)) for name in columns}
    arrays[LINE] = pa.array(range(1, len(made.places) + 1), pa.int64())
    arrays[FILE] = pa.array([file for file, _ in made.places], pa.string())
    arrays[TIMED] = pa.array(timed, pa.bool_())
    made.table = pa.table(arrays)
    return made


def arrow_type(kind: str) -> pa.DataType:
    if sizes := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(sizes[1]), int(sizes[2]))
    return {
        "integer": pa.int64(), "date": pa.date32(), "moment": pa.timestamp("us"),
    }.get(kind, pa.string())  # fmt: skip


def sql_type(kind: str) -> str:
    """As the portable SQL calls it."""
    if kind.startswith("decimal"):
        return kind
    return {"integer": "bigint", "date": "date", "moment": "timestamp"}.get(kind, "varchar")


def _kept_rows(
    role: Role, table: FileTable, binding: Binding, seen: set[tuple[object, ...]],
    said_before: list[Notice],
) -> list[int]:  # fmt: skip
    """Positions of rows; of a role whose rows are distinct, each once, word for word, in whichever
    of its files: a month may be sent alone and again inside its year. Where the key of registered
    rows is not given, rows that look alike are several.
    """
    if not role.distinct or table.is_key_hidden:
        return list(range(len(table.rows)))
    places = [binding.columns.get(name) for name in role.fields]
    places += [binding.times.get(name) for name in role.fields]
    nothing: list[object] = [None] * len(table.rows)
    used = [nothing if at is None else table.columns[at].values for at in places]
    kept, repeated = [], []
    for at, row in enumerate(zip(*used, strict=True)):
        if row in seen:
            repeated.append(table.rows[at])
        else:
            seen.add(row)
            kept.append(at)
    if repeated:
        said_before.append(notices.rows_twice(table.file, repeated))
    return kept


def _has_times(role: Role, table: FileTable, binding: Binding) -> bool | None:
    """None for a role without moments."""
    for name, needed in role.fields.items():
        if needed.type == "moment" and name in binding.columns:
            return name in binding.times or table.columns[binding.columns[name]].type != "date"
    return None


def _timed(
    table: FileTable, binding: Binding, kept: Sequence[int], *, has_time: bool | None
) -> list[bool]:
    """For each kept row, True where it says its hour: no row of a file without hours, and no row
    whose cell is empty where the hours stand in a column of their own.
    """
    hours = next(iter(binding.times.values()), None)
    if has_time is False or hours is None:
        return [has_time is not False] * len(kept)
    return [table.columns[hours].values[at] is not None for at in kept]


def _values(
    needed: RoleField, table: FileTable, binding: Binding, kept: Iterable[int],
    said_before: list[Notice],
) -> list[object]:  # fmt: skip
    kept = list(kept)
    if needed.name not in binding.columns:
        return [None] * len(kept)
    column = table.columns[binding.columns[needed.name]]
    cells = column.written if needed.type == "text" and column.written else column.values
    values = [cells[at] for at in kept]
    if column.unread:
        said_before.append(notices.unread_cells(table.file, column.name, list(column.unread)))
    empty = [table.rows[at] for at in kept if column.values[at] is None]
    if empty and not needed.optional and not column.unread:
        said_before.append(notices.rows_incomplete(table.file, column.name, empty))
    if needed.type == "moment":
        times = binding.times.get(needed.name)
        hours = [None if times is None else table.columns[times].values[at] for at in kept]
        if any(_is_utc(value) for value in values):
            said_before.append(notices.utc_moments(table.file, column.name))
        return [_moment(day, hour) for day, hour in zip(values, hours, strict=True)]
    read = {value: _converted(value, needed) for value in set(values)}
    converted = [read[value] for value in values]
    return _in_unit(converted, needed, column.unit, table.file, column.name, said_before)


def _converted(value: object, needed: RoleField) -> object:
    if value is None:
        return None
    if sizes := _DECIMAL.fullmatch(needed.type):
        return decimal_of(value, int(sizes[2]) + (0 if needed.unit is None else _FINER))
    if needed.type == "integer":
        number = decimal_of(value, 0)
        return None if number is None else int(number)
    if needed.type == "date":
        return _day(value)
    if needed.type == "month":
        return value.strftime("%Y-%m") if isinstance(value, date) else str(value).strip()
    text = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return needed.codes.get(fold(text), text)


def decimal_of(value: object, scale: int) -> Decimal | None:
    """Rounded half away from zero; None for what is no number."""
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value).replace(",", "."))
        return number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    except InvalidOperation:
        return None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _moment(day: object, hour: object) -> datetime | None:
    """As the clock of the place shows it, without a zone: one written in UTC is Paris's."""
    if isinstance(day, datetime):
        local = day.astimezone(_PARIS) if _is_utc(day) else day
        return local.replace(tzinfo=None)
    if not isinstance(day, date):
        return None
    at = hour if isinstance(hour, time) else time(0, 0)
    return datetime.combine(day, at, UTC).replace(tzinfo=None)


def _is_utc(value: object) -> bool:
    return isinstance(value, datetime) and value.utcoffset() == timedelta(0)


def _in_unit(
    values: list[object], needed: RoleField, written: str | None, file: str, column: str,
    said_before: list[Notice],
) -> list[object]:  # fmt: skip
    """By what the file says its unit is, and by what its figures show: the figures are believed."""
    if needed.unit is None:
        return values
    unit = _unit_shown(values, needed) or written or needed.unit
    factor = _FACTORS.get((unit, needed.unit), Decimal(1))
    if factor != 1:
        said_before.append(notices.other_unit(file, column, unit, needed.unit))
    sizes = _DECIMAL.fullmatch(needed.type)
    if sizes is None:
        return values
    scale = int(sizes[2])
    read = {
        value: decimal_of(value * factor, scale)
        for value in set(values)
        if isinstance(value, Decimal)
    }
    return [read.get(value) if isinstance(value, Decimal) else value for value in values]


def _unit_shown(values: Iterable[object], needed: RoleField) -> str | None:
    """The unit in which the middle figure is a usual one; None where nothing can be told."""
    numbers = [value for value in values if isinstance(value, Decimal) and value > 0]
    if needed.usual is None or not numbers:
        return None
    middle = float(median(numbers))
    low, high = needed.usual
    if low <= middle <= high:
        return needed.unit
    for (unit, to), factor in _FACTORS.items():
        if to == needed.unit and low <= middle * float(factor) <= high:
            return unit
    return None


def can_convert(unit: str, to: str) -> bool:
    return (unit, to) in _FACTORS
