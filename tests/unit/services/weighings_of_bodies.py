"""Weighings of three bodies, one of which sends nothing and another stops in October: made up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

STREAMS = ("OMR", "EMBALLAGES_PAPIERS", "VERRE")
BODIES = {
    "CC Val d'Ille-Aubigné": ("35003", "35007"),
    "CC Roche aux Fées Communauté": ("35002", "35005"),
    "CC Couesnon Marches de Bretagne": ("35004",),
}
STOPS, SILENT = "CC Roche aux Fées Communauté", "CC Couesnon Marches de Bretagne"
POPULATIONS = {2023: {"35003": 976, "35007": 489, "35002": 1759, "35005": 299}}
"""As the official vintage of the year has them."""


def kilograms(commune: str, stream: str, month: int, year: int) -> Decimal:
    return Decimal(int(commune) % 1000 * 100 + STREAMS.index(stream) * 250 + month * 10 + year % 7)


def months_of(body: str) -> range:
    return range(1, 11) if body == STOPS else range(1, 13)


def totals_of(body: str, year: int = 2023) -> dict[str, Decimal]:
    return {
        stream: sum(
            (
                kilograms(commune, stream, month, year)
                for commune in BODIES[body]
                for month in months_of(body)
            ),
            Decimal(0),
        )
        for stream in STREAMS
    }


def write_weighings(folder: Path, *, years: tuple[int, ...] = (2023,)) -> None:
    """`;`, decimal comma, names and stream codes that are no one's standard."""
    words = {"OMR": "Ordures ménagères", "EMBALLAGES_PAPIERS": "Tri", "VERRE": "Verre"}
    lines = ["Mois;Code INSEE;Type déchet;Quantité (t)"]
    for year in years:
        for body, communes in BODIES.items():
            for commune in communes if body != SILENT else ():
                for month in months_of(body):
                    for stream in STREAMS:
                        tonnes = f"{kilograms(commune, stream, month, year) / 1000:.3f}"
                        lines.append(
                            f"15/{month:02}/{year};{commune};{words[stream]};"
                            f"{tonnes.replace('.', ',')}"
                        )
    (folder / "tonnages.csv").write_text("\n".join(lines) + "\n", "cp1252")
    members = ["INSEE;EPCI"] + [f"{c};{body}" for body, many in BODIES.items() for c in many]
    (folder / "perimetre.csv").write_text("\n".join(members) + "\n", "utf-8")
    costs = ["Année;Flux;Poste;Sens;Montant HT"] + [
        f"{year};{stream};{item};{way};{amount}"
        for year in years
        for stream, item, way, amount in (
            ("OMR", "COLLECTE", "Charges", "120000,50"),
            ("OMR", "TRAITEMENT", "Charges", "80000"),
            ("VERRE", "COLLECTE", "Charges", "9000"),
            ("VERRE", "VENTES", "Produits", "4000"),
        )
    ]
    (folder / "matrice_couts.csv").write_text("\n".join(costs) + "\n", "cp1252")
