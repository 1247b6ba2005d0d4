"""Functions that are written out in others, which mean the same on every engine already.

What shapes a result (a format, a length, a separator) is said in the statement: engines differ in
what they make of an odd one, and a text must not become longer than was counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import NoReturn

from sqlglot import exp
from sqlglot.dialects.trino import Trino

from federation.problems import QueryTooComplex
from federation.rewrites.resolve_names import place_of
from federation.sql.json_paths import extracted
from federation.sql.percentiles import said_of
from federation.sql.problems import SqlArgument, SqlConstruct, SqlForm
from federation.sql.regular_functions import WRITTEN as REGULAR
from federation.sql.tried import tried

MOST_LETTERS = 1_000
"""Of a text that `lpad` and `rpad` fill up."""
_MOST_NODES = 5_000
_LN_10 = exp.Literal.number("2.302585092994046E0")
_LOG_DIGITS = 14
_SHARE = re.compile(r"[0-9]*\.?[0-9]{0,9}")
_PARSED = frozenset({"%Y", "%m", "%d", "%H", "%M", "%S"})
_PLAIN = re.compile(r"[ /:.,_T-]+")
_PIECES = re.compile(r"%-?.|[^%]+")


def write_out(tree: exp.Query) -> None:
    """In place, what is innermost first. Raises SqlArgument, SqlForm, SqlConstruct,
    QueryTooComplex.
    """
    for node in reversed(list(tree.walk(bfs=True))):
        written = _WRITTEN.get(type(node))
        if written is None:
            continue
        if isinstance(node, _IN_GROUPS) and node.find_ancestor(exp.Window, exp.Query) is not None:
            _check_group(node)
        if sum(1 for _ in node.walk()) > _MOST_NODES:
            raise QueryTooComplex(limit=_MOST_NODES)
        made = written(node)
        if made is not node:
            node.replace(made)


_IN_GROUPS = (exp.ArgMax, exp.ArgMin, exp.ApproxQuantile, exp.GroupConcat)


def _check_group(node: exp.Expr) -> None:
    around = node.parent.parent if isinstance(node.parent, exp.Filter) else node.parent
    if isinstance(around, exp.Window):
        is_percentile = isinstance(node, exp.ApproxQuantile)
        word = said_of(node) if is_percentile else _NAMES[type(node)]
        raise SqlConstruct(what=f"{word}(…) OVER (…)", place=place_of(node))


_NAMES: Mapping[type[exp.Expr], str] = {
    exp.ArgMax: "max_by",
    exp.ArgMin: "min_by",
    exp.GroupConcat: "listagg",
}


def _as_it_is(node: exp.Expr) -> exp.Expr:
    return node


def _percentile(node: exp.Expr) -> exp.Expr:
    share = node.args.get("quantile")
    if (
        not isinstance(share, exp.Literal)
        or share.is_string
        or not _SHARE.fullmatch(share.name)
        or not 0 <= float(share.name) <= 1
    ):
        _refuse(
            node,
            said_of(node),
            "une part de 0 à 1 écrite dans la requête, comme 0.5",
            "a share from 0 to 1 written in the query, such as 0.5",
        )
    return node


def _listed(node: exp.Expr) -> exp.Expr:
    order = node.this
    if not isinstance(order, exp.Order):
        _refuse(
            node,
            "listagg",
            "un ordre, WITHIN GROUP (ORDER BY …)",
            "an order, WITHIN GROUP (ORDER BY …)",
        )
    distinct = order.this.expressions if isinstance(order.this, exp.Distinct) else None
    if distinct is not None and [each.this for each in order.expressions] != distinct:
        _refuse(
            node,
            "listagg(DISTINCT x, …)",
            "l'ordre de ce qui est distinct, WITHIN GROUP (ORDER BY x)",
            "the order of what is distinct, WITHIN GROUP (ORDER BY x)",
        )
    if node.args.get("separator") is None:
        node.set("separator", exp.Literal.string(""))
    _text(node, "separator", "listagg")
    return node


def _nth(node: exp.Expr) -> exp.Expr:
    if not _is_count(node.args.get("offset")):
        _refuse(
            node,
            "nth_value",
            "un rang à partir de 1 écrit dans la requête",
            "a place from 1 on, written in the query",
        )
    return node


def _respecting(node: exp.Expr) -> exp.Expr:
    """The function without RESPECT NULLS, which is meant where nothing is said."""
    respecting: exp.Expr = node.this
    return respecting


def _parsed(node: exp.Expr) -> exp.Expr:
    """Fails where the text is spelt otherwise, as CAST does; `try` makes NULL of it."""
    form = _text(node, "format", "date_parse")
    pieces = _PIECES.findall(form)
    if "%Y" not in pieces or not all(each in _PARSED or _PLAIN.fullmatch(each) for each in pieces):
        _refuse(
            node,
            "date_parse",
            "un format de champs de largeur fixe : %Y (toujours), %m %d %H %i %s",
            "a format of fields of fixed width: %Y (always), %m %d %H %i %s",
        )
    if node.args.get("safe") is None and not isinstance(node.parent, exp.Try):
        node.set("target_type", exp.DataType.build("TIMESTAMP"))
    return node


def _last_day(node: exp.Expr) -> exp.Expr:
    month = exp.TimestampTrunc(this=node.this, unit=exp.var("MONTH"))
    day = exp.cast(month, exp.DType.DATE)
    following = exp.DateAdd(this=day, expression=_number(1), unit=exp.var("MONTH"))
    return exp.DateAdd(this=following, expression=exp.Neg(this=_number(1)), unit=exp.var("DAY"))


def _truncated(node: exp.Expr) -> exp.Expr:
    if node.args.get("decimals") is not None:
        raise SqlConstruct(what="truncate(x, n)", place=place_of(node))
    negative = exp.LT(this=_paren(node.this), expression=_number(0))
    up = exp.Ceil(this=node.this.copy())
    return exp.Case(ifs=[exp.If(this=negative, true=up)], default=exp.Floor(this=node.this.copy()))


def _log_10(node: exp.Expr) -> exp.Expr:
    base = node.this
    if not (isinstance(base, exp.Literal) and base.name == "10"):
        raise SqlConstruct(what="log(b, x)", place=place_of(node), did_you_mean="ln(x) / ln(b)")
    value = exp.Div(this=exp.Ln(this=node.expression), expression=_LN_10.copy())
    return exp.Round(this=value, decimals=_number(_LOG_DIGITS))


def _formatted(node: exp.Expr) -> exp.Expr:
    form = _text(node, "format", "date_format")
    if "%" not in form and any(each.isalpha() for each in form):
        _refuse(node, "date_format", "un format comme '%d/%m/%Y'", "a format such as '%d/%m/%Y'")
    parts = [_written_piece(each, node) for each in _PIECES.findall(form)]
    return reduce(_joined, parts) if parts else exp.Literal.string("")


def _written_piece(piece: str, node: exp.Expr) -> exp.Expr:
    if not piece.startswith("%"):
        return exp.Literal.string(piece)
    if piece == "%%":
        return exp.Literal.string("%")
    field = _FIELDS.get(piece)
    if field is None:
        _refuse(
            node,
            "date_format",
            "un format de chiffres : %Y %y %m %c %d %e %H %k %i %s %T %j %v %x",
            "a format of digits: %Y %y %m %c %d %e %H %k %i %s %T %j %v %x",
            _TYPED.get(piece, f"%{piece[-1]}"),
        )
    kind, digits, start = field
    value = kind(this=node.this.copy())
    if digits == 0:
        return exp.cast(value, exp.DType.VARCHAR)
    # 7 is the end of 107: filled up without a question of length.
    filled = exp.Add(this=_number(10**digits), expression=value)
    letters = exp.cast(filled, exp.DType.VARCHAR)
    return exp.Substring(this=letters, start=_number(start), length=_number(6 - start))


_TYPED: Mapping[str, str] = {to: said for said, to in Trino.TIME_MAPPING.items()}
"""The field of a format as a person typed it, by the parser's own spelling."""
_FIELDS: Mapping[str, tuple[type[exp.Expr], int, int]] = {
    "%Y": (exp.Year, 4, 2),
    "%y": (exp.Year, 4, 4),
    "%m": (exp.Month, 2, 2),
    "%-m": (exp.Month, 0, 1),
    "%d": (exp.Day, 2, 2),
    "%-d": (exp.Day, 0, 1),
    "%H": (exp.Hour, 2, 2),
    "%-H": (exp.Hour, 0, 1),
    "%M": (exp.Minute, 2, 2),
    "%S": (exp.Second, 2, 2),
    "%j": (exp.DayOfYear, 3, 2),
    "%v": (exp.WeekOfYear, 2, 2),
    "%V": (exp.WeekOfYear, 2, 2),
    "%x": (exp.YearOfWeek, 4, 2),
    "%G": (exp.YearOfWeek, 4, 2),
}
"""By the parser's own spelling: the field, how many digits, from which letter they are taken."""


def _bucket(node: exp.Expr) -> exp.Expr:
    """0 below the first, one more than there are from the last on, as the standard says."""
    value = exp.cast(node.this, exp.DType.DOUBLE)
    low, high, count = (
        _literal_number(node, each) for each in ("min_value", "max_value", "num_buckets")
    )
    if not low < high or count != int(count) or not 1 <= count <= 10**6:
        _refuse(node, "width_bucket", "deux bornes et un nombre entier", "two ends and a count")
    number = int(count)
    share = exp.Div(
        this=exp.Paren(this=exp.Sub(this=value.copy(), expression=_double(low))),
        expression=_double(high - low),
    )
    at = exp.Floor(this=exp.Mul(this=share, expression=_double(number)))
    place = exp.Add(this=exp.cast(at, exp.DType.BIGINT), expression=_number(1))
    inside = exp.Least(this=place, expressions=[_number(number)], ignore_nulls=False)
    cases = [
        exp.If(this=exp.LT(this=value.copy(), expression=_double(low)), true=_number(0)),
        exp.If(this=exp.GTE(this=value.copy(), expression=_double(high)), true=_number(number + 1)),
    ]
    return exp.Case(ifs=cases, default=inside)


def _padded(node: exp.Expr) -> exp.Expr:
    name = "lpad" if node.args.get("is_left") else "rpad"
    size, fill = node.expression, _text(node, "fill_pattern", name)
    if not _is_count(size) or int(size.name) > MOST_LETTERS or not fill:
        _refuse(
            node,
            name,
            f"une longueur d'au plus {MOST_LETTERS} et un remplissage écrits dans la requête",
            f"a length of at most {MOST_LETTERS} and a filling, written in the query",
        )
    length = int(size.name)
    filling = exp.Literal.string((fill * (length // len(fill) + 1))[:length])
    missing = exp.Sub(this=_number(length), expression=exp.Length(this=node.this.copy()))
    added = exp.Substring(this=filling, start=_number(1), length=missing)
    whole = (added, node.this.copy()) if name == "lpad" else (node.this.copy(), added)
    is_long = exp.GTE(this=exp.Length(this=node.this.copy()), expression=_number(length))
    cut = exp.Substring(this=node.this.copy(), start=_number(1), length=_number(length))
    return exp.Case(ifs=[exp.If(this=is_long, true=cut)], default=_joined(*whole))


def _joined_with(node: exp.Expr) -> exp.Expr:
    separator, *values = node.expressions
    if not _is_text(separator) or not values:
        _refuse(
            node,
            "concat_ws",
            "un séparateur écrit dans la requête",
            "a separator written in the query",
        )
    parts: list[exp.Expr] = [
        exp.Coalesce(
            this=_joined(separator.copy(), each.copy()), expressions=[exp.Literal.string("")]
        )
        for each in values
    ]
    return exp.Substring(this=reduce(_joined, parts), start=_number(len(separator.name) + 1))


def _part(node: exp.Expr) -> exp.Expr:
    """NULL beyond the last part."""
    separator, index = _text(node, "delimiter", "split_part"), node.args.get("part_index")
    if not separator or index is None or not _is_count(index):
        _refuse(
            node,
            "split_part",
            "un séparateur et un rang à partir de 1, écrits dans la requête",
            "a separator and a place from 1 on, written in the query",
        )
    kept = exp.Replace(
        this=node.this.copy(),
        expression=exp.Literal.string(separator),
        replacement=exp.Literal.string(""),
    )
    letters = exp.Sub(this=exp.Length(this=node.this.copy()), expression=exp.Length(this=kept))
    least = (int(index.name) - 1) * len(separator)
    enough = exp.GTE(this=exp.Paren(this=letters), expression=_number(least))
    return exp.Case(ifs=[exp.If(this=enough, true=node.copy())])


def _joined(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.DPipe(this=one, expression=other, safe=False)


def _paren(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node.copy())


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _double(value: float) -> exp.Expr:
    literal = exp.Literal.number(f"{abs(value):.15E}")
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def _is_text(node: object) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _is_count(node: object) -> bool:
    if not isinstance(node, exp.Literal) or node.is_string or not node.name.isdigit():
        return False
    return 1 <= int(node.name) <= 10**6


def _text(node: exp.Expr, key: str, name: str) -> str:
    said = node.args.get(key)
    if said is None or not _is_text(said):
        _refuse(node, name, "un texte écrit dans la requête", "a text written in the query")
    return str(said.name)


def _literal_number(node: exp.Expr, key: str) -> float:
    said = node.args.get(key)
    sign, number = (-1, said.this) if isinstance(said, exp.Neg) else (1, said)
    if not isinstance(number, exp.Literal) or number.is_string:
        _refuse(node, "width_bucket", "des nombres écrits dans la requête", "numbers written out")
    return sign * float(number.name)


def _refuse(node: exp.Expr, what: str, fr: str, en: str, found: str | None = None) -> NoReturn:
    place = place_of(node)
    if found is None:
        raise SqlForm(what=what, expected_fr=fr, expected_en=en, place=place)
    raise SqlArgument(what=what, expected_fr=fr, expected_en=en, found=found, place=place)


_WRITTEN: Mapping[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.LastDay: _last_day,
    exp.Trunc: _truncated,
    exp.Log: _log_10,
    exp.TimeToStr: _formatted,
    exp.WidthBucket: _bucket,
    exp.Pad: _padded,
    exp.ConcatWs: _joined_with,
    exp.SplitPart: _part,
    exp.Try: tried,
    exp.ArgMax: _as_it_is,
    exp.ArgMin: _as_it_is,
    exp.ApproxQuantile: _percentile,
    exp.GroupConcat: _listed,
    exp.NthValue: _nth,
    exp.StrToTime: _parsed,
    exp.RespectNulls: _respecting,
    exp.JSONExtractScalar: extracted,
    **REGULAR,
}
