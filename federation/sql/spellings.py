"""Other names that Trino has for one thing, which the parser does not know: said the known way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from federation.logical import FOLD


def _every(call: exp.Anonymous) -> exp.Expr:
    return exp.LogicalAnd(this=call.expressions[0])


def _year_of_week(call: exp.Anonymous) -> exp.Expr:
    return exp.YearOfWeek(this=call.expressions[0])


def _at_zone(call: exp.Anonymous) -> exp.Expr:
    instant, zone = call.expressions
    return exp.AtTimeZone(this=instant, zone=zone)


def _fold(call: exp.Anonymous) -> exp.Expr:
    mode = exp.Literal.string("CASE_ACCENT")
    return exp.Anonymous(this=FOLD, expressions=[call.expressions[0], mode])


_ARGUMENTS: Mapping[str, tuple[int, Callable[[exp.Anonymous], exp.Expr]]] = {
    "every": (1, _every),
    "yow": (1, _year_of_week),
    "at_timezone": (2, _at_zone),
    "fold": (1, _fold),
}
"""The number of arguments that a call needs to be known; any other call is refused as unknown."""


def use_known_names(tree: exp.Query) -> None:
    for call in list(tree.find_all(exp.Anonymous)):
        count, written = _ARGUMENTS.get(str(call.this).lower(), (-1, None))
        if written is not None and len(call.expressions) == count:
            call.replace(written(call))
    for counted in tree.find_all(exp.Count):
        if counted.this is None and not counted.expressions:
            counted.set("this", exp.Star())
    for day in list(tree.find_all(exp.Date)):
        if isinstance(day.this, exp.Literal) and day.this.is_string and not day.expressions:
            day.replace(exp.cast(day.this, exp.DType.DATE))
    for cut in list(tree.find_all(exp.DateTrunc)):
        unit = cut.args.get("unit")
        if isinstance(unit, exp.Literal):
            # The parser has two nodes for one function: the unit of this one is a text.
            cut.replace(exp.TimestampTrunc(this=cut.this, unit=exp.var(unit.name.upper())))
