"""CQL2 as JSON: the same conditions as its text, by `{"op", "args"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gateway.http.ogc.problems import OgcFilterNotServed, OgcParameter
from gateway.reading.walks.problems import ConditionTooLong
from gateway.reading.walks.terms import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    Always,
    Call,
    Comparison,
    Condition,
    Every,
    IsNothing,
    Negated,
    OneOf,
    Property,
    Some,
    Term,
    Value,
    ValueKind,
)

_COMPARES = frozenset({"=", "<>", "<", "<=", ">", ">="})
_CALLS: Mapping[str, str] = {
    "casei": "lower",
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "%": "mod",
}
_PAIR, _THREE = 2, 3


def read_cql2_json(text: str) -> Condition:
    """Raises OgcParameter, OgcFilterNotServed, ConditionTooLong."""
    if len(text) > MOST_CHARACTERS:
        raise ConditionTooLong(limit=MOST_CHARACTERS, what_fr="caractères", what_en="characters")
    try:
        node = msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, RecursionError):
        raise _malformed() from None
    return _condition(node, 0)


def _condition(node: Any, depth: int) -> Condition:  # noqa: C901, PLR0911 - one for each operator
    if depth > MOST_DEPTH:
        raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
    match node:
        case bool():
            return Always(is_true=node)
        case {"op": "and", "args": [*parts]} if parts:
            return Every(tuple(_condition(part, depth + 1) for part in parts))
        case {"op": "or", "args": [*parts]} if parts:
            return Some(tuple(_condition(part, depth + 1) for part in parts))
        case {"op": "not", "args": [part]}:
            return Negated(_condition(part, depth + 1))
        case {"op": "isNull", "args": [of]} | {"op": "isNull", "args": of}:
            return IsNothing(_term(of, depth + 1))
        case {"op": "between", "args": [of, low, high]}:
            term = _term(of, depth + 1)
            return Every(
                (
                    Comparison(">=", term, _term(low, depth + 1)),
                    Comparison("<=", term, _term(high, depth + 1)),
                )
            )
        case {"op": "in", "args": [of, [*values]]} if values:
            return OneOf(_term(of, depth + 1), tuple(_term(each, depth + 1) for each in values))
        case {"op": "like", "args": [of, pattern]}:
            return Call("like", (_term(of, depth + 1), _term(pattern, depth + 1)), "like")
        case {"op": str(sign), "args": [left, right]} if sign in _COMPARES:
            return Comparison(sign, _term(left, depth + 1), _term(right, depth + 1))
        case {"property": str(name)}:
            return Property(name)
        case {"op": str(other)}:
            raise OgcFilterNotServed(what=other[:40])
    raise _malformed()


def _term(node: Any, depth: int) -> Term:  # noqa: C901, PLR0911 - one for each kind
    if depth > MOST_DEPTH:
        raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
    match node:
        case bool():
            return Value(ValueKind.TRUTH, str(node).lower())
        case int() | float():
            return Value(ValueKind.NUMBER, str(node))
        case str():
            return Value(ValueKind.TEXT, node)
        case {"property": str(name)}:
            return Property(name)
        case {"date": str(day)}:
            return Value(ValueKind.DAY, day)
        case {"timestamp": str(moment)}:
            return Value(ValueKind.MOMENT, moment)
        case {"op": str(function), "args": [*arguments]} if function in _CALLS:
            terms = tuple(_term(each, depth + 1) for each in arguments)
            return Call(_CALLS[function], terms, function)
        case {"op": str(other)}:
            raise OgcFilterNotServed(what=other[:40])
        case {"type": str(kind)} | {"bbox": kind}:
            raise OgcFilterNotServed(what=str(kind)[:40])
    raise _malformed()


def _malformed() -> OgcParameter:
    return OgcParameter(
        name="filter",
        reason_fr="un objet JSON de CQL2 est attendu, avec « op » et « args »",
        reason_en='a JSON object of CQL2 is expected, with "op" and "args"',
    )
