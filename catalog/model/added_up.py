"""Numbers of which a sum means something: by their concept, by their unit, or by their name."""

from __future__ import annotations

from typing import Final

ADDED_CONCEPTS: Final = frozenset({"masse_collectee", "volume_eau", "frequentation", "cout"})
ADDED_UNITS: Final = frozenset(
    {"g", "kg", "t", "l", "hl", "m3", "m³", "kwh", "mwh", "gwh", "eur", "€", "k€", "m€"}
)
"""In small letters. A unit that divides (`EUR/t`) or that is a level (`°C`) has no sum."""
_COUNTED: Final = frozenset(
    {
        *("h", "heures", "bacs", "habitants", "personnes", "visiteurs", "visites", "entrées"),
        *("passages", "prises", "places", "abonnés", "dépôts", "retards", "appels", "unités"),
        *("véhicules", "vélos", "trajets", "nuitées"),
    }
)
_COUNTS: Final = ("nb_", "nombre_")
PERCENT: Final = frozenset({"%", "‰", "pourcent", "pour cent"})


def is_added_by_unit(concept: str | None, unit: str | None) -> bool:
    """True where the concept or the unit says that values add up."""
    return concept in ADDED_CONCEPTS or first_of(unit) in ADDED_UNITS


def adds_up(name: str, concept: str | None, unit: str | None) -> bool:
    """True for a measured quantity, and for a number of things: `nb_prises`, a unit `bacs`."""
    if is_added_by_unit(concept, unit) or first_of(unit) in _COUNTED:
        return True
    return unit is None and name.startswith(_COUNTS)


def first_of(unit: str | None) -> str:
    """`kg` of `kg (net)`, in small letters; "" without a unit."""
    return (unit or "").split(" ")[0].lower()
