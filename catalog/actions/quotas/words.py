"""Quotas and what is used of them, as people read them."""

from __future__ import annotations

from catalog.model.bilingual import Bilingual
from catalog.model.quota import Quota, QuotaKind, QuotaUse

_NARROW, _NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_UNITS = {
    QuotaKind.REQUESTS: (("requête", "requêtes"), ("request", "requests")),
    QuotaKind.SECONDS: (
        ("seconde de traitement", "secondes de traitement"),
        ("second of processing", "seconds of processing"),
    ),
    QuotaKind.MEGABYTES: (("Mo déposé", "Mo déposés"), ("MB deposited", "MB deposited")),
}


def limit_words(kind: QuotaKind, limit: int) -> Bilingual:
    """« 100 000 requêtes »."""
    (one_fr, many_fr), (one_en, many_en) = _UNITS[kind]
    written = f"{limit:,}"
    return Bilingual(
        f"{written.replace(',', _NARROW)}{_NO_BREAK}{one_fr if limit == 1 else many_fr}",
        f"{written} {one_en if limit == 1 else many_en}",
    )


def limit_words_by_month(kind: QuotaKind, limit: int) -> Bilingual:
    """« 100 000 requêtes par mois »; what is deposited is of no month."""
    words = limit_words(kind, limit)
    if kind is QuotaKind.MEGABYTES:
        return words
    return Bilingual(f"{words.fr} par mois", f"{words.en} a month")


def use_words(use: QuotaUse) -> Bilingual:
    """« 72 % de 100 000 requêtes »."""
    words = limit_words(use.kind, use.limit)
    return Bilingual(
        f"{use.percent}{_NO_BREAK}% de {words.fr}",
        f"{use.percent}% of {words.en}",
    )


def quota_words(quota: Quota) -> Bilingual:
    """Every limit of it, one after the other."""
    parts = [
        limit_words_by_month(kind, limit)
        for kind in QuotaKind
        if (limit := quota.limit(kind)) is not None
    ]
    return Bilingual(", ".join(part.fr for part in parts), ", ".join(part.en for part in parts))
