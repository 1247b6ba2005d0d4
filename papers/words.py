"""Numbers, days and fixed words of a sheet, in its language."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from catalog.day_words import day_in_words
from catalog.model.paris import paris_day
from catalog.model.problem import Language

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?")
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "page": "page",
        "digest": "Empreinte SHA-256",
        "verify": "Vérifier ce document",
        "code": "Code à flasher vers la page de vérification",
        "yes": "oui",
        "no": "non",
        "none": "–",
    },
    "en": {
        "page": "page",
        "digest": "SHA-256 digest",
        "verify": "Check this document",
        "code": "Code that leads to the verification page",
        "yes": "yes",
        "no": "no",
        "none": "–",
    },
}
_NARROW = "\u202f"
_GROUP = 3


def words_of(language: Language) -> dict[str, str]:
    return _WORDS[language]


def shown_number(text: str, language: Language) -> str:
    """`1234567.5` as people write it; anything that is no plain number as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    sign, (whole, _, decimals) = "−" if value < 0 else "", f"{abs(value):f}".partition(".")
    head = len(whole) % _GROUP
    groups = [whole[:head]] if head else []
    groups += [whole[start : start + _GROUP] for start in range(head, len(whole), _GROUP)]
    point, between = (",", _NARROW) if language == "fr" else (".", ",")
    return sign + between.join(groups) + (point + decimals if decimals else "")


def shown_moment(text: str, language: Language) -> str:
    """`2025-02-28T07:50` as people write it; anything else as it is."""
    if not _MOMENT.fullmatch(text):
        return text
    return f"{day_in_words(date.fromisoformat(text[:10]), language)}, {text[11:16]}"


def shown_instant(text: str, language: Language) -> str:
    """The Paris day of an instant, in words."""
    return day_in_words(paris_day(datetime.fromisoformat(text)), language)
