"""The functions of our language that conditions of doors may call, and their nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from catalog.model.dataset import ScalarType
from gateway.reading.walks.problems import ConditionForm
from gateway.reading.walks.terms import MOST_TERMS, Call, Value, ValueKind


@dataclass(frozen=True, slots=True)
class Typed:
    """A node with its type, and the name that a problem calls it by."""

    node: exp.Expr
    scalar: ScalarType
    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """`takes`: the least and the most arguments, `over` the types of each; `gives` None: the type
    of the first.
    """

    node: Callable[[Sequence[Typed], Call], exp.Expr]
    takes: tuple[int, int]
    over: frozenset[ScalarType]
    gives: ScalarType | None = None
    bound: int = 2
    """So many arguments are values of the statement; the others are part of it."""


_PATTERN = re.compile(r"(?:[^\\]|\\[%_\\])*", re.DOTALL)
_TEXT = frozenset({ScalarType.STRING})
_NUMBER = frozenset({ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_DAYS = frozenset({ScalarType.DATE, ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ})
_CLOCKS = frozenset({ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ})


def _plain(kind: type[exp.Expr]) -> Callable[[Sequence[Typed], Call], exp.Expr]:
    return lambda arguments, _: kind(this=arguments[0].node)


def _binary(kind: type[exp.Expr]) -> Callable[[Sequence[Typed], Call], exp.Expr]:
    return lambda arguments, _: exp.paren(
        kind(this=arguments[0].node, expression=arguments[1].node)
    )


def _place(arguments: Sequence[Typed]) -> exp.Expr:
    return exp.StrPosition(this=arguments[0].node, substr=arguments[1].node)


def _contains(arguments: Sequence[Typed], _: Call) -> exp.Expr:
    return exp.paren(exp.GT(this=_place(arguments), expression=exp.Literal.number(0)))


def _joined(arguments: Sequence[Typed], _: Call) -> exp.Expr:
    """One text, never nothing: a word that is looked for holds no end of line."""
    texts = [
        exp.Coalesce(this=each.node, expressions=[exp.Literal.string("")]) for each in arguments
    ]
    joined: exp.Expr = texts[0]
    for text in texts[1:]:
        joined = exp.DPipe(this=joined, expression=exp.Literal.string("\n"))
        joined = exp.DPipe(this=joined, expression=text)
    return exp.paren(joined)


def _index_of(arguments: Sequence[Typed], _: Call) -> exp.Expr:
    """From 0, and -1 where it is not there."""
    return exp.paren(exp.Sub(this=_place(arguments), expression=exp.Literal.number(1)))


def _ends_with(arguments: Sequence[Typed], call: Call) -> exp.Expr:
    """Of a text that is written out: its length says where its end would begin."""
    end = call.arguments[1]
    if not isinstance(end, Value):
        raise _written_out(call)
    of, letters = arguments[0].node, len(end.text)
    length = exp.Length(this=of.copy())
    if not letters:
        return exp.paren(exp.GTE(this=length, expression=exp.Literal.number(0)))
    start: exp.Expr = exp.Length(this=of.copy())
    if letters > 1:
        start = exp.Sub(this=start, expression=exp.Literal.number(letters - 1))
    tail = exp.Substring(this=of, start=start)
    is_long = exp.GTE(this=length, expression=exp.Literal.number(letters))
    ends = exp.EQ(this=tail, expression=arguments[1].node)
    return exp.paren(exp.And(this=is_long, expression=ends))


def _substring(arguments: Sequence[Typed], call: Call) -> exp.Expr:
    """From a place that is counted from 0, of so many letters."""
    numbers = [_whole(each) for each in call.arguments[1:]]
    if any(each is None for each in numbers):
        raise _written_out(call)
    start, *length = [each or 0 for each in numbers]
    return exp.Substring(
        this=arguments[0].node,
        start=exp.Literal.number(start + 1),
        length=exp.Literal.number(length[0]) if length else None,
    )


def _whole(term: object) -> int | None:
    is_number = isinstance(term, Value) and term.kind is ValueKind.NUMBER
    if not isinstance(term, Value) or not is_number or not term.text.isdecimal():
        return None
    return int(term.text) if len(term.text) <= 6 else None


def _written_out(call: Call) -> ConditionForm:
    return ConditionForm(
        what=f"{call.source_name}(…)"[:60],
        expected_fr="des valeurs écrites dans le filtre (nombres entiers de 0 à 999999)",
        expected_en="values that are written in the filter (whole numbers from 0 to 999999)",
    )


def _like(arguments: Sequence[Typed], call: Call) -> exp.Expr:
    r"""By a pattern that is written out: `\` before `%`, `_` or another one takes it as it is."""
    pattern = call.arguments[1]
    if not isinstance(pattern, Value) or not _PATTERN.fullmatch(pattern.text):
        raise ConditionForm(
            what=call.source_name[:60],
            expected_fr="un motif écrit dans le filtre, où \\ précède %, _ ou \\",
            expected_en="a pattern written in the filter, where \\ stands before %, _ or \\",
        )
    like = exp.Like(this=arguments[0].node, expression=arguments[1].node)
    return exp.paren(exp.Escape(this=like, expression=exp.Literal.string("\\")))


def _divided(arguments: Sequence[Typed], _: Call) -> exp.Expr:
    divided = exp.Div(this=arguments[0].node, expression=arguments[1].node, typed=True, safe=False)
    return exp.paren(divided)


def _folded(arguments: Sequence[Typed], _: Call) -> exp.Expr:
    return exp.Anonymous(this="fold", expressions=[arguments[0].node])


CALLS: Mapping[str, Made] = {
    "lower": Made(_plain(exp.Lower), (1, 1), _TEXT),
    "upper": Made(_plain(exp.Upper), (1, 1), _TEXT),
    "trim": Made(_plain(exp.Trim), (1, 1), _TEXT),
    "fold": Made(_folded, (1, 1), _TEXT),
    "length": Made(_plain(exp.Length), (1, 1), _TEXT, ScalarType.BIGINT),
    "contains": Made(_contains, (2, 2), _TEXT, ScalarType.BOOLEAN),
    "joined": Made(_joined, (1, MOST_TERMS), _TEXT, bound=MOST_TERMS),
    "starts_with": Made(
        lambda arguments, _: exp.StartsWith(this=arguments[0].node, expression=arguments[1].node),
        (2, 2),
        _TEXT,
        ScalarType.BOOLEAN,
    ),
    "ends_with": Made(_ends_with, (2, 2), _TEXT, ScalarType.BOOLEAN),
    "index_of": Made(_index_of, (2, 2), _TEXT, ScalarType.BIGINT),
    "substring": Made(_substring, (2, 3), _TEXT, ScalarType.STRING, bound=1),
    "concat": Made(_binary(exp.DPipe), (2, 2), _TEXT),
    "like": Made(
        _like,
        (2, 2),
        _TEXT,
        ScalarType.BOOLEAN,
    ),
    "year": Made(_plain(exp.Year), (1, 1), _DAYS, ScalarType.BIGINT),
    "month": Made(_plain(exp.Month), (1, 1), _DAYS, ScalarType.BIGINT),
    "day": Made(_plain(exp.Day), (1, 1), _DAYS, ScalarType.BIGINT),
    "hour": Made(_plain(exp.Hour), (1, 1), _CLOCKS, ScalarType.BIGINT),
    "minute": Made(_plain(exp.Minute), (1, 1), _CLOCKS, ScalarType.BIGINT),
    "second": Made(_plain(exp.Second), (1, 1), _CLOCKS, ScalarType.BIGINT),
    "date": Made(_plain(exp.Date), (1, 1), _DAYS, ScalarType.DATE),
    "now": Made(
        lambda _given, _call: exp.CurrentTimestamp(), (0, 0), _DAYS, ScalarType.TIMESTAMP_TZ
    ),
    "add": Made(_binary(exp.Add), (2, 2), _NUMBER),
    "sub": Made(_binary(exp.Sub), (2, 2), _NUMBER),
    "mul": Made(_binary(exp.Mul), (2, 2), _NUMBER),
    "div": Made(_divided, (2, 2), _NUMBER),
    "mod": Made(_binary(exp.Mod), (2, 2), _NUMBER),
    "neg": Made(_plain(exp.Neg), (1, 1), _NUMBER),
    "round": Made(_plain(exp.Round), (1, 1), _NUMBER),
    "floor": Made(_plain(exp.Floor), (1, 1), _NUMBER),
    "ceiling": Made(_plain(exp.Ceil), (1, 1), _NUMBER),
}
"""By our own names; a language of a door has its own for them."""
