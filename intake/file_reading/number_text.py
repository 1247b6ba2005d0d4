"""Numbers as people write them: marks, thousands, currency, percent, brackets for negatives."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from intake.file_reading.units import unit_named

_LONGEST = 20
_EURO_FOR_COMMA = re.compile(r"^(-?\d{1,6})\s?€\s?(\d\d)$")
_HUNDREDTHS = {"½": "5", "¼": "25", "¾": "75"}
_FRACTION = re.compile(r"^(-?\d{1,6})\s?([½¼¾])(?=$|\s)")
_SPACES = " \u00a0\u202f\u2009"
_NUMBER = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<before>€|\$|£|EUR\b|CHF\b|USD\b)?\s*
    (?P<digits>\d{{1,3}}(?:[{_SPACES}']\d{{3}})+(?:[.,]\d+)?   # 12 345,67
      |\d{{1,3}}(?:\.\d{{3}})+,\d+|\d{{1,3}}(?:,\d{{3}})+\.\d+  # 12.345,67 and 12,345.67
      |\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d{{1,3}}(?:,\d{{3}}){{2,}}
      |\d+(?:[.,]\d+)?|[.,]\d+)
    (?P<power>[eE][+-]\d{{1,3}})?
    (?P<early>\))?(?P<space>[{_SPACES}]*)(?P<suffix>[^\W\d_€%‰°µ]?(?:[^\W\d_]|[€$£%‰°µ³²/]|(?<=m)[23]){{0,9}}(?:\s(?:HT|TTC))?)?\s*
    (?P<close>\))?(?P<trail>[-+])?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """One number's text in its parts; `unit` of its suffix."""

    digits: str
    is_negative: bool
    in_brackets: bool
    unit: str | None
    suffix: str
    power: int


def parts_of(text: str) -> Written | None:
    """None for what is no number: a code with letters, a date, a word."""
    plain = text.strip()
    if len(plain) <= _LONGEST and not plain.isascii():
        # The sign of the euro for the comma, and halves: `12€50`, `7 ½`.
        plain = _EURO_FOR_COMMA.sub(r"\1,\2 €", plain)
        plain = _FRACTION.sub(lambda part: f"{part[1]},{_HUNDREDTHS[part[2]]}", plain)
    match = _NUMBER.fullmatch(plain)
    if match is None or bool(match["open"]) != (bool(match["early"]) ^ bool(match["close"])):
        return None
    suffix = (match["suffix"] or "").strip()
    unit = unit_named(suffix or match["before"] or "")
    if suffix and unit is None:
        return None
    brackets = bool(match["open"])
    negative = brackets or match["sign"] in {"-", "−", "–"} or match["trail"] == "-"
    gap = " " if match["space"] else ""
    return Written(
        match["digits"], negative, brackets, unit, gap + suffix if suffix else "",
        int((match["power"] or "e0")[1:]),
    )  # fmt: skip


@dataclass(slots=True)
class Marks:
    """The marks in the numbers of one column; `is_unsure`: 1.234 alone reads two ways."""

    decimal: str | None = None
    thousands: str | None = None
    is_mixed: bool = False
    is_unsure: bool = False
    units: dict[str, int] = field(default_factory=dict)
    suffix: str = ""
    has_brackets: bool = False
    shows_decimals: bool = False
    may_group: bool = False
    """Each comma has three figures behind it and what has none is below a thousand."""
    has_small: bool = False
    """Some figures are whole, below a thousand and without a mark."""


_FAR = 10


@dataclass(slots=True)
class _Evidence:
    """Counts of each mark as it parts decimals, parts thousands, or may do either (`1.234`)."""

    decimal: Counter[str] = field(default_factory=Counter)
    group: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    least_whole: float = math.inf
    most_whole: float = 0
    most_open: float = 0

    def add(self, digits: str) -> None:
        plain = _without_spaces(digits)
        if plain.isdecimal() and (whole := float(plain)):
            self.least_whole = min(whole, self.least_whole)
            self.most_whole = max(whole, self.most_whole)
        commas, dots = plain.count(","), plain.count(".")
        if commas and dots:
            last = "," if plain.rindex(",") > plain.rindex(".") else "."
            self.decimal[last] += 1
            self.group["." if last == "," else ","] += 1
        elif commas > 1 or dots > 1:
            self.group["," if commas else "."] += 1
        elif commas or dots:
            head, _, tail = plain.replace(",", ".").partition(".")
            is_grouped = len(tail) == 3 and 1 <= len(head) <= 3 and not head.startswith("0")
            may_group = is_grouped and plain == digits
            (self.open if may_group else self.decimal)["," if commas else "."] += 1
            if may_group:
                self.most_open = max(self.most_open, float(plain.replace(",", ".")))

    @property
    def dot_parts_thousands(self) -> bool:
        """`870`, `1.240`, `9.999`: as decimals, all with a dot would be far less than all without;
        `250` beside `191.001` is of their size, and settles nothing.
        """
        return self.most_open * _FAR < self.least_whole <= self.most_whole < 1_000


def _without_spaces(digits: str) -> str:
    return digits.translate({ord(space): None for space in _SPACES + "'"})


def marks_of(numbers: Iterable[tuple[Written, int]]) -> Marks:
    """Decides once for a column; what one text leaves open, another settles."""
    evidence = _Evidence()
    marks = Marks()
    for number, count in numbers:
        if "'" in number.digits:
            marks.thousands = "'"
        elif any(space in number.digits for space in _SPACES):
            marks.thousands = " "
        evidence.add(number.digits)
        marks.has_brackets |= number.in_brackets
        if number.unit:
            marks.units[number.unit] = marks.units.get(number.unit, 0) + count
            marks.suffix = number.suffix
    _decide(marks, evidence)
    marks.shows_decimals = marks.decimal is not None
    return marks


def _decide(marks: Marks, evidence: _Evidence) -> None:
    decimal, group, either = evidence.decimal, evidence.group, evidence.open
    if decimal[","] and decimal["."] and not group:
        marks.decimal, marks.is_mixed = ",", True
        return
    for mark, other in ((",", "."), (".", ",")):
        if group[other] or (decimal[mark] and not group[mark]):
            marks.decimal = mark if decimal[mark] or either[mark] else None
            if group[other] or either[other]:
                marks.thousands = other
            return
    if either[","]:
        # A French file: 12,345 has decimals. Beside 1.234 nothing tells which of them has.
        marks.decimal = ","
        marks.is_mixed = marks.is_unsure = bool(either["."])
        marks.may_group = not (marks.is_mixed or decimal) and evidence.most_whole < 1_000
        marks.has_small = marks.may_group and evidence.most_whole > 0
    elif either["."] and evidence.dot_parts_thousands:
        marks.thousands = "."
    elif either["."]:
        marks.decimal, marks.is_unsure = ".", True


def settle_dot(marks: Marks, answer: str | None) -> None:
    """`thousands` or `decimals`, where 1.234 alone reads two ways."""
    if not marks.is_unsure or answer is None:
        return
    marks.is_unsure = False
    if answer == "thousands":
        marks.decimal = "," if marks.is_mixed else None
        marks.thousands, marks.is_mixed = ".", False
        marks.shows_decimals = marks.decimal is not None


def value_of(number: Written, marks: Marks) -> Decimal | None:
    """None where the text does not follow the column's marks."""
    plain = _without_spaces(number.digits)
    if marks.is_mixed:
        plain = plain.replace(",", ".")
    elif marks.decimal == ",":
        plain = (plain.replace(".", "") if marks.thousands == "." else plain).replace(",", ".")
    elif marks.decimal == "." or marks.thousands in {",", "."}:
        plain = plain.replace(marks.thousands, "") if marks.thousands in {",", "."} else plain
    try:
        value = Decimal(plain).scaleb(number.power)
    except InvalidOperation:
        return None
    return -value if number.is_negative else value
