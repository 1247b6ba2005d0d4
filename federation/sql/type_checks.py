"""Checks that a statement compares values of one kind, and that functions take their own kinds.

Engines convert silently, each in its own way, or fail as if their storage had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp

from catalog.model.bilingual import Bilingual
from federation.dialects.types import is_decimal
from federation.logical import FOLD
from federation.rewrites.resolve_names import place_of
from federation.sql.kinds import kind_of, shown_type, value_of
from federation.sql.problems import SqlArgument, SqlForm, SqlWrittenOtherwise
from federation.sql.types_apart import types_apart

_COMPARISONS = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Nullif,
)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_WRITTEN: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.NullSafeEQ: "IS NOT DISTINCT FROM",
    exp.NullSafeNEQ: "IS DISTINCT FROM",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
    exp.DPipe: "||",
    exp.AtTimeZone: "AT TIME ZONE",
}
"""Nodes as a person writes them, where the library calls them otherwise."""
NUMBER, TEXT, TIME = frozenset({"number"}), frozenset({"varchar"}), frozenset({"date", "instant"})
DAYS = TIME | TEXT
KINDS: Mapping[frozenset[str], Bilingual] = {
    NUMBER: Bilingual("un nombre", "a number"),
    TEXT: Bilingual("un texte", "text"),
    TIME: Bilingual("un jour ou un moment", "a day or a moment"),
    DAYS: Bilingual("un jour, un moment ou un texte", "a day, a moment or text"),
    frozenset({"boolean"}): Bilingual("vrai ou faux", "true or false"),
}
MOST_DIGITS = 2**31 - 1
TAKES: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys(
        (
            *(exp.Sum, exp.Avg, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Variance),
            *(exp.VariancePop, exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Sign, exp.Sqrt),
            *(exp.Ln, exp.Exp, exp.Pow, exp.Neg, exp.Cbrt, exp.Sin, exp.Cos, exp.Tan, exp.Asin),
            *(exp.Acos, exp.Atan, exp.Atan2, exp.Radians, exp.Degrees, exp.Corr, exp.CovarPop),
            *(exp.CovarSamp, exp.RegrSlope, exp.RegrIntercept),
        ),
        NUMBER,
    ),
    **dict.fromkeys(
        (
            *(exp.Lower, exp.Upper, exp.Length, exp.Substring, exp.Replace, exp.Translate),
            *(exp.StrPosition, exp.StartsWith, exp.Trim, exp.DPipe, exp.Like),
            *(exp.StrToTime, exp.SplitPart, exp.GroupConcat, exp.RegexpLike),
            *(exp.RegexpExtract, exp.RegexpReplace, exp.JSONExtractScalar, exp.Reverse),
        ),
        TEXT,
    ),
    **dict.fromkeys(
        (
            *(exp.Year, exp.Quarter, exp.Month, exp.WeekOfYear, exp.YearOfWeek, exp.Day),
            *(exp.DayOfMonth, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.Hour),
            *(exp.Minute, exp.Second, exp.TimestampTrunc, exp.DateAdd, exp.DateDiff),
            *(exp.Extract, exp.AtTimeZone),
        ),
        TIME,
    ),
    exp.Date: DAYS,
    **dict.fromkeys((exp.LogicalAnd, exp.LogicalOr), frozenset({"boolean"})),
}
"""The kinds of value that a function takes as its first argument."""


def check_types(tree: exp.Query) -> None:
    """Raises SqlTypes where text meets a number, a day an instant; SqlArgument where a function
    is given something of another kind; SqlForm for too many digits to round to;
    SqlWrittenOtherwise for a day taken from a day.
    """
    for node in tree.walk():
        _check_argument(node)
        if isinstance(node, exp.Round):
            _check_digits(node)
    for what, node, sides in _brought_together(tree):
        kinds: dict[str, exp.Expr] = {}
        for side in map(value_of, sides):
            kinds.setdefault(kind_of(side), side)
        known = [each for each in kinds if each not in {"null", "?"}]
        if len(known) > 1:
            places = (place_of(each) for each in (node, *sides))
            place = next((each for each in places if each is not None), None)
            raise types_apart(what, kinds[known[0]], kinds[known[1]], place)
        if isinstance(node, _ARITHMETIC) and known and known != ["number"]:
            _refuse_arithmetic(node, kinds[known[0]])


def _check_argument(node: exp.Expr) -> None:
    is_fold = isinstance(node, exp.Anonymous) and node.this == FOLD
    takes = TEXT if is_fold else TAKES.get(type(node))
    if takes is None:
        return
    for side in _arguments(node):
        value = side.expressions[0] if isinstance(side, exp.Distinct) else side
        found = kind_of(value_of(value)) if isinstance(value, exp.Expr) else "?"
        if found not in takes | {"null", "?"}:
            expected_fr, expected_en = KINDS[takes]
            raise SqlArgument(
                what="fold" if is_fold else _WRITTEN.get(type(node)) or said_name(node),
                expected_fr=expected_fr,
                expected_en=expected_en,
                found=shown_type(value_of(value)),
                place=place_of(node),
            )


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    match node:
        case exp.Anonymous():
            return node.expressions[:1]
        case exp.DPipe():
            return [node.this, node.expression]
        case exp.Extract():
            return [node.expression]
        case exp.GroupConcat():
            return [node.this.this]
        case _:
            return [node.this]


def _check_digits(node: exp.Round) -> None:
    """The digits of a decimal are part of its type: those that differ by row are of a double."""
    digits = node.args.get("decimals")
    number = digits.this if isinstance(digits, exp.Neg | exp.Paren) else digits
    if is_decimal(node.this) and number is not None and not isinstance(number, exp.Literal):
        raise SqlWrittenOtherwise(
            what="round(decimal, …)",
            instead="round(CAST(x AS double), n)",
            place=place_of(node),
        )
    if isinstance(number, exp.Literal) and number.name.isdigit() and int(number.name) > MOST_DIGITS:
        raise SqlForm(
            what="round",
            expected_fr=f"{MOST_DIGITS} chiffres au plus : round(x, 2)",
            expected_en=f"{MOST_DIGITS} digits at most: round(x, 2)",
            place=place_of(node),
        )


def said_name(node: exp.Expr) -> str:
    """`date_trunc`, as a person writes the function."""
    if isinstance(node, exp.Neg):
        return "-"
    if isinstance(node, exp.TimestampTrunc):
        return "date_trunc"
    return node.sql_name().lower() if isinstance(node, exp.Func) else type(node).__name__.upper()


def _refuse_arithmetic(node: exp.Expr, given: exp.Expr) -> None:
    if isinstance(node, exp.Sub) and kind_of(given) in TIME:
        raise SqlWrittenOtherwise(
            what="DATE - DATE", instead="date_diff('day', a, b)", place=place_of(node)
        )
    raise SqlArgument(
        what=_WRITTEN[type(node)],
        expected_fr="un nombre",
        expected_en="a number",
        found=shown_type(given),
        place=place_of(node),
    )


def _brought_together(tree: exp.Query) -> Iterator[tuple[str, exp.Expr, list[exp.Expr]]]:
    for node in tree.walk():
        for what, sides in _sides(node):
            yield what, node, sides


def _sides(node: exp.Expr) -> Iterator[tuple[str, list[exp.Expr]]]:  # noqa: C901 - one case a kind
    match node:
        case exp.EQ() | exp.NEQ() | exp.In() if isinstance(node.this.unnest(), exp.Tuple):
            columns = zip(node.this.unnest().expressions, *_rows(node), strict=True)
            yield from (("(…, …)", [*sides]) for sides in columns)
        case _ if isinstance(node, (*_COMPARISONS, *_ARITHMETIC, exp.Like)):
            is_moved = isinstance(node, exp.Add | exp.Sub)
            spans = [isinstance(each, exp.Interval) for each in (node.this, node.expression)]
            if not (is_moved and any(spans)):
                name = _WRITTEN.get(type(node), type(node).__name__.upper())
                yield name, [node.this, node.expression]
        case exp.Between():
            yield "BETWEEN", [node.this, node.args["low"], node.args["high"]]
        case exp.In():
            yield "IN", [node.this, *(node.expressions or [node.args["query"]])]
        case exp.Case():
            yield "CASE", _results(node)
            if node.this is not None:
                yield "CASE", [node.this, *(each.this for each in node.args["ifs"])]
        case exp.If(args={"true": exp.Expr() as true, "false": exp.Expr() as false}):
            if not isinstance(node.parent, exp.Case):
                yield "if", [true, false]
        case exp.Coalesce() | exp.Greatest() | exp.Least():
            yield node.sql_name(), [node.this, *node.expressions]
        case exp.DPipe():
            yield "||", [node.this, node.expression]


def _rows(node: exp.Expr) -> list[list[exp.Expr]]:
    """The rows that one is compared with: those of a query, or each that is written."""
    if not isinstance(node, exp.In):
        return [node.expression.unnest().expressions]
    query = node.args.get("query")
    if query is None:
        return [each.unnest().expressions for each in node.expressions]
    return [[each.unalias() for each in query.unnest().selects]]


def _results(node: exp.Case) -> list[exp.Expr]:
    default: Iterable[exp.Expr] = [node.args["default"]] if node.args.get("default") else []
    return [*(each.args["true"] for each in node.args["ifs"]), *default]
