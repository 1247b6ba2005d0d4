"""CSV and Parquet directories as Trino's Hive connector declares them."""

from __future__ import annotations

import hashlib

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, Dataset, ObjectKind, ScalarType
from federation.storages.duckdb_files import csv_format, is_no_total, is_utf8
from federation.storages.object_names import ObjectFiles, read_object_files
from federation.storages.protocol import TrinoTable

SCHEMA = "files"
# Hive's CSV reader takes "\" as an escape unless told otherwise; a doubled quote always is one.
_NEVER_WRITTEN = "\x01"


def hive_table(root: str, dataset: Dataset) -> TrinoTable | None:
    """`root` ends in "/". None where Hive cannot read the file: UTF-8 only, no comma in a
    name, no time in a Parquet file.
    """
    files = read_object_files(dataset.physical)
    columns, properties = _columns(dataset), _properties(dataset)
    if columns is None:
        return None
    location = root + files.directory
    digest = hashlib.sha256(repr((location, columns, properties)).encode()).hexdigest()
    return TrinoTable(
        schema=SCHEMA,
        table=f"t_{digest[:24]}",
        columns=columns,
        properties=(*properties, ("external_location", location)),
        condition=_condition(location, files, dataset),
    )


def _columns(dataset: Dataset) -> tuple[tuple[str, str], ...] | None:
    if dataset.physical.kind is ObjectKind.PARQUET:
        columns = tuple((each.source_name, hive_type(each.type)) for each in dataset.columns)
        return columns if all(kind for _, kind in columns) else None
    csv = csv_format(dataset)
    if not is_utf8(csv) or any("," in name for name in csv.columns):
        return None
    return tuple((name, "varchar") for name in csv.columns)


def _properties(dataset: Dataset) -> tuple[tuple[str, str | int], ...]:
    if dataset.physical.kind is ObjectKind.PARQUET:
        return (("format", "PARQUET"),)
    csv = csv_format(dataset)
    return (
        ("format", "CSV"),
        ("csv_separator", csv.delimiter),
        ("csv_quote", csv.quote),
        ("csv_escape", _NEVER_WRITTEN),
        ("skip_header_line_count", csv.header_row),
    )


def hive_type(column: ColumnType) -> str:
    if column.scalar is ScalarType.DECIMAL:
        return f"decimal({column.precision or 38},{column.scale or 0})"
    return TYPES[column.scalar].hive


def _condition(location: str, files: ObjectFiles, dataset: Dataset) -> exp.Expr:
    """A table is a whole directory: its other files are left out by their path."""
    condition = _is_of_the_dataset(location, files)
    csv = dataset.physical.csv
    if csv is None or csv.total_rows is None:
        return condition
    return exp.And(this=condition, expression=is_no_total(csv.total_rows, csv.total_rows.column))


def _is_of_the_dataset(location: str, files: ObjectFiles) -> exp.Expr:
    path = exp.column("$path", quoted=True)
    if files.file is not None:
        return path.eq(exp.Literal.string(location + files.file))
    # No LIKE: "_" in a directory's name would match anything.
    suffix = exp.Literal.string(files.suffix)
    ending = exp.Anonymous(
        this="substr", expressions=[path, exp.Neg(this=exp.Literal.number(len(files.suffix)))]
    )
    return ending.eq(suffix)
