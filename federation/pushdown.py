"""Fewer rows from a source whose own comparison takes in more than ours.

MariaDB holds 'OMR', 'omr' and 'OMR ' to be equal: asked for 'OMR', it sends every row that we mean
and maybe others, and the governed condition above, which stays, takes those away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

# What no server reads otherwise than as it stands, whatever it does with quotes and escapes.
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def narrow(source: exp.Expr, alias: str, around: exp.Select | None) -> None:
    """Repeats inside `source` (a placed table, called `alias`) what `around` asks of its texts.

    Only conditions that hold for every row that is kept, and only on plain words.
    """
    where = None if around is None else around.args.get("where")
    inner = source.this
    if where is None or not isinstance(inner, exp.Select):
        return
    texts = {each.alias for each in inner.selects if isinstance(each.unalias(), exp.DPipe)}
    for column, words in _asked(where.this, alias):
        if column not in texts:
            continue
        raw = exp.column(column, quoted=True)
        values: list[exp.Expr] = [exp.Literal.string(word) for word in words]
        text = exp.cast(raw, "VARCHAR", dialect="duckdb")
        inner.where(exp.In(this=text, expressions=values), copy=False)


def _asked(condition: exp.Expr, alias: str) -> Iterator[tuple[str, list[str]]]:
    """(column, words) of each part of an AND that wants a text to be one of some plain words."""
    match condition:
        case exp.Paren(this=inside):
            yield from _asked(inside, alias)
        case exp.And():
            yield from _asked(condition.left, alias)
            yield from _asked(condition.right, alias)
        case exp.In() if condition.expressions:
            yield from _words(condition.this, condition.expressions, alias)
        case exp.EQ():
            yield from _words(condition.this, [condition.expression], alias)


def _words(asked: exp.Expr, values: list[exp.Expr], alias: str) -> Iterator[tuple[str, list[str]]]:
    column = asked.this if isinstance(asked, exp.Cast) else asked
    if not isinstance(column, exp.Column) or column.table != alias:
        return
    plain = [each.name for each in values if isinstance(each, exp.Literal) and each.is_string]
    if len(plain) == len(values) and all(_PLAIN.fullmatch(word) for word in plain):
        yield column.name, plain
