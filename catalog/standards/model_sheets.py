"""The sheets of the model of a standard: by these words and values a filled one is read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DATA, EXAMPLE, EXPLANATIONS, LISTS = "Donnees", "Exemple", "Explications", "Listes"
EXPLAINED = (
    "Colonne / Column",
    "Ce que c'est",
    "What it is",
    "Explication",
    "Obligatoire / Required",
    "Forme",
    "Form",
    "Unité / Unit",
    "Valeurs admises / Values",
)
"""The headers of the explanations."""
_EXAMPLES: Mapping[str, str] = {
    "string": "A-001",
    "integer": "12",
    "number": "1234.5",
    "boolean": "VRAI",
    "date": "2025-01-31",
    "datetime": "2025-01-31 08:00:00",
}
_BY_CONCEPT: Mapping[str, str] = {
    "commune": "35003",
    "siret": "21350003500012",
    "siren": "243500667",
}


def example_of(field: Mapping[str, Any]) -> str:
    """Its own, else the first of its list, else one of its form.

    Models that were handed out bear these values: a file that holds them is known by them, so a
    field's example never changes.
    """
    values = field.get("constraints", {}).get("enum") or ()
    if "example" in field:
        return str(field["example"])
    if values:
        return str(values[0])
    return _BY_CONCEPT.get(field.get("concept") or "", _EXAMPLES[field["type"]])
