"""CQL2 as text: Basic CQL2, the advanced comparisons, CASEI and arithmetic, read into terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from typing_extensions import override

from catalog.model.problem import Problem
from gateway.http.ogc.problems import OgcFilter, OgcFilterNotServed
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
    Every,
    IsNothing,
    Negated,
    OneOf,
    Property,
    Value,
    ValueKind,
)

_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<text>'(?:[^']|'')*')"
    r'|(?P<name>"(?:[^"]|"")+")'
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?![\w.]))"
    r"|(?P<word>[^\W\d][\w.:]*)"
    r"|(?P<sign><>|<=|>=|[=<>(),+\-*/%^])"
)
_COMPARES = frozenset({"=", "<>", "<", "<=", ">", ">="})
_SUMS: Mapping[str, str] = {"+": "add", "-": "sub"}
_PRODUCTS: Mapping[str, str] = {"*": "mul", "/": "div", "%": "mod"}
_CALLS: Mapping[str, str] = {"CASEI": "lower"}
_LITERALS = {
    "TRUE": Value(ValueKind.TRUTH, "true"),
    "FALSE": Value(ValueKind.TRUTH, "false"),
}
_TEMPORAL: Mapping[str, ValueKind] = {"DATE": ValueKind.DAY, "TIMESTAMP": ValueKind.MOMENT}


def read_cql2_text(text: str) -> Condition:
    """Raises OgcFilter, OgcFilterNotServed, ConditionTooLong."""
    reader = _Reader(read_tokens(text, _TOKEN, _refused))
    condition = reader.condition(reader.any_of(0))
    reader.expect_end()
    return condition


def _refused(sign: str, at: int) -> OgcFilter:
    return OgcFilter(found_fr=sign, found_en=sign, at=at)


class _Reader(FilterReader):
    or_word, and_word = "OR", "AND"

    @override
    def word(self) -> str:
        return self.token.text.upper() if self.token.kind == "word" else ""

    @override
    def no_term(self) -> Problem:
        return OgcFilterNotServed(what="(… = …) = …")

    @override
    def between_ands(self, depth: int) -> Part:
        count = 0
        while self.takes("NOT"):
            count += 1
        part = self._compared(depth)
        return Negated(self.condition(part)) if count % 2 else part

    def _compared(self, depth: int) -> Part:
        left = self._sum(depth)
        if self.sign() in _COMPARES:
            sign = self.next_token().text
            return Comparison(sign, self.term(left), self.term(self._sum(depth)))
        if self.takes("IS"):
            isnt = self.takes("NOT")
            if not self.takes("NULL"):
                self.unexpected()
            nothing = IsNothing(self.term(left))
            return Negated(nothing) if isnt else nothing
        isnt = self.takes("NOT")
        tested = self._tested(left, depth)
        if tested is None:
            if isnt:
                self.unexpected()
            return left
        return Negated(tested) if isnt else tested

    def _tested(self, left: Part, depth: int) -> Condition | None:
        if self.takes("LIKE"):
            return Call("like", (self.term(left), self.term(self._sum(depth))), "LIKE")
        if self.takes("BETWEEN"):
            low = self.term(self._sum(depth))
            if not self.takes("AND"):
                self.unexpected()
            high = self.term(self._sum(depth))
            of = self.term(left)
            return Every((Comparison(">=", of, low), Comparison("<=", of, high)))
        if not self.takes("IN"):
            return None
        self.expect("(")
        values = [self.term(self._sum(depth + 1))]
        while self.sign() == ",":
            self._at += 1
            values.append(self.term(self._sum(depth + 1)))
        self.expect(")")
        return OneOf(self.term(left), tuple(values))

    def _sum(self, depth: int) -> Part:
        return self.binary(_SUMS, self._product, depth)

    def _product(self, depth: int) -> Part:
        return self.binary(_PRODUCTS, self._signed, depth)

    def _signed(self, depth: int) -> Part:
        check_depth(depth)
        if self.sign() != "-":
            return self._primary(depth)
        self._at += 1
        part = self._signed(depth + 1)
        if isinstance(part, Value) and part.kind is ValueKind.NUMBER:
            return Value(ValueKind.NUMBER, f"-{part.text}")
        return Call("neg", (self.term(part),), "-")

    def _primary(self, depth: int) -> Part:
        token = self.next_token()
        match token.kind:
            case "text":
                return Value(ValueKind.TEXT, token.text[1:-1].replace("''", "'"))
            case "number":
                return Value(ValueKind.NUMBER, token.text)
            case "name":
                return Property(token.text[1:-1].replace('""', '"'))
            case "word":
                return self._word_begins(token, depth)
        if token.text != "(":
            self.unexpected(self._at - 1)
        return self.in_brackets(depth)

    def _word_begins(self, token: FilterToken, depth: int) -> Part:
        word = token.text.upper()
        if word in _LITERALS:
            return _LITERALS[word]
        if self.sign() != "(":
            if word in {"AND", "OR", "NOT", "IS", "IN", "LIKE", "BETWEEN", "NULL"}:
                self.unexpected(self._at - 1)
            if word == "DIV":
                raise OgcFilterNotServed(what="DIV")
            return Property(token.text)
        if word not in _CALLS and word not in _TEMPORAL:
            raise OgcFilterNotServed(what=f"{token.text[:40]}(…)")
        self._at += 1
        inside = self._sum(depth + 1)
        self.expect(")")
        if word in _CALLS:
            return Call(_CALLS[word], (self.term(inside),), token.text)
        if not isinstance(inside, Value) or inside.kind is not ValueKind.TEXT:
            self.unexpected(self._at - 1)
        return Value(_TEMPORAL[word], inside.text)

    @override
    def unexpected(self, at: int | None = None) -> NoReturn:
        token = self._tokens[self._at if at is None else at]
        text = "…" if token.kind in {"text", "number"} else token.text[:40]
        raise OgcFilter(found_fr=text or "la fin", found_en=text or "the end", at=token.at + 1)
