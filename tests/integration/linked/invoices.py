"""Invoices, their lines and the weighings of these: always the same rows.

Links without a value and links that lead nowhere, parents without children, ties in every order,
accents, negative amounts, keys on both sides of 2^53.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from random import Random

from tests.integration.linked.trees import Link, Table

_SUPPLIERS = (
    *("Éco-Déchets Bretagne", "Véolia Propreté", "Bouygues Énergies", "Suez RV Ouest", "Paprec"),
    *("ÎLE Services", "Ouest Tri", "zéro déchet SARL", "L'Œuvre du Tri", "Écorec"),
)
COMMUNES = (
    *("35238", "35051", "35047", "35055", "35024"),
    *("35278", "35288", "35115", "35360", "35236"),
)
_STREAMS = ("OMR", "VERRE", "EMBALLAGES", "BIODÉCHETS", "PAPIER", "ENCOMBRANTS")
_LORRIES = ("AB-123-CD", "AB-124-CD", "EF-456-GH", "ÉLEC-01", "ÉLEC-02", "benne 7")
_FIRST_WEIGHING = 9007199254740300

TABLES = {
    "factures": Table(
        "numero",
        {
            "numero": "string",
            "fournisseur": "string",
            "date_facture": "date",
            "montant_ht": "decimal(12,2)",
            "commune": "string",
            "exercice": "integer",
        },
        (Link("lignes", "numero", "lignes", "numero_facture", many=True),),
        {
            "numero": ["F2023-0002", "F2023-0022", "F2024-0043", "F2025-0098", "F2099-0001"],
            "fournisseur": ["Éco-Déchets Bretagne", "L'Œuvre du Tri", "zéro déchet SARL", "Nul"],
            "date_facture": ["2023-06-05", "2024-01-05", "2024-06-28", "2025-02-15"],
            "montant_ht": ["0.00", "1000.00", "12500.50", "-150.00", "30000.00"],
            "commune": ["35238", "35051", "35278", "35236"],
            "exercice": [2023, 2024, 2025],
        },
    ),
    "lignes": Table(
        "id",
        {
            "id": "integer",
            "numero_facture": "string",
            "flux": "string",
            "tonnage_kg": "decimal(12,3)",
            "montant": "decimal(12,2)",
            "mois": "date",
        },
        (
            Link("facture", "numero_facture", "factures", "numero", many=False),
            Link("pesees", "id", "pesees", "numero_ligne", many=True),
        ),
        {
            "id": [1003, 1150, 1300, 1450, 1600],
            "flux": list(_STREAMS),
            "tonnage_kg": ["0.000", "500.000", "1250.125", "-20.500", "4000.000"],
            "montant": ["0.00", "250.00", "-50.00", "3000.00", "6500.25"],
            "mois": ["2023-05-01", "2024-03-01", "2024-09-01", "2025-06-01"],
        },
        frozenset({"numero_facture"}),
    ),
    "pesees": Table(
        "id",
        {
            "id": "bigint",
            "numero_ligne": "integer",
            "jour": "date",
            "poids_kg": "integer",
            "camion": "string",
        },
        (Link("ligne", "numero_ligne", "lignes", "id", many=False),),
        {
            "id": [9007199254740500, 9007199254740992, 9007199254740993, 9007199254741400],
            "jour": ["2024-01-15", "2024-02-29", "2024-03-20", "2024-04-20"],
            "poids_kg": [0, 500, 4000, 9000, -10],
            "camion": ["AB-123-CD", "ÉLEC-01", "benne 7", "EF-456-GH"],
        },
        frozenset({"numero_ligne"}),
    ),
}


@cache
def rows_of_all() -> dict[str, list[dict]]:
    """By table; in an order that says nothing."""
    random = Random(320032)
    invoices = _invoices(random)
    lines = _lines(random, invoices)
    weighings = _weighings(random, lines)
    for rows in (invoices, lines, weighings):
        random.shuffle(rows)
    return {"factures": invoices, "lignes": lines, "pesees": weighings}


def _money(random, low, high):
    return Decimal(random.randrange(int(low * 100), int(high * 100))) / 100


def _cents(value, places):
    return value.quantize(Decimal(1).scaleb(-places))


def _invoices(random):
    rows = []
    for number in range(1, 121):
        year = 2023 + (number - 1) // 40
        day = dt.date(
            year, random.choice([1, 2, 3, 4, 6, 6, 6, 9, 10, 12]), random.choice([1, 5, 5, 15, 28])
        )
        amount = random.choice(
            [
                _money(random, 200, 60000),
                _money(random, 200, 60000),
                *(Decimal("1000.00"), Decimal("1000.00"), Decimal("12500.50")),
                -_money(random, 10, 900),
            ]
        )
        rows.append(
            {
                "numero": f"F{year}-{number:04d}",
                "fournisseur": None if number % 41 == 0 else random.choice(_SUPPLIERS),
                "date_facture": None if number % 13 == 0 else day,
                "montant_ht": None if number % 17 == 0 else _cents(amount, 2),
                "commune": None if number % 19 == 0 else random.choice(COMMUNES),
                "exercice": None if number % 29 == 0 else year,
            }
        )
    rows[6]["montant_ht"] = Decimal("0.00")
    return rows


def _invoice_of_line(random, at, fertile):
    if at % 17 == 0:
        return None
    if at % 23 == 0:
        return random.choice(["F2099-0001", "F2099-0002", "f2024-0041", "F2024-41"])
    if at < 30:
        return "F2024-0043"
    return "F2023-0002" if at < 36 else random.choice(fertile)


def _lines(random, invoices):
    fertile = [
        each["numero"] for at, each in enumerate(invoices, 1) if at % 6 and at not in {1, 77}
    ]
    ids = list(range(1001, 1601))
    random.shuffle(ids)
    rows = []
    for at, number in enumerate(ids):
        invoice = _invoice_of_line(random, at, fertile)
        stream = "OMR"
        if at not in range(30, 36):
            stream = None if random.random() < 0.06 else random.choice(_STREAMS)
        rows.append({"id": number, "numero_facture": invoice, "flux": stream, **_of_line(random)})
    rows.sort(key=lambda row: row["id"])
    alone = [row for row in rows if row["numero_facture"] == "F2023-0003"]
    for row in (*alone, *(row for row in rows if row["numero_facture"] == "F2023-0002")):
        row["flux"] = "OMR"
    alone[0]["flux"] = None
    for row in rows:
        if row["numero_facture"] == "F2023-0005":
            row["montant"] = None
    return rows


def _of_line(random):
    mass = amount = month = None
    if random.random() >= 0.07:
        mass = random.choice(
            [
                Decimal(random.randrange(1, 40000)) / 4,
                Decimal(500),
                Decimal("1250.125"),
                -Decimal(random.randrange(1, 900)) / 8,
            ]
        )
        mass = _cents(mass, 3)
    if random.random() >= 0.07:
        amount = random.choice(
            [
                _money(random, 5, 9000),
                _money(random, 5, 9000),
                *(Decimal("250.00"), Decimal("0.00")),
                -_money(random, 1, 400),
            ]
        )
        amount = _cents(amount, 2)
    if random.random() >= 0.05:
        month = dt.date(random.choice([2023, 2024, 2024, 2025]), random.randrange(1, 13), 1)
    return {"tonnage_kg": mass, "montant": amount, "mois": month}


def _weighings(random, lines):
    heavy = [row["id"] for row in lines if row["numero_facture"] == "F2024-0043"][:3]
    weighed = [row["id"] for row in lines if row["id"] % 5]
    rows = []
    for at in range(1500):
        if at % 21 == 0:
            line = None
        elif at % 31 == 0:
            line = random.choice([9999, 1601, 1000])
        else:
            line = random.choice(heavy if at % 25 == 0 else weighed)
        rows.append({"id": _FIRST_WEIGHING + at, "numero_ligne": line, **_of_weighing(random)})
    return rows


def _of_weighing(random):
    day = mass = lorry = None
    if random.random() >= 0.04:
        day = dt.date(2024, 1, 1) + dt.timedelta(days=random.randrange(120))
    if random.random() >= 0.05:
        mass = random.choice(
            [
                *(random.randrange(20, 12000), random.randrange(20, 12000), 500, 500, 0),
                -random.randrange(1, 60),
            ]
        )
    if random.random() >= 0.06:
        lorry = random.choice(_LORRIES)
    return {"jour": day, "poids_kg": mass, "camion": lorry}
