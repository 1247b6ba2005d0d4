"""The real ground: which communes, their inhabitants, where they lie."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from catalog.cog import load_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.territory import territory

DEMO = Path(__file__).resolve().parents[1]
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2025, 12, 31)
FIGURES_DAY = date(2026, 1, 1)
"""Populations are those of the 2026 vintage: municipale, of 2023."""

VAL_D_ILLE_AUBIGNE = Siren("243500667")
BRETAGNE_ROMANTIQUE = Siren("243500733")
VALCOBREIZH = Siren("200090884")
EAU_BASSIN_RENNAIS = Siren("253502629")
SDE35 = Siren("200050425")
MESNIL_ROC_H = Siren("200085868")
COUESNON = Siren("200070688")
LIFFRE_CORMIER = Siren("243500774")
SAINT_MEEN = Siren("200038990")
WASTE, WATER, ELECTRICITY = "1510", "1502", "1005"


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    nom: str
    population: int


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    longitude: float
    latitude: float


def communes_of(organisation: Siren, competence: str) -> tuple[Commune, ...]:
    """The communes that the organisation covers for `competence` at the period's end, by code."""
    cog = load_cog()
    found = territory(organisation, competence, LAST_DAY, memberships(), cog)
    labels = [cog.label(code, FIGURES_DAY) for code in found.communes]
    return tuple(
        Commune(label.code, label.nom, label.population)
        for label in labels
        if label is not None and label.population is not None
    )


@cache
def memberships() -> tuple[Membership, ...]:
    return tuple(_read_membership(row) for row in _read("memberships.csv"))


@cache
def centres() -> dict[str, Point]:
    """A point in each waste commune of the demo."""
    return {
        row["code"]: Point(float(row["longitude"]), float(row["latitude"]))
        for row in _read("centroids.csv")
    }


def _read(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_membership(row: dict[str, str]) -> Membership:
    communes = tuple(CommuneCode.parse(code) for code in row["communes"].split(";") if code)
    return Membership(
        member=Siren.parse(row["member_siren"]),
        of=Siren.parse(row["of_siren"]),
        competences=frozenset(row["competences"].split(";")),
        mode=MembershipMode(row["mode"]),
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        communes=communes or None,
    )
