"""Small expressions that several rewrites build: constants of a type, days, hashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.type_record import Family
from federation.logical import SHA256_HEX
from federation.plan import KeyPlaceholder
from federation.wire_values import DECIMAL_DIGITS, canonical_value, instant_text
from policies.question import day_starts_at

INTERNAL = "_"
"""The beginning of our own names: no column of a catalog has it, and no source of a caller may."""
TEXT = ColumnType(ScalarType.STRING)
LOCAL_TIME = ColumnType(ScalarType.TIMESTAMP)


def data_type(of: ColumnType) -> exp.DataType:
    """Made by hand: `DataType.build` parses its text each time, and a plan has hundreds."""
    sizes = (of.precision or DECIMAL_DIGITS, of.scale or 0)
    return exp.DataType(
        this=exp.DType[TYPES[of.scalar].node],
        expressions=[exp.DataTypeParam(this=exp.Literal.number(each)) for each in sizes]
        if of.scalar is ScalarType.DECIMAL
        else None,
        nested=False,
    )


def quoted(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def column(name: str, table: str) -> exp.Column:
    return exp.Column(this=quoted(name), table=quoted(table))


def text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def cast(value: exp.Expr, to: ColumnType) -> exp.Cast:
    return exp.Cast(this=value, to=data_type(to))


def null(of: ColumnType) -> exp.Expr:
    return cast(exp.Null(), of)


def widest(column_type: ColumnType) -> ColumnType:
    """The type of values to compare with: a decimal keeps its scale and takes every digit."""
    if column_type.scalar is ScalarType.DECIMAL:
        return ColumnType(ScalarType.DECIMAL, DECIMAL_DIGITS, column_type.scale or 0)
    return column_type


def constant(value: str, of: ColumnType) -> exp.Expr:
    """Wire text as a typed constant; ValueError when it is not of that type."""
    canonical = canonical_value(value, of)
    match TYPES[of.scalar].family:
        case Family.TEXT | Family.STRUCTURE:
            return text(str(canonical))
        case Family.TRUTH:
            return exp.Boolean(this=canonical)
        case Family.NUMBER | Family.DAY | Family.TIME:
            return cast(text(str(canonical)), widest(of))


def day_start(day: date, of: ColumnType, time_zone: str) -> exp.Expr:
    """The first moment of `day`, as a constant to compare a column of type `of` with.

    An instant is compared with an instant: no function of the column, so the source can use it.
    """
    if of.scalar is ScalarType.DATE:
        return cast(text(day.isoformat()), of)
    if of.scalar is ScalarType.TIMESTAMP:
        return cast(text(f"{day.isoformat()} 00:00:00.000000"), of)
    return cast(text(instant_text(day_starts_at(day, time_zone))), of)


def local_time(value: exp.Expr, of: ColumnType, time_zone: str) -> exp.Expr:
    """The time that a clock on the wall of `time_zone` showed: a timestamp without a zone."""
    if of.scalar is ScalarType.TIMESTAMP_TZ:
        value = exp.AtTimeZone(this=value, zone=text(time_zone))
    return cast(value, LOCAL_TIME) if of.scalar is not ScalarType.TIMESTAMP else value


def is_null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value, expression=exp.Null())


def is_any_of(value: exp.Expr, codes: Iterable[str]) -> exp.Expr:
    listed = tuple(codes)
    if not listed:
        return exp.false()
    if len(listed) == 1:
        return exp.EQ(this=value, expression=text(listed[0]))
    return exp.In(this=value, expressions=[text(each) for each in listed])


def all_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """TRUE when there are none."""
    listed = tuple(conditions)
    return exp.and_(*listed, copy=False) if listed else exp.true()


def any_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """FALSE when there are none."""
    listed = tuple(conditions)
    return exp.or_(*listed, copy=False) if listed else exp.false()


def union_all(selects: Sequence[exp.Query]) -> exp.Query:
    """As a tree of little depth: a thousand arms nest ten levels, not a thousand."""
    if len(selects) == 1:
        return selects[0]
    half = len(selects) // 2
    return exp.Union(
        this=union_all(selects[:half]), expression=union_all(selects[half:]), distinct=False
    )


def case(whens: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr) -> exp.Expr:
    """`otherwise` itself when there is nothing to tell apart."""
    ifs = [exp.If(this=condition, true=value) for condition, value in whens]
    return exp.Case(ifs=ifs, default=otherwise) if ifs else otherwise


def keyed_hash(value: exp.Expr, first: KeyPlaceholder, second: KeyPlaceholder) -> exp.Expr:
    """`sha256(k2 || hex(sha256(k1 || v)))`, 64 lower-case hex digits; NULL stays NULL."""
    inner = _sha256_hex(_joined(_key(first), value))
    return _sha256_hex(_joined(_key(second), inner))


def _key(key: KeyPlaceholder) -> exp.Expr:
    return cast(exp.Placeholder(this=key.name), TEXT)


def _joined(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.DPipe(this=left, expression=right, safe=False)


def _sha256_hex(value: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=SHA256_HEX, expressions=[value])
