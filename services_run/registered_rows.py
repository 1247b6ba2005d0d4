"""Governed rows of a registered dataset, as `service try` sees the rows of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pyarrow as pa

from catalog.model.dataset import Column, Dataset, ScalarType
from services_run.binding import Binding
from services_run.dataset_binding import table_of
from services_run.tables import FileTable

_HOUR = re.compile(r"(\d{1,2}) ?[:hH] ?(\d{2})(?:[:m](\d{2}))?(?:\.0+)?s?")


def bound_rows(
    file: str,
    dataset: Dataset,
    columns: Sequence[Column],
    fields: Mapping[str, str],
    batches: Sequence[pa.RecordBatch],
    times: Mapping[str, str] = MappingProxyType({}),
) -> tuple[FileTable, Binding]:
    """`columns` in the order of the batches; `fields`: the column (an id) of each field; `file`:
    what the rows are called where they are told of; `times`: the column of hours of a moment.
    """
    table = table_of(dataset, columns)
    table.file = file
    for place, column in enumerate(columns):
        values: list[object] = []
        for batch in batches:
            values += batch.column(place).to_pylist()
        values = _coded(_read(values, column, dataset.time_zone), column)
        if column.id in times.values():
            table.columns[place].type = "time"
            values = [hour_in(value) for value in values]
        table.columns[place].values = values
    count = sum(batch.num_rows for batch in batches)
    table.rows = list(range(1, count + 1))
    table.is_key_hidden = not set(dataset.primary_key) <= {column.id for column in columns}
    places = {column.id: place for place, column in enumerate(columns)}
    bound = Binding(
        columns={name: places[column] for name, column in fields.items()},
        by=dict.fromkeys(fields, "registered"),
        times={name: places[column] for name, column in times.items()},
    )
    return table, bound


def hour_in(value: object) -> time | None:
    """Of `6:54`, `06h54`, `06:54:30` or a time; None for what is no hour."""
    if isinstance(value, time):
        return value
    parts = _HOUR.fullmatch(str(value).strip()) if value is not None else None
    if parts is None:
        return None
    hour, minute, second = (int(part or 0) for part in parts.groups())
    is_sound = hour < 24 and minute < 60 and second < 60
    return time(hour, minute, second) if is_sound else None


def latest_of(table: FileTable, dataset: Dataset) -> date | None:
    """The last day of its rows: of the column that its owner declares to be their day, else of the
    only column of days. None of several: the end of a contract is no day of a row.
    """
    kinds = {"date", "timestamp", "timestamp_tz"}
    dated = [column for column in table.columns if column.type in kinds]
    declared = None if dataset.territory is None else dataset.territory.date_column
    if declared is not None:
        dated = [column for column in dated if column.name == dataset.column(declared).name]
    if len(dated) != 1:
        return None
    days = [
        value.date() if isinstance(value, datetime) else value
        for value in dated[0].values
        if isinstance(value, date)
    ]
    return max(days, default=None)


def _coded(values: list[object], column: Column) -> list[object]:
    """The codes of the standard that the column's own words mean, as its owner declares them."""
    codes = {each.word: each.code for each in column.codes}
    if not codes:
        return values
    return [codes.get(value, value) if isinstance(value, str) else value for value in values]


def _read(values: list[object], column: Column, time_zone: str) -> list[object]:
    """Exact decimals come as text; an instant is read on the clock of the dataset's place."""
    match column.type.scalar:
        case ScalarType.DECIMAL | ScalarType.FLOAT | ScalarType.INTEGER | ScalarType.BIGINT:
            return [None if value is None else Decimal(str(value)) for value in values]
        case ScalarType.TIMESTAMP_TZ:
            zone = ZoneInfo(time_zone)
            return [
                value.astimezone(zone) if isinstance(value, datetime) else value for value in values
            ]
        case (
            ScalarType.STRING
            | ScalarType.BOOLEAN
            | ScalarType.DATE
            | ScalarType.TIME
            | ScalarType.TIMESTAMP
            | ScalarType.JSON
        ):
            return values
