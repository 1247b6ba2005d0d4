"""`$filter` as the terms of a condition: the grammar of OData 4.0, for what our language has.

`not` binds tighter than a comparison there: `not a eq 1` would be `(not a) eq 1`, which nobody
means, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import NoReturn

from typing_extensions import override

from catalog.model.problem import Problem
from gateway.http.odata.problems import OdataExpression, OdataNotServed
from gateway.reading.walks.filter_reader import (
    FilterReader,
    FilterToken,
    Part,
    check_depth,
    read_tokens,
)
from gateway.reading.walks.terms import (
    Call,
    Comparison,
    Condition,
    Negated,
    OneOf,
    Property,
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


def read_filter(text: str, option: str = "$filter") -> Condition:
    """Raises OdataExpression, OdataNotServed, ConditionTooLong."""
    reader = _reader_of(text, option)
    condition = reader.condition(reader.any_of(0))
    reader.expect_end()
    return condition


def read_value(text: str, option: str) -> Value:
    """One value, as a key predicate holds it."""
    reader = _reader_of(text, option)
    value = reader.primary(0)
    reader.expect_end()
    if not isinstance(value, Value):
        reader.unexpected(0)
    return value


def _reader_of(text: str, option: str) -> _Reader:
    return _Reader(read_tokens(text, _TOKEN, partial(_refused, option)), option)


def _refused(option: str, sign: str, at: int) -> OdataExpression:
    return OdataExpression(option=option, found_fr=sign, found_en=sign, at=at)


class _Reader(FilterReader):
    or_word, and_word = "or", "and"

    def __init__(self, tokens: list[FilterToken], option: str) -> None:
        super().__init__(tokens)
        self._option = option

    @override
    def no_term(self) -> Problem:
        return OdataNotServed(what="(… eq …) eq …")

    @override
    def between_ands(self, depth: int) -> Part:
        left = self._sum(depth)
        word = self.word()
        if word == "in":
            self._at += 1
            return self._one_of(self.term(left), depth)
        if word not in _COMPARES:
            return left
        self._at += 1
        right = self._sum(depth)
        compared = Comparison(_COMPARES[word], self.term(left), self.term(right))
        if self.word() in _COMPARES:
            self.unexpected()
        return compared

    def _one_of(self, target: Term, depth: int) -> OneOf:
        """With one value too, and with a comma after the last."""
        self.expect("(")
        values: list[Term] = []
        while self.sign() != ")":
            values.append(self.term(self.primary(depth + 1)))
            if self.sign() != ")":
                self.expect(",")
        self.expect(")")
        if not values:
            self.unexpected(self._at - 1)
        return OneOf(target, tuple(values))

    def _sum(self, depth: int) -> Part:
        return self.binary(_SUMS, self._product, depth)

    def _product(self, depth: int) -> Part:
        return self.binary(_PRODUCTS, self._unary, depth)

    def _unary(self, depth: int) -> Part:
        check_depth(depth)
        if self.word() == "not":
            at = self._at
            self._at += 1
            of = self.condition(self._unary(depth + 1))
            if self.word() in {*_COMPARES, "in"}:
                self.unexpected(at)
            return Negated(of)
        if self.sign() == "-":
            self._at += 1
            return Call("neg", (self.term(self._unary(depth + 1)),), "-")
        return self.primary(depth)

    def primary(self, depth: int) -> Part:
        token = self.next_token()
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
        return self.in_brackets(depth)

    def _word_begins(self, token: FilterToken, depth: int) -> Part:
        name = token.text
        if name in _LITERALS:
            return _LITERALS[name]
        if name in _NOT_SERVED:
            raise OdataNotServed(what=name)
        if self.sign() == "(":
            if name not in _CALLS:
                raise OdataNotServed(what=f"{name[:40]}(…)")
            self._at += 1
            return self._call(name, depth)
        if self.sign() == "/" or self._tokens[self._at].kind == "text" or "." in name:
            # A path, a lambda, or a typed literal such as duration'P1D'.
            raise OdataNotServed(what=f"{name[:40]}{self._tokens[self._at].text[:1]}…")
        return Property(name)

    def _call(self, name: str, depth: int) -> Call:
        arguments: list[Term] = []
        while self.sign() != ")":
            arguments.append(self.term(self._sum(depth + 1)))
            if self.sign() != ")":
                self.expect(",")
        self.expect(")")
        return Call(_CALLS[name], tuple(arguments), name)

    @override
    def word(self) -> str:
        token = self._tokens[self._at]
        if token.kind == "word" and token.text in {"has", "divby"}:
            raise OdataNotServed(what=token.text)
        return token.text if token.kind == "word" else ""

    @override
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
