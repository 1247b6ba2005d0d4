"""CQL2 as text: Basic CQL2, the advanced comparisons, CASEI and arithmetic, read into terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from gateway.http.ogc.problems import OgcFilter, OgcFilterNotServed
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
    IsNothing,
    Negated,
    OneOf,
    Property,
    Some,
    Term,
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
_END = "end"
Part = Term | Condition


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def read_cql2_text(text: str) -> Condition:
    """Raises OgcFilter, OgcFilterNotServed, ConditionTooLong."""
    reading = _Reading(_tokens(text))
    condition = reading.condition(reading.any_of(0))
    reading.expect_end()
    return condition


def _tokens(text: str) -> list[_Token]:
    if len(text) > MOST_CHARACTERS:
        raise ConditionTooLong(limit=MOST_CHARACTERS, what_fr="caractères", what_en="characters")
    tokens, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            sign = repr(text[at])[1:-1]
            raise OgcFilter(found_fr=sign, found_en=sign, at=at + 1)
        if token.lastgroup != "blank":
            tokens.append(_Token(token.lastgroup, token.group(), at))
        at = token.end()
        if len(tokens) > 4 * MOST_TERMS:
            raise ConditionTooLong(limit=MOST_TERMS, what_fr="termes", what_en="terms")
    return [*tokens, _Token(_END, "", len(text))]


class _Reading:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def any_of(self, depth: int) -> Part:
        if depth > MOST_DEPTH:
            raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
        parts = [self._all_of(depth)]
        while self._takes("OR"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(map(self.condition, parts)))

    def _all_of(self, depth: int) -> Part:
        parts = [self._negated(depth)]
        while self._takes("AND"):
            parts.append(self._negated(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(map(self.condition, parts)))

    def _negated(self, depth: int) -> Part:
        count = 0
        while self._takes("NOT"):
            count += 1
        part = self._compared(depth)
        return Negated(self.condition(part)) if count % 2 else part

    def _compared(self, depth: int) -> Part:
        left = self._sum(depth)
        if self._token.text in _COMPARES:
            sign = self._next().text
            return Comparison(sign, self._term(left), self._term(self._sum(depth)))
        if self._takes("IS"):
            isnt = self._takes("NOT")
            if not self._takes("NULL"):
                self._unexpected()
            nothing = IsNothing(self._term(left))
            return Negated(nothing) if isnt else nothing
        isnt = self._takes("NOT")
        tested = self._tested(left, depth)
        if tested is None:
            if isnt:
                self._unexpected()
            return left
        return Negated(tested) if isnt else tested

    def _tested(self, left: Part, depth: int) -> Condition | None:
        if self._takes("LIKE"):
            return Call("like", (self._term(left), self._term(self._sum(depth))), "LIKE")
        if self._takes("BETWEEN"):
            low = self._term(self._sum(depth))
            if not self._takes("AND"):
                self._unexpected()
            high = self._term(self._sum(depth))
            of = self._term(left)
            return Every((Comparison(">=", of, low), Comparison("<=", of, high)))
        if not self._takes("IN"):
            return None
        self._expect("(")
        values = [self._term(self._sum(depth + 1))]
        while self._is_sign(","):
            self._at += 1
            values.append(self._term(self._sum(depth + 1)))
        self._expect(")")
        return OneOf(self._term(left), tuple(values))

    def _sum(self, depth: int) -> Part:
        return self._binary(_SUMS, self._product, depth)

    def _product(self, depth: int) -> Part:
        return self._binary(_PRODUCTS, self._signed, depth)

    def _binary(self, signs: Mapping[str, str], below: Callable[[int], Part], depth: int) -> Part:
        left = below(depth)
        while self._token.kind == "sign" and self._token.text in signs:
            sign = self._next().text
            left = Call(signs[sign], (self._term(left), self._term(below(depth))), sign)
        return left

    def _signed(self, depth: int) -> Part:
        if depth > MOST_DEPTH:
            raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")
        if not self._is_sign("-"):
            return self._primary(depth)
        self._at += 1
        part = self._signed(depth + 1)
        if isinstance(part, Value) and part.kind is ValueKind.NUMBER:
            return Value(ValueKind.NUMBER, f"-{part.text}")
        return Call("neg", (self._term(part),), "-")

    def _primary(self, depth: int) -> Part:
        token = self._next()
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
            self._unexpected(self._at - 1)
        inside = self.any_of(depth + 1)
        self._expect(")")
        return inside

    def _word_begins(self, token: _Token, depth: int) -> Part:
        word = token.word
        if word in _LITERALS:
            return _LITERALS[word]
        if not self._is_sign("("):
            if word in {"AND", "OR", "NOT", "IS", "IN", "LIKE", "BETWEEN", "NULL"}:
                self._unexpected(self._at - 1)
            if word == "DIV":
                raise OgcFilterNotServed(what="DIV")
            return Property(token.text)
        if word not in _CALLS and word not in _TEMPORAL:
            raise OgcFilterNotServed(what=f"{token.text[:40]}(…)")
        self._at += 1
        inside = self._sum(depth + 1)
        self._expect(")")
        if word in _CALLS:
            return Call(_CALLS[word], (self._term(inside),), token.text)
        if not isinstance(inside, Value) or inside.kind is not ValueKind.TEXT:
            self._unexpected(self._at - 1)
        return Value(_TEMPORAL[word], inside.text)

    def condition(self, part: Part) -> Condition:
        match part:
            case Value(ValueKind.TRUTH, text):
                return Always(is_true=text == "true")
            case Value():
                self._unexpected(self._at - 1)
        return part

    def _term(self, part: Part) -> Term:
        if isinstance(part, Value | Property | Call):
            return part
        raise OgcFilterNotServed(what="(… = …) = …")

    @property
    def _token(self) -> _Token:
        return self._tokens[self._at]

    def _takes(self, word: str) -> bool:
        is_next = self._token.word == word
        self._at += is_next
        return is_next

    def _is_sign(self, sign: str) -> bool:
        return self._token.kind == "sign" and self._token.text == sign

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            self._unexpected()
        self._at += 1

    def _next(self) -> _Token:
        token = self._token
        if token.kind == _END:
            self._unexpected()
        self._at += 1
        return token

    def expect_end(self) -> None:
        if self._token.kind != _END:
            self._unexpected()

    def _unexpected(self, at: int | None = None) -> NoReturn:
        token = self._tokens[self._at if at is None else at]
        text = "…" if token.kind in {"text", "number"} else token.text[:40]
        raise OgcFilter(found_fr=text or "la fin", found_en=text or "the end", at=token.at + 1)
