"""Text read as a value, in one spelling on every engine.

`TRY_CAST('1.5' AS INTEGER)` is 2 on one engine and NULL on another, PostgreSQL has no TRY_CAST,
and each parses dates by its own lenience. So the text is first matched against the one spelling
of its type, dates by the calendar too: what then reaches the cast means the same to all of them,
and cannot fail on PostgreSQL once its size is known to fit. CAST fails where TRY_CAST is NULL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from catalog.model.column_types import TYPES
from federation.dialects.tree import call, number, rule_for, string, when
from federation.dialects.types import cast, is_text, named_type, typed
from federation.problems import NotTranslatable

WELL_SPELT = "well_spelt"
"""Meta of a text that we wrote ourselves, as its type is spelt: nothing needs to be matched."""
END_OF_TEXT = r"\z"
POSTGRES_END_OF_TEXT = r"\Z"

_SPELLING: Mapping[exp.DType, str] = {
    exp.DType[record.node]: record.spelling for record in TYPES.values() if record.spelling
}
_INTEGER_RANGE = {
    exp.DType.SMALLINT: (-(2**15), 2**15 - 1),
    exp.DType.INT: (-(2**31), 2**31 - 1),
    exp.DType.BIGINT: (-(2**63), 2**63 - 1),
}
_SMALL = frozenset({exp.DType.SMALLINT, exp.DType.TINYINT})
_NO_VALUE = "?"
"""Of no type that a text is cast to: the engine's own cast of it fails."""
_FIELD_WIDTH = {"%Y": 4, "%y": 2, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}


@rule_for(exp.TryCast)
def try_cast(node: exp.Expr) -> exp.Expr:
    """`TRY_CAST(text AS type)` under a guard; NULL when the spelling is another. To text nothing
    fails: it is shortened as by a CAST.
    """
    text, target = node.this, node.args["to"]
    if not _gives_text(text) or target.this is exp.DType.VARCHAR:
        # SQLite's columns hold anything under any type: DuckDB's own TRY_CAST reads those.
        return node
    return typed(_read_text(text, target), target)


@rule_for(exp.Cast)
def text_cast(node: exp.Expr) -> exp.Expr:
    """`CAST(text AS type)`: what is spelt otherwise becomes what no engine can cast."""
    text, target = node.this, node.args["to"]
    kind = exp.DType.INT if target.this in _SMALL else target.this
    if isinstance(node, exp.TryCast) or not _gives_text(text) or kind not in _SPELLING:
        return node
    if isinstance(text, exp.Literal) or text.meta.get(WELL_SPELT):
        # Ours: what a caller writes is a parameter by now.
        return node
    return _spelt_or_none(text, target)


def _spelt_or_none(text: exp.Expr, target: exp.DataType) -> exp.Expr:
    kind = exp.DType.INT if target.this in _SMALL else target.this
    odd = exp.Not(this=_matches(text.copy(), _SPELLING[kind]))
    case = when(odd, string(_NO_VALUE))
    case.set("default", _with_a_space(text, kind))
    return cast(typed(case, "VARCHAR"), target)


def _gives_text(node: exp.Expr) -> bool:
    """A query as a value has no type of its own: it has that of what it selects."""
    while isinstance(node, exp.Paren | exp.Subquery):
        if is_text(node):
            return True
        node = node.this
    if isinstance(node, exp.Select) and len(node.selects) == 1:
        node = node.selects[0].unalias()
    return is_text(node)


def is_spelt_as(text: str, scalar: exp.DType) -> bool:
    """True where a cast takes a text that is written in a statement."""
    return re.fullmatch(_SPELLING[scalar], text) is not None


@rule_for(exp.StrToTime, exp.StrToDate)
def parse_format(node: exp.Expr) -> exp.Expr:
    """`date_parse(text, format)`: the fields rearranged as an ISO timestamp, then guarded."""
    text, form = node.this, node.args["format"].name
    to_date = isinstance(node, exp.StrToDate)
    iso = _rearranged(text, form, with_time=not to_date)
    target = named_type("DATE" if to_date else "TIMESTAMP")
    if node.args.get("target_type") is not None:
        # A caller's own, which fails where it cannot be read, as a cast does.
        odd = exp.Not(this=_matches(text.copy(), _spelling_of(form)))
        case = when(odd, string(_NO_VALUE))
        case.set("default", iso)
        return _spelt_or_none(typed(case, "VARCHAR"), target)
    value = _read_text(iso, target, _matches(text.copy(), _spelling_of(form)))
    return typed(value, target)


def _read_text(text: exp.Expr, target: exp.DataType, *further: exp.Expr) -> exp.Expr:
    """`CASE WHEN text is spelt as target THEN TRY_CAST(text AS target) END`."""
    kind = exp.DType.INT if target.this in _SMALL else target.this
    if kind not in _SPELLING:
        raise NotTranslatable(what=f"TRY_CAST AS {target.sql('trino')}")
    guards = exp.and_(*further, _matches(text.copy(), _SPELLING[kind]), copy=False)
    plain = typed(_with_a_space(text, kind), "VARCHAR")
    return when(guards, typed(exp.TryCast(this=plain, to=target.copy(), safe=True), target))


def _with_a_space(text: exp.Expr, kind: exp.DType) -> exp.Expr:
    """`2025-01-31T08:00:00Z` as every cast takes it: `2025-01-31 08:00:00+00:00`."""
    if kind not in {exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ}:
        return text.copy()
    spaced = call("REPLACE", text.copy(), string("T"), string(" "))
    return (
        spaced
        if kind == exp.DType.TIMESTAMP
        else call("REPLACE", spaced, string("Z"), string("+00:00"))
    )


def fits(text: exp.Expr, target: exp.DataType) -> exp.Expr | None:
    """A condition, in PostgreSQL's words, that a well-spelt number is within the range of its type.

    None for a type that holds every such number.
    """
    kind = target.this
    wide = named_type("DECIMAL(38, 0)")
    if kind in _INTEGER_RANGE:
        low, high = _INTEGER_RANGE[kind]
        return exp.Between(this=cast(text.copy(), wide), low=number(low), high=number(high))
    if kind == exp.DType.DECIMAL and target.expressions:
        precision, scale = (int(param.name) for param in target.expressions[:2])
        # The integer digits must fit, and rounding must not carry into one more.
        whole = rf"[+-]?0*[0-9]{{0,{precision - scale}}}(\.[0-9]+)?"
        carries = rf"[+-]?0*9{{{precision - scale}}}\.9{{{scale}}}[5-9][0-9]*"
        is_short = _matches(text.copy(), whole, POSTGRES_END_OF_TEXT)
        carried = _matches(text.copy(), carries, POSTGRES_END_OF_TEXT)
        return exp.and_(is_short, exp.Not(this=carried), copy=False)
    return None


def _matches(text: exp.Expr, pattern: str, end: str = END_OF_TEXT) -> exp.Expr:
    if isinstance(text, exp.DPipe):
        text = exp.Paren(this=text)
    # `$` would accept a last line feed on Trino; PostgreSQL's rule writes its own end of text.
    matched = exp.RegexpLike(this=text, expression=string(rf"^{pattern}{end}"))
    return typed(matched, named_type("BOOLEAN"))


def _pieces(form: str) -> list[str]:
    return re.findall(r"%.|[^%]", form)


def _spelling_of(form: str) -> str:
    parts = []
    for piece in _pieces(form):
        if piece.startswith("%"):
            if piece not in _FIELD_WIDTH:
                raise NotTranslatable(what=f"format {form}")
            parts.append(f"[0-9]{{{_FIELD_WIDTH[piece]}}}")
        else:
            parts.append(piece if piece.isalnum() or piece in " :/-" else rf"[{piece}]")
    return "".join(parts)


def _year(fields: Mapping[str, exp.Expr]) -> exp.Expr:
    """Of two digits, 69 to 99 are of the last century, as POSIX reads `%y`."""
    if "%y" not in fields:
        return fields.get("%Y", string("1970"))
    short = fields["%y"]
    century = when(exp.GTE(this=short.copy(), expression=string("69")), string("19"))
    century.set("default", string("20"))
    return exp.Paren(this=exp.DPipe(this=century, expression=short, safe=False))


def _rearranged(text: exp.Expr, form: str, *, with_time: bool) -> exp.Expr:
    """`SUBSTRING(x, 7, 4) || '-' || …`: YYYY-MM-DD HH:MM:SS, from fields of fixed width."""
    start, found = 1, dict[str, exp.Expr]()
    for field in _pieces(form):
        if field in _FIELD_WIDTH:
            found[field] = exp.Substring(
                this=text.copy(), start=number(start), length=number(_FIELD_WIDTH[field])
            )
            start += _FIELD_WIDTH[field]
        else:
            start += len(field)
    pieces: list[exp.Expr] = [
        _year(found),
        string("-"),
        found.get("%m", string("01")),
        string("-"),
        found.get("%d", string("01")),
    ]
    if with_time:
        for lead, field in ((" ", "%H"), (":", "%M"), (":", "%S")):
            pieces += [string(lead), found.get(field, string("00"))]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = exp.DPipe(this=joined, expression=piece, safe=False)
    return typed(joined, named_type("VARCHAR"))
