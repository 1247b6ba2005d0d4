"""The demo's slips, tickets, contract and invoices from its raw files, as a world whose euros
`slips_figures` computes: pairs are told by plain Python, from vehicles and hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.worlds.slips_world import (
    CONTRACTS,
    DETAIL,
    INVOICES,
    LINES,
    OURS,
    SLIPS,
    TICKETS,
    SlipsWorld,
    Truth,
    Weighed,
)

Rows = list[dict[str, Any]]
_OWN = {
    "numero_pesee": "numero_bon", "horodatage": "date_heure", "camion": "immatriculation",
    "reference": "numero_ticket", "date_entree": "date_heure_entree", "article": "code_produit",
    "tarif_t": "prix_t",
}  # fmt: skip
"""What the second body's software calls otherwise."""
FILES: Mapping[str, tuple[str, str, str]] = {
    "valcobreizh": ("bons_collecteur", "tickets_site", "contrat_traitement"),
    "bretagne-romantique": ("pesees_prestataire", "entrees_usine", "marche_traitement"),
}
_TWICE = timedelta(minutes=20)


def demo_slips(data: Path, owner: str) -> SlipsWorld:
    """Raises AssertionError where an hour could be of two loads: then a person must say which."""
    slips, tickets, contract = (_rows(data, owner, name) for name in FILES[owner])
    (client,) = {row["client"] for row in contract}
    products = {row["code_site"]: row["produit"] for row in contract}
    world = SlipsWorld()
    for row in slips:
        world.slips.append(
            Weighed(
                row["numero_bon"],
                row["date_heure"],
                row["immatriculation"],
                row["produit"],
                row["brut_kg"],
                row["tare_kg"],
            )
        )
    for row in tickets:
        world.tickets.append(
            Weighed(
                row["numero_ticket"],
                row["date_heure_entree"],
                row["immatriculation"],
                products[row["code_produit"]],
                row["pesee1_kg"],
                row["pesee2_kg"],
                OURS if row["client"] == client else row["client"],
            )
        )
    waits = [timedelta(minutes=contract[0][name]) for name in ("minutes_min", "minutes_max")]
    _pair(world, waits[0], waits[1])
    _write(world, contract)
    _write_invoices(world, data, owner)
    return world


def _rows(data: Path, owner: str, name: str) -> Rows:
    (file,) = (data / owner).rglob(f"{name}.parquet")
    return [
        {_OWN.get(key, key): value for key, value in row.items()}
        for row in pq.read_table(file).to_pylist()
    ]


def _pair(world: SlipsWorld, least: timedelta, most: timedelta) -> None:
    answered: dict[str, Weighed] = {}
    for ticket in world.tickets:
        able = [
            slip
            for slip in world.slips
            if slip.vehicle == ticket.vehicle and least <= ticket.at - slip.at <= most
        ]
        near = [slip for slip in able if abs(slip.net - ticket.net) <= 700]
        # Written down twice, a load is its first slip's.
        near.sort(key=lambda slip: slip.at)
        if not near:
            world.alone.append(ticket)
            continue
        assert all(slip.net == near[0].net for slip in near), (ticket, near)
        assert near[0].number not in answered, near
        answered[near[0].number] = ticket
    for slip in world.slips:
        ticket = answered.get(slip.number)
        truth = Truth([] if ticket is None else [ticket])
        if ticket is None:
            firsts = [
                other.number
                for other in world.slips
                if other.vehicle == slip.vehicle
                and other.net == slip.net
                and timedelta(0) < slip.at - other.at <= _TWICE
            ]
            truth.copy_of = firsts[0] if firsts else ""
        world.truth[slip.number] = truth


def _weighed(each: Weighed, last: str) -> list[str]:
    return [
        each.number, f"{each.at:%d/%m/%Y}", f"{each.at:%H:%M}", each.vehicle, each.product,
        str(each.gross), str(each.tare), str(each.net), last,
    ]  # fmt: skip


def _write(world: SlipsWorld, contract: Rows) -> None:
    world.put("bons.csv", SLIPS, [_weighed(each, "") for each in world.slips])
    tickets = []
    for each in world.tickets:
        *before, _ = _weighed(each, "")
        tickets.append([*before[:4], each.client, *before[4:]])
    world.put("tickets.csv", TICKETS, tickets)
    world.put(
        "contrat.csv",
        CONTRACTS,
        [
            [
                row["contrat"],
                OURS,
                _day(row["debut"]),
                _day(row["fin"]),
                row["produit"],
                row["code_site"],
                str(row["prix_t"]),
                str(row["tolerance_kg"]),
                str(row["tolerance_part"]),
                _day(row["indexation_date"]),
                str(row["indexation_coefficient"]),
                str(row["minutes_min"]),
                str(row["minutes_max"]),
            ]
            for row in contract
        ],
    )


def _day(day: datetime) -> str:
    return f"{day:%d/%m/%Y}"


def _write_invoices(world: SlipsWorld, data: Path, owner: str) -> None:
    names: dict[str, tuple[str, Any, tuple[str, ...]]] = {
        "factures.csv": ("factures", INVOICES, ("numero_facture", "mois", "total_ht")),
        "factures_lignes.csv": (
            "factures_lignes", LINES,
            ("numero_facture", "produit", "tonnage_t", "prix_unitaire", "montant_ht"),
        ),
        "factures_detail.csv": (
            "factures_detail", DETAIL,
            ("numero_facture", "numero_bon", "tonnage_t", "prix_unitaire"),
        ),
    }  # fmt: skip
    for name, (table, layout, columns) in names.items():
        rows = [[_text(row[column]) for column in columns] for row in _rows(data, owner, table)]
        world.put(name, layout, rows)


def _text(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
