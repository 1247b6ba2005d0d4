"""Orders of rows by those that they are linked to: by how many there are, by a total of them, by a
column of the one row.

Each is made once for all rows, by the column that links them, and joined to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, ScalarType
from catalog.model.problem import Place
from schema.inputs import Input
from schema.problems import NullCondition
from schema.reading.connection import Connection
from schema.reading.measured import Measured, read_measured_fields
from schema.reading.measures import count_rows, measure_column
from schema.reading.ordering import OrderKey, read_direction
from schema.sql import aliased, cast, column, quoted
from schema.types.aggregate_signatures import BIGINT, Measure, measured_type
from schema.types.scope import DatasetLink, DatasetScope

_KEY, _TOTAL = "key", "total"


def order_by_linked(
    connection: Connection, link: DatasetLink, value: Input
) -> Iterator[tuple[OrderKey, exp.Join]]:
    """The keys that `{ lignes: { sum: { tonnage: DESC } } }` asks for, or `{ facture: { date: ASC }
    }`, each with the join that holds it. Raises NullCondition, DocumentLimit.
    """
    linked = connection.scope.linked(link)
    if value.is_null:
        raise NullCondition(field=link.name, place=value.place)
    for name, each in value.entries():
        if each is None:
            continue
        if not link.many:
            of = linked.columns[name]
            yield _joined(connection, link, f"{link.name}.{name}", each, of.type, _only(of))
        elif name == "count":
            yield _joined(connection, link, f"{link.name}.count", each, BIGINT, _counted)
        else:
            yield from _by_measure(connection, link, linked, Measure(name), each)


def _by_measure(
    connection: Connection, link: DatasetLink, linked: DatasetScope, measure: Measure, value: Input
) -> Iterator[tuple[OrderKey, exp.Join]]:
    measured, fields = read_measured_fields(measure, value)
    for field, each in fields:
        if each is None:
            continue
        of = linked.columns[field]

        def total(source: str, of: Column = of) -> exp.Expr:
            return measure_column(measured, of, lambda name: column(name, source))

        what, type_ = f"{link.name}.{measured.name}.{field}", measured_type(measure, of.type)
        yield _joined(connection, link, what, each, type_, total)


def _joined(
    connection: Connection,
    link: DatasetLink,
    what: str,
    value: Input,
    type_: ColumnType,
    total: Callable[[str], exp.Expr],
) -> tuple[OrderKey, exp.Join]:
    direction = read_direction(what, value)
    looked_up = connection.conditions.look_up(link, value.place)
    total_of, join = _total_of(link, looked_up, type_, total)
    return OrderKey(what, f"linked {what}", total_of, type_, direction), join


def column_of_one(
    connection: Connection, link: DatasetLink, of: Column, place: Place | None
) -> tuple[exp.Expr, exp.Join]:
    """A column of the one row that each row is linked to, and the join that holds it. Raises
    DocumentLimit.
    """
    looked_up = connection.conditions.look_up(link, place)
    return _total_of(link, looked_up, of.type, _only(of))


def _total_of(
    link: DatasetLink,
    looked_up: tuple[str, exp.Table],
    type_: ColumnType,
    total: Callable[[str], exp.Expr],
) -> tuple[exp.Expr, exp.Join]:
    name, table = looked_up
    alias = f"{name}_of"
    totals = exp.Select(
        expressions=[
            aliased(column(link.other.name, name), _KEY),
            aliased(total(name), _TOTAL),
        ],
        from_=exp.From(this=table),
        group=exp.Group(expressions=[column(link.other.name, name)]),
    )
    total_of: exp.Expr = column(_TOTAL, alias)
    if total is _counted:
        total_of = exp.Coalesce(this=total_of, expressions=[exp.Literal.number(0)])
    elif type_.scalar is ScalarType.DECIMAL:
        # Above a query that groups, nothing but a cast says how many decimals there are.
        total_of = cast(total_of, type_)
    join = exp.Join(
        this=exp.Subquery(this=totals, alias=exp.TableAlias(this=quoted(alias))),
        side="LEFT",
        on=exp.EQ(this=column(_KEY, alias), expression=column(link.own.name)),
    )
    return total_of, join


def _counted(source: str) -> exp.Expr:  # noqa: ARG001 - one protocol
    return count_rows()


def _only(of: Column) -> Callable[[str], exp.Expr]:
    """The value of the one row: nothing but a declaration says that there is no second."""

    def value(source: str) -> exp.Expr:
        if of.type.scalar is ScalarType.BOOLEAN:
            as_number = cast(column(of.name, source), ColumnType(ScalarType.INTEGER))
            return exp.EQ(this=exp.Min(this=as_number), expression=exp.Literal.number(1))
        return measure_column(Measured(Measure.MIN), of, lambda name: column(name, source))

    return value
