"""The source of a dataset read whole, for its owner's stewards: what is wrong in it, and where."""

from __future__ import annotations

import asyncio

import strawberry

from catalog.checks.values import CellExample, ColumnCheck, FileCheck, SourceCheck
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.storage import Storage
from federation.engines.duckdb_checking import check_source
from federation.engines.protocol import ResolveSecret
from federation.storages.secrets import secret_of
from gateway.control import check_types as types

MOST_ROWS = 2_000_000
_one_at_a_time = asyncio.Semaphore(1)


async def checked(dataset: Dataset, storage: Storage, resolve_secret: ResolveSecret) -> SourceCheck:
    """Raises what stands in the way of the storage's secret; all else is in the check."""
    secret = secret_of(storage, resolve_secret)
    # Each reads up to all of a source: several at once would take the memory of queries.
    async with _one_at_a_time:
        return await asyncio.to_thread(check_source, dataset, storage, secret, most_rows=MOST_ROWS)


def written(check: SourceCheck, dataset: Dataset) -> types.SourceCheck:
    return types.SourceCheck(
        dataset=strawberry.ID(check.dataset),
        rows=check.rows,
        is_partial=check.is_partial,
        stops=[_stop(each) for each in check.stops],
        files=[_file(each) for each in check.files],
        columns=[_column(each) for each in check.columns],
        duplicate_keys=check.duplicates,
        surplus_rows=check.surplus,
        duplicate_examples=list(check.duplicate_examples),
        other_columns=list(check.others),
        has_territory=dataset.territory is not None,
    )


def _stop(problem: Problem) -> types.CheckStop:
    return types.CheckStop(
        code=problem.code,
        fr=problem.sentence("fr"),
        en=problem.sentence("en"),
        next_fr=problem.next_step("fr"),
        next_en=problem.next_step("en"),
    )


def _file(file: FileCheck) -> types.CheckedFile:
    return types.CheckedFile(
        name=file.name,
        encoding=file.encoding,
        delimiter=file.delimiter,
        left_out=file.left_out,
        lines=list(file.lines),
    )


def _column(column: ColumnCheck) -> types.CheckedColumn:
    return types.CheckedColumn(
        column=column.column,
        source_name=column.source_name,
        type=column.type,
        empty=column.empty,
        unreadable=column.unreadable,
        empty_percent=column.percent(column.empty),
        unreadable_percent=column.percent(column.unreadable),
        examples=[_cell(each) for each in column.examples],
        outside_code_list=column.outside,
        outside_examples=[_cell(each) for each in column.outside_examples],
        proposal=column.proposal,
    )


def _cell(cell: CellExample) -> types.CheckedCell:
    return types.CheckedCell(
        text=cell.text, file=cell.file, line=cell.line, did_you_mean=cell.did_you_mean
    )
