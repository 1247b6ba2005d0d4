"""The rows of files that are open, each column found by its exact name in each file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import reduce

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from catalog.model.dataset import CsvFormat, Dataset, ObjectKind
from catalog.model.problem import Problem, SourceProblem
from federation.storages.beneath import OpenFile
from federation.storages.csv_copies import COPIED, in_utf_8
from federation.storages.csv_heads import UTF_8, CsvHead, read_head
from federation.storages.csv_problems import ParquetUnreadable
from federation.storages.duckdb_files import csv_format, is_no_total, read_csv, read_parquet
from federation.storages.exact_names import check_exact_names
from federation.storages.object_names import read_object_files
from federation.storages.problems import StorageObjectMissing

_MOST_KEPT = 4_096
_names: dict[tuple[int, ...], tuple[str, ...]] = {}


def opened_view(files: Sequence[OpenFile], dataset: Dataset, held: ExitStack) -> exp.Query:
    """Raises StorageObjectMissing where there are none, and what says why they cannot be read.

    `held` keeps what is made of them open.
    """
    if not files:
        raise StorageObjectMissing(name=dataset.physical.name[:80])
    if dataset.physical.kind is ObjectKind.PARQUET:
        _check_parquet(files, dataset)
        return exp.select("*").from_(read_parquet(_paths(files), is_one=len(files) == 1))
    csv = csv_format(dataset, by_name=True)
    alike: dict[CsvHead, list[OpenFile]] = defaultdict(list)
    for each in files:
        head = read_head(each, csv)
        if head.encoding in COPIED:
            copy = held.enter_context(in_utf_8(each, head.encoding))
            alike[replace(head, encoding=UTF_8)].append(copy)
        else:
            alike[head].append(each)
    return _csv_rows(alike, csv, dataset)


def check_dataset(dataset: Dataset) -> None:
    """Raises where no file could be read as it is declared."""
    read_object_files(dataset.physical)
    if dataset.physical.kind is not ObjectKind.PARQUET:
        csv_format(dataset, by_name=True)


def _csv_rows(
    alike: Mapping[CsvHead, Sequence[OpenFile]], csv: CsvFormat, dataset: Dataset
) -> exp.Query:
    """Columns that every file has. One that is missing fails whoever reads it, and nobody else;
    where there is none at all, why not is raised.
    """
    wanted = dict.fromkeys([each.source_name for each in dataset.columns] or csv.columns)
    missing: dict[str, Problem] = {}
    for head, files in alike.items():
        for name in wanted:
            try:
                head.position(name, files[0].name, csv)
            except SourceProblem as problem:
                missing.setdefault(name, problem)
    names = [name for name in wanted if name not in missing]
    if not names:
        raise next(iter(missing.values()))
    selects = [_of_one_header(head, files, csv, names) for head, files in alike.items()]
    return reduce(lambda one, other: exp.union(one, other, distinct=False, copy=False), selects)


def _of_one_header(
    head: CsvHead, files: Sequence[OpenFile], csv: CsvFormat, names: Sequence[str]
) -> exp.Query:
    """DuckDB is told positions, under names of our own: those of the header may be anything."""
    file = files[0].name
    shown = [
        exp.alias_(exp.column(f"c{head.position(name, file, csv)}"), name, quoted=True)
        for name in names
    ]
    positions = [f"c{at}" for at in range(len(head.header))]
    query = exp.select(*shown).from_(read_csv(_paths(files), csv, positions, head.encoding))
    if csv.total_rows is None:
        return query
    at = head.position(csv.total_rows.column, file, csv)
    return query.where(is_no_total(csv.total_rows, f"c{at}"))


def _paths(files: Sequence[OpenFile]) -> exp.Array:
    return exp.Array(expressions=[exp.Literal.string(each.path) for each in files])


def _check_parquet(files: Sequence[OpenFile], dataset: Dataset) -> None:
    names = dict.fromkeys(name for each in files for name in _parquet_names(each))
    check_exact_names(dataset, tuple(names))


def _parquet_names(file: OpenFile) -> tuple[str, ...]:
    key = file.identity
    if key not in _names:
        if len(_names) >= _MOST_KEPT:
            _names.clear()
        try:
            with pa.OSFile(file.path) as source:
                _names[key] = tuple(pq.read_schema(source).names)
        except pa.ArrowException:
            raise ParquetUnreadable(file=file.name) from None
    return _names[key]
