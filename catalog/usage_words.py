"""The use that was made of something in a year, in a sentence."""

from __future__ import annotations

from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual
from catalog.model.paris import paris_day
from catalog.model.usage import YearUse


def year_in_words(use: YearUse) -> Bilingual:
    """Rows are those of the requests that read nothing else: others are told beside."""
    if use.last is None:
        return Bilingual(
            "Aucune lecture en un an : voyez si elle sert encore.",
            "Nothing was read for a year: see whether it is still needed.",
        )
    day = paris_day(use.last)
    fr = f"{_fr(use.requests, 'lecture')} et {_fr(use.rows, 'ligne')} en un an"
    en = f"{_en(use.requests, 'read')} and {_en(use.rows, 'row')} in a year"
    if use.beside_others:
        fr += f" (sans les lignes de {_fr(use.beside_others, 'lecture')} avec d'autres données)"
        en += f" (without the rows of {_en(use.beside_others, 'read')} with other data)"
    return Bilingual(
        f"{fr}, la dernière le {day_in_words(day, 'fr')}.",
        f"{en}, the last on {day_in_words(day, 'en')}.",
    )


def _fr(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' if count > 1 else ''}".replace(",", "\u202f")


def _en(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
