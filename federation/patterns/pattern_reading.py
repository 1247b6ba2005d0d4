"""A pattern that a statement holds, read letter by letter: what is not known is refused."""

from __future__ import annotations

from typing import NoReturn

from federation.patterns.regular import (
    END,
    START,
    Choice,
    Edge,
    Group,
    Letters,
    Node,
    Ranges,
    Repeat,
    Sequence,
    may_be_empty,
    merged,
)

MOST_LETTERS = 500
MOST_TIMES = 100
MOST_NESTED = 10
_DIGITS_OF_A_COUNT = 5
_DIGITS: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
_SETS = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_LINE_END = Letters(((10, 10),), but=True)
_CONTROLS = {"t": 9, "n": 10, "r": 13, "f": 12}
_EDGES = {"A": START, "z": END}


class Odd(Exception):  # noqa: N818 - told as a Problem by whoever knows the function
    """`what` at the letter `at` of the pattern, from 1; and how to do without it."""

    def __init__(self, what: str, at: int, fr: str, en: str) -> None:
        super().__init__(what)
        self.what, self.at, self.fr, self.en = what, at, fr, en


def read_pattern(text: str) -> Node:
    """Raises Odd."""
    if len(text) > MOST_LETTERS:
        _refuse(
            "…",
            MOST_LETTERS + 1,
            f"au plus {MOST_LETTERS} caractères",
            f"at most {MOST_LETTERS} characters",
        )
    reader = _Reader(text)
    node = reader.choice(0)
    if reader.at < len(text):
        reader.odd(")", "\\) pour la parenthèse elle-même", "\\) for the parenthesis itself")
    _check_edges(node, text, first=True, last=True)
    return node


def _check_edges(node: Node, text: str, *, first: bool, last: bool) -> None:
    """Nothing comes before `^`, nor after `$`: DuckDB makes another pattern of `$b`."""
    match node:
        case Edge(sign) if not (first if sign == START else last):
            shown = "^" if sign == START else "$"
            at = text.rfind("^") if sign == START else text.find("$")
            _refuse(
                shown,
                at + 1,
                "^ au début du motif, $ à sa fin",
                "^ at the beginning of the pattern, $ at its end",
            )
        case Group(inner, _):
            _check_edges(inner, text, first=first, last=last)
        case Choice(options):
            for each in options:
                _check_edges(each, text, first=first, last=last)
        case Repeat(item, _, _, _):
            _check_edges(item, text, first=first, last=last)
        case Sequence(items):
            for at, each in enumerate(items):
                begins, ends = first and at == 0, last and at == len(items) - 1
                _check_edges(each, text, first=begins, last=ends)
        case _:
            return


def _refuse(what: str, at: int, fr: str, en: str) -> NoReturn:
    raise Odd(what, at, fr, en)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at, self._groups = text, 0, 0

    def odd(self, what: str, fr: str, en: str) -> NoReturn:
        _refuse(what, self.at + 1, fr, en)

    def _next(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.text[at] if at < len(self.text) else ""

    def choice(self, depth: int) -> Node:
        if depth > MOST_NESTED:
            self.odd("(", "moins de parenthèses emboîtées", "fewer parentheses inside one another")
        options = [self._sequence(depth)]
        while self._next() == "|":
            self.at += 1
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self._next() not in {"", "|", ")"}:
            items.append(self._repeated(self._item(depth)))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _item(self, depth: int) -> Node:
        letter = self._next()
        match letter:
            case "(":
                return self._group(depth)
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                made: Node = _LINE_END
            case "^":
                made = Edge(START)
            case "$":
                made = Edge(END)
            case "*" | "+" | "?" | "{" | "}" | "]":
                self.odd(
                    letter, f"\\{letter} pour le signe lui-même", f"\\{letter} for the sign itself"
                )
            case _:
                made = Letters(((ord(letter), ord(letter)),))
        self.at += 1
        return made

    def _group(self, depth: int) -> Node:
        opened = self.at
        self.at += 1
        number = None
        if self._next() != "?":
            self._groups += 1
            number = self._groups
        elif self._next(1) == ":":
            self.at += 2
        else:
            self.at = opened
            self._refuse_extension()
        inner = self.choice(depth + 1)
        if self._next() != ")":
            self.at = opened
            self.odd("(", "une parenthèse qui se ferme", "a parenthesis that is closed")
        if inner == Sequence(()):
            self.at = opened
            self.odd("()", "un groupe qui tient quelque chose", "a group that holds something")
        self.at += 1
        return Group(inner, number)

    def _refuse_extension(self) -> NoReturn:
        kind = self.text[self.at : self.at + 4]
        if kind.startswith("(?i"):
            self.odd(
                "(?i)", "lower(x) et un motif en minuscules", "lower(x) and a pattern in lower case"
            )
        if kind.startswith(("(?=", "(?!", "(?<=", "(?<!")):
            what = kind if kind.startswith("(?<") else kind[:3]
            self.odd(what, "une deuxième condition, par AND", "a second condition, by AND")
        self.odd(kind[:3], "un groupe simple, (…) ou (?:…)", "a plain group, (…) or (?:…)")

    def _repeated(self, item: Node) -> Node:
        times = self._times()
        if times is None:
            return item
        least, most = times
        lazy = self._next() == "?"
        self.at += lazy
        if isinstance(item, Edge) or may_be_empty(item):
            self.at -= 1
            self.odd(
                self._next(),
                "une répétition de ce qui prend au moins une lettre",
                "a repeat of what takes at least one letter",
            )
        if self._next() in {"*", "+", "?"} or (self._next() == "{" and self._bounds() is not None):
            self.odd(self._next(), "une seule répétition", "one repeat alone")
        return Repeat(item, least, most, lazy and least != most)

    def _times(self) -> tuple[int, int | None] | None:
        known: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        letter = self._next()
        if letter in known:
            self.at += 1
            return known[letter]
        if letter != "{":
            return None
        bounds = self._bounds()
        if bounds is None:
            self.odd(
                "{",
                "{2}, {2,} ou {2,5}, ou \\{ pour le signe",
                "{2}, {2,} or {2,5}, or \\{ for the sign",
            )
        least, most, length = bounds
        if max(least, most or 0) > MOST_TIMES or most == 0 or (most is not None and most < least):
            self.odd(
                "{",
                f"de 1 à {MOST_TIMES} fois, la borne la plus petite d'abord",
                f"1 to {MOST_TIMES} times, the lesser bound first",
            )
        self.at += length
        return least, most

    def _bounds(self) -> tuple[int, int | None, int] | None:
        """`{2,5}`: its two bounds, and how many letters it takes."""
        end = self.text.find("}", self.at)
        said = self.text[self.at + 1 : end] if end > 0 else ""
        low, comma, high = said.partition(",")
        digits = [each for each in (low, high) if each]
        if not low or not all(
            each.isascii() and each.isdigit() and len(each) < _DIGITS_OF_A_COUNT for each in digits
        ):
            return None
        most = int(low) if not comma else int(high) if high else None
        return int(low), most, end - self.at + 1

    def _escape(self) -> Node:
        letter = self._next(1)
        if letter.lower() in _SETS and letter:
            self.at += 2
            return Letters(_SETS[letter.lower()], but=letter.isupper())
        if letter in _EDGES:
            self.at += 2
            return Edge(_EDGES[letter])
        code = self._escaped_letter()
        return Letters(((code, code),))

    def _escaped_letter(self) -> int:
        letter = self._next(1)
        if letter in _CONTROLS:
            code = _CONTROLS[letter]
        elif letter and letter.isascii() and not letter.isalnum() and letter.isprintable():
            code = ord(letter)
        elif letter == "b":
            self.odd(
                r"\b",
                r"ce qui borde le mot, comme (?:^|\W)mot(?:\W|$)",
                r"what is beside the word, such as (?:^|\W)word(?:\W|$)",
            )
        elif letter.isdigit():
            self.odd(
                f"\\{letter}",
                "un motif sans renvoi à ses propres groupes",
                "a pattern that does not refer to its own groups",
            )
        else:
            self.odd(
                f"\\{letter}",
                r"\d \w \s \D \W \S \t \n \r \f, ou un signe, comme \.",
                r"\d \w \s \D \W \S \t \n \r \f, or a sign, such as \.",
            )
        self.at += 2
        return code

    def _class(self) -> Node:
        opened = self.at
        self.at += 1
        but = self._next() == "^"
        self.at += but
        ranges: list[tuple[int, int]] = []
        while self._next() != "]":
            if not self._next():
                self.at = opened
                self.odd("[", "une classe qui se ferme, [a-z]", "a class that is closed, [a-z]")
            ranges += self._in_class()
        if not ranges:
            self.odd("[]", r"\] pour le crochet lui-même", r"\] for the bracket itself")
        self.at += 1
        return Letters(merged(ranges), but)

    def _in_class(self) -> Ranges:
        letter = self._next()
        if letter == "[" or self.text.startswith("&&", self.at):
            sign = letter if letter == "[" else "&&"
            self.odd(sign, f"\\{letter} pour le signe lui-même", f"\\{letter} for the sign itself")
        if letter == "\\" and self._next(1) in _SETS:
            self.at += 2
            return _SETS[self.text[self.at - 1]]
        low = self._letter_of_class()
        if self._next() != "-" or self._next(1) == "]":
            return ((low, low),)
        self.at += 1
        dash = self.at
        if (
            not self._next()
            or self._next() == "["
            or (self._next() == "\\" and self._next(1).lower() in _SETS)
        ):
            self.odd("-", r"\- pour le tiret lui-même", r"\- for the dash itself")
        high = self._letter_of_class()
        if high < low:
            self.at = dash - 1
            self.odd("-", "les deux bornes dans l'ordre", "the two ends in their order")
        return ((low, high),)

    def _letter_of_class(self) -> int:
        if self._next() == "\\":
            return self._escaped_letter()
        self.at += 1
        return ord(self.text[self.at - 1])
