"""The names that PostgreSQL gives to columns that a statement does not name."""

from __future__ import annotations

from sqlglot import exp

from federation.postgresql.parsing import CALL
from federation.sql.parsing import PARAMETER

_SPECIAL = {
    exp.Extract: "extract",
    exp.Substring: "substring",
    exp.Trim: "btrim",
    exp.StrPosition: "position",
    exp.Case: "case",
    exp.Exists: "exists",
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.Localtimestamp: "localtimestamp",
    exp.AtTimeZone: "timezone",
    exp.Array: "array",
}
_TYPES = {
    exp.DType.INT: "int4",
    exp.DType.SMALLINT: "int2",
    exp.DType.BIGINT: "int8",
    exp.DType.DECIMAL: "numeric",
    exp.DType.DOUBLE: "float8",
    exp.DType.BOOLEAN: "bool",
    exp.DType.TEXT: "text",
    exp.DType.VARCHAR: "varchar",
    exp.DType.DATE: "date",
    exp.DType.TIME: "time",
    exp.DType.TIMESTAMP: "timestamp",
    exp.DType.TIMESTAMPTZ: "timestamptz",
}
UNNAMED = "?column?"


def output_names(tree: exp.Query) -> tuple[str | None, ...] | None:
    """One for each column of the answer, None for one that is called as it is written; None at all
    where `*` stands for how many nobody knows yet, unless it stands last.
    """
    first: exp.Expr = tree
    while isinstance(first, exp.SetOperation | exp.Subquery):
        first = first.this
    if not isinstance(first, exp.Select):
        return ()
    names: list[str | None] = []
    for index, each in enumerate(first.expressions):
        is_star = isinstance(each, exp.Star) or isinstance(each.this, exp.Star)
        if is_star and not isinstance(each, exp.Anonymous):
            return tuple(names) if index == len(first.expressions) - 1 else None
        names.append(None if isinstance(each, exp.Alias | exp.Column) else _called(each)[0])
    return tuple(names)


def _called(node: exp.Expr) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
    """A name, and how good it is: that of a column before that of a type (FigureColname)."""
    if isinstance(node, exp.Column):
        return node.name.lower(), 2
    if isinstance(node, exp.Anonymous) and node.name == PARAMETER:
        return UNNAMED, 0
    if isinstance(node, exp.Anonymous):
        return node.name.removeprefix(CALL), 2
    if isinstance(node, exp.Cast):
        name, strength = _called(node.this)
        return (name, strength) if strength > 1 else (_TYPES.get(node.to.this, UNNAMED), 1)
    if isinstance(node, exp.Paren | exp.Filter | exp.Window | exp.WithinGroup):
        return _called(node.this)
    if isinstance(node, exp.Subquery):
        inner = node.this
        if isinstance(inner, exp.Select) and len(inner.expressions) == 1:
            only = inner.expressions[0]
            return (only.alias, 2) if isinstance(only, exp.Alias) else _called(only)
        return UNNAMED, 0
    if isinstance(node, exp.Boolean):
        return "bool", 1
    if isinstance(node, exp.Case):
        default = node.args.get("default")
        name, strength = _called(default) if default is not None else ("", 0)
        return (name, strength) if strength > 1 else ("case", 1)
    return _SPECIAL.get(type(node), UNNAMED), 2 if type(node) in _SPECIAL else 0
