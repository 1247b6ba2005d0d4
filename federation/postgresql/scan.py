"""A message of PostgreSQL's dialect, read once from left to right before any parser sees it.

It knows the words, quoted names, texts, numbers and operators of PostgreSQL's lexer and refuses
everything else with its place, as `federation.sql.scan` does for Trino's (decision 0026). What it
hands on is written again: `E'…'` and `$$…$$` as plain texts, `$1` as a call of a name that nobody
can write, comments as nothing. So whoever reads it next reads one form of each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from catalog.model.problem import Place
from federation.size_problems import SqlLimit
from federation.sql.parsing import PARAMETER
from federation.sql.problems import SqlCharacter, SqlConstruct, SqlReservedName, SqlUnfinished
from federation.sql.scan import (
    MAX_CHARACTERS,
    MAX_NAME,
    MAX_TOKENS,
    RESERVED,
    Scanned,
    Token,
    TokenKind,
    check_nesting,
    place_at,
    shown_character,
)

MAX_DIGITS = 38
_BLANKS = " \t\r\n\f\v"
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9$]*")
_NUMBER = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_PLACE = re.compile(r"\$([0-9]{1,5})(?![0-9A-Za-z_$])")
_DOLLARS = re.compile(r"\$([A-Za-z_][A-Za-z_0-9]*)?\$")
_OPERATOR = re.compile(r"[-+*/<>=~!@#%^&|`?]+")
_SPECIAL = frozenset("~!@#%^&|`?")
_OPERATORS = frozenset(
    {"+", "-", "*", "/", "%", "^", "=", "<>", "!=", "<", "<=", ">", ">=", "||"}
    | {"~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*"}
    # Of statements about catalogs alone: of data, their nodes are not on the list.
    | {"&", "|", "#", "<<", ">>", "&&", "@>", "<@", "->", "->>"}
)
_ONE_SIGN = frozenset("(),.;[]:")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CODES = {"x": (1, 2), "u": (4, 4), "U": (8, 8)}
_OCTAL = re.compile(r"[0-7]{1,3}")
_HEX = re.compile(r"[0-9A-Fa-f]+")


@dataclass(frozen=True, slots=True)
class Written:
    """One statement: `sent` as its client wrote it, `scanned` as it is handed on; `parameters`
    is the highest number of its `$1`, `$2` …, and `starts` where each of its tokens is in `sent`.
    """

    sent: str
    scanned: Scanned
    parameters: int
    starts: tuple[int, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in capitals, in their order; quoted names, texts and numbers are none."""
        tokens = self.scanned.tokens
        return tuple(each.value for each in tokens if each.kind is TokenKind.WORD)

    @property
    def first(self) -> str:
        """Its first word in capitals, or the sign that stands there."""
        return self.scanned.tokens[0].value


def read_message(text: str) -> tuple[Written, ...]:
    """The statements of a message, in their order; none where it is empty.

    Raises SqlLimit, SqlCharacter, SqlConstruct, SqlUnfinished, SqlReservedName, SqlSyntax, each
    with its place in the message.
    """
    if len(text) > MAX_CHARACTERS:
        raise SqlLimit(limit=MAX_CHARACTERS, what_fr="caractères", what_en="characters")
    scanner = _Scanner(text)
    scanner.run()
    return tuple(scanner.statements())


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token by where it was sent, and the text that is written for it."""

    kind: TokenKind
    value: str
    text: str
    start: int
    end: int
    number: int = 0
    """Of a `$1`."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._pieces: list[_Piece] = []

    def run(self) -> None:  # noqa: C901 - one branch for each beginning of a token
        text = self._text
        while self._at < len(text):
            letter = text[self._at]
            if letter in _BLANKS:
                self._at += 1
            elif text.startswith("--", self._at):
                end = re.compile(r"[\r\n]").search(text, self._at)
                self._at = len(text) if end is None else end.start()
            elif text.startswith("/*", self._at):
                self._comment()
            elif letter == "'":
                self._text_of(self._at, escapes=False)
            elif letter == '"':
                self._name()
            elif letter == "$":
                self._dollar()
            elif (word := _WORD.match(text, self._at)) is not None:
                self._word(word[0])
            elif (number := _NUMBER.match(text, self._at)) is not None:
                self._number(number)
            else:
                self._sign()
            if len(self._pieces) > MAX_TOKENS:
                raise SqlLimit(
                    limit=MAX_TOKENS, what_fr="mots et signes", what_en="words and signs"
                )

    def statements(self) -> list[Written]:
        statements: list[Written] = []
        held: list[_Piece] = []
        for piece in self._pieces:
            if piece.value == ";" and piece.kind is TokenKind.SIGN:
                if held:
                    statements.append(self._statement(held))
                held = []
            else:
                held.append(piece)
        if held:
            statements.append(self._statement(held))
        return statements

    def _statement(self, pieces: list[_Piece]) -> Written:
        texts: list[str] = []
        tokens: list[Token] = []
        starts: list[int] = []
        at = 0
        for index, each in enumerate(pieces):
            before = pieces[index - 1] if index else None
            if before is not None and not _joined(before, each):
                texts.append(" ")
                at += 1
            if each.number:
                tokens += _call(each.number, at)
            else:
                tokens.append(Token(each.kind, each.value, at, at + len(each.text)))
            starts += [each.start - pieces[0].start] * (len(tokens) - len(starts))
            texts.append(each.text)
            at += len(each.text)
        clean = "".join(texts)
        sent = self._text[pieces[0].start : pieces[-1].end]
        check_nesting(tokens, clean)
        highest = max((each.number for each in pieces), default=0)
        scanned = Scanned(clean, clean, tuple(tokens))
        return Written(sent, scanned, highest, tuple(starts))

    def _place(self, offset: int) -> Place:
        return place_at(self._text, offset)

    def _add(self, kind: TokenKind, value: str, text: str, end: int, number: int = 0) -> None:
        self._pieces.append(_Piece(kind, value, text, self._at, end, number))
        self._at = end

    def _comment(self) -> None:
        """Comments stand inside one another, as they do in PostgreSQL."""
        start, depth = self._at, 0
        for mark in re.compile(r"/\*|\*/").finditer(self._text, start):
            depth += 1 if mark[0] == "/*" else -1
            if not depth:
                self._at = mark.end()
                return
        raise SqlUnfinished(what_fr="Un commentaire", what_en="A comment", place=self._place(start))

    def _word(self, word: str) -> None:
        end = self._at + len(word)
        follows = self._text[end : end + 1]
        if word in {"E", "e"} and follows == "'":
            self._text_of(end, escapes=True)
            return
        if follows == "'" and word.upper() in {"B", "X", "N"}:
            raise SqlConstruct(what=f"{word}'…'", place=self._place(self._at))
        if word in {"U", "u"} and self._text[end : end + 2] in {"&'", '&"'}:
            raise SqlConstruct(what="U&'…'", place=self._place(self._at))
        if "$" in word:
            raise SqlConstruct(what="$", place=self._place(self._at))
        if end < len(self._text) and ord(follows) > 127:
            raise SqlCharacter(character=shown_character(follows), place=self._place(end))
        self._check_name(word)
        self._add(TokenKind.WORD, word.upper(), word, end)

    def _check_name(self, name: str) -> None:
        if len(name) > MAX_NAME:
            raise SqlLimit(
                limit=MAX_NAME, what_fr="caractères par nom", what_en="characters a name"
            )
        if name.lower().startswith(RESERVED):
            raise SqlReservedName(name=name[:40], place=self._place(self._at))

    def _number(self, match: re.Match[str]) -> None:
        text, end = match[0], match.end()
        if self._text[end : end + 1] in {"_", "."} or self._text[end : end + 1].isalnum():
            raise SqlConstruct(
                what=self._text[self._at : end + 1][-12:], place=self._place(self._at)
            )
        if sum(each.isdigit() for each in text) > MAX_DIGITS:
            raise SqlLimit(
                limit=MAX_DIGITS, what_fr="chiffres par nombre", what_en="digits a number"
            )
        canonical = "0" + text if text.startswith(".") else text
        if re.search(r"\.(?![0-9])", canonical):
            raise SqlConstruct(what=text[-12:], place=self._place(self._at))
        self._add(TokenKind.NUMBER, canonical, canonical, end)

    def _name(self) -> None:
        value, end = self._between('"', self._at, "Un nom", "A name")
        if not value or "$" in value or '"' in value:
            raise SqlConstruct(what='"…"', place=self._place(self._at))
        for letter in value:
            kind = unicodedata.category(letter)
            if kind[0] == "C" or (kind[0] == "Z" and letter != " "):
                raise SqlCharacter(character=shown_character(letter), place=self._place(self._at))
        self._check_name(value)
        self._add(TokenKind.NAME, value, f'"{value}"', end)

    def _between(self, quote: str, start: int, fr: str, en: str) -> tuple[str, int]:
        """The text between quotes, a doubled one taken for one, and the place after it."""
        text, end = self._text, start + 1
        while True:
            end = text.find(quote, end)
            if end < 0:
                raise SqlUnfinished(what_fr=fr, what_en=en, place=self._place(start))
            if text[end + 1 : end + 2] != quote:
                return text[start + 1 : end].replace(quote * 2, quote), end + 1
            end += 2

    def _text_of(self, start: int, *, escapes: bool) -> None:
        if escapes:
            value, end = self._escaped(start)
        else:
            value, end = self._between("'", start, "Un texte", "A text")
        if _continues(self._text, end):
            raise SqlConstruct(what="'…' '…'", place=self._place(start))
        self._add_text(value, end)

    def _add_text(self, value: str, end: int) -> None:
        if "\0" in value:
            raise SqlCharacter(character="U+0000", place=self._place(self._at))
        self._add(TokenKind.TEXT, value, "'" + value.replace("'", "''") + "'", end)

    def _escaped(self, start: int) -> tuple[str, int]:  # noqa: C901 - one for each sequence
        """`E'…'`: the sequences that PostgreSQL's manual lists (section 4.1.2.2), no other."""
        text, at = self._text, start + 1
        value: list[str] = []
        while at < len(text):
            letter, following = text[at], text[at + 1 : at + 2]
            if letter == "'" and following != "'":
                return "".join(value), at + 1
            if letter == "'":
                value.append("'")
                at += 2
            elif letter != "\\":
                value.append(letter)
                at += 1
            elif following in _CODES:
                least, most = _CODES[following]
                digits = _HEX.match(text, at + 2, at + 2 + most)
                if digits is None or len(digits[0]) < least or int(digits[0], 16) > 0x10FFFF:
                    raise SqlConstruct(what=f"\\{following}", place=self._place(at))
                code = int(digits[0], 16)
                if (following == "x" and code > 127) or 0xD800 <= code <= 0xDFFF:
                    raise SqlConstruct(what=f"\\{following}", place=self._place(at))
                value.append(chr(code))
                at = digits.end()
            elif (octal := _OCTAL.match(text, at + 1)) is not None:
                if int(octal[0], 8) > 127:
                    raise SqlConstruct(what="\\" + octal[0], place=self._place(at))
                value.append(chr(int(octal[0], 8)))
                at = octal.end()
            elif following:
                value.append(_ESCAPED.get(following, following))
                at += 2
            else:
                break
        raise SqlUnfinished(what_fr="Un texte", what_en="A text", place=self._place(start))

    def _dollar(self) -> None:
        text = self._text
        place = _PLACE.match(text, self._at)
        if place is not None:
            number = int(place[1])
            if not number:
                raise SqlConstruct(what="$0", place=self._place(self._at))
            self._add(TokenKind.SIGN, "$", f"{PARAMETER}({number})", place.end(), number)
            return
        tag = _DOLLARS.match(text, self._at)
        if tag is None:
            raise SqlConstruct(what="$", place=self._place(self._at))
        end = text.find(tag[0], tag.end())
        if end < 0:
            raise SqlUnfinished(what_fr="Un texte", what_en="A text", place=self._place(self._at))
        self._add_text(text[tag.end() : end], end + len(tag[0]))

    def _sign(self) -> None:
        text, at = self._text, self._at
        if text.startswith("::", at):
            self._add(TokenKind.SIGN, "::", "::", at + 2)
            return
        signs = _OPERATOR.match(text, at)
        if signs is None:
            if text[at] not in _ONE_SIGN:
                if text[at] in "{}\\":
                    raise SqlConstruct(what=text[at], place=self._place(at))
                raise SqlCharacter(character=shown_character(text[at]), place=self._place(at))
            self._add(TokenKind.SIGN, text[at], text[at], at + 1)
            return
        sign = re.split(r"--|/\*", signs[0], maxsplit=1)[0]
        if not _SPECIAL & set(sign):
            # `a=-1` is an equality and a sign, `a|-1` one operator.
            stripped = sign.rstrip("+-")
            sign = stripped or sign[0]
        if sign not in _OPERATORS:
            raise SqlConstruct(what=sign[:12], place=self._place(at))
        self._add(TokenKind.SIGN, sign, sign, at + len(sign))


def _joined(before: _Piece, after: _Piece) -> bool:
    """True where no blank stands between them: a schema and its table, a cast, a call."""
    return before.end == after.start and (
        after.value in {"(", ")", ",", ".", "::", "[", "]"} or before.value in {"(", ".", "::", "["}
    )


def _continues(text: str, end: int) -> bool:
    """True where PostgreSQL would put two texts on two lines together."""
    between = re.compile(r"\s*").match(text, end)
    stop = end if between is None else between.end()
    return stop > end and text[stop : stop + 1] == "'" and "\n" in text[end:stop]


def _call(number: int, at: int) -> list[Token]:
    word, digits = len(PARAMETER), str(number)
    return [
        Token(TokenKind.WORD, PARAMETER.upper(), at, at + word),
        Token(TokenKind.SIGN, "(", at + word, at + word + 1),
        Token(TokenKind.NUMBER, digits, at + word + 1, at + word + 1 + len(digits)),
        Token(TokenKind.SIGN, ")", at + word + 1 + len(digits), at + word + 2 + len(digits)),
    ]
