"""Hashes are compared with hashes of the same keys only: others are never equal, and look it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from catalog.model.transform import Transform
from federation.binding import BoundBranch
from federation.problems import HashesNotComparable
from federation.rewrites.context import Context
from federation.rewrites.resolve_names import place_of
from federation.rewrites.scopes import Origin, origins

Keys = frozenset[tuple[str, str]]
"""(citation, column id) of each key under which some of a column's cells are hashed."""
_COMPARISONS = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Like,
    exp.Nullif,
)


def compare_hashes(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree. Raises HashesNotComparable, naming both columns."""
    if not any(_hashes(branch) for each in context.datasets.values() for branch in each.branches):
        return tree
    known = origins(tree, context)
    for left, right in _compared(tree):
        for one, other in _pairs(left, right):
            _check(_columns(one, known), _columns(other, known))
    return tree


def _hashes(branch: BoundBranch) -> bool:
    return any(each.transform is Transform.KEYED_HASH for each in branch.columns.values())


def _compared(tree: exp.Query) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    for node in tree.find_all(*_COMPARISONS):
        yield node.this, node.expression
    for node in tree.find_all(exp.Between):
        yield node.this, node.args["low"]
        yield node.this, node.args["high"]
    for node in tree.find_all(exp.Case):
        if node.this is not None:
            yield from ((node.this, each.this) for each in node.args["ifs"])
    for node in tree.find_all(exp.In):
        for each in (*node.expressions, node.args.get("query")):
            if each is not None:
                yield node.this, each
    for both in tree.find_all(exp.Intersect, exp.Except):
        yield from zip(both.left.selects, both.right.selects, strict=False)


def _pairs(left: exp.Expr, right: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """`(a, b) IN (SELECT c, d …)` compares a with c and b with d."""
    left_parts, right_parts = _parts(left), _parts(right)
    if len(left_parts) == len(right_parts):
        yield from zip(left_parts, right_parts, strict=True)
    else:
        yield left, right


def _parts(side: exp.Expr) -> list[exp.Expr]:
    side = side.unnest()
    if isinstance(side, exp.Tuple):
        return list(side.expressions)
    if isinstance(side, exp.Subquery):
        side = side.this
    return list(side.selects) if isinstance(side, exp.Query) else [side]


def _columns(side: exp.Expr, known: Mapping[int, Origin]) -> list[tuple[exp.Column, Origin]]:
    """The dataset columns that a side's value is made of; of a subquery, what it selects."""
    side = side.unnest()
    if isinstance(side, exp.Subquery):
        side = side.this
    if isinstance(side, exp.Query):
        return [pair for each in side.selects for pair in _columns(each, known)]
    if isinstance(side, exp.Column):
        origin = known.get(id(side))
        return [] if origin is None else [(side, origin)]
    return [pair for each in side.iter_expressions() for pair in _columns(each, known)]


def _check(one: list[tuple[exp.Column, Origin]], other: list[tuple[exp.Column, Origin]]) -> None:
    for left, left_origin in one:
        for right, right_origin in other:
            left_keys, right_keys = _keys(left_origin), _keys(right_origin)
            if left_keys == right_keys:
                continue
            hashed, plain = (left, right) if left_keys else (right, left)
            raise HashesNotComparable(
                column=hashed.name[:60], other=plain.name[:60], place=place_of(hashed)
            )


def _keys(origin: Origin) -> Keys:
    column = origin.column
    return frozenset(
        (branch.citation, column.id)
        for branch in origin.bound.branches
        if column.name in branch.columns
        and branch.columns[column.name].transform is Transform.KEYED_HASH
    )
