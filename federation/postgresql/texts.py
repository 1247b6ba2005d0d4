"""Functions of texts of PostgreSQL as ours, where ours of the same name is another."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp, parse_one

from federation.postgresql.expressions import Expressions, Handler, call, measured_of
from federation.postgresql.kinds import INTEGERS, Kind
from federation.postgresql.literals import data_type
from federation.postgresql.problems import kind_name, not_here
from federation.postgresql.scopes import Scope


def _concat(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    """NULL is an empty text there."""
    for argument in arguments:
        kind = reader.value(argument, scope)
        if kind not in {Kind.TEXT, Kind.UNKNOWN, None, *INTEGERS, Kind.NUMERIC, Kind.DATE}:
            raise not_here(f"concat({kind_name(kind)})", "concat(x, y)")
    texts = []
    for argument in node.expressions:
        is_text = isinstance(argument, exp.Literal) and argument.is_string
        text = argument if is_text else exp.Cast(this=argument, to=data_type(Kind.TEXT))
        texts.append(text if is_text else call("COALESCE", text, exp.Literal.string("")))
    joined = texts[0]
    for argument in texts[1:]:
        joined = exp.DPipe(this=joined, expression=argument)
    node.replace(exp.Paren(this=joined))
    return Kind.TEXT


def _ends(name: str) -> Handler:
    """`left(x, 2)` and `right(x, 2)`, of a place number of letters."""

    def read(
        reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
    ) -> Kind | None:
        if len(arguments) != 2 or not (
            isinstance(arguments[1], exp.Literal) and arguments[1].name.isdecimal()
        ):
            raise not_here(f"{name}(…)", f"{name}(x, 2)")
        reader.value(arguments[0], scope)
        reader.coerce(node.expressions[0], Kind.TEXT)
        text, count = node.expressions[0], int(arguments[1].name)
        first: exp.Expr = exp.Literal.number(1)
        if name == "right":
            place = f"greatest(length(x) - {count} + 1, 1)"
            first = parse_one(place, dialect="trino")
            for column in list(first.find_all(exp.Column)):
                column.replace(text.copy())
        cut = call("SUBSTR", text.copy(), first, exp.Literal.number(count))
        node.replace(cut)
        return Kind.TEXT

    return read


def _substr(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    cut = exp.Substring(
        this=arguments[0],
        start=arguments[1] if len(arguments) > 1 else None,
        length=arguments[2] if len(arguments) > 2 else None,
    )
    node.replace(cut)
    return reader.value(cut, scope)


def _string_agg(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    """In the order that it says, or in that of the texts: PostgreSQL promises none there."""
    text, separator, order, is_distinct = _parts(arguments)
    if not (isinstance(separator, exp.Literal) and separator.is_string):
        raise not_here("string_agg(…)", "string_agg(x, ', ')")
    listed = call("LISTAGG", exp.Distinct(expressions=[text]) if is_distinct else text, separator)
    order = order or exp.Order(expressions=[exp.Ordered(this=text.copy())])
    node.replace(exp.WithinGroup(this=listed, expression=order))
    kind = reader.value(measured_of(listed), scope)
    if kind not in {Kind.TEXT, Kind.UNKNOWN, None}:
        raise not_here(f"string_agg({kind_name(kind)})", "string_agg(x::text, ', ')")
    for ordered in order.expressions:
        reader.value(ordered.this, scope)
    return Kind.TEXT


def _parts(
    arguments: list[exp.Expr],
) -> tuple[exp.Expr, exp.Expr, exp.Order | None, bool]:
    """The text, what stands between, the order if one is said, and whether each stands once:
    the parser hangs ORDER BY on the last of them, or on DISTINCT.
    """
    order: exp.Order | None = None
    last = arguments[-1]
    if isinstance(last, exp.Order):
        order = exp.Order(expressions=[ordered.copy() for ordered in last.expressions])
        arguments = [*arguments[:-1], last.this]
    is_distinct = isinstance(arguments[0], exp.Distinct)
    if isinstance(arguments[0], exp.Distinct):
        arguments = [*arguments[0].expressions, *arguments[1:]]
    if len(arguments) != 2:
        raise not_here("string_agg(…)", "string_agg(x, ', ')")
    return arguments[0].copy(), arguments[1].copy(), order, is_distinct


TEXT_FUNCTIONS: Mapping[str, Handler] = {
    "concat": _concat,
    "left": _ends("left"),
    "right": _ends("right"),
    "substr": _substr,
    "string_agg": _string_agg,
}
