"""The weighings of the syndicat's members since 2026: each member has software of its own.

Other columns, other units, other codes; each weighing is of one commune of the syndicat, so that
nothing is to be learned of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from catalog.model.identifiers import Siren
from demo.generate.chance import chance
from demo.generate.collectes import valcobreizh_communes
from demo.generate.flux import FLUXES, Flux
from demo.generate.ground import (
    BRETAGNE_ROMANTIQUE,
    COUESNON,
    LIFFRE_CORMIER,
    SAINT_MEEN,
    WASTE,
    Commune,
    communes_of,
)
from demo.generate.table import DATE, INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal
from demo.generate.working_days import working_day

FIRST_WEIGHED, LAST_WEIGHED = date(2026, 1, 1), date(2026, 10, 31)
_STEP_KG = 20
_TONNES = decimal(10, 3)


@dataclass(frozen=True, slots=True)
class _Lift:
    day: date
    commune: str
    flux: str
    kg: int


@dataclass(frozen=True, slots=True)
class _Software:
    """`codes`: how it writes each flow. `row`: a line of it, from its number and what was lifted.
    `until`: the last day that it holds.
    """

    siren: Siren
    slug: str
    name: str
    of: str
    columns: tuple[TableColumn, ...]
    codes: Mapping[str, str]
    row: Callable[[int, _Lift], Row]
    until: date = LAST_WEIGHED


_SOFTWARE = (
    _Software(
        BRETAGNE_ROMANTIQUE,
        "bretagne-romantique",
        "pesees_quai",
        "Bretagne Romantique",
        (
            TableColumn("ticket", STRING),
            TableColumn("jour", DATE),
            TableColumn("insee", STRING),
            TableColumn("dechet", STRING),
            TableColumn("poids_t", _TONNES),
        ),
        {
            "OMR": "OM",
            "EMBALLAGES_PAPIERS": "CS",
            "VERRE": "VE",
            "BIODECHETS": "BIO",
            "ENCOMBRANTS": "ENC",
        },
        lambda number, of: (f"Q26-{number:05d}", of.day, of.commune, of.flux, _tonnes(of.kg)),
    ),
    _Software(
        COUESNON,
        "couesnon-marches-de-bretagne",
        "levees",
        "Couesnon Marches de Bretagne",
        (
            TableColumn("numero", STRING),
            TableColumn("date_levee", DATE),
            TableColumn("code_insee", STRING),
            TableColumn("flux", STRING),
            TableColumn("poids_net_kg", INTEGER),
        ),
        {each.code: each.code for each in FLUXES},
        lambda number, of: (f"{number:06d}", of.day, of.commune, of.flux, of.kg),
        until=date(2026, 8, 31),
    ),
    _Software(
        LIFFRE_CORMIER,
        "liffre-cormier-communaute",
        "tonnages",
        "Liffré-Cormier Communauté",
        (
            TableColumn("bon", STRING),
            TableColumn("date_bon", DATE),
            TableColumn("commune_insee", STRING),
            TableColumn("produit", STRING),
            TableColumn("kilos", INTEGER),
        ),
        {
            "OMR": "Ordures ménagères",
            "EMBALLAGES_PAPIERS": "Emballages",
            "VERRE": "Verre",
            "BIODECHETS": "Biodéchets",
            "ENCOMBRANTS": "Encombrants",
        },
        lambda number, of: (f"LC{number:05d}", of.day, of.commune, of.flux, of.kg),
    ),
    _Software(
        SAINT_MEEN,
        "saint-meen-montauban",
        "bennes",
        "Saint-Méen Montauban",
        (
            TableColumn("id_benne", STRING),
            TableColumn("date_vidage", DATE),
            TableColumn("insee", STRING),
            TableColumn("matiere", STRING),
            TableColumn("tonnes", _TONNES),
        ),
        {
            "OMR": "OMr",
            "EMBALLAGES_PAPIERS": "TRI",
            "VERRE": "Verre",
            "BIODECHETS": "Biodéchets",
            "ENCOMBRANTS": "Tout-venant",
        },
        lambda number, of: (f"2026/{number:04d}", of.day, of.commune, of.flux, _tonnes(of.kg)),
    ),
)


def weighings_of_members(seed: int) -> tuple[Table, ...]:
    """One table each: of four of the five; the fifth, Val d'Ille-Aubigné, has `collectes`."""
    return tuple(_table(each, seed) for each in _SOFTWARE)


def _table(software: _Software, seed: int) -> Table:
    in_syndicat = {each.code for each in valcobreizh_communes()}
    lifts = [
        lift
        for commune in communes_of(software.siren, WASTE)
        if commune.code in in_syndicat
        for flux in FLUXES
        for lift in _lifts(commune, flux, software, seed)
    ]
    lifts.sort(key=lambda each: (each.day, each.commune, each.flux))
    return Table(
        software.slug,
        software.name,
        f"Pesées de collecte des déchets de 2026, {software.of} {LABEL}",
        software.columns,
        (software.columns[0].name,),
        tuple(software.row(number, each) for number, each in enumerate(lifts, 1)),
    )


def _lifts(commune: Commune, flux: Flux, software: _Software, seed: int) -> list[_Lift]:
    """A lorry every so many days, with what was thrown away since the last."""
    random = chance(seed, "members", software.slug, commune.code, flux.code)
    interval = flux.intervals_days[0]
    effect = random.lognormvariate(0.0, 0.12)
    planned = FIRST_WEIGHED + timedelta(days=random.randrange(interval))
    made: list[_Lift] = []
    while (day := working_day(planned)) <= software.until:
        kg = commune.population * flux.target_kg / 365.25 * interval * effect * flux.index(planned)
        net = _STEP_KG * max(1, round(kg * random.uniform(0.93, 1.07) / _STEP_KG))
        made.append(_Lift(day, commune.code, software.codes[flux.code], net))
        planned += timedelta(days=interval)
    return made


def _tonnes(kg: int) -> Decimal:
    return Decimal(kg).scaleb(-3)
