"""The reader of a picture: the words, the numbers and the months of their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalog.day_words import month_in_words
from catalog.model.problem import Language

NARROW = "\u202f"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Reader:
    """`gettext` and `ngettext` give the sentence of a French msgid in the language. `is_operator`:
    whether commands of the installation are theirs to run.
    """

    language: Language
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    is_operator: bool = False

    def number(self, number: float, decimals: int = 0) -> str:
        text = f"{number:,.{decimals}f}"
        if not float(text.replace(",", "")):
            text = text.removeprefix("-")
        if self.language == "fr":
            text = text.replace(",", NARROW).replace(".", ",")
        return text.replace("-", "\u2212")

    def quantity(self, number: float, unit: str, decimals: int = 0) -> str:
        text = self.number(number, decimals)
        return f"{text}{NO_BREAK}{unit}" if unit else text

    def sentence(self, words: str, **values: str | int) -> str:
        """Filled in; a unit's own full stop (`kg/hab.`) is also the sentence's."""
        return (words % values).replace("..", ".")

    def plain(self, number: float) -> str:
        """For a spreadsheet: every digit, no thousands, the decimal sign of the language."""
        text = repr(int(number)) if float(number).is_integer() else repr(float(number))
        return text.replace(".", ",") if self.language == "fr" else text

    def change(self, part: float) -> str:
        """`+4 %`, `−48 %`: signed, whole."""
        percent = round(100 * part)
        sign = "+" if percent > 0 else "\u2212" if percent < 0 else ""
        space = NO_BREAK if self.language == "fr" else ""
        return f"{sign}{abs(percent)}{space}%"

    def month(self, month: int) -> str:
        return month_in_words(month, self.language)

    def count_of_communes(self, count: int) -> str:
        words = self.ngettext("%(count)s commune", "%(count)s communes", count)
        return words % {"count": self.number(count)}


def decimals_of(values: Iterable[float | None]) -> int:
    """As many for all numbers that are compared: none where they are whole or reach 100, one where
    they reach 10, else two.
    """
    known = [value for value in values if value is not None]
    greatest = max(map(abs, known), default=0)
    if greatest >= 100 or all(float(value).is_integer() for value in known):
        return 0
    return 1 if greatest >= 10 else 2
