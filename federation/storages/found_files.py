"""What CSV and Parquet files hold, read from their first bytes or their footer."""

from __future__ import annotations

import csv
import io
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.dataset import ColumnType, CsvFormat, ObjectKind, ScalarType
from federation.storages.csv_heads import (
    DELIMITERS,
    LATIN_1,
    UTF_8,
    UTF_16_MARKS,
    WINDOWS_1252,
    one_blank,
)
from federation.storages.object_names import is_object_name
from federation.storages.problems import TooManyObjects
from federation.storages.protocol import FoundColumn, FoundObject
from federation.storages.unsupported import unsupported

_MOST = 1_000
_HEAD_BYTES = 65_536
_UTF_16 = "utf-16"
_KINDS = {".csv": ObjectKind.CSV, ".parquet": ObjectKind.PARQUET}


OpenOne = Callable[[str], AbstractContextManager[pa.NativeFile]]


def found_files(
    files: Iterable[str], open_one: OpenOne, declared: CsvFormat | None = None
) -> tuple[FoundObject, ...]:
    """One object a file, then one a directory whose files of one kind have the same columns.

    `files` are relative to the storage's root. Others than CSV and Parquet, and names that no
    dataset could bear, are left out. How a CSV file is written is found out where it is not
    `declared`.
    """
    found: dict[str, FoundObject] = {}
    for name in sorted(files):
        kind = _KINDS.get(posixpath.splitext(name)[1].lower())
        if kind is None or not is_object_name(name, kind):
            continue
        if len(found) == _MOST:
            raise TooManyObjects(limit=_MOST)
        found[name] = _found_file(open_one, name, kind, declared)
    return (*found.values(), *_directories(found))


def _found_file(
    open_one: OpenOne, name: str, kind: ObjectKind, declared: CsvFormat | None
) -> FoundObject:
    try:
        with open_one(name) as source:
            if kind is ObjectKind.PARQUET:
                return _found_parquet(source, name)
            return _found_csv(source, name, declared)
    except (pa.ArrowException, csv.Error, UnicodeDecodeError):
        return FoundObject(name=name, schema=None, columns=())


def _found_parquet(source: pa.NativeFile, name: str) -> FoundObject:
    footer = pq.ParquetFile(source)
    columns = tuple(_parquet_column(each) for each in footer.schema_arrow)
    rows = footer.metadata.num_rows
    return FoundObject(name=name, schema=None, columns=columns, row_estimate=rows)


def _found_csv(source: pa.NativeFile, name: str, declared: CsvFormat | None) -> FoundObject:
    size = source.size()
    head = source.read(_HEAD_BYTES)
    encoding = _encoding(head, whole=size <= len(head))
    text = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    for _ in range(0 if declared is None else declared.header_row - 1):
        lines.readline()
    start = lines.tell()
    delimiter = max(DELIMITERS, key=lines.readline().count)
    if declared is not None:
        delimiter = declared.delimiter
    lines.seek(start)
    header = [one_blank(each) for each in next(csv.reader(lines, delimiter=delimiter), [])]
    # A declared file is compared by its columns: what nothing is read of has none.
    is_lost = declared is not None and encoding == _UTF_16
    columns = () if is_lost else tuple(_csv_columns(header, encoding))
    estimate = max(size * head.count(b"\n") // len(head) - 1, 0) if head else 0
    return FoundObject(
        name=name,
        schema=None,
        columns=columns,
        row_estimate=estimate,
        csv=CsvFormat(delimiter=delimiter, encoding=encoding, columns=tuple(header)),
    )


def _encoding(head: bytes, *, whole: bool) -> str:
    if head.startswith(UTF_16_MARKS):
        return _UTF_16
    try:
        # The head may end inside a character: up to three bytes of it.
        (head if whole else head[:-3].rstrip(bytes(range(0x80, 0x100)))).decode("utf-8")
    except UnicodeDecodeError:
        return WINDOWS_1252 if any(0x80 <= byte < 0xA0 for byte in head) else LATIN_1
    return UTF_8


def _csv_columns(header: list[str], encoding: str) -> Iterator[FoundColumn]:
    for name in header:
        if encoding == _UTF_16:
            yield unsupported(name, "text", "utf_16")
        elif not name or not name.isprintable() or header.count(name) > 1:
            yield unsupported(name, "text", "header")
        else:
            yield FoundColumn(name, "text", ColumnType(ScalarType.STRING))


def _directories(found: dict[str, FoundObject]) -> Iterator[FoundObject]:
    groups: dict[tuple[str, str], list[FoundObject]] = defaultdict(list)
    for name, each in found.items():
        directory, suffix = posixpath.dirname(name), posixpath.splitext(name)[1]
        groups[directory, suffix].append(each)
    for (directory, suffix), files in groups.items():
        alike = all(a.columns == b.columns and a.csv == b.csv for a, b in pairwise(files))
        if suffix not in _KINDS or len(files) < 2 or not alike or not files[0].columns:
            continue
        yield FoundObject(
            name=posixpath.join(directory, f"*{suffix}"),
            schema=None,
            columns=files[0].columns,
            row_estimate=sum(each.row_estimate or 0 for each in files),
            csv=files[0].csv,
        )


def _parquet_column(column: pa.Field) -> FoundColumn:
    name, said = column.name, str(column.type)
    found = arrow_column_type(column.type)
    if found is None:
        reason = "nested" if pa.types.is_nested(column.type) else "type"
        return unsupported(name, said, reason, nullable=column.nullable)
    return FoundColumn(name, said, found, nullable=column.nullable)


def arrow_column_type(kind: pa.DataType) -> ColumnType | None:
    """The closed set's type of an Arrow type that every engine reads alike; None otherwise."""
    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_decimal(kind):
        if kind.precision > 38 or kind.scale < 0:
            return None
        return ColumnType(ScalarType.DECIMAL, kind.precision, kind.scale)
    if types.is_timestamp(kind):
        return ColumnType(ScalarType.TIMESTAMP_TZ if kind.tz else ScalarType.TIMESTAMP)
    return _BY_ARROW.get(kind)


_BY_ARROW = {
    pa.string(): ColumnType(ScalarType.STRING),
    pa.large_string(): ColumnType(ScalarType.STRING),
    pa.int8(): ColumnType(ScalarType.INTEGER),
    pa.int16(): ColumnType(ScalarType.INTEGER),
    pa.int32(): ColumnType(ScalarType.INTEGER),
    pa.int64(): ColumnType(ScalarType.BIGINT),
    pa.float32(): ColumnType(ScalarType.FLOAT),
    pa.float64(): ColumnType(ScalarType.FLOAT),
    pa.bool_(): ColumnType(ScalarType.BOOLEAN),
    pa.date32(): ColumnType(ScalarType.DATE),
}
