"""Communes that have rows in a source, and the day of its last row: in one statement, and no cell.

It is the statement of the nightly verification. Only codes of communes that there are come out of
it, and one day.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import duckdb
from sqlglot import exp

from catalog.cog import Cog
from catalog.model.dataset import Column, Dataset
from catalog.model.problem import Problem
from catalog.model.storage import Storage
from federation.engines.one_source import CELLS, OneSource
from federation.problems import SourceFailed
from federation.rewrites.expressions import column as column_of
from federation.rewrites.expressions import local_time, text
from federation.storages.problems import StorageFailed

_MOST_CODES = 50_000
"""More than France ever had."""


class ReadingTooSlowError(Exception):
    """The statement was given up: it says nothing of the source."""


@dataclass(frozen=True, slots=True)
class SeenPlaces:
    """`communes` None: the dataset has no territory, or more rows than are read at night."""

    communes: frozenset[str] | None = None
    last_day: date | None = None
    columns: tuple[Column, ...] = ()


def see_places(
    dataset: Dataset,
    storage: Storage,
    secret: str | None,
    *,
    today: date,
    cog: Cog,
    most_rows: int,
    timeout_s: float,
) -> SeenPlaces:
    """Blocks. Raises the adapter's SourceProblems, StorageFailed, ReadingTooSlowError."""
    with ExitStack() as held:
        try:
            source = OneSource(dataset, storage, secret, held)
            given_up = threading.Timer(timeout_s, source.interrupt)
            given_up.daemon = True
            held.callback(given_up.cancel)
            given_up.start()
            source.open()
            return _see(dataset, source, today, cog, most_rows)
        except duckdb.InterruptException:
            raise ReadingTooSlowError from None
        except SourceFailed as failed:
            cause = failed.__cause__
            raise (cause if isinstance(cause, Problem) else StorageFailed()) from None
        except duckdb.Error:
            # Its words may hold values, and a password.
            raise StorageFailed from None


def _see(dataset: Dataset, source: OneSource, today: date, cog: Cog, most_rows: int) -> SeenPlaces:
    binding, present = dataset.territory, source.present()
    code = None if binding is None else dataset.column(binding.column)
    if binding is None or code not in present or code is None:
        # One row is enough to know that the account may read.
        source.rows(exp.select(exp.Count(this=exp.Star())).from_(source.cells(present, 1)))
        return SeenPlaces(columns=tuple(present))
    own = None if binding.date_column is None else dataset.column(binding.date_column)
    day = own if own in present else None
    columns = [code] if day is None else [code, day]
    groups = source.rows(_grouped(dataset, code, day, source.cells(columns, most_rows), today))
    source.check()
    read = sum(int(str(rows)) for _, rows, _ in groups)
    is_whole = read < most_rows and len(groups) < _MOST_CODES
    codes = {str(value) for value, _, _ in groups if value is not None}
    days = [_as_day(last) for _, _, last in groups if last is not None]
    return SeenPlaces(
        communes=frozenset(each for each in codes if cog.meanings(each)) if is_whole else None,
        last_day=max(days) if days and is_whole else None,
        columns=tuple(columns),
    )


def _grouped(
    dataset: Dataset, code: Column, day: Column | None, from_: exp.From, today: date
) -> exp.Select:
    """Each code, its rows, the last of its days that is not to come."""
    value = column_of(f"v_{code.id}", CELLS)
    last: exp.Expr = exp.Null()
    if day is not None:
        moment = local_time(column_of(f"v_{day.id}", CELLS), day.type, dataset.time_zone)
        moment = exp.cast(moment, "DATE")
        is_past = exp.Between(
            this=moment,
            low=exp.cast(text(date.min.isoformat()), "DATE"),
            high=exp.cast(text(today.isoformat()), "DATE"),
        )
        last = exp.Max(this=exp.Case(ifs=[exp.If(this=is_past, true=moment.copy())]))
    selected = {"k": value, "n": exp.Count(this=exp.Star()), "d": last}
    return exp.Select(
        expressions=[exp.alias_(each, name, quoted=True) for name, each in selected.items()],
        from_=from_,
        group=exp.Group(expressions=[value.copy()]),
    ).limit(_MOST_CODES)


def _as_day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
