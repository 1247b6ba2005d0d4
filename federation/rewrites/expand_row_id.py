"""ROW_ID: a keyed hash of the governed primary key, the same for all agents of one reader."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import ROW_ID
from federation.problems import UnsupportedQuery
from federation.rewrites.calls import calls_of, origin_of
from federation.rewrites.context import Context
from federation.rewrites.expressions import TEXT, cast, keyed_hash, local_time, text
from federation.rewrites.scopes import Origin, origins


def expand_row_id(tree: exp.Query, context: Context) -> exp.Query:
    """The parts are written so that no two keys make one text; NULL when any part is."""
    calls = calls_of(tree, ROW_ID)
    if not calls:
        return tree
    known = origins(tree, context)
    for call in calls:
        parts = [origin_of(each, call, known) for each in call.expressions]
        dataset, *others = {part.bound.dataset.id for part in parts} or {""}
        if others or not dataset:
            raise UnsupportedQuery(what=ROW_ID)
        keys = (context.row_id_key(dataset, half) for half in (1, 2))
        written = [_written(each, part) for each, part in zip(call.expressions, parts, strict=True)]
        joined = written[0]
        for each in written[1:]:
            joined = exp.DPipe(this=joined, expression=each, safe=False)
        call.replace(keyed_hash(joined, *keys))
    return tree


def _written(value: exp.Expr, part: Origin) -> exp.Expr:
    column_type, zone = part.column.type, part.bound.dataset.time_zone
    match column_type.scalar:
        case ScalarType.STRING:
            length = cast(exp.Length(this=value.copy()), TEXT)
            return _followed(_followed(length, text(":")), value.copy())
        case ScalarType.TIME:
            return _followed(_clock(value), text(";"))
        case ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ:
            return _followed(_time(value.copy(), column_type), text(";"))
        case ScalarType.FLOAT | ScalarType.JSON:
            # Their text is not the same on every engine, nor on one engine twice.
            raise UnsupportedQuery(what=f"{ROW_ID} ({column_type.scalar}, {zone})")
        case ScalarType.INTEGER | ScalarType.BIGINT | ScalarType.DECIMAL:
            return _followed(cast(cast(value.copy(), column_type), TEXT), text(";"))
        case ScalarType.BOOLEAN | ScalarType.DATE:
            return _followed(cast(cast(value.copy(), column_type), TEXT), text(";"))


def _time(value: exp.Expr, column_type: ColumnType) -> exp.Expr:
    """`20250131.080000` from whole numbers: a timestamp's own text differs between engines."""
    local = local_time(value, column_type, "UTC")
    day = cast(cast(local.copy(), ColumnType(ScalarType.DATE)), TEXT)
    return _followed(day, _clock(local))


def _clock(value: exp.Expr) -> exp.Expr:
    """`:8:0:0`."""
    hour, *others = (
        _followed(
            text(":"), cast(exp.Extract(this=exp.Var(this=unit), expression=value.copy()), TEXT)
        )
        for unit in ("HOUR", "MINUTE", "SECOND")
    )
    written: exp.Expr = hour
    for part in others:
        written = _followed(written, part)
    return written


def _followed(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.DPipe(this=left, expression=right, safe=False)
