"""The waste figures of bodies that accept to be compared, as an observatory would gather them."""

from __future__ import annotations

import csv
from decimal import Decimal

from catalog.model.identifiers import Siren
from demo.generate.chance import chance
from demo.generate.ground import DEMO, WASTE, communes_of
from demo.generate.table import INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal

_OWNER = "valcobreizh"
_KIND = "Collecte des déchets"
"""Activity of the bodies: a syndicate is like communities that collect, unlike one for energy."""
_COMMUNITY = "CC"
_REFUSES = "vallons-de-haute-bretagne"
"""One does not accept: its figures serve nobody."""
_YEARS = (2023, 2024, 2025)
_KG = (
    ("Ordures ménagères, kg par habitant", 145.0),
    ("Emballages et papiers, kg par habitant", 60.0),
    ("Verre, kg par habitant", 45.0),
)


def compared_bodies(seed: int) -> tuple[Table, Table]:
    """The bodies, then their figures: one line a body, indicator and year. The syndicate that
    gathers them is one of them, by its SIREN as the others by their names.
    """
    bodies: list[Row] = []
    figures: list[Row] = []
    for slug, siren, name in _collectors():
        population = sum(each.population for each in communes_of(siren, WASTE))
        written = str(siren) if slug == _OWNER else name
        bodies.append((written, _KIND, population, "non" if slug == _REFUSES else "oui"))
        random = chance(seed, "peers", slug)
        for indicator, target in _KG:
            level = target * random.uniform(0.9, 1.1)
            for year in _YEARS:
                kg = Decimal(f"{level * random.uniform(0.98, 1.02):.1f}")
                figures.append((written, indicator, year, kg))
    return (
        Table(
            _OWNER,
            "organismes_compares",
            f"Organismes qui acceptent d'être comparés {LABEL}",
            (
                TableColumn("organisme", STRING),
                TableColumn("nature", STRING),
                TableColumn("population", INTEGER),
                TableColumn("accord", STRING),
            ),
            ("organisme",),
            tuple(bodies),
        ),
        Table(
            _OWNER,
            "chiffres_compares",
            f"Chiffres des organismes comparés {LABEL}",
            (
                TableColumn("organisme", STRING),
                TableColumn("indicateur", STRING),
                TableColumn("annee", INTEGER),
                TableColumn("valeur", decimal(12, 1)),
            ),
            ("organisme", "indicateur", "annee"),
            tuple(figures),
        ),
    )


def _collectors() -> list[tuple[str, Siren, str]]:
    with (DEMO / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["slug"], Siren.parse(row["siren"]), row["nom"])
            for row in csv.DictReader(file)
            if row["kind"] == _COMMUNITY or row["slug"] == _OWNER
        ]
