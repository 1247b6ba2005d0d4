"""Conditions are true or false, further arguments are of their kind, casts lead somewhere: engines
take a number for true, or a day for a number, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

from sqlglot import exp

from federation.dialects.decimals import MOST_DIGITS, digits_of
from federation.dialects.types import is_date, is_integer
from federation.rewrites.resolve_names import place_near, place_of
from federation.sql.kinds import CASTS, kind_of, shown_type, value_of
from federation.sql.problems import SqlArgument, SqlForm
from federation.sql.type_checks import KINDS, NUMBER, TEXT, TIME, said_name

_INSTEAD: Mapping[tuple[str, str], str] = {
    ("number", "date"): "date_parse(CAST(x AS varchar), '%Y%m%d')",
    ("date", "number"): "year(x) * 10000 + month(x) * 100 + day(x)",
    ("instant", "number"): "date_diff('second', TIMESTAMP '1970-01-01 00:00:00 UTC', x)",
    ("date", "boolean"): "x IS NOT NULL",
    ("boolean", "date"): "CASE WHEN x THEN DATE '2025-01-31' END",
}
_FURTHER: Mapping[type[exp.Expr], Mapping[str, frozenset[str]]] = {
    exp.Substring: {"start": NUMBER, "length": NUMBER},
    exp.Round: {"decimals": NUMBER},
    exp.StrPosition: {"substr": TEXT},
    exp.StartsWith: {"expression": TEXT},
    exp.Replace: {"expression": TEXT, "replacement": TEXT},
    exp.Translate: {"from_": TEXT, "to": TEXT},
    exp.Concat: {"expressions": TEXT},
    exp.Pow: {"expression": NUMBER},
    exp.Mod: {"this": NUMBER, "expression": NUMBER},
    exp.Atan2: {"expression": NUMBER},
    exp.DateAdd: {"expression": NUMBER},
    exp.DateDiff: {"expression": TIME},
    exp.Corr: {"expression": NUMBER},
    exp.CovarPop: {"expression": NUMBER},
    exp.CovarSamp: {"expression": NUMBER},
    exp.RegrSlope: {"expression": NUMBER},
    exp.RegrIntercept: {"expression": NUMBER},
}
_WHOLE: Mapping[type[exp.Expr], tuple[str, ...]] = {
    exp.Substring: ("start", "length"),
    exp.Round: ("decimals",),
    exp.DateAdd: ("expression",),
}
"""Arguments that count: 2.5 letters are 2 on one engine, 3 on another."""
_SIZES: Mapping[exp.DType, int] = {
    exp.DType.TINYINT: 2**7,
    exp.DType.SMALLINT: 2**15,
    exp.DType.INT: 2**31,
    exp.DType.BIGINT: 2**63,
}
"""The first whole number beyond each type."""
_BOTH = (exp.And, exp.Or, exp.Xor)


def check_conditions(tree: exp.Query) -> None:
    """`tree` has its types noted. Raises SqlForm, SqlArgument."""
    for node in tree.walk():
        for clause, condition in _conditions(node):
            _check_condition(clause, condition)
        for key, takes in _FURTHER.get(type(node), {}).items():
            _check_further(node, key, takes)
        for key in _WHOLE.get(type(node), ()):
            _check_whole(node, node.args.get(key))
        match node:
            case exp.Cast() | exp.TryCast():
                _check_cast(node)
                _check_range(node)
            case exp.Add() | exp.Sub() if isinstance(node.expression, exp.Interval):
                _check_span(node)
            case exp.Lag() | exp.Lead():
                _check_distance(node)


def _conditions(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    match node:
        case exp.Where():
            is_filter = isinstance(node.parent, exp.Filter)
            yield ("FILTER (WHERE …)" if is_filter else "WHERE"), node.this
        case exp.Having():
            yield "HAVING", node.this
        case exp.Join() if node.args.get("on") is not None:
            yield "ON", node.args["on"]
        case exp.If():
            case = node.parent
            if not isinstance(case, exp.Case) or case.this is None:
                yield ("CASE WHEN" if isinstance(case, exp.Case) else "if"), node.this
        case exp.Not():
            yield "NOT", node.this
        case exp.CountIf():
            yield "count_if", node.this
        case _ if isinstance(node, _BOTH):
            name = type(node).__name__.upper()
            yield name, node.this
            yield name, node.expression


def _check_condition(clause: str, condition: exp.Expr) -> None:
    is_row = isinstance(condition, exp.Tuple)
    if is_row or kind_of(value_of(condition)) not in {"boolean", "null", "?"}:
        given = "(…, …)" if is_row else _type(condition)
        raise SqlForm(
            what=clause,
            expected_fr=f"une condition, comme x = 'OMR' ou x > 3, et reçoit {given}",
            expected_en=f"a condition, such as x = 'OMR' or x > 3, and is given {given}",
            place=place_near(condition),
        )


def _type(node: exp.Expr) -> str:
    return shown_type(value_of(node))


def _check_further(node: exp.Expr, key: str, takes: frozenset[str]) -> None:
    given = node.args.get(key)
    listed: Iterable[object] = given if isinstance(given, list) else [given]
    for argument in listed:
        if not isinstance(argument, exp.Expr) or kind_of(value_of(argument)) in takes | {
            "null",
            "?",
        }:
            continue
        expected_fr, expected_en = KINDS[takes]
        raise SqlArgument(
            what=said_name(node),
            expected_fr=expected_fr,
            expected_en=expected_en,
            found=_type(argument),
            place=place_of(argument) or place_of(node),
        )


def _check_whole(node: exp.Expr, argument: exp.Expr | None) -> None:
    if argument is None or kind_of(value_of(argument)) != "number" or is_integer(argument):
        return
    raise SqlArgument(
        what=said_name(node),
        expected_fr="un nombre entier",
        expected_en="a whole number",
        found=_type(argument),
        place=place_of(argument) or place_near(node),
    )


def _check_range(node: exp.Cast) -> None:
    """Raises SqlForm for a number of the statement that its type cannot hold."""
    number = node.this.unnest()
    value = number.this if isinstance(number, exp.Neg) else number
    if isinstance(node, exp.TryCast) or not isinstance(value, exp.Literal) or value.is_string:
        return
    digits = digits_of(node)
    if digits is None:
        return
    is_negative = value is not number
    size, scale = Decimal(value.name), 0 if node.to.this in _SIZES else digits.scale
    with localcontext(prec=2 * MOST_DIGITS):
        beyond = Decimal(_SIZES.get(node.to.this, 10**digits.whole))
        most = beyond - Decimal(1).scaleb(-scale)
        # A half is rounded away from zero; of whole numbers the least has one more than the most.
        is_least = is_negative and node.to.this in _SIZES
        half = Decimal("0.5").scaleb(-scale)
        fits = size < (beyond + half if is_least else beyond - half)
    if not fits:
        raise SqlForm(
            what=f"CAST(… AS {shown_type(node)})",
            expected_fr=f"un nombre d'au plus {most}, ou un type plus grand",
            expected_en=f"a number of at most {most}, or a larger type",
            place=place_of(value) or place_near(node),
        )


def _check_cast(node: exp.Cast) -> None:
    operand = value_of(node.this)
    if operand.type is not None and operand.type.this is exp.DType.INTERVAL:
        raise SqlForm(
            what=f"CAST(… AS {shown_type(node)})",
            expected_fr="ce qui se convertit, et une durée ne se convertit pas :"
            " date_diff('day', a, b) la compte",
            expected_en="what can be converted, and a span of time is not converted:"
            " date_diff('day', a, b) counts it",
            place=place_of(node),
        )
    one, other = kind_of(operand), kind_of(node)
    if one not in CASTS or other == "?" or other in CASTS[one]:
        return
    instead, given = _INSTEAD.get((one, other), "CAST(x AS varchar)"), _type(node.this)
    raise SqlForm(
        what=f"CAST(… AS {shown_type(node)})",
        expected_fr=f"ce qui se convertit, et {given} ne se convertit pas ainsi : {instead}",
        expected_en=f"what can be converted, and {given} is not converted so: {instead}",
        place=place_of(node),
    )


def _check_span(node: exp.Expr) -> None:
    """Raises SqlForm unless an INTERVAL is added to a day or a moment: a day has no hours."""
    kind = kind_of(value_of(node.this))
    unit = str(node.expression.args["unit"].name).upper()
    is_hour = unit in {"HOUR", "MINUTE", "SECOND"} and is_date(value_of(node.this))
    if kind not in {"date", "instant", "null", "?"} or is_hour:
        raise SqlForm(
            what=f"INTERVAL … {unit}",
            expected_fr="un jour ou un moment devant lui ; des heures s'ajoutent à un moment :"
            " CAST(x AS timestamp)",
            expected_en="a day or a moment before it; hours are added to a moment:"
            " CAST(x AS timestamp)",
            place=place_of(node),
        )


def _check_distance(node: exp.Expr) -> None:
    """Raises SqlForm unless the distance of `lag` and `lead` is written in the query: a distance
    that differs by row is refused elsewhere. Raises SqlArgument for a default of another kind.
    """
    distance = node.args.get("offset")
    is_written = (
        isinstance(distance, exp.Literal) and not distance.is_string and distance.name.isdigit()
    )
    if distance is not None and not is_written:
        name = said_name(node)
        raise SqlForm(
            what=name,
            expected_fr=f"un nombre entier écrit dans la requête : {name}(x, 1)",
            expected_en=f"a whole number written in the query: {name}(x, 1)",
            place=place_of(node),
        )
    default = node.args.get("default")
    kinds = [kind_of(value_of(each)) for each in (node.this, default) if each is not None]
    if default is not None and len({*kinds} - {"null", "?"}) > 1:
        raise SqlArgument(
            what=said_name(node),
            expected_fr=f"une valeur par défaut de type {_type(node.this)}",
            expected_en=f"a default value of the type {_type(node.this)}",
            found=_type(default),
            place=place_of(node),
        )
