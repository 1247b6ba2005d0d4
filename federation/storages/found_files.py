"""The columns of CSV and Parquet files, read from their first bytes or their footer."""

from __future__ import annotations

import csv
import io
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, CsvFormat, ObjectKind, ScalarType
from federation.storages.csv_heads import DELIMITERS, UTF_16, one_blank
from federation.storages.csv_proposals import (
    HEAD_BYTES,
    csv_columns,
    head_encoding,
    joined,
    propose_csv,
)
from federation.storages.object_names import is_object_name, is_unseen
from federation.storages.problems import TooManyObjects
from federation.storages.protocol import FoundColumn, FoundObject
from federation.storages.unsupported import SPREADSHEETS, not_readable, unsupported
from intake.arrow_types import ARROW_TYPES

_MOST = 1_000
_KINDS = {".csv": ObjectKind.CSV, ".parquet": ObjectKind.PARQUET}


OpenOne = Callable[[str], AbstractContextManager[pa.NativeFile]]


def found_files(
    files: Iterable[str],
    open_one: OpenOne,
    declared: CsvFormat | None = None,
    *,
    is_local: bool = False,
) -> tuple[FoundObject, ...]:
    """One object a file, as the dataset that it is has `declared` it; see `proposed_files`.
    `is_local`: of this machine, where files in UTF-16 are read too.

    `files` are relative to the storage's root. Others than CSV and Parquet, and names that no
    dataset could bear, are left out.
    """
    found: dict[str, FoundObject] = {}
    for name in sorted(files):
        kind = _KINDS.get(posixpath.splitext(name)[1].lower())
        if kind is None or not is_object_name(name, kind):
            continue
        if len(found) == _MOST:
            raise TooManyObjects(limit=_MOST)
        found[name] = _found_file(open_one, name, kind, declared, is_local=is_local)
    return (*found.values(), *_directories(found))


def proposed_files(
    files: Iterable[str], open_one: OpenOne, *, is_local: bool = False
) -> tuple[FoundObject, ...]:
    """As `found_files`, for whoever would declare them: how each CSV file is laid out and what its
    columns seem to hold, after a bounded part of it. Spreadsheets, and names that no dataset could
    bear, are there, without columns, and with what to do about them.
    """
    found: dict[str, FoundObject] = {}
    for name in sorted(files):
        suffix = posixpath.splitext(name)[1].lower()
        kind = _KINDS.get(suffix)
        if (kind is None and suffix not in SPREADSHEETS) or is_unseen(name):
            continue
        if len(found) == _MOST:
            raise TooManyObjects(limit=_MOST)
        if kind is None or not is_object_name(name, kind):
            found[name] = not_readable(name, "spreadsheet" if kind is None else "name")
        elif kind is ObjectKind.CSV:
            found[name] = _proposed_csv(open_one, name, is_local=is_local)
        else:
            found[name] = _found_file(open_one, name, kind, None, is_local=is_local)
    return (*found.values(), *_directories(found))


def _proposed_csv(open_one: OpenOne, name: str, *, is_local: bool) -> FoundObject:
    try:
        with open_one(name) as source:
            return propose_csv(source, name, is_local=is_local)
    except (pa.ArrowException, csv.Error, UnicodeDecodeError):
        return not_readable(name, "broken")


def _found_file(
    open_one: OpenOne,
    name: str,
    kind: ObjectKind,
    declared: CsvFormat | None,
    *,
    is_local: bool,
) -> FoundObject:
    try:
        with open_one(name) as source:
            if kind is ObjectKind.PARQUET:
                return _found_parquet(source, name)
            return _found_csv(source, name, declared, is_local=is_local)
    except (pa.ArrowException, csv.Error, UnicodeDecodeError):
        return FoundObject(name=name, schema=None, columns=())


def _found_parquet(source: pa.NativeFile, name: str) -> FoundObject:
    footer = pq.ParquetFile(source)
    columns = tuple(_parquet_column(each) for each in footer.schema_arrow)
    rows = footer.metadata.num_rows
    return FoundObject(name=name, schema=None, columns=columns, row_estimate=rows)


def _found_csv(
    source: pa.NativeFile, name: str, declared: CsvFormat | None, *, is_local: bool
) -> FoundObject:
    size = source.size()
    head = source.read(HEAD_BYTES)
    encoding = head_encoding(head, whole=size <= len(head))
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
    is_lost = encoding == UTF_16 and not is_local
    columns = () if is_lost else tuple(csv_columns(header))
    estimate = max(size * head.count(b"\n") // len(head) - 1, 0) if head else 0
    return FoundObject(
        name=name,
        schema=None,
        columns=columns,
        row_estimate=estimate,
        csv=CsvFormat(delimiter=delimiter, encoding=encoding, columns=tuple(header)),
    )


def _directories(found: dict[str, FoundObject]) -> Iterator[FoundObject]:
    groups: dict[tuple[str, str], list[FoundObject]] = defaultdict(list)
    for name, each in found.items():
        directory, suffix = posixpath.dirname(name), posixpath.splitext(name)[1]
        groups[directory, suffix].append(each)
    for (directory, suffix), files in groups.items():
        whole = joined(files)
        if suffix not in _KINDS or len(files) < 2 or whole is None or not whole.columns:
            continue
        yield replace(
            whole,
            name=posixpath.join(directory, f"*{suffix}"),
            row_estimate=sum(each.row_estimate or 0 for each in files),
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
    **{
        pa.type_for_alias(alias): ColumnType(each)
        for each, record in TYPES.items()
        for alias in record.in_arrow
    },
    **{kind: ColumnType(each) for each, kind in ARROW_TYPES.items() if each is not ScalarType.JSON},
}
