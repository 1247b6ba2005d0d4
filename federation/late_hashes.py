"""Pseudonyms of the rows of an answer are made of these rows alone.

`SELECT c … FROM (SELECT t.c … FROM (SELECT sha256(…) AS c …) AS t … ORDER BY … LIMIT 100)`: DuckDB
makes a pseudonym of every row before it chooses the first ones by other columns. What it is made of
is given up instead, and it is made above the limit: the same values, of fewer rows.

It is how a governed tree is run, not what it shows: the tree of a plan stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from federation.rewrites.context import KEY_PREFIX
from federation.rewrites.expressions import INTERNAL, column, quoted
from federation.rewrites.limit_first import FIRST, chosen_first

_OF_GROUPS = ("distinct", "group", "having", "qualify", "windows")
_CHOOSES_ROWS = (*_OF_GROUPS, "limit", "offset")
_OF_OTHER_ROWS = (exp.Query, exp.AggFunc, exp.Window)


def hash_last(tree: exp.Query) -> exp.Query:
    """The same tree, its pseudonyms made above its limit where nothing below it needs them."""
    limited = _limited(tree)
    if limited is None:
        return tree
    given = _given(limited)
    if given is None:
        return tree
    moving = _Moving(tree, limited, given)
    for shown in list(given.this.expressions):
        if _is_pseudonym(shown.this):
            moving.move(shown)
    return tree


def _limited(tree: exp.Query) -> exp.Select | None:
    """The query that chooses the rows of `tree` and limits them, where `limit_first` put one."""
    below = chosen_first(tree)
    if below is None or below.args.get("limit") is None:
        return None
    return None if any(below.args.get(each) for each in _OF_GROUPS) else below


def _given(limited: exp.Select) -> exp.Subquery | None:
    """The governed self of the table whose rows are chosen."""
    start = limited.args.get("from_")
    given = None if start is None else start.this
    if not isinstance(given, exp.Subquery) or not isinstance(given.this, exp.Select):
        return None
    return None if any(given.this.args.get(each) for each in _CHOOSES_ROWS) else given


def _is_pseudonym(value: exp.Expr) -> bool:
    """True where the value is made with a key, from the row's own values alone."""
    keys = (str(each.this).startswith(KEY_PREFIX) for each in value.find_all(exp.Placeholder))
    return any(keys) and value.find(*_OF_OTHER_ROWS) is None


@dataclass(slots=True)
class _Moving:
    tree: exp.Query
    limited: exp.Select
    given: exp.Subquery
    moved: int = 0

    def move(self, shown: exp.Expr) -> None:
        """Makes the value of `shown`, one of the given columns, above the limit instead."""
        uses = list(self._uses(self.limited, self.given.alias, shown.alias))
        kept = uses[0].parent if len(uses) == 1 else None
        if not isinstance(kept, exp.Alias) or kept.parent is not self.limited:
            return
        parts = {each.sql(): each for each in shown.this.find_all(exp.Column)}
        if not parts:
            return
        names = {part: self._name() for part in parts}
        value = shown.this.pop()
        above = value.copy()
        for part in list(above.find_all(exp.Column)):
            part.replace(column(names[part.sql()], FIRST))
        for use in list(self._uses(self.tree, FIRST, kept.alias)):
            use.replace(above.copy())
        # In the very places of what was there: nothing else of the columns changes.
        _put(shown, [_named(part.copy(), names[key]) for key, part in parts.items()])
        _put(kept, [_named(column(name, self.given.alias), name) for name in names.values()])

    def _name(self) -> str:
        self.moved += 1
        return f"{INTERNAL}h{self.moved}"

    @staticmethod
    def _uses(within: exp.Query, table: str, name: str) -> Iterator[exp.Column]:
        for use in within.find_all(exp.Column):
            if (use.table, use.name) == (table, name):
                yield use


def _named(value: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=value, alias=quoted(name))


def _put(place: exp.Expr, columns: list[exp.Alias]) -> None:
    """In the place of one projection."""
    select = place.parent
    if not isinstance(select, exp.Select):
        raise TypeError("a projection of a select is expected")
    among = select.expressions
    at = next(position for position, each in enumerate(among) if each is place)
    select.set("expressions", [*among[:at], *columns, *among[at + 1 :]])
