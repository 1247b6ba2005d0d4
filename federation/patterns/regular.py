r"""Regular expressions that mean the same on every engine, and cost what their text does.

RE2 never goes back over a text, Trino's usual library does, PostgreSQL's has meanings of its own.
So a pattern is read into a small tree: letters, classes, groups, `|`, repeats, the two ends. What
means another thing elsewhere is refused, and what would go back without end; the rest is written
out anew, with nothing that an engine reads in its own way (`[0-9]` for `\d`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]
"""Code points from one to another, both included, in order and apart."""
START, END = r"\A", r"\z"
_ESCAPED = frozenset(r"\.+*?()|[]{}^$")
_ESCAPED_IN_CLASS = frozenset(r"\[]^-&")
_CONTROLS = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\f": r"\f"}


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter of `ranges`; `but` for one of any others."""

    ranges: Ranges
    but: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning of the text, or its end: never of a line."""

    sign: str


@dataclass(frozen=True, slots=True)
class Group:
    """`number` is None for one that keeps nothing."""

    inner: Node
    number: int | None


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first that lets the rest match."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`most` is None where nothing ends it."""

    item: Node
    least: int
    most: int | None
    lazy: bool


Node = Letters | Edge | Group | Sequence | Choice | Repeat


def written(node: Node, *, keeps: bool) -> str:
    """As RE2, JONI and PostgreSQL read it alike, but for the end of the text. `keeps`: its groups
    are numbered, and lazy repeats are; whether there is a match asks for neither.
    """
    match node:
        case Letters():
            return _class(node)
        case Edge(sign):
            return sign
        case Group(inner, number):
            opened = "(" if keeps and number is not None else "(?:"
            return f"{opened}{written(inner, keeps=keeps)})"
        case Sequence(items):
            return "".join(written(each, keeps=keeps) for each in items)
        case Choice(options):
            return "|".join(written(each, keeps=keeps) for each in options)
        case Repeat(item, least, most, lazy):
            sign = _count(least, most)
            return written(item, keeps=keeps) + sign + ("?" if keeps and lazy else "")


def _count(least: int, most: int | None) -> str:
    known = {(0, None): "*", (1, None): "+", (0, 1): "?"}
    if (least, most) in known:
        return known[least, most]
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"


def _class(letters: Letters) -> str:
    if (
        not letters.but
        and len(letters.ranges) == 1
        and letters.ranges[0][0] == letters.ranges[0][1]
    ):
        return _letter(letters.ranges[0][0], _ESCAPED)
    said = []
    for low, high in letters.ranges:
        said.append(_letter(low, _ESCAPED_IN_CLASS))
        if high > low:
            said.append("-" if high > low + 1 else "")
            said.append(_letter(high, _ESCAPED_IN_CLASS))
    return f"[{'^' if letters.but else ''}{''.join(said)}]"


def _letter(code: int, escaped: frozenset[str]) -> str:
    letter = chr(code)
    return _CONTROLS.get(letter) or (f"\\{letter}" if letter in escaped else letter)


def merged(ranges: list[tuple[int, int]]) -> Ranges:
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def ranges_of(letters: Letters) -> Ranges:
    """Said without `but`."""
    if not letters.but:
        return letters.ranges
    found: list[tuple[int, int]] = []
    at = 0
    for low, high in letters.ranges:
        if at < low:
            found.append((at, low - 1))
        at = high + 1
    return (*found, (at, LAST)) if at <= LAST else tuple(found)


def may_be_empty(node: Node) -> bool:
    match node:
        case Letters():
            return False
        case Edge():
            return True
        case Group(inner, _):
            return may_be_empty(inner)
        case Sequence(items):
            return all(may_be_empty(each) for each in items)
        case Choice(options):
            return any(may_be_empty(each) for each in options)
        case Repeat(item, least, _, _):
            return least == 0 or may_be_empty(item)


def kept_for_sure(node: Node) -> Iterator[int]:
    """The groups that hold something once, whatever matches: under no `|`, `?` or repeat."""
    match node:
        case Group(inner, number):
            if number is not None:
                yield number
            yield from kept_for_sure(inner)
        case Sequence(items):
            for each in items:
                yield from kept_for_sure(each)
        case Choice(options) if len(options) == 1:
            yield from kept_for_sure(options[0])
        case _:
            return


def read_replacement(text: str) -> list[str | int] | None:
    r"""Letters and, as `$1`, the numbers of groups; `\$` and `\\` are themselves. None for others.

    Of an empty one, one empty text.
    """
    parts: list[str | int] = [""]
    letters = iter(enumerate(text))
    for at, letter in letters:
        after = text[at + 1 : at + 2]
        if letter == "\\" and after in {"$", "\\"}:
            parts.append(after)
            next(letters)
        elif letter == "$" and after.isascii() and after.isdigit():
            if text[at + 2 : at + 3].isdigit():
                return None
            parts.append(int(after))
            next(letters)
        elif letter in {"\\", "$"}:
            return None
        else:
            parts.append(letter)
    return parts


def growth_of(replacement: str) -> int:
    """The number of times that a text may become longer: each of its letters could be a match."""
    return max(1, len(read_replacement(replacement) or ""))
