"""Words of the sentences about a file: how many rows, which ones and of which month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.day_words import month_in_words
from intake.deposits.value_checks import rows_in_words

_CITED = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of the file, by its number from 1 in its sheet."""

    row: int
    sheet: str | None = None


def rows_of(spots: Sequence[Spot]) -> dict[str, Any]:
    words = rows_in_words(len(spots))
    return {"rows_fr": words.fr, "rows_en": words.en}


def places(spots: Sequence[Spot]) -> dict[str, Any]:
    """Numbers alone: the words of a row are never repeated."""
    cited = ", ".join(str(spot.row) for spot in spots[:_CITED])
    more = " …" if len(spots) > _CITED else ""
    plural = len(spots) > 1
    return {
        "where_fr": f"ligne{'s' if plural else ''} {cited}{more}",
        "where_en": f"row{'s' if plural else ''} {cited}{more}",
    }


def month_words(name: str, month: tuple[int, int]) -> dict[str, Any]:
    """`name` begins the names of the two facts; `month` is (year, month)."""
    year, number = month
    return {
        f"{name}_fr": f"{month_in_words(number, 'fr')} {year}",
        f"{name}_en": f"{month_in_words(number, 'en')} {year}",
    }
