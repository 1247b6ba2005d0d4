"""Pages by cursor: the rows after one, in an order that the primary key makes total."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from federation.logical import CursorSource, LiteralSource, VariableSource
from schema.reading.ordering import OrderKey
from schema.sql import FLAG, Parameters, all_of, any_of, is_not_null, is_null

EDGE_NAME = "\0edge"
"""In the place of a cursor's text: the row at which a page ends."""
EDGE = LiteralSource(EDGE_NAME)


def rows_after(
    keys: Sequence[OrderKey], token: LiteralSource | VariableSource, parameters: Parameters
) -> exp.Expr:
    """Past the first key, or level with it and past the second, and so on.

    Each key has its value and its own null flag: NULL is a place in the order like another.
    """
    past = [_past(key, position, token, parameters) for position, key in enumerate(keys)]
    return _from_first(keys, token, parameters, _past_any(past, keys, token, parameters))


def rows_until(
    keys: Sequence[OrderKey], token: LiteralSource | VariableSource, parameters: Parameters
) -> exp.Expr:
    """The condition of the rows before a row in the order, and of those that are level with it."""
    backward = [replace(key, direction=key.direction.reversed) for key in keys]
    past = [_past(key, position, token, parameters) for position, key in enumerate(backward)]
    at = len(keys) - 1
    past[at] = exp.Paren(this=any_of([past[at], _level(keys[at], at, token, parameters)]))
    return _from_first(backward, token, parameters, _past_any(past, keys, token, parameters))


def rows_level(
    keys: Sequence[OrderKey], token: LiteralSource | VariableSource, parameters: Parameters
) -> exp.Expr:
    """The rows that no key tells from the cursor's."""
    return all_of([_level(each, position, token, parameters) for position, each in enumerate(keys)])


def order_digest(keys: Sequence[OrderKey], dataset_id: str) -> bytes:
    """A digest of this order of this dataset, to which a cursor is bound besides its reader."""
    digest = hashlib.sha256(dataset_id.encode())
    for key in keys:
        text = key.ordered().sql(dialect="trino")
        digest.update(f"\0{text}\0{key.direction}\0{key.type}".encode())
    return digest.digest()


def rows_digest(tree: exp.Query) -> bytes:
    """A digest of the condition and the order of the rows that a cursor counts."""
    parts = (tree.args.get(each) for each in ("where", "order"))
    texts = ["" if each is None else each.sql(dialect="trino") for each in parts]
    return hashlib.sha256("\0".join(texts).encode()).digest()


def _past_any(
    past: Sequence[exp.Expr],
    keys: Sequence[OrderKey],
    token: LiteralSource | VariableSource,
    parameters: Parameters,
) -> exp.Expr:
    """One key within the other: written as an OR of ANDs, the condition would grow by the square of
    the keys, and so would the time in which an engine plans it.
    """
    *others, reached = past
    for position in reversed(range(len(others))):
        level = _level(keys[position], position, token, parameters)
        reached = any_of([others[position], all_of([level, reached])])
    return reached


def _from_first(
    keys: Sequence[OrderKey],
    token: LiteralSource | VariableSource,
    parameters: Parameters,
    condition: exp.Expr,
) -> exp.Expr:
    """The condition, and what it implies of the first key alone: by a column's least and greatest
    value files leave out what they hold of other days, which no OR over several columns tells them.
    """
    first, *others = keys
    if not others:
        return condition
    value = parameters.add(first.type, CursorSource(token, 0))
    compare = exp.LTE if first.direction.descending else exp.GTE
    reached = compare(this=first.expression.copy(), expression=value)
    if first.direction.nulls_first:
        other: exp.Expr = parameters.add(FLAG, CursorSource(token, 0, is_null=True))
    else:
        other = is_null(first.expression.copy())
    return all_of([exp.Paren(this=any_of([reached, other])), exp.Paren(this=condition)])


def _level(
    key: OrderKey, index: int, token: LiteralSource | VariableSource, parameters: Parameters
) -> exp.Expr:
    value = parameters.add(key.type, CursorSource(token, index))
    flag = parameters.add(FLAG, CursorSource(token, index, is_null=True))
    both_absent = all_of([flag, is_null(key.expression.copy())])
    return exp.Paren(
        this=any_of([exp.EQ(this=key.expression.copy(), expression=value), both_absent])
    )


def _past(
    key: OrderKey, index: int, token: LiteralSource | VariableSource, parameters: Parameters
) -> exp.Expr:
    value = parameters.add(key.type, CursorSource(token, index))
    flag = parameters.add(FLAG, CursorSource(token, index, is_null=True))
    compare = exp.LT if key.direction.descending else exp.GT
    beyond = compare(this=key.expression.copy(), expression=value)
    if key.direction.nulls_first:
        other = all_of([flag, is_not_null(key.expression.copy())])
    else:
        other = all_of([exp.Not(this=flag), is_null(key.expression.copy())])
    return exp.Paren(this=any_of([beyond, other]))
