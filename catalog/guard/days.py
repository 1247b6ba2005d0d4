"""Days of the rows that a finding of the guard is about, in words."""

from __future__ import annotations

from datetime import date, timedelta

from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual


def days_in_words(since: date | None, until: date | None) -> Bilingual | None:
    """French and English, for rows dated from `since` until before `until`; None without bounds."""
    if since is None and until is None:
        return None
    first = None if since is None else _words(since)
    last = None if until is None else _words(until - timedelta(days=1))
    if first is not None and last is not None:
        return Bilingual(
            f"pour les lignes du {first[0]} au {last[0]}",
            f"for the rows from {first[1]} to {last[1]}",
        )
    if first is not None:
        return Bilingual(
            f"pour les lignes datées du {first[0]} ou d'après",
            f"for the rows dated {first[1]} or later",
        )
    if last is None:
        raise TypeError("one of the two bounds is known here")
    return Bilingual(
        f"pour les lignes datées jusqu'au {last[0]}", f"for the rows dated until {last[1]}"
    )


def _words(day: date) -> Bilingual:
    return Bilingual(day_in_words(day, "fr"), day_in_words(day, "en"))
