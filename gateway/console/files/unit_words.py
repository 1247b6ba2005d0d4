"""Units as people write them."""

from __future__ import annotations

_SIGNS = {"m2": "m²", "m3": "m³", "EUR": "€", "kEUR": "k€", "MEUR": "M€"}


def unit_words(unit: str | None) -> str:
    """`m³` for m3, `€/t` for EUR/t."""
    return "/".join(_SIGNS.get(part, part) for part in (unit or "").split("/"))
