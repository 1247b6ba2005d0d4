"""CSV and Parquet as DuckDB reads them: by position and as text, or by name and typed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from catalog.model.dataset import CsvFormat, Dataset, ObjectKind
from federation.storages.beneath import OpenFile
from federation.storages.object_names import read_object_files
from federation.storages.problems import (
    InvalidStorageOption,
    StorageObjectMissing,
    UndeclaredCsvColumns,
)

# What DuckDB reads by itself; cp1252 would need an extension ten times the size of the engine.
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "latin-1": "latin-1", "iso-8859-1": "latin-1"}


def duckdb_files(root: str, dataset: Dataset) -> exp.Table:
    """`root` ends in "/"; exactly the dataset's files, as a FROM item."""
    files = read_object_files(dataset.physical)
    path = exp.Literal.string(root + files.glob)
    if dataset.physical.kind is ObjectKind.PARQUET:
        return _read_parquet(path, is_one=files.file is not None)
    csv = csv_format(dataset)
    return _read_csv(path, csv, [*csv.columns])


def opened_view(files: Sequence[OpenFile], dataset: Dataset) -> exp.Query:
    """The same over files that are open. Raises StorageObjectMissing where there are none."""
    if not files:
        raise StorageObjectMissing(name=dataset.physical.name[:80])
    paths = exp.Array(expressions=[exp.Literal.string(each.path) for each in files])
    if dataset.physical.kind is ObjectKind.PARQUET:
        return exp.select("*").from_(_read_parquet(paths, is_one=len(files) == 1))
    csv = csv_format(dataset)
    return exp.select("*").from_(_read_csv(paths, csv, [*csv.columns]))


def check_dataset(dataset: Dataset) -> None:
    """Raises as `duckdb_files` does, whatever lies in the storage."""
    read_object_files(dataset.physical)
    if dataset.physical.kind is not ObjectKind.PARQUET:
        csv_format(dataset)


def _read_parquet(paths: exp.Expr, *, is_one: bool) -> exp.Table:
    # By name over all files, as Hive reads them; paths like "annee=2025/" add no column.
    options = _options(hive_partitioning=exp.false())
    if not is_one:
        options += _options(union_by_name=exp.true())
    return exp.Table(this=exp.ReadParquet(expressions=[paths, *options]))


def _read_csv(paths: exp.Expr, csv: CsvFormat, names: Sequence[str]) -> exp.Table:
    options = _options(
        auto_detect=exp.false(),
        header=exp.true(),
        columns=_text_columns(names),
        delim=exp.Literal.string(csv.delimiter),
        quote=exp.Literal.string(csv.quote),
        escape=exp.Literal.string(csv.quote),
        nullstr=exp.Literal.string(""),
        encoding=exp.Literal.string(_ENCODINGS[csv.encoding.lower()]),
        hive_partitioning=exp.false(),
    )
    return exp.Table(this=exp.ReadCSV(this=paths, expressions=options))


def csv_format(dataset: Dataset) -> CsvFormat:
    """The declared format, checked; UndeclaredCsvColumns without the header's names."""
    csv = dataset.physical.csv
    if csv is None or not csv.columns:
        raise UndeclaredCsvColumns(name=dataset.physical.name[:80])
    names = {name.lower() for name in csv.columns if name and name.isprintable()}
    if len(names) != len(csv.columns):
        raise InvalidStorageOption(option="csv.columns")
    if len(csv.delimiter) != 1 or csv.delimiter in '"\r\n\0' or ord(csv.delimiter) > 126:
        raise InvalidStorageOption(option="csv.delimiter")
    if len(csv.quote) != 1 or csv.quote not in "\"'":
        raise InvalidStorageOption(option="csv.quote")
    if csv.encoding.lower() not in _ENCODINGS:
        raise InvalidStorageOption(option="csv.encoding")
    return csv


def is_utf8(csv: CsvFormat) -> bool:
    return _ENCODINGS[csv.encoding.lower()] == "utf-8"


def _text_columns(names: Sequence[str]) -> exp.Struct:
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(
                this=exp.to_identifier(name, quoted=True),
                expression=exp.Literal.string("VARCHAR"),
            )
            for name in names
        ]
    )


def _options(**options: exp.Expr) -> list[exp.Expr]:
    return [exp.EQ(this=exp.column(name), expression=value) for name, value in options.items()]
