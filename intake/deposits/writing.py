"""The rows of a file to Parquet, and the proof that no row, value or sum was lost on the way."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from catalog.model.column_types import NUMBERS
from intake.deposits.duckdb_session import named, one_row, parquet, session
from intake.deposits.problems import DepositNotReconciled, SecondReadingDiffers
from intake.deposits.row_batches import ColumnTally, RowBatches, Target
from intake.file_reading.sentences import number_in_words
from intake.file_reading.typed_rows import ReadFile
from intake.file_reading.values import UnreadCell

_GROUP = 16
_CLOSE = 1e-9
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Written:
    """`sums` of the columns of numbers, exact, by name; `unread` and `rounded` count cells.

    `unread_cells`: the first of those that stand for something and came out empty.
    """

    rows: int
    sha256: str
    sums: Mapping[str, Decimal]
    unread: Mapping[str, int]
    rounded: Mapping[str, int]
    unread_cells: tuple[UnreadCell, ...]


def write_parquet(
    file: ReadFile, targets: Sequence[Target], path: Path, *, differences_seen: bool = False
) -> Written:
    """`path` is new, or an unfinished one of ours; of what is raised nothing is left there.

    `differences_seen`: a person has confirmed the sums although the second reading differs.
    Raises SecondReadingDiffers, and DepositNotReconciled where something would be lost.
    """
    reconciled = file.reading.reconciled
    if not reconciled.agrees and not differences_seen:
        where = ", ".join(reconciled.differences[:3])
        raise SecondReadingDiffers(file=file.reading.file, where=where)
    batches = RowBatches(file, targets)
    try:
        _write(batches, path)
        _check_source(file, targets, batches)
        _check_written(file, targets, batches, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    tallies = batches.tallies
    return Written(
        batches.rows,
        file_sha256(path),
        {target.name: tallies[target.name].total for target in targets if _is_number(target)},
        {name: tally.unread for name, tally in tallies.items() if tally.unread},
        {name: tally.rounded for name, tally in tallies.items() if tally.rounded},
        tuple(batches.unread),
    )


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_number(target: Target) -> bool:
    return target.kind.scalar in NUMBERS


def _write(batches: RowBatches, path: Path) -> None:
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        waiting: list[pa.RecordBatch] = []
        for batch in batches:
            waiting.append(batch)
            if len(waiting) == _GROUP:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting = []
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))


def _check_source(file: ReadFile, targets: Sequence[Target], batches: RowBatches) -> None:
    """Raises DepositNotReconciled where written rows, values or sums differ from the reading's."""
    if batches.rows != file.reading.rows_kept:
        raise _lost(file, *_rows_differ(file.reading.rows_kept, batches.rows))
    for target in targets:
        read = target.read
        if read is None or target.may_empty:
            continue
        tally, column = batches.tallies[target.name], read.column
        if tally.filled < column.filled:
            lost = column.filled - tally.filled
            of = f"{lost} valeurs sur {column.filled}", f"{lost} of {column.filled} values"
            raise _lost(
                file,
                f"dans « {read.name} », {of[0]} ne sont pas du type décrit",
                f'in "{read.name}", {of[1]} are not of the type described',
            )
        if column.sum is None or not _is_number(target):
            continue
        expected = Decimal(repr(column.sum)) * target.factor
        if not _same(tally, expected):
            raise _lost(file, *_sums_differ(read.name, expected, tally.total))


def _same(tally: ColumnTally, expected: Decimal) -> bool:
    """Rounding, which is counted, may move a sum; beyond that, only as far as a float does."""
    close = max(_CLOSE * abs(float(expected)), _LEAST)
    return abs(float(tally.total - expected)) <= close + float(tally.noise)


def _check_written(
    file: ReadFile, targets: Sequence[Target], batches: RowBatches, path: Path
) -> None:
    """The file as another program reads it."""
    with session(path.parent) as connection:
        parts: list[exp.Expr] = [exp.Count(this=exp.Star())]
        for target in targets:
            column = named(target.name)
            parts.append(exp.Count(this=column))
            total = exp.Sum(this=column.copy()) if _is_number(target) else exp.Null()
            parts.append(total)
        row = one_row(connection, exp.select(*parts).from_(parquet(path)))
    if row[0] != batches.rows:
        raise _lost(file, *_rows_differ(batches.rows, int(row[0])))
    for at, target in enumerate(targets):
        tally = batches.tallies[target.name]
        filled, total = row[1 + 2 * at], row[2 + 2 * at]
        if filled != tally.filled:
            raise _lost(file, *_rows_differ(tally.filled, int(filled), target.name))
        if total is not None and not math.isclose(
            float(total), float(tally.total), rel_tol=_CLOSE, abs_tol=_LEAST
        ):
            raise _lost(file, *_sums_differ(target.name, tally.total, Decimal(str(total))))


def _rows_differ(expected: int, written: int, column: str | None = None) -> tuple[str, str]:
    if column is None:
        return (
            f"{expected} lignes lues, {written} écrites",
            f"{expected} rows read, {written} written",
        )
    return (
        f"dans « {column} », {expected} valeurs lues, {written} écrites",
        f'in "{column}", {expected} values read, {written} written',
    )


def _sums_differ(column: str, expected: Decimal, written: Decimal) -> tuple[str, str]:
    figures = [_figure(number) for number in (expected, written, written - expected)]
    before, after, by = (number_in_words(figure, "fr") for figure in figures)
    fr = f"la somme de « {column} » serait {after} au lieu de {before} (écart {by})"
    before, after, by = (number_in_words(figure, "en") for figure in figures)
    en = f'the sum of "{column}" would be {after} instead of {before} (difference {by})'
    return fr, en


def _figure(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _lost(file: ReadFile, fr: str, en: str) -> DepositNotReconciled:
    return DepositNotReconciled(file=file.reading.file, by_fr=fr, by_en=en)
