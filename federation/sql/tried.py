"""`try(…)`: what may fail on a row becomes NULL there, by the casts in it."""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlWrittenOtherwise

_FAIL = (exp.Cast, exp.StrToTime)
_NULL_OF_NULL = (
    *(exp.Cast, exp.StrToTime, exp.Div, exp.Mod, exp.Paren, exp.DPipe),
    *(exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.Replace, exp.Concat),
    *(exp.RegexpExtract, exp.RegexpReplace, exp.JSONExtractScalar, exp.Reverse),
    *(exp.Floor, exp.Ceil, exp.Round, exp.Abs, exp.Sign, exp.Sqrt, exp.Ln),
    *(exp.Date, exp.TimestampTrunc, exp.Year, exp.Quarter, exp.Month, exp.WeekOfYear, exp.Day),
    *(exp.YearOfWeek, exp.DayOfMonth, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.Hour),
    *(exp.Minute, exp.Second, exp.Extract),
)
"""NULL as soon as what is in it is; apart from casts nothing of it fails: what is divided by zero
is NULL already, as is the root of what has none.
"""


def tried(node: exp.Expr) -> exp.Expr:
    """Each cast in it as TRY_CAST, each date_parse as one that answers NULL.

    Raises SqlWrittenOtherwise where NULL of a part would not be NULL of the whole.
    """
    inner: exp.Expr = node.this
    if inner.find(*_FAIL, exp.Div, exp.Mod) is None or not _is_null_of_null(inner):
        raise SqlWrittenOtherwise(
            what="try(…)",
            instead="try(CAST(x AS integer)), try(a / b), TRY_CAST(x AS date)",
            place=place_of(node),
        )
    for each in list(inner.find_all(*_FAIL)):
        if isinstance(each, exp.StrToTime):
            each.set("target_type", None)
            each.set("safe", True)
        elif isinstance(each, exp.Cast) and not isinstance(each, exp.TryCast):
            new = exp.TryCast(this=each.this, to=each.to, safe=True)
            inner = new if each is inner else inner
            each.replace(new)
    return inner


def _is_null_of_null(node: exp.Expr) -> bool:
    if node.find(*_FAIL) is None:
        return True
    return isinstance(node, _NULL_OF_NULL) and all(
        _is_null_of_null(each) for each in node.iter_expressions()
    )
