"""Pages over rows that are level: one key for several rows, or a key that is shown coarser than it
is. Where such rows meet at the edge of a page, they are told apart by what is shown of them.

Rows that are level even then look the same: a cursor counts them, and none is lost or shown twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from federation.logical import LogicalQuery, Parameter, Scalar
from federation.problems import InvalidCursor
from schema.paging import FinishedNodes, level_at_end
from schema.sql import all_of, any_of


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins in the order of `Ties`: `skip` rows after the first that is level with
    its cursor (0: after all that are), or after the first of all where there is none.
    """

    skip: int = 0
    at_cursor: bool = True


@dataclass(frozen=True, slots=True)
class Ties:
    """The rows of a page in a total order: by the keys, then by all that is shown.

    `logical` has no cursor; `past` and `level` are the conditions of the one that the document
    gives. `digest`: what else a cursor into level rows is bound to.
    """

    logical: LogicalQuery
    past: exp.Expr | None
    level: exp.Expr | None
    parameters: tuple[Parameter, ...]
    offset: int | None
    digest: bytes

    def page_from(self, start: Start) -> LogicalQuery:
        tree = self.logical.tree.copy()
        after = self._after(start)
        where = tree.args.get("where")
        if after is not None:
            both = after if where is None else all_of([where.this, after])
            tree.set("where", exp.Where(this=both))
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
        """What a cursor between level rows is made of: the key and how many of its rows were
        shown, or that alone, counted from the first of all.
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


def start_between_ties(opened: Sequence[Scalar]) -> Start:
    """Of the values of a cursor that `Ties.end_of` made."""
    *_, skip = opened
    if not isinstance(skip, int) or skip < 1:
        raise InvalidCursor
    return Start(skip, at_cursor=len(opened) > 1)
