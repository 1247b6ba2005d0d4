"""What a transform makes of a cell, in SQL, before anything the caller wrote is evaluated."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import Column, ScalarType
from catalog.model.transform import Transform
from federation.problems import UnboundDecision
from federation.rewrites.context import Context
from federation.rewrites.expressions import cast, constant, keyed_hash, local_time, null, text
from policies.decision import CellTransform


def masked(
    value: exp.Expr,
    column: Column,
    cell: CellTransform,
    citation: str,
    time_zone: str,
    context: Context,
) -> exp.Expr:
    """`value` (of the column's declared type) as the branch `citation` shows it, same type."""
    match cell.transform:
        case Transform.CLEAR:
            return value
        case Transform.NULL:
            return null(column.type)
        case Transform.CONSTANT if cell.constant is not None:
            return cast(constant(cell.constant, column.type), column.type)
        case Transform.KEYED_HASH:
            keys = (context.column_key(citation, column.id, half) for half in (1, 2))
            return keyed_hash(value, *keys)
        case Transform.MONTH | Transform.YEAR:
            return _first_day(value, column, cell.transform, time_zone)
        case _:
            raise UnboundDecision(what=f"transform {cell.transform}")


def _first_day(value: exp.Expr, column: Column, unit: Transform, time_zone: str) -> exp.Expr:
    """The first moment of its month or year on the dataset's own clock; the type is kept."""
    local = local_time(value, column.type, time_zone)
    first = exp.TimestampTrunc(this=local, unit=exp.Var(this=unit.name))
    match column.type.scalar:
        case ScalarType.TIMESTAMP:
            return first
        case ScalarType.TIMESTAMP_TZ:
            return exp.Anonymous(this="with_timezone", expressions=[first, text(time_zone)])
        case _:
            return cast(first, column.type)
