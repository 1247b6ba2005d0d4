"""The rows of a page but for their order: by the primary key, or apart from it.

A key that is given as a pseudonym orders nothing before every row of the table is hashed, and one
that is hidden must not show in an order. Then rows are ordered by columns that their reader is
given as they are: by a few that are selected, by others where pseudonyms are selected that would
else be made for many rows; and where those are level by all that is selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ScalarType
from catalog.model.transform import Transform
from catalog.model.type_record import Family
from federation.binding import BoundDataset
from federation.logical import (
    ROW_ID,
    Field,
    LinkedRows,
    LiteralSource,
    LogicalQuery,
    NodeId,
    Shape,
    SliceKind,
    VariableSource,
    WireType,
)
from federation.wire_types import WIRE
from schema.paging_problems import LastNeedsClearKey
from schema.reading.keyset import EDGE, order_digest, rows_after, rows_level, rows_until
from schema.reading.ordering import OrderKey
from schema.reading.projection import Projection
from schema.reading.ties import Start, Ties
from schema.sql import TEXT, Parameters, cast

_MOST_KEYS = 3
"""The most selected columns that order a page after the document's keys: a cursor of many is a long
condition. Rows level in these are told apart by all selected columns.
"""
_MOST_OTHERS = 2
"""Of columns that are not selected: what is level with a page's end is hashed."""
_TELLING = sorted(
    ScalarType,
    key=lambda each: (list(Family).index(TYPES[each].family), -[*ScalarType].index(each)),
)
"""By what few rows are level, and files are written, first."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The slice, and where rows have cursors the digest of their order and what a page needs that
    begins or ends between rows of one key. `rows`: what it takes to order them otherwise.
    """

    logical: LogicalQuery
    order: bytes | None
    ties: Ties | None
    rows: PageRows | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PageRows:
    """`keys`: those of the document, then the primary key's, `asked` of them the document's own;
    `shown`: all that the lists of the connection select. `token`: of the cursor that it begins at.
    """

    datasets: tuple[str, ...]
    """The one whose rows these are, then those that the condition looks up."""
    fields: tuple[Field, ...]
    projection: Projection
    linked: tuple[LinkedRows, ...]
    shown: Projection
    table: exp.Table
    joins: tuple[exp.Join, ...]
    condition: exp.Expr | None
    parameters: Parameters
    keys: tuple[OrderKey, ...]
    asked: int
    exact: tuple[OrderKey, ...]
    """The dataset's columns, as keys: those of them that a cursor can be made of."""
    showing: frozenset[str]
    """Names of the columns that are shown as they are given, alone or as a commune's code."""
    token: LiteralSource | VariableSource | None
    first: int
    offset: int | None
    paged: bool
    node_id: NodeId | None
    edge_cursor: str | None
    tells_start: bool
    is_backward: bool
    has_cursors: bool
    is_of_standard: bool
    """Rows of several datasets: those that have no key to tell are told apart by what is shown."""
    max_rows: int

    @property
    def dataset_id(self) -> str:
        return self.datasets[0]

    def by_the_key(self) -> Nodes:
        ties = self._ties(self.keys, cursors=self.paged)
        if not self.has_cursors:
            return Nodes(ties.page_from(Start()), None, None)
        # Counting rows from the first needs the total order from the first page on. Elsewhere the
        # keys are enough, which an index may serve, until two rows of one key meet at an edge.
        plain = ties.page_from(Start())
        if self.offset is None and not self.is_of_standard:
            ordered = [key.ordered() for key in self._directed(self.keys)]
            plain.tree.set("order", exp.Order(expressions=ordered))
        is_kept = (self.paged or self.token is not None) and not self.is_backward
        kept = ties if is_kept else None
        return Nodes(plain, order_digest(self.keys, self.dataset_id), kept, self)

    def apart_from_the_key(self, bound: BoundDataset) -> Nodes | None:
        """None where the key is given as it is, or no column that a cursor can be made of is."""
        if not _is_hashed(bound):
            return None
        if self.is_backward:
            raise LastNeedsClearKey(dataset=bound.dataset.name)
        asked, clear = self.keys[: self.asked], _clear(bound)
        keys = (*asked, *self._clear_keys(bound, clear, {key.slot for key in asked}))
        if not keys:
            return None
        # Where all that is computed of a row is what the caller orders by, nothing is spared.
        edge = not self._computed(clear) <= {key.column for key in asked}
        ties = self._ties(keys, cursors=True, edge=edge)
        return Nodes(ties.page_from(Start()), order_digest(keys, self.dataset_id), ties, self)

    def in_two_steps(self, bound: BoundDataset) -> Nodes | None:
        """By the key, which is given as it is; None where no pseudonym is shown beside it."""
        keys = {key.column for key in self.keys}
        if not self.has_cursors or _hashed(bound) & keys or not _hashed(bound) & self.showing:
            return None
        if self.is_backward:
            # Cursors among level rows count them from the front.
            return None
        ties = self._ties(self.keys, cursors=True, edge=True)
        return Nodes(ties.page_from(Start()), order_digest(self.keys, self.dataset_id), ties, self)

    def _clear_keys(
        self, bound: BoundDataset, clear: frozenset[str], held: set[str]
    ) -> list[OrderKey]:
        """Columns given as they are; not selected ones too, where rows that are level are dear."""
        known = [key for key in self.exact if key.column in clear and key.slot not in held]
        known.sort(key=lambda key: _TELLING.index(key.type.scalar))
        shown = [key for key in known if key.column in self.showing][:_MOST_KEYS]
        if shown and not self._hashes(bound):
            return shown
        return [*shown, *[key for key in known if key.column not in self.showing][:_MOST_OTHERS]]

    def _hashes(self, bound: BoundDataset) -> bool:
        """True where a pseudonym is shown, or `_id`, which is made of the key's."""
        return bool(_hashed(bound) & self.showing) or any(
            str(each.this) == ROW_ID
            for shown in self.shown.expressions
            for each in shown.find_all(exp.Anonymous)
        )

    def _computed(self, clear: frozenset[str]) -> frozenset[str | None]:
        """The columns shown that are not as they lie; None stands for what is made of several."""
        plain = {each.this.name for each in self.shown.expressions if _is_column(each.this)}
        made = {None for each in self.shown.expressions if not _is_column(each.this)}
        return frozenset(plain - clear) | made

    def _add_key(self, projection: Projection, key: OrderKey) -> str:
        """As text where it is a decimal and levels of linked rows lie on top of each other."""
        value, wire = key.expression.copy(), WIRE[key.type.scalar]
        if self.linked and wire is WireType.DECIMAL:
            return projection.add(key.slot, cast(cast(value, key.type), TEXT), WireType.STRING)
        return projection.add(key.slot, value, wire)

    def _directed(self, keys: Sequence[OrderKey]) -> Sequence[OrderKey]:
        """As the rows are read: from the last to the first, where that is the way."""
        if not self.is_backward:
            return keys
        return [replace(each, direction=each.direction.reversed) for each in keys]

    def _ties(self, keys: Sequence[OrderKey], *, cursors: bool, edge: bool = False) -> Ties:
        projection, parameters = self.projection.copy(), self.parameters.copy()
        cursor_columns: tuple[str, ...] = ()
        if self.has_cursors and cursors:
            cursor_columns = tuple(self._add_key(projection, key) for key in keys)
        if not projection.columns:
            projection.add("nothing", exp.Literal.number(1), WireType.INT)
        keys = self._directed(keys)
        past, level = None, None
        if self.token is not None:
            past = rows_after(keys, self.token, parameters)
            level = rows_level(keys, self.token, parameters)
        until = rows_until(keys, EDGE, parameters) if edge else None
        tree = exp.Select(
            expressions=projection.expressions, from_=exp.From(this=self.table.copy())
        )
        if self.joins:
            tree.set("joins", [each.copy() for each in self.joins])
        if self.condition is not None:
            tree.set("where", exp.Where(this=self.condition.copy()))
        total: list[exp.Expr] = [*(key.ordered() for key in keys), *_order_by_output(self.shown)]
        if total:
            tree.set("order", exp.Order(expressions=total))
        number = exp.Literal.number(self.first + (1 if self.paged else 0))
        tree.set("limit", exp.Limit(expression=number))
        logical = LogicalQuery(
            kind=SliceKind.NODES,
            datasets=self.datasets,
            tree=tree,
            parameters=parameters.held_by(tree),
            shape=Shape(self.fields),
            columns=tuple(projection.columns),
            page_size=self.first if self.paged else None,
            cursor_columns=cursor_columns,
            max_rows=self.max_rows,
            linked=self.linked,
            node_id=self.node_id,
            edge_cursor=self.edge_cursor,
            tells_start=self.tells_start,
            is_backward=self.is_backward,
            skips=bool(self.offset),
        )
        made = tuple(parameters.made.values())
        return Ties(logical, past, level, made, self.offset, until, tuple(keys))


def _is_hashed(bound: BoundDataset) -> bool:
    """True where the primary key is given, and a part of it as a pseudonym."""
    key = {bound.dataset.column(each).name for each in bound.dataset.primary_key}
    return key <= bound.granted and bool(key & _hashed(bound))


def _hashed(bound: BoundDataset) -> frozenset[str]:
    """Columns that some branch gives as pseudonyms."""
    return frozenset(
        name
        for branch in bound.branches
        for name, cell in branch.columns.items()
        if cell.transform is Transform.KEYED_HASH
    )


def _clear(bound: BoundDataset) -> frozenset[str]:
    """Columns that every branch gives as they are."""
    return frozenset(
        each.name
        for each in bound.dataset.columns
        if all(
            each.name in branch.columns and branch.columns[each.name].transform is Transform.CLEAR
            for branch in bound.branches
        )
    )


def _is_column(shown: exp.Expr) -> bool:
    return isinstance(shown, exp.Column)


def _order_by_output(projection: Projection) -> list[exp.Expr]:
    """By what is shown, so that rows that are level look the same."""
    return [
        exp.Ordered(this=_comparable(each.this.copy(), wire), desc=False, nulls_first=False)
        for each, (_, wire) in zip(projection.expressions, projection.columns, strict=True)
    ]


def _comparable(value: exp.Expr, wire: WireType) -> exp.Expr:
    """JSON has an order as text alone."""
    return cast(value, TEXT) if wire is WireType.JSON else value
