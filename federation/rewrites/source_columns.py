"""Places where SQL knows the columns of FROM only, and the library's scopes think of outputs.

HAVING, ORDER BY of a window, DISTINCT of an aggregate: `SELECT flux, count(DISTINCT flux)` leaves
a bare `flux` there. While names are qualified, what stands there stands where none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlglot import exp

PutBack = Callable[[], None]


@contextmanager
def as_source_columns(tree: exp.Query) -> Iterator[None]:
    """`tree` is changed within, and as it was afterwards, but for its columns."""
    put_back: list[PutBack] = []
    for node in list(tree.walk()):
        match node:
            case exp.Select() if node.args.get("having") is not None:
                put_back.append(_having(node))
            case exp.Window() if node.args.get("order") is not None:
                put_back.append(_window(node))
            case exp.Distinct() if isinstance(node.parent, exp.AggFunc):
                put_back.append(_distinct(node))
    yield
    for each in reversed(put_back):
        each()


def _having(select: exp.Select) -> PutBack:
    """`WHERE condition AND having`, or `WHERE having`."""
    where, having = select.args.get("where"), select.args["having"]
    condition = having.this if where is None else exp.And(this=where.this, expression=having.this)
    select.set("having", None)
    select.set("where", exp.Where(this=condition))

    def put_back() -> None:
        condition = select.args["where"].this
        both = where is not None
        select.set("having", exp.Having(this=condition.expression if both else condition))
        select.set("where", exp.Where(this=condition.this) if both else None)

    return put_back


def _window(window: exp.Window) -> PutBack:
    partition, order = window.args.get("partition_by") or [], window.args["order"]
    window.set("order", None)
    window.set("partition_by", [*partition, *order.expressions])

    def put_back() -> None:
        listed = window.args["partition_by"]
        window.set("partition_by", listed[: len(partition)] or None)
        window.set("order", exp.Order(expressions=listed[len(partition) :]))

    return put_back


def _distinct(distinct: exp.Distinct) -> PutBack:
    listed = exp.Tuple(expressions=distinct.expressions)
    distinct.replace(listed)

    def put_back() -> None:
        listed.replace(exp.Distinct(expressions=listed.expressions))

    return put_back
