"""A filter read from left to right: what the languages of filters have in common.

A language says its tokens, its words, and what stands between two ANDs; each problem is its own.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, NoReturn

from catalog.model.problem import Problem
from gateway.reading.walks.problems import ConditionTooLong
from gateway.reading.walks.terms import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_TERMS,
    Always,
    Call,
    Condition,
    Every,
    Property,
    Some,
    Term,
    Value,
    ValueKind,
)

END = "end"
Part = Term | Condition


@dataclass(frozen=True, slots=True)
class FilterToken:
    """`kind` is the name of its group in the language's pattern; `at` counts from 0."""

    kind: str
    text: str
    at: int


def read_tokens(
    text: str, pattern: re.Pattern[str], refused: Callable[[str, int], Problem]
) -> list[FilterToken]:
    """The tokens, and the end after them; blanks are none. Raises ConditionTooLong, and what
    `refused` makes of a character that no token begins with and its place, from 1.
    """
    if len(text) > MOST_CHARACTERS:
        raise ConditionTooLong(limit=MOST_CHARACTERS, what_fr="caractères", what_en="characters")
    tokens, at = [], 0
    while at < len(text):
        token = pattern.match(text, at)
        if token is None or token.lastgroup is None:
            raise refused(repr(text[at])[1:-1], at + 1)
        if token.lastgroup != "blank":
            tokens.append(FilterToken(token.lastgroup, token.group(), at))
        at = token.end()
        if len(tokens) > 4 * MOST_TERMS:
            raise ConditionTooLong(limit=MOST_TERMS, what_fr="termes", what_en="terms")
    return [*tokens, FilterToken(END, "", len(text))]


def check_depth(depth: int) -> None:
    """Raises ConditionTooLong."""
    if depth > MOST_DEPTH:
        raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")


class FilterReader(ABC):
    """`any_of` reads a whole condition; a language adds what it compares."""

    or_word: ClassVar[str]
    and_word: ClassVar[str]

    def __init__(self, tokens: list[FilterToken]) -> None:
        self._tokens = tokens
        self._at = 0

    @abstractmethod
    def word(self) -> str:
        """The word that comes next, as the language compares it; empty for what is none."""

    @abstractmethod
    def between_ands(self, depth: int) -> Part: ...

    @abstractmethod
    def no_term(self) -> Problem:
        """The problem of a condition where a value is expected."""

    @abstractmethod
    def unexpected(self, at: int | None = None) -> NoReturn:
        """Raises the problem of the token there, of the next one where none is said."""

    def any_of(self, depth: int) -> Part:
        check_depth(depth)
        parts = [self._all_of(depth)]
        while self.takes(self.or_word):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(map(self.condition, parts)))

    def _all_of(self, depth: int) -> Part:
        parts = [self.between_ands(depth)]
        while self.takes(self.and_word):
            parts.append(self.between_ands(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(map(self.condition, parts)))

    def binary(
        self, functions: Mapping[str, str], below: Callable[[int], Part], depth: int
    ) -> Part:
        """Operators of one rank, from the left; `functions` by their word or sign."""
        left = below(depth)
        while self.operator() in functions:
            sign = self.next_token().text
            left = Call(functions[sign], (self.term(left), self.term(below(depth))), sign)
        return left

    def operator(self) -> str:
        return self.word() or self.sign()

    def sign(self) -> str:
        token = self.token
        return token.text if token.kind == "sign" else ""

    def condition(self, part: Part) -> Condition:
        """The part as a condition: true or false of a row."""
        match part:
            case Value(ValueKind.TRUTH, text):
                return Always(is_true=text == "true")
            case Value():
                self.unexpected(self._at - 1)
        return part

    def term(self, part: Part) -> Term:
        if isinstance(part, Value | Property | Call):
            return part
        raise self.no_term()

    def in_brackets(self, depth: int) -> Part:
        """The part behind an opening bracket, which was read already, and the closing one."""
        inside = self.any_of(depth + 1)
        self.expect(")")
        return inside

    @property
    def token(self) -> FilterToken:
        return self._tokens[self._at]

    def takes(self, word: str) -> bool:
        is_next = self.word() == word
        self._at += is_next
        return is_next

    def expect(self, sign: str) -> None:
        if self.sign() != sign:
            self.unexpected()
        self._at += 1

    def next_token(self) -> FilterToken:
        token = self.token
        if token.kind == END:
            self.unexpected()
        self._at += 1
        return token

    def expect_end(self) -> None:
        if self.token.kind != END:
            self.unexpected()
