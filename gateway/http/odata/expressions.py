"""`$filter` as the terms of a condition: the grammar of OData 4.0, for what our language has.

`not` binds tighter than a comparison there: `not a eq 1` would be `(not a) eq 1`, which nobody
means, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from gateway.http.odata.problems import OdataExpression, OdataNotServed
from gateway.reading.walks.problems import ConditionTooLong
from gateway.reading.walks.terms import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_TERMS,
    Always,
    Call,
    Comparison,
    Condition,
    Every,
    Negated,
    OneOf,
    Property,
    Some,
    Term,
    Value,
    ValueKind,
)

_TOKEN = re.compile(
    r"(?P<blank>[ \t]+)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,12})?)?"
    r"(?:Z|[ +-][0-9]{2}:[0-9]{2}))"
    r"|(?P<guid>[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})"
    r"|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,12})?)?)"
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?![\w.]))"
    r"|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<sign>[(),/:@$\-*])"
)
_COMPARES: Mapping[str, str] = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_SUMS = {"add": "add", "sub": "sub"}
_PRODUCTS = {"mul": "mul", "div": "div", "mod": "mod"}
_LITERALS = {
    "true": Value(ValueKind.TRUTH, "true"),
    "false": Value(ValueKind.TRUTH, "false"),
    "null": Value(ValueKind.NOTHING),
}
_CALLS: Mapping[str, str] = {
    "contains": "contains",
    "startswith": "starts_with",
    "endswith": "ends_with",
    "indexof": "index_of",
    "tolower": "lower",
    "toupper": "upper",
    **{
        name: name
        for name in (
            *("length", "substring", "concat", "trim", "year", "month", "day", "hour", "minute"),
            *("second", "date", "now", "round", "floor", "ceiling"),
        )
    },
}
_KINDS = {
    "text": ValueKind.TEXT,
    "guid": ValueKind.TEXT,
    "moment": ValueKind.MOMENT,
    "day": ValueKind.DAY,
    "clock": ValueKind.CLOCK,
    "number": ValueKind.NUMBER,
}
_NOT_SERVED = frozenset({"has", "divby", "INF", "NaN"})
_END = "end"
_Part = Term | Condition


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def read_filter(text: str, option: str = "$filter") -> Condition:
    """Raises OdataExpression, OdataNotServed, ConditionTooLong."""
    reading = _Reading(_tokens(text, option), option)
    condition = reading.condition(reading.any_of(0))
    reading.expect_end()
    return condition


def read_value(text: str, option: str) -> Value:
    """One value, as a key predicate holds it."""
    reading = _Reading(_tokens(text, option), option)
    value = reading.primary(0)
    reading.expect_end()
    if not isinstance(value, Value):
        reading.unexpected(0)
    return value


def _tokens(text: str, option: str) -> list[_Token]:
    if len(text) > MOST_CHARACTERS:
        raise ConditionTooLong(limit=MOST_CHARACTERS, what_fr="caractères", what_en="characters")
    tokens, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            sign = repr(text[at])[1:-1]
            raise OdataExpression(option=option, found_fr=sign, found_en=sign, at=at + 1)
        if token.lastgroup != "blank":
            tokens.append(_Token(token.lastgroup, token.group(), at))
        at = token.end()
        if len(tokens) > 4 * MOST_TERMS:
            raise ConditionTooLong(limit=MOST_TERMS, what_fr="termes", what_en="terms")
    return [*tokens, _Token(_END, "", len(text))]


class _Reading:
    def __init__(self, tokens: list[_Token], option: str) -> None:
        self._tokens = tokens
        self._option = option
        self._at = 0

    def any_of(self, depth: int) -> _Part:
        if depth > MOST_DEPTH:
            raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
        parts = [self._all_of(depth)]
        while self._takes("or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(map(self.condition, parts)))

    def _all_of(self, depth: int) -> _Part:
        parts = [self._compared(depth)]
        while self._takes("and"):
            parts.append(self._compared(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(map(self.condition, parts)))

    def _compared(self, depth: int) -> _Part:
        left = self._sum(depth)
        word = self._word()
        if word == "in":
            self._at += 1
            return self._one_of(self._term(left), depth)
        if word not in _COMPARES:
            return left
        self._at += 1
        right = self._sum(depth)
        compared = Comparison(_COMPARES[word], self._term(left), self._term(right))
        if self._word() in _COMPARES:
            self.unexpected()
        return compared

    def _one_of(self, target: Term, depth: int) -> OneOf:
        """With one value too, and with a comma after the last."""
        self._expect("(")
        values: list[Term] = []
        while not self._is_sign(")"):
            values.append(self._term(self.primary(depth + 1)))
            if not self._is_sign(")"):
                self._expect(",")
        self._expect(")")
        if not values:
            self.unexpected(self._at - 1)
        return OneOf(target, tuple(values))

    def _sum(self, depth: int) -> _Part:
        return self._binary(_SUMS, self._product, depth)

    def _product(self, depth: int) -> _Part:
        return self._binary(_PRODUCTS, self._unary, depth)

    def _binary(self, words: Mapping[str, str], below: Callable[[int], _Part], depth: int) -> _Part:
        left = below(depth)
        while self._word() in words:
            word = self._next().text
            right = self._term(below(depth))
            left = Call(words[word], (self._term(left), right), word)
        return left

    def _unary(self, depth: int) -> _Part:
        if depth > MOST_DEPTH:
            raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
        if self._word() == "not":
            at = self._at
            self._at += 1
            of = self.condition(self._unary(depth + 1))
            if self._word() in {*_COMPARES, "in"}:
                self.unexpected(at)
            return Negated(of)
        if self._is_sign("-"):
            self._at += 1
            return Call("neg", (self._term(self._unary(depth + 1)),), "-")
        return self.primary(depth)

    def primary(self, depth: int) -> _Part:
        token = self._next()
        if token.kind in _KINDS:
            text = token.text
            if token.kind == "text":
                text = text[1:-1].replace("''", "'")
            if token.kind == "moment":
                # A plus sign that nobody encoded is a blank in an address.
                text = text.replace(" ", "+")
            if token.kind == "clock" and text.count(":") == 1:
                text += ":00"
            return Value(_KINDS[token.kind], text)
        if token.kind == "word":
            return self._word_begins(token, depth)
        if token.text in {"@", "$"}:
            raise OdataNotServed(what=f"{token.text}{self._tokens[self._at].text}"[:40])
        if token.text != "(":
            self.unexpected(self._at - 1)
        inside = self.any_of(depth + 1)
        self._expect(")")
        return inside

    def _word_begins(self, token: _Token, depth: int) -> _Part:
        name = token.text
        if name in _LITERALS:
            return _LITERALS[name]
        if name in _NOT_SERVED:
            raise OdataNotServed(what=name)
        if self._is_sign("("):
            if name not in _CALLS:
                raise OdataNotServed(what=f"{name[:40]}(…)")
            self._at += 1
            return self._call(name, depth)
        if self._is_sign("/") or self._tokens[self._at].kind == "text" or "." in name:
            # A path, a lambda, or a typed literal such as duration'P1D'.
            raise OdataNotServed(what=f"{name[:40]}{self._tokens[self._at].text[:1]}…")
        return Property(name)

    def _call(self, name: str, depth: int) -> Call:
        arguments: list[Term] = []
        while not self._is_sign(")"):
            arguments.append(self._term(self._sum(depth + 1)))
            if not self._is_sign(")"):
                self._expect(",")
        self._expect(")")
        return Call(_CALLS[name], tuple(arguments), name)

    def condition(self, part: _Part) -> Condition:
        """The part as a condition: true or false of a row."""
        match part:
            case Value(ValueKind.TRUTH, text):
                return Always(is_true=text == "true")
            case Value():
                self.unexpected(self._at - 1)
        return part

    def _term(self, part: _Part) -> Term:
        if isinstance(part, Value | Property | Call):
            return part
        raise OdataNotServed(what="(… eq …) eq …")

    def _word(self) -> str:
        token = self._tokens[self._at]
        if token.kind == "word" and token.text in {"has", "divby"}:
            raise OdataNotServed(what=token.text)
        return token.text if token.kind == "word" else ""

    def _takes(self, word: str) -> bool:
        is_next = self._word() == word
        self._at += is_next
        return is_next

    def _is_sign(self, sign: str) -> bool:
        token = self._tokens[self._at]
        return token.kind == "sign" and token.text == sign

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            self.unexpected()
        self._at += 1

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        if token.kind != _END:
            self._at += 1
        else:
            self.unexpected()
        return token

    def expect_end(self) -> None:
        if self._tokens[self._at].kind != _END:
            self.unexpected()

    def unexpected(self, at: int | None = None) -> NoReturn:
        token = self._tokens[self._at if at is None else max(at, 0)]
        is_value = token.kind in _KINDS
        text = "…" if is_value else token.text[:40]
        raise OdataExpression(
            option=self._option,
            found_fr=text or "la fin",
            found_en=text or "the end",
            at=token.at + 1,
        )
