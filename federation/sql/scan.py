"""A statement's text, read once from left to right before any parser sees it.

It knows words, quoted names, texts, numbers and signs as Trino's lexer does, and nothing else:
what another reader of SQL could take for something else is refused with its place. Its cost is
linear, and so are the limits: no parser is given what could make it hang.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.column_types import TYPES
from catalog.model.problem import Place
from catalog.model.type_record import Family
from federation.size_problems import SqlLimit
from federation.sql.equivalents import SIGNS, is_no_parameter
from federation.sql.problems import (
    SqlCharacter,
    SqlConstruct,
    SqlEmpty,
    SqlReservedName,
    SqlSeveralStatements,
    SqlSyntax,
    SqlUnfinished,
    SqlWrittenOtherwise,
)

MAX_CHARACTERS = 100_000
MAX_TOKENS = 20_000
MAX_NESTING = 32
"""Parentheses, CASEs and chains of NOT and signs that are open at once."""
MAX_PENDING_JOINS = 3
"""Joins whose ON is still to come: each one doubles what a parser tries."""
MAX_CHAIN = 150
"""`a AND b AND c`, `a + b + c`, SELECT UNION SELECT: each link is one level of a tree."""
MAX_NAME = 128
MAX_DIGITS = 38
RESERVED = "interco_"

_BLANKS = " \t\r\n"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_DIGITS = frozenset("0123456789")
_IN_WORDS = _LETTERS | _DIGITS
_SIGNS = ("<>", "<=", ">=", "!=", "||")
_ONE_SIGN = frozenset("(),.*+-/%<>=?")
_REFUSED_PAIRS = ("::", "==", "->", "=>", ":=", "$$")
_TIMES = frozenset(
    record.trino.partition("(")[0].upper()
    for record in TYPES.values()
    if record.family in {Family.DAY, Family.TIME}
)
_TYPED_TEXTS = _TIMES | {"DECIMAL", "INTERVAL", "VARCHAR", "CHAR"}
"""Words after which a text may follow at once: `DATE'2025-01-31'`."""
_BEFORE_TEXTS = _TYPED_TEXTS | frozenset(
    {"LIKE", "ESCAPE", "AND", "OR", "NOT", "IN", "SELECT", "THEN", "ELSE", "WHEN", "BETWEEN"}
)
_UNIONS = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_LINKS = frozenset({"AND", "OR", "+", "-", "*", "/", "%", "||", "JOIN", "=", "<>", "LIKE", "IS"})
_BREAKS = frozenset(
    {",", "SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "WHEN", "THEN", "ELSE", "BY"}
)
_PREFIXES = _TIMES | {"NOT", "-", "+", "INTERVAL", "EXISTS"}


class TokenKind(StrEnum):
    WORD = "word"
    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is what it means: a name or a text without its quotes, a word in capitals."""

    kind: TokenKind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """One statement. `clean` is its text with comments blanked: every place stays where it was."""

    text: str
    clean: str
    tokens: tuple[Token, ...]

    def place(self, offset: int) -> Place:
        return place_at(self.text, offset)

    def place_of_text(self, value: str) -> Place | None:
        """The place where that literal is first written; None where it is not."""
        found = (each for each in self.tokens if each.kind is TokenKind.TEXT)
        return next((self.place(each.start) for each in found if each.value == value), None)

    def place_of_word(self, *words: str) -> Place | None:
        found = (each for each in self.tokens if each.kind is TokenKind.WORD)
        return next((self.place(each.start) for each in found if each.value in words), None)


NO_TEXT = Scanned("", "", ())
"""Of a statement that was made as a tree: nothing of it has a place."""


def place_at(text: str, offset: int) -> Place:
    before = text[:offset]
    return Place(line=before.count("\n") + 1, column=offset - (before.rfind("\n") + 1) + 1)


def scan(text: str) -> Scanned:
    """Raises SqlLimit, SqlCharacter, SqlConstruct, SqlUnfinished, SqlReservedName, SqlEmpty,
    SqlSeveralStatements, SqlSyntax, each with its place.
    """
    if len(text) > MAX_CHARACTERS:
        raise _limit(MAX_CHARACTERS, "caractères", "characters")
    tokens, clean = _Scanner(text).run()
    tokens = _one_statement(tokens, text)
    check_nesting(tokens, text)
    return Scanned(text, clean, tuple(tokens))


def _limit(limit: int, fr: str, en: str, place: Place | None = None) -> SqlLimit:
    return SqlLimit(limit=limit, what_fr=fr, what_en=en, place=place)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._tokens: list[Token] = []
        self._clean: list[str] = []

    def run(self) -> tuple[list[Token], str]:
        text = self._text
        while self._at < len(text):
            start = self._at
            letter = text[start]
            if letter in _BLANKS:
                self._at += 1
            elif text.startswith("--", start):
                self._line_comment()
                continue
            elif text.startswith("/*", start):
                self._block_comment()
                continue
            elif letter in _LETTERS:
                self._word()
            elif letter in _DIGITS:
                self._number()
            elif letter == "'":
                self._quoted(TokenKind.TEXT, "'")
            elif letter == '"':
                self._quoted(TokenKind.NAME, '"')
            else:
                self._sign()
            self._clean.append(text[start : self._at])
            if len(self._tokens) > MAX_TOKENS:
                raise _limit(MAX_TOKENS, "mots et signes", "words and signs", self._place(start))
        return self._tokens, "".join(self._clean)

    def _place(self, offset: int) -> Place:
        return place_at(self._text, offset)

    def _add(self, kind: TokenKind, value: str, end: int) -> None:
        self._tokens.append(Token(kind, value, self._at, end))
        self._at = end

    def _blank(self, end: int) -> None:
        """A comment says nothing: each of its characters becomes a space, lines stay lines."""
        said = self._text[self._at : end]
        self._clean.append("".join(each if each in "\r\n" else " " for each in said))
        self._at = end

    def _line_comment(self) -> None:
        found = self._text.find("\n", self._at)
        end = len(self._text) if found < 0 else found
        if "\r" in self._text[self._at : end].rstrip("\r"):
            # Does a lone carriage return end a comment? Readers disagree.
            raise SqlCharacter(character="U+000D", place=self._place(self._at))
        self._blank(end)

    def _block_comment(self) -> None:
        end = self._text.find("*/", self._at + 2)
        if end < 0:
            raise SqlUnfinished(
                what_fr="Un commentaire", what_en="A comment", place=self._place(self._at)
            )
        if "/*" in self._text[self._at + 2 : end]:
            raise SqlConstruct(what="/* /* … */", place=self._place(self._at))
        self._blank(end + 2)

    def _word(self) -> None:
        text, end = self._text, self._at + 1
        while end < len(text) and text[end] in _IN_WORDS:
            end += 1
        word = text[self._at : end].upper()
        follows = text[end : end + 1]
        if word == "U" and text[end : end + 2] in {"&'", '&"'}:
            raise SqlConstruct(
                what=f"U&{text[end + 1]}…{text[end + 1]}", place=self._place(end - 1)
            )
        if follows == "'" and self._tokens and self._is_cut_by_an_apostrophe():
            what, instead = f"'…'{word[:20]}'…'", "'l''eau'"
            raise SqlWrittenOtherwise(what=what, instead=instead, place=self._place(self._at))
        if follows == "'" and word not in _BEFORE_TEXTS:
            raise SqlConstruct(what=f"{word[:20]}'…'", place=self._place(self._at))
        self._check_name(text[self._at : end], self._at)
        self._add(TokenKind.WORD, word, end)

    def _is_cut_by_an_apostrophe(self) -> bool:
        last = self._tokens[-1]
        return last.kind is TokenKind.TEXT and last.end == self._at

    def _check_name(self, name: str, at: int) -> None:
        if len(name) > MAX_NAME:
            raise _limit(MAX_NAME, "caractères par nom", "characters a name", self._place(at))
        if name.lower().startswith(RESERVED):
            raise SqlReservedName(name=name[:40], place=self._place(at))

    def _number(self) -> None:
        text, end = self._text, self._at
        digits = 0
        seen_point = seen_exponent = False
        while end < len(text):
            letter = text[end]
            if letter in _DIGITS:
                digits += 1
            elif letter == "." and not seen_point and not seen_exponent:
                seen_point = True
            elif letter in "eE" and not seen_exponent and digits:
                seen_exponent = True
                if text[end + 1 : end + 2] in {"+", "-"}:
                    end += 1
                if text[end + 1 : end + 2] not in _DIGITS:
                    break
            else:
                break
            end += 1
        if end < len(text) and (text[end] in _IN_WORDS or text[end] == "."):
            # 0x1F, 1_000, 1abc, 1.2.3: each reader has its own idea of them.
            raise SqlConstruct(what=text[self._at : end + 1][-12:], place=self._place(self._at))
        if digits > MAX_DIGITS:
            raise _limit(
                MAX_DIGITS, "chiffres par nombre", "digits a number", self._place(self._at)
            )
        self._add(TokenKind.NUMBER, text[self._at : end], end)

    def _quoted(self, kind: TokenKind, quote: str) -> None:
        text, start = self._text, self._at
        end = start + 1
        while True:
            end = text.find(quote, end)
            if end < 0:
                fr, en = ("Un texte", "A text") if kind is TokenKind.TEXT else ("Un nom", "A name")
                raise SqlUnfinished(what_fr=fr, what_en=en, place=self._place(start))
            if text[end + 1 : end + 2] != quote:
                break
            end += 2
        value = text[start + 1 : end].replace(quote * 2, quote)
        if kind is TokenKind.NAME:
            self._check_quoted_name(value, start)
        elif "\0" in value:
            raise SqlCharacter(character="U+0000", place=self._place(start))
        self._add(kind, value, end + 1)

    def _check_quoted_name(self, name: str, at: int) -> None:
        if not name:
            raise SqlConstruct(what='""', place=self._place(at))
        for index, letter in enumerate(name):
            kind = unicodedata.category(letter)
            if kind[0] == "C" or (kind[0] == "Z" and letter != " "):
                # What cannot be seen in a name makes two names look like one.
                raise SqlCharacter(
                    character=shown_character(letter), place=self._place(at + 1 + index)
                )
        if "$" in name or '"' in name:
            raise SqlConstruct(what="$" if "$" in name else '""', place=self._place(at))
        self._check_name(name, at)

    def _sign(self) -> None:
        text, at = self._text, self._at
        pair = text[at : at + 2]
        sign = pair if pair in _REFUSED_PAIRS else text[at]
        if sign in SIGNS and pair not in _SIGNS and not is_no_parameter(sign, text, at):
            raise SqlWrittenOtherwise(what=sign, instead=SIGNS[sign], place=self._place(at))
        if pair in _REFUSED_PAIRS:
            raise SqlConstruct(what=pair, place=self._place(at))
        if pair in _SIGNS:
            self._add(TokenKind.SIGN, pair, at + 2)
        elif text[at] in _ONE_SIGN or text[at] == ";":
            self._add(TokenKind.SIGN, text[at], at + 1)
        elif text[at] in "[]{}`#@$:&|^~!\\":
            raise SqlConstruct(what=text[at], place=self._place(at))
        else:
            raise SqlCharacter(character=shown_character(text[at]), place=self._place(at))


def shown_character(letter: str) -> str:
    """`U+00A0`, with the sign itself where it can be seen."""
    code = f"U+{ord(letter):04X}"
    return f"« {letter} » ({code})" if unicodedata.category(letter)[0] in "LNPS" else code


def _one_statement(tokens: list[Token], text: str) -> list[Token]:
    """Without a semicolon at its end."""
    for index, each in enumerate(tokens):
        if each.kind is TokenKind.SIGN and each.value == ";":
            rest = [other for other in tokens[index:] if other.value != ";" or _is_said(other)]
            if rest:
                raise SqlSeveralStatements(place=place_at(text, rest[0].start))
            tokens = tokens[:index]
            break
    if not tokens:
        raise SqlEmpty
    return tokens


def _is_said(token: Token) -> bool:
    return token.kind is not TokenKind.SIGN


@dataclass(slots=True)
class _Level:
    """One nesting: what opened it, joins whose ON is to come, links of the chain that goes on."""

    opened: Token | None = None
    joins: int = 0
    links: int = 0
    unions: int = 0

    def count(self, value: str, before: str) -> None:
        if value == "JOIN" and before != "CROSS":
            self.joins += 1
        elif value in {"ON", "USING"}:
            self.joins = max(0, self.joins - 1)
            self.links = 0
        elif value in _UNIONS:
            self.unions += 1
            self.links = self.joins = 0
        elif value in _LINKS:
            self.links += 1
        elif value in _BREAKS:
            self.links = 0


def check_nesting(tokens: list[Token], text: str) -> None:
    levels = [_Level()]
    chain = 0
    before = ""
    for each in tokens:
        value = each.value if each.kind in {TokenKind.WORD, TokenKind.SIGN} else ""
        chain = chain + 1 if value in _PREFIXES else 0
        if value in {"(", "CASE"}:
            levels.append(_Level(each))
        elif value in {")", "END"}:
            _close(each, levels, text)
        else:
            levels[-1].count(value, before)
        before = value
        if len(levels) - 1 + chain > MAX_NESTING:
            raise _limit(MAX_NESTING, "niveaux d'imbrication", "levels", place_at(text, each.start))
        if levels[-1].joins > MAX_PENDING_JOINS:
            raise _limit(
                MAX_PENDING_JOINS,
                "JOIN à la suite sans leur ON",
                "JOINs in a row without their ON",
                place_at(text, each.start),
            )
        if max(levels[-1].links, levels[-1].unions) > MAX_CHAIN:
            raise _limit(
                MAX_CHAIN,
                "opérateurs ou UNION à la suite",
                "operators or UNIONs in a row",
                place_at(text, each.start),
            )
    if levels[-1].opened is not None:
        raise _unclosed(levels[-1].opened, text)


def _close(token: Token, levels: list[_Level], text: str) -> None:
    closes = "(" if token.value == ")" else "CASE"
    opened = levels[-1].opened
    if opened is None or opened.value != closes:
        place = place_at(text, token.start)
        raise SqlSyntax(found=f"« {token.value} »", found_en=f'"{token.value}"', place=place)
    levels.pop()


def _unclosed(token: Token, text: str) -> SqlUnfinished:
    fr, en = ("Un CASE", "A CASE") if token.value == "CASE" else ("Une parenthèse", "A parenthesis")
    return SqlUnfinished(what_fr=fr, what_en=en, place=place_at(text, token.start))
