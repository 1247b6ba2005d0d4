"""Names for what a source calls otherwise: letters, digits and single underscores."""

from __future__ import annotations

import re

from catalog.fold import fold

UNIT = re.compile(r"(.*\S)\s*\(([^()]{1,12})\)")
"""`Poids net (kg)` is a weight in kg."""
_PERSONAL = frozenset(
    (
        *("nom", "prenom", "mel", "courriel", "email", "mail", "tel", "telephone", "portable"),
        *("adresse", "naissance", "nir", "iban", "abonne", "usager", "chauffeur", "president"),
    )
)
_OF_THINGS = frozenset(("commune", "station", "operateur", "voie", "site", "flux", "decheterie"))


def new_name(text: str, known: set[str], otherwise: str) -> str:
    """Letters, digits and single underscores, and one that none of `known` is; it is added."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:50].strip("_")
    if not base or not base[0].isalpha():
        base = f"{otherwise}_{base}".strip("_")
    name, count = base, 1
    while name in known:
        count += 1
        name = f"{base}_{count}"
    known.add(name)
    return name


def names_a_person(name: str) -> bool:
    """True where a column of that name is likely to be about somebody."""
    words = set(re.findall(r"[a-z]+", fold(name)))
    return bool(words & _PERSONAL) and not words & _OF_THINGS
