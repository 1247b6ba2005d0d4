r"""Patterns matched, parts of texts taken out, texts reversed: in each engine's own words.

Patterns come here written so that all read them alike, but for the end of the text (`\z`). JSON is
read strictly: DuckDB's reader takes a comma too many and `NaN`, and respells numbers.
"""

from __future__ import annotations

import re

from sqlglot import exp

from federation.dialects.text_values import END_OF_TEXT, POSTGRES_END_OF_TEXT
from federation.dialects.tree import call, inside, number, rule_for, string, when
from federation.dialects.types import cast, typed
from federation.patterns.regular import read_replacement
from federation.problems import NotTranslatable

NOT_IN_POSTGRESQL = (
    exp.RegexpExtract,
    exp.RegexpReplace,
    exp.JSONExtractScalar,
    exp.IgnoreNulls,
)
"""Nodes that PostgreSQL 15 has not, or means otherwise: a query that holds one never runs there."""
_SCALARS = ("VARCHAR", "BOOLEAN")
_NUMBERS = ("BIGINT", "UBIGINT", "HUGEINT", "DOUBLE")
_NUMBER = "DECIMAL(38, 12)"
_NO_JSON = r'\A(?:[^"]|"(?:[^"\\]|\\[^\n])*")*?(?:,[ \t\r\n]*[\]}]|[NIi]|na)'
"""A comma before the end of a list, a number that is none: outside of texts."""
_QUOTED = re.compile(r'\["([^"]*)"\]')


@rule_for(*NOT_IN_POSTGRESQL)
def absent(node: exp.Expr) -> exp.Expr:
    raise NotTranslatable(what=type(node).__name__)


@rule_for(exp.RegexpLike)
def end_of_text(node: exp.Expr) -> exp.Expr:
    r"""`\Z`, where it is no backslash and a letter."""
    if isinstance(node.expression, exp.Literal):
        said = re.sub(
            r"\\.",
            lambda found: POSTGRES_END_OF_TEXT if found[0] == END_OF_TEXT else found[0],
            node.expression.name,
        )
        node.set("expression", string(said))
    return node


@rule_for(exp.RegexpExtract)
def taken_in_duckdb(node: exp.Expr) -> exp.Expr:
    """NULL where nothing matches: an empty text here."""
    text, pattern = node.this, node.expression
    matched = typed(exp.RegexpLike(this=text.copy(), expression=pattern.copy()), "BOOLEAN")
    group = node.args.get("group") or number(0)
    taken = typed(call("REGEXP_EXTRACT", text, pattern, group), "VARCHAR")
    return typed(when(matched, taken), "VARCHAR")


@rule_for(exp.RegexpReplace)
def replaced_in_duckdb(node: exp.Expr) -> exp.Expr:
    r"""`\1` for `$1`; every match, not the first alone."""
    parts = read_replacement(node.args["replacement"].name) or []
    said = "".join(
        f"\\{each}" if isinstance(each, int) else each.replace("\\", "\\\\") for each in parts
    )
    new = call("REGEXP_REPLACE", node.this, node.expression, string(said), string("g"))
    return typed(new, "VARCHAR")


@rule_for(exp.Reverse)
def reversed_in_duckdb(node: exp.Expr) -> exp.Expr:
    """Letter by letter; an accent that is a letter of its own goes its own way, as elsewhere."""
    letters = call("LIST_REVERSE", call("STRING_SPLIT", inside(node), string("")))
    return typed(call("ARRAY_TO_STRING", letters, string("")), "VARCHAR")


@rule_for(exp.JSONExtractScalar)
def json_in_duckdb(node: exp.Expr) -> exp.Expr:
    text, path = node.this, string(_QUOTED.sub(r'."\1"', node.expression.name))
    kind = call("JSON_TYPE", text.copy(), path)
    value = typed(call("JSON_EXTRACT_STRING", text.copy(), path.copy()), "VARCHAR")
    odd = call("REGEXP_MATCHES", text.copy(), string(_NO_JSON))
    read = exp.Case(
        ifs=[
            exp.If(this=odd, true=exp.Null()),
            exp.If(this=_is_one_of(kind, _SCALARS), true=value),
            exp.If(this=_is_one_of(kind.copy(), _NUMBERS), true=_respelt(value.copy())),
        ]
    )
    return typed(when(call("JSON_VALID", text), typed(read, "VARCHAR")), "VARCHAR")


@rule_for(exp.JSONExtractScalar)
def json_in_trino(node: exp.Expr) -> exp.Expr:
    """It stops reading where it found what it looks for: the whole is read first."""
    text, path = node.this, node.expression
    value = typed(call("JSON_EXTRACT_SCALAR", text.copy(), path), "VARCHAR")
    shown = call("JSON_FORMAT", call("JSON_EXTRACT", text.copy(), path.copy()))
    is_number = exp.RegexpLike(this=shown, expression=string(r"\A[0-9\-]"))
    read = exp.Case(ifs=[exp.If(this=is_number, true=_respelt(value.copy()))], default=value.copy())
    parsed = call("TRY", call("JSON_PARSE", text))
    valid = exp.Not(this=exp.Is(this=parsed, expression=exp.Null()))
    return typed(when(valid, typed(read, "VARCHAR")), "VARCHAR")


def _is_one_of(node: exp.Expr, names: tuple[str, ...]) -> exp.Expr:
    return exp.In(this=node, expressions=[string(each) for each in names])


def _respelt(value: exp.Expr) -> exp.Expr:
    """`1.5` for `1.50` and `15e-1`: some engines no longer know how it was spelt."""
    exact = exp.TryCast(this=value, to=exp.DataType.build(_NUMBER), safe=True)
    digits = cast(typed(exact, _NUMBER), "VARCHAR")
    return call("RTRIM", call("RTRIM", digits, string("0")), string("."))
