"""The cost of waste to a body, and the tonnages of a body with other software: for services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from demo.generate.chance import chance
from demo.generate.ground import BRETAGNE_ROMANTIQUE, WASTE, communes_of
from demo.generate.table import DATE, INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal

_FLOWS = (
    ("OMR", "COLLECTE", "Charges", 3_900_000),
    ("OMR", "TRAITEMENT", "Charges", 2_150_000),
    ("EMBALLAGES_PAPIERS", "COLLECTE", "Charges", 1_240_000),
    ("EMBALLAGES_PAPIERS", "TRI", "Charges", 980_000),
    ("EMBALLAGES_PAPIERS", "SOUTIENS", "Produits", 1_310_000),
    ("VERRE", "COLLECTE", "Charges", 310_000),
    ("VERRE", "VENTES", "Produits", 95_000),
    ("ENCOMBRANTS", "TRAITEMENT", "Charges", 420_000),
    ("BIODECHETS", "COLLECTE", "Charges", 190_000),
)
_KG_A_MONTH = {"Ordures ménagères": 9.8, "Tri": 4.9, "Verre": 3.4, "Encombrants": 2.1}


def cost_matrix(seed: int) -> Table:
    random = chance(seed, "costs")
    half = Decimal("0.50")
    rows: tuple[Row, ...] = tuple(
        (year, flow, post, kind, round(amount * random.uniform(0.95, 1.06)) + half)
        for year in (2023, 2024, 2025)
        for flow, post, kind, amount in _FLOWS
    )
    columns = (
        TableColumn("annee", INTEGER),
        *(TableColumn(name, STRING) for name in ("flux", "poste", "sens")),
        TableColumn("montant_ht", decimal(18, 2)),
    )
    title = f"Matrice des coûts, SMICTOM Valcobreizh {LABEL}"
    key = ("annee", "flux", "poste", "sens")
    return Table("valcobreizh", "matrice_couts", title, columns, key, rows)


def monthly_tonnages(seed: int) -> Table:
    """Of Bretagne Romantique: tonnes by month, under names of its own; 2025 stops in October."""
    random = chance(seed, "monthly")
    rows: list[Row] = []
    for commune in communes_of(BRETAGNE_ROMANTIQUE, WASTE):
        for year in (2023, 2025):
            for month in range(1, 13 if year == 2023 else 11):
                for flow, kilograms in _KG_A_MONTH.items():
                    tonnes = commune.population * kilograms * random.uniform(0.85, 1.15) / 1000
                    rows.append(
                        (
                            f"{commune.code}-{year}{month:02d}-{flow[:3].upper()}",
                            commune.code,
                            date(year, month, 15),
                            flow,
                            4 if flow == "Ordures ménagères" else 2,
                            Decimal(f"{tonnes:.3f}"),
                        )
                    )
    columns = (
        TableColumn("cle", STRING),
        TableColumn("insee", STRING),
        TableColumn("mois_enlevement", DATE),
        TableColumn("type_dechet", STRING),
        TableColumn("nb_enlevements", INTEGER),
        TableColumn("total_enleve", decimal(12, 3)),
    )
    title = f"Tonnages mensuels par commune, Bretagne Romantique {LABEL}"
    return Table("bretagne-romantique", "tonnages_mensuels", title, columns, ("cle",), tuple(rows))
