"""Functions of PostgreSQL as ours, by the names that PostgreSQL gives them: no other is called.

Where a function of the same name gives another value or another type on our engines, it is written
out so that it does not, or refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp, parse_one

from federation.postgresql.days import DAY_FUNCTIONS
from federation.postgresql.expressions import Expressions, Handler, Rule, call, measured_of
from federation.postgresql.kinds import INTEGERS, NUMBERS, Kind
from federation.postgresql.literals import data_type
from federation.postgresql.parsing import CALL
from federation.postgresql.problems import kind_name, not_here
from federation.postgresql.scopes import Scope
from federation.postgresql.texts import TEXT_FUNCTIONS


@dataclass(frozen=True, slots=True)
class Same:
    """A function that ours is equal to: `name` of ours, the types of its arguments, and its own.

    `takes` None: any type. `gives` None: that of its first argument. `is_cast`: ours gives another
    type, which is cast.
    """

    name: str
    takes: tuple[Kind | None, ...]
    gives: Kind | None
    optional: int = 0
    is_cast: bool = False


_TEXT = Kind.TEXT
_SAME: Mapping[str, Same] = {
    "lower": Same("LOWER", (_TEXT,), _TEXT),
    "upper": Same("UPPER", (_TEXT,), _TEXT),
    "length": Same("LENGTH", (_TEXT,), Kind.INT4, is_cast=True),
    "char_length": Same("LENGTH", (_TEXT,), Kind.INT4, is_cast=True),
    "character_length": Same("LENGTH", (_TEXT,), Kind.INT4, is_cast=True),
    "strpos": Same("STRPOS", (_TEXT, _TEXT), Kind.INT4, is_cast=True),
    "replace": Same("REPLACE", (_TEXT, _TEXT, _TEXT), _TEXT),
    "reverse": Same("REVERSE", (_TEXT,), _TEXT),
    "translate": Same("TRANSLATE", (_TEXT, _TEXT, _TEXT), _TEXT),
    "starts_with": Same("STARTS_WITH", (_TEXT, _TEXT), Kind.BOOL),
    "split_part": Same("SPLIT_PART", (_TEXT, _TEXT, Kind.INT4), _TEXT),
    "btrim": Same("TRIM", (_TEXT,), _TEXT),
    "ltrim": Same("LTRIM", (_TEXT,), _TEXT),
    "rtrim": Same("RTRIM", (_TEXT,), _TEXT),
    "abs": Same("ABS", (None,), None),
    "mod": Same("MOD", (None, None), None),
    "sqrt": Same("SQRT", (Kind.FLOAT8,), Kind.FLOAT8),
    "cbrt": Same("CBRT", (Kind.FLOAT8,), Kind.FLOAT8),
    "ln": Same("LN", (Kind.FLOAT8,), Kind.FLOAT8),
    "exp": Same("EXP", (Kind.FLOAT8,), Kind.FLOAT8),
    "power": Same("POWER", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "pow": Same("POWER", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "pi": Same("PI", (), Kind.FLOAT8),
    "sin": Same("SIN", (Kind.FLOAT8,), Kind.FLOAT8),
    "cos": Same("COS", (Kind.FLOAT8,), Kind.FLOAT8),
    "tan": Same("TAN", (Kind.FLOAT8,), Kind.FLOAT8),
    "radians": Same("RADIANS", (Kind.FLOAT8,), Kind.FLOAT8),
    "degrees": Same("DEGREES", (Kind.FLOAT8,), Kind.FLOAT8),
    "count": Same("COUNT", (None,), Kind.INT8),
    "min": Same("MIN", (None,), None),
    "max": Same("MAX", (None,), None),
    "bool_and": Same("BOOL_AND", (Kind.BOOL,), Kind.BOOL),
    "bool_or": Same("BOOL_OR", (Kind.BOOL,), Kind.BOOL),
    "every": Same("BOOL_AND", (Kind.BOOL,), Kind.BOOL),
    "any_value": Same("ANY_VALUE", (None,), None),
    "stddev": Same("STDDEV", (Kind.FLOAT8,), Kind.FLOAT8),
    "stddev_samp": Same("STDDEV_SAMP", (Kind.FLOAT8,), Kind.FLOAT8),
    "stddev_pop": Same("STDDEV_POP", (Kind.FLOAT8,), Kind.FLOAT8),
    "variance": Same("VARIANCE", (Kind.FLOAT8,), Kind.FLOAT8),
    "var_samp": Same("VAR_SAMP", (Kind.FLOAT8,), Kind.FLOAT8),
    "var_pop": Same("VAR_POP", (Kind.FLOAT8,), Kind.FLOAT8),
    "corr": Same("CORR", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "covar_pop": Same("COVAR_POP", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "covar_samp": Same("COVAR_SAMP", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "regr_slope": Same("REGR_SLOPE", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "regr_intercept": Same("REGR_INTERCEPT", (Kind.FLOAT8, Kind.FLOAT8), Kind.FLOAT8),
    "percentile_disc": Same("PERCENTILE_DISC", (None,), None),
    "grouping": Same("GROUPING", (None,), Kind.INT4, optional=9, is_cast=True),
    "row_number": Same("ROW_NUMBER", (), Kind.INT8),
    "rank": Same("RANK", (), Kind.INT8),
    "dense_rank": Same("DENSE_RANK", (), Kind.INT8),
    "percent_rank": Same("PERCENT_RANK", (), Kind.FLOAT8),
    "cume_dist": Same("CUME_DIST", (), Kind.FLOAT8),
    "lag": Same("LAG", (None, Kind.INT4, None), None, optional=2),
    "lead": Same("LEAD", (None, Kind.INT4, None), None, optional=2),
    "first_value": Same("FIRST_VALUE", (None,), None),
    "last_value": Same("LAST_VALUE", (None,), None),
    "nth_value": Same("NTH_VALUE", (None, Kind.INT4), None),
}
_INSTEAD: Mapping[str, str] = {
    "array_agg": "string_agg(x, ', ')",
    "json_agg": "string_agg(x, ', ')",
    "percentile_cont": "percentile_disc(0.5) WITHIN GROUP (ORDER BY x)",
    "generate_series": "reference.codes",
    "age": "date_fin - date_debut",
    "regexp_replace": "replace(x, 'a', 'b')",
    "initcap": "upper(x)",
}
_EXACT_THERE = frozenset({"sqrt", "ln", "exp", "power", "pow"})
"""Of a decimal they answer a decimal, of more digits than a double has."""
_NO_WORDS = "SELECT … FROM organisme.jeu"


def read_call(reader: Expressions, node: exp.Anonymous, scope: Scope) -> Kind | None:
    """Raises PostgresqlNotHere for a function that is not of the list."""
    name = node.name.removeprefix(CALL)
    handler = _HANDLERS.get(name)
    same = _SAME.get(name)
    if handler is not None:
        return handler(reader, node, list(node.expressions), scope)
    if same is None:
        raise not_here(f"{name[:40]}(…)", _INSTEAD.get(name, _NO_WORDS))
    return _read_same(reader, node, same, name, scope)


def _read_same(
    reader: Expressions, node: exp.Anonymous, same: Same, name: str, scope: Scope
) -> Kind | None:
    arguments = list(node.expressions)
    if len(arguments) == 1 and isinstance(arguments[0], exp.Distinct):
        arguments = arguments[0].expressions
    if not len(same.takes) - same.optional <= len(arguments) <= max(len(same.takes), same.optional):
        raise not_here(f"{name}(…)", f"{name}(x)")
    if any(isinstance(each, exp.Order) for each in arguments):
        raise not_here(f"{name}(… ORDER BY …)", f"{name}(x)")
    kinds = reader.values(arguments, scope)
    arguments = node.expressions
    if len(arguments) == 1 and isinstance(arguments[0], exp.Distinct):
        arguments = arguments[0].expressions
    for argument, own, kind in zip(arguments, kinds, same.takes, strict=False):
        if own is Kind.UNKNOWN:
            reader.coerce(argument, kind or Kind.TEXT)
        elif kind is Kind.FLOAT8 and own is Kind.NUMERIC and name in _EXACT_THERE:
            raise not_here(f"{name}(numeric)", f"{name}(x::float8)")
        elif kind is Kind.FLOAT8 and own is not Kind.FLOAT8:
            argument.replace(exp.Cast(this=argument.copy(), to=data_type(Kind.FLOAT8)))
        elif kind is Kind.TEXT and own not in {Kind.TEXT, None}:
            raise not_here(f"{name}({kind_name(own)})", f"{name}(x::text)")
    node.set("this", same.name)
    gives = same.gives if same.gives is not None else (kinds[0] if kinds else None)
    return cast_to(node, gives) if same.is_cast and gives is not None else gives


def cast_to(node: exp.Expr, kind: Kind, to: exp.DataType | None = None) -> Kind:
    """Casts what stands there: around OVER, FILTER and WITHIN GROUP where it has them."""
    whole = node
    while isinstance(whole.parent, exp.Filter | exp.Window | exp.WithinGroup) and (
        whole.parent.this is whole
    ):
        whole = whole.parent
    inner = whole.copy()
    whole.replace(exp.Cast(this=inner, to=to or data_type(kind)))
    return kind


def _only(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) != 1:
        raise not_here(f"{name}(…)", f"{name}(x)")
    return arguments[0]


def _sum(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    _only("sum", arguments)
    kind = reader.value(measured_of(node), scope)
    if kind not in {*NUMBERS, None}:
        raise not_here(f"sum({kind_name(kind)})", "sum(x)")
    node.set("this", "SUM")
    if kind is Kind.INT8:
        measured = measured_of(node)
        exact = exp.DataType.build("DECIMAL(38, 0)")
        measured.replace(exp.Cast(this=measured.copy(), to=exact))
        return Kind.NUMERIC
    return Kind.INT8 if kind is Kind.INT4 else kind


def _avg(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    _only("avg", arguments)
    kind = reader.value(measured_of(node), scope)
    if kind not in {*NUMBERS, None}:
        raise not_here(f"avg({kind_name(kind)})", "avg(x)")
    node.set("this", "AVG")
    if kind is not Kind.FLOAT8:
        measured = measured_of(node)
        measured.replace(exp.Cast(this=measured.copy(), to=data_type(Kind.FLOAT8)))
    return Kind.FLOAT8


def _round(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    if not 1 <= len(arguments) <= 2:
        raise not_here("round(…)", "round(x, 2)")
    inner, places = arguments[0], arguments[1] if len(arguments) == 2 else None
    digits = 0
    if places is not None:
        if not (
            isinstance(places, exp.Literal) and places.name.isdecimal() and len(places.name) < 3
        ):
            raise not_here("round(x, n)", "round(x, 2)")
        digits = min(int(places.name), 18)
    doubled = _of_a_double(reader, inner, scope)
    kind = Kind.NUMERIC if doubled is not None else reader.value(inner, scope)
    value = doubled if doubled is not None else node.expressions[0]
    if kind is Kind.FLOAT8 and places is not None and isinstance(inner.unnest(), exp.Div):
        # A quotient of decimals, which is a double here alone.
        kind = Kind.NUMERIC
        value = exp.Cast(this=value.copy(), to=exp.DataType.build("DECIMAL(38, 15)"))
    exact = exp.DataType.build(f"DECIMAL(38, {digits})")
    if kind is Kind.NUMERIC or (kind in INTEGERS and places is not None):
        node.replace(exp.Cast(this=value.copy(), to=exact))
        return Kind.NUMERIC
    if places is not None or kind not in {Kind.FLOAT8, *INTEGERS}:
        raise not_here("round(double precision, n)", "round(x::numeric, 2)")
    # Half to even, as PostgreSQL rounds a double.
    text = "CASE WHEN abs(x - floor(x)) = 0.5 THEN 2 * floor(x / 2 + 0.5) ELSE round(x) END"
    rounded = parse_one(text, dialect="trino")
    for column in list(rounded.find_all(exp.Column)):
        column.replace(exp.Cast(this=value.copy(), to=data_type(Kind.FLOAT8)))
    node.replace(exp.Paren(this=rounded))
    return Kind.FLOAT8


def _of_a_double(reader: Expressions, inner: exp.Expr, scope: Scope) -> exp.Expr | None:
    """`round(x::numeric, 2)` of a double: fifteen digits first, as PostgreSQL keeps them."""
    is_plain = (
        isinstance(inner, exp.Cast)
        and inner.args["to"].this is exp.DType.DECIMAL
        and not inner.args["to"].expressions
    )
    if not is_plain:
        return None
    own = reader.value(inner.this, scope)
    if own is Kind.UNKNOWN:
        reader.coerce(inner.this, Kind.NUMERIC)
    if own is Kind.FLOAT8:
        return exp.Cast(this=inner.this, to=exp.DataType.build("DECIMAL(38, 15)"))
    bare: exp.Expr = inner.this
    return bare


def _floor(name: str) -> Handler:
    def read(
        reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
    ) -> Kind | None:
        kind = reader.value(_only(name, arguments), scope)
        node.set("this", name.upper())
        if kind in INTEGERS:
            return cast_to(node, Kind.FLOAT8)
        return kind

    return read


def _greatest(name: str) -> Handler:
    """The greatest of what is not NULL: ours is NULL where one of them is."""

    def read(
        reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
    ) -> Kind | None:
        if not 1 <= len(arguments) <= 4:
            raise not_here(f"{name}(…)", f"{name}(x, y)")
        kinds = reader.values(arguments, scope)
        kind = reader.together(lambda: list(node.expressions), kinds)
        result, *others = [other.copy() for other in node.expressions]
        for other in others:
            both = call(name.upper(), result.copy(), other.copy())
            result = call("COALESCE", both, result, other)
        node.replace(result)
        return kind

    return read


def _coalesce(name: str) -> Handler:
    def read(
        reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
    ) -> Kind | None:
        kinds = reader.values(arguments, scope)
        node.set("this", name)
        return reader.together(lambda: list(node.expressions), kinds)

    return read


def _ntile(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    reader.value(_only("ntile", arguments), scope)
    node.set("this", "NTILE")
    return cast_to(node, Kind.INT4)


def _sign(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    kind = reader.value(_only("sign", arguments), scope)
    node.set("this", "SIGN")
    return kind if kind not in INTEGERS else cast_to(node, Kind.FLOAT8)


_HANDLERS: Mapping[str, Handler] = {
    **DAY_FUNCTIONS,
    "sum": _sum,
    "avg": _avg,
    "round": _round,
    "floor": _floor("floor"),
    "ceil": _floor("ceil"),
    "ceiling": _floor("ceil"),
    "sign": _sign,
    "greatest": _greatest("greatest"),
    "least": _greatest("least"),
    "coalesce": _coalesce("COALESCE"),
    "nullif": _coalesce("NULLIF"),
    **TEXT_FUNCTIONS,
    "ntile": _ntile,
}
CALLS: Mapping[type[exp.Expr], Rule] = {exp.Anonymous: read_call}
FUNCTION_NAMES = frozenset({*_SAME, *_HANDLERS})
