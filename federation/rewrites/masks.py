"""The value that a transform makes of a cell, in SQL, before the caller's own part is evaluated."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.transform import Transform
from federation.binding import map_day
from federation.problems import UnboundDecision
from federation.rewrites.commune_cells import commune_cell, shown_communes
from federation.rewrites.context import Context
from federation.rewrites.expressions import cast, constant, keyed_hash, local_time, null, text
from federation.territory_conditions import Land
from policies.decision import CellTransform

Typed = Callable[[Column], exp.Expr]


def masked(
    typed: Typed,
    column: Column,
    cell: CellTransform,
    citation: str,
    dataset: Dataset,
    land: Land | None,
    context: Context,
) -> exp.Expr:
    """`column` as the branch `citation` shows it, same type; `typed` writes any of its columns.

    `land` is all that the rows shown so may lie in (None: anywhere).
    """
    match cell.transform:
        case Transform.CLEAR:
            return typed(column)
        case Transform.NULL:
            return null(column.type)
        case Transform.CONSTANT if cell.constant is not None:
            return cast(constant(cell.constant, column.type), column.type)
        case Transform.KEYED_HASH:
            keys = (context.column_key(citation, column.id, half) for half in (1, 2))
            return keyed_hash(typed(column), *keys)
        case Transform.MONTH | Transform.YEAR:
            return _first_day(typed(column), column, cell.transform, dataset.time_zone)
        case Transform.COMMUNE | Transform.EPCI:
            return _coarser(typed, column, cell.transform, dataset, land, context)
        case _:
            raise UnboundDecision(what=f"transform {cell.transform}")


def date_of(dataset: Dataset, column: Column) -> Column | None:
    """The column of the row's own day, on whose map a commune code is read; None: one for all."""
    binding = dataset.territory
    if binding is None or binding.column != column.id or binding.date_column is None:
        return None
    return dataset.column(binding.date_column)


def _coarser(
    typed: Typed,
    column: Column,
    transform: Transform,
    dataset: Dataset,
    land: Land | None,
    context: Context,
) -> exp.Expr:
    day = date_of(dataset, column)
    fixed = map_day(dataset, column, context.binding.today) if day is None else None
    cog, limit = context.binding.cog, context.limits.max_codes
    shown = shown_communes(cog, land, transform, fixed, limit)
    row_day = None if day is None else (typed(day), day)
    return commune_cell(typed(column), shown, row_day, dataset.time_zone)


def _first_day(value: exp.Expr, column: Column, unit: Transform, time_zone: str) -> exp.Expr:
    """The first moment of its month or year on the dataset's own clock; the type is kept."""
    local = local_time(value, column.type, time_zone)
    first = exp.TimestampTrunc(this=local, unit=exp.Var(this=unit.name))
    match column.type.scalar:
        case ScalarType.TIMESTAMP:
            return first
        case ScalarType.TIMESTAMP_TZ:
            return exp.Anonymous(this="with_timezone", expressions=[first, text(time_zone)])
        case ScalarType.DATE:
            return cast(first, column.type)
        case other:
            raise UnboundDecision(what=f"{unit} of a {other}")
