"""CSV and Parquet as DuckDB reads them: by position and as text, or by name and typed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from catalog.model.dataset import CsvFormat, Dataset, TotalRows
from catalog.model.storage import Storage
from federation.storages.csv_heads import ENCODINGS, LATIN_1, UTF_8
from federation.storages.problems import InvalidStorageOption, UndeclaredCsvColumns

# What DuckDB reads by itself; cp1252 would need an extension ten times the size of the engine.
_ENCODINGS = {UTF_8: "utf-8", LATIN_1: "latin-1"}


def query_view(storage: Storage, dataset: Dataset) -> exp.Table:
    """The temporary view that each query is given of what is opened for it."""
    return exp.table_(f"{storage.id}.{dataset.id}", db="main", catalog="temp", quoted=True)


def csv_rows(paths: exp.Expr, dataset: Dataset) -> exp.Query:
    """The cells of the declared columns, by position: see `csv_format` for what it raises."""
    csv = csv_format(dataset)
    shown = [exp.column(name, quoted=True) for name in csv.columns]
    read = read_csv(paths, csv, csv.columns, ENCODINGS[csv.encoding.lower()])
    rows = exp.select(*shown).from_(read)
    if csv.total_rows is None:
        return rows
    return rows.where(is_no_total(csv.total_rows, csv.total_rows.column))


def read_parquet(paths: exp.Expr, *, is_one: bool) -> exp.Table:
    # By name over all files, as Hive reads them; paths like "annee=2025/" add no column.
    options = _options(hive_partitioning=exp.false())
    if not is_one:
        options += _options(union_by_name=exp.true())
    return exp.Table(this=exp.ReadParquet(expressions=[paths, *options]))


def read_csv(paths: exp.Expr, csv: CsvFormat, names: Sequence[str], encoding: str) -> exp.Table:
    """Each cell as text. A line with more or fewer cells than `names` is left out: what it would
    give may stand in the wrong column. The owner is told of each by the check of the dataset.
    """
    options = _options(
        auto_detect=exp.false(),
        header=exp.true(),
        skip=exp.Literal.number(csv.header_row - 1),
        columns=_text_columns(names),
        delim=exp.Literal.string(csv.delimiter),
        quote=exp.Literal.string(csv.quote),
        escape=exp.Literal.string(csv.quote),
        nullstr=exp.Literal.string(""),
        encoding=exp.Literal.string(_ENCODINGS.get(encoding, "latin-1")),
        ignore_errors=exp.true(),
        hive_partitioning=exp.false(),
    )
    return exp.Table(this=exp.ReadCSV(this=paths, expressions=options))


def is_no_total(total: TotalRows, column: str) -> exp.Expr:
    """Over the column's own name in the FROM item."""
    cell = exp.column(column, quoted=True)
    listed = [exp.Literal.string(each) for each in total.values]
    is_other = exp.Not(this=exp.In(this=exp.Trim(this=cell), expressions=listed))
    return exp.Paren(
        this=exp.Or(this=exp.Is(this=cell.copy(), expression=exp.Null()), expression=is_other)
    )


def csv_format(dataset: Dataset, *, by_name: bool = False) -> CsvFormat:
    """The declared format, checked; UndeclaredCsvColumns without the header's names where columns
    are read by position.
    """
    csv = dataset.physical.csv or CsvFormat()
    if not csv.columns and not by_name:
        raise UndeclaredCsvColumns(name=dataset.physical.name[:80])
    names = {name.lower() for name in csv.columns if name and name.isprintable()}
    if len(names) != len(csv.columns):
        raise InvalidStorageOption(option="csv.columns")
    if len(csv.delimiter) != 1 or csv.delimiter in '"\r\n\0' or ord(csv.delimiter) > 126:
        raise InvalidStorageOption(option="csv.delimiter")
    if len(csv.quote) != 1 or csv.quote not in "\"'":
        raise InvalidStorageOption(option="csv.quote")
    known = ENCODINGS.get(csv.encoding.lower())
    if known is None or (known not in _ENCODINGS and not by_name):
        raise InvalidStorageOption(option="csv.encoding")
    if csv.header_row < 1:
        raise InvalidStorageOption(option="csv.header_row")
    return csv


def is_utf8(csv: CsvFormat) -> bool:
    return ENCODINGS[csv.encoding.lower()] == UTF_8


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
