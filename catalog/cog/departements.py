"""Départements and collectivities overseas: the code of each in those of its communes, its name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from catalog.caches import remembered

_NAMES = Path(__file__).parent / "data" / "departements.csv"
_OVERSEAS = ("97", "98")


def departement_of(commune_code: str) -> str:
    """`35`, `2A`, `974`."""
    return commune_code[:3] if commune_code.startswith(_OVERSEAS) else commune_code[:2]


@remembered(maxsize=1)
def departement_names() -> Mapping[str, str]:
    """The name of each by its code, as INSEE writes it."""
    with _NAMES.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file))
