"""Pages over rows that are level: one key for several rows, or a key that is shown coarser than it
is. Where such rows meet at the edge of a page, they are told apart by what is shown of them.

Rows that are level even then look the same: a cursor counts them, and none is lost or shown twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sqlglot import exp

from federation.logical import LogicalQuery, Parameter, Scalar, Shape
from federation.problems import InvalidCursor
from schema.paging import FinishedNodes, level_at_end, place_of_row
from schema.reading.keyset import rows_digest
from schema.reading.ordering import OrderKey
from schema.sql import all_of, any_of

if TYPE_CHECKING:
    import pyarrow as pa


_MORE = 32
"""Rows that are read beyond a page, to see where those end that are level with its last."""


@dataclass(frozen=True, slots=True)
class Start:
    """The place in the order of `Ties` where a page begins: `skip` rows after the first that is
    level with its cursor (0: after all that are), or after the first of all where there is none.
    """

    skip: int = 0
    at_cursor: bool = True


@dataclass(frozen=True)
class Ties:
    """The rows of a page in a total order: by the keys, then by all that is shown.

    `logical` has no cursor; `past` and `level` are the conditions of the one that the document
    gives.

    With `until`, what is computed of rows to show and to order them is dear. Where that is quick
    all the same, the page is read with some rows more, which the keys alone choose (`ahead_from`):
    where it does not end between rows that are level with the last of those, these are its rows.
    Else it is read in two steps. The first finds by the keys alone the row at which it ends
    (`edge_from`); the second reads no rows beyond those that are level with it, which `until`
    leaves out.
    """

    logical: LogicalQuery
    past: exp.Expr | None
    level: exp.Expr | None
    parameters: tuple[Parameter, ...]
    offset: int | None
    until: exp.Expr | None = None
    keys: tuple[OrderKey, ...] = ()

    @cached_property
    def digest(self) -> bytes:
        """A digest of the rows and their order, to which a cursor into level rows is bound too."""
        return rows_digest(self.logical.tree)

    def ahead_from(self, start: Start) -> LogicalQuery:
        """The page and some rows more; of no start that counts rows."""
        page = self.page_from(start)
        number = min(limit_of(page) + _MORE, page.max_rows)
        page.tree.set("limit", exp.Limit(expression=exp.Literal.number(number)))
        return replace(page, first_keys=len(self.keys))

    def page_within(self, read: LogicalQuery, table: pa.Table) -> pa.Table | None:
        """The rows of the page, of those of `ahead_from`; None where some of it may be missing."""
        limit, rows = limit_of(self.logical), table.num_rows
        if rows == limit_of(read):
            last = place_of_row(read, table, rows - 1)
            if place_of_row(read, table, limit - 1) == last:
                return None
        return table.slice(0, limit)

    def edge_from(self, start: Start) -> LogicalQuery:
        """The keys of the rows of the page and no more of them, in their order."""
        page, named = self.page_from(start), set(self.logical.cursor_columns)
        page.tree.set(
            "expressions", [each for each in page.tree.expressions if each.alias in named]
        )
        page.tree.set("order", exp.Order(expressions=[key.ordered() for key in self.keys]))
        columns = tuple(each for each in page.columns if each[0] in named)
        return replace(page, shape=Shape(()), columns=columns, linked=(), node_id=None)

    def page_from(self, start: Start, *, bounded: bool = False) -> LogicalQuery:
        tree = self.logical.tree.copy()
        where = tree.args.get("where")
        bounds = (self._after(start), self.until if bounded else None)
        conditions = [each.copy() for each in bounds if each is not None]
        if where is not None:
            conditions.insert(0, where.this)
        if conditions:
            tree.set(
                "where",
                exp.Where(this=all_of(conditions) if len(conditions) > 1 else conditions[0]),
            )
        skip = start.skip or self.offset or 0
        if skip:
            tree.set("offset", exp.Offset(expression=exp.Literal.number(skip)))
        held = {str(each.this) for each in tree.find_all(exp.Placeholder)}
        parameters = tuple(each for each in self.parameters if each.name in held)
        return replace(self.logical, tree=tree, parameters=parameters)

    def _after(self, start: Start) -> exp.Expr | None:
        if self.past is None or self.level is None or not start.at_cursor:
            return None
        if start.skip:
            return exp.Paren(this=any_of([self.past.copy(), self.level.copy()]))
        return self.past.copy()

    def end_of(
        self, page: FinishedNodes, start: Start, opened: Sequence[Scalar]
    ) -> tuple[Scalar, ...]:
        """The values that a cursor between level rows is made of: the key and how many of its rows
        were shown, or that number alone, counted from the first of all.
        """
        last = page.last or ()
        shown, rows = level_at_end(self.logical, page.table), page.table.num_rows
        if shown < rows:
            return (*last, shown)
        # All of the page is level: so may be what came before it.
        if self.offset or not start.at_cursor:
            return (start.skip + (self.offset or 0) + rows,)
        goes_on = start.skip and tuple(opened[: len(last)]) == last
        return (*last, (start.skip if goes_on else 0) + rows)


def limit_of(logical: LogicalQuery) -> int:
    """The rows that a page asks for: one row more, where that tells of a next page."""
    if logical.stack is not None:
        return logical.stack.limit
    return int(logical.tree.args["limit"].expression.name)


def start_between_ties(opened: Sequence[Scalar]) -> Start:
    """Of the values of a cursor that `Ties.end_of` made."""
    *_, skip = opened
    if not isinstance(skip, int) or skip < 1:
        raise InvalidCursor
    return Start(skip, at_cursor=len(opened) > 1)
