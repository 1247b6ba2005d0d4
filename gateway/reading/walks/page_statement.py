"""One page of a walk as a statement: its tree, its values beside it, and who asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.model.dataset import Column
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.walks.bound_values import BoundValues
from gateway.reading.walks.conditions import Conditions, all_of, column_node
from gateway.reading.walks.page_order import OrderedColumn, from_place, order_nodes
from gateway.reading.walks.readable import Readable
from gateway.reading.walks.terms import Condition
from gateway.reading.walks.walk_tokens import WalkPlace, request_id

COUNTED = "lignes"
"""The name of the one column of a count."""


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """`columns` in their order; `size` rows at most, after `skip` of them on the first page."""

    readable: Readable
    columns: tuple[Column, ...]
    order: tuple[OrderedColumn, ...]
    size: int
    conditions: tuple[Condition, ...] = ()
    skip: int = 0
    is_two_valued: bool = True
    """As `Conditions` has it."""

    @property
    def selected(self) -> tuple[Column, ...]:
        """The columns that are shown, then columns that only say where a row stands."""
        ids = {each.id for each in self.columns}
        ordered = (each.column for each in self.order)
        return (*self.columns, *(each for each in ordered if each.id not in ids))

    def rows_after(self, walk: WalkPlace) -> int:
        return self.size if walk.left is None else min(self.size, walk.left)

    def page(self, walk: WalkPlace, request: SqlRequest) -> SqlRequest:
        """Asks for the page and one row more, which tells that there is a next one; for no more on
        the page that ends the walk: an agreement may limit the rows of a statement to just these.
        """
        values = BoundValues()
        tree = exp.select(*(column_node(each) for each in self.selected)).from_(self._table())
        where = self._where(values)
        if not walk.is_first:
            is_level = walk.level > 0
            where.append(from_place(self.order, walk.place, values, beyond=not is_level))
        tree = _with_where(tree, where)
        is_last = walk.left is not None and walk.left <= self.size
        most = self.rows_after(walk) + (0 if is_last else 1)
        tree = tree.order_by(*order_nodes(self.order)).limit(most)
        offset = self.skip if walk.is_first else walk.level
        return _asking(request, tree.offset(offset) if offset else tree, values, request_id(walk))

    def count(self, walk: WalkPlace, request: SqlRequest) -> SqlRequest:
        """Asks how many rows the whole walk has, whatever its pages."""
        values = BoundValues()
        rows = exp.alias_(exp.Count(this=exp.Star()), COUNTED, quoted=True)
        tree = _with_where(exp.select(rows).from_(self._table()), self._where(values))
        return _asking(request, tree, values, request_id(walk, counts=True))

    def _table(self) -> exp.Table:
        owner, name = self.readable.owner.slug.sql_name, str(self.readable.dataset.name)
        return exp.table_(name, db=owner, quoted=True)

    def _where(self, values: BoundValues) -> list[exp.Expr]:
        compiler = Conditions(self.readable.column, values, self.is_two_valued)
        return [compiler.where(each) for each in self.conditions]


def _with_where(tree: exp.Select, where: Sequence[exp.Expr]) -> exp.Select:
    return tree.where(all_of(where)) if where else tree


def _asking(request: SqlRequest, tree: exp.Select, values: BoundValues, record: str) -> SqlRequest:
    asking = request.asking(tree)
    return replace(asking, id=record, parameters=tuple(values.parameters))
