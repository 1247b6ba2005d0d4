"""Weighing slips of a contract as its collector sends them, and the dataset that awaits them."""

from __future__ import annotations

from catalog.model.acceptance import Acceptance, AcceptedContract, AcceptedPeriod
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren

HEADS = "Numéro bon;Date;Véhicule;Produit;Poids net (kg);Contrat"
CONTRACT = "M2026-07"
KG = ColumnType(ScalarType.DECIMAL, 14, 3)
TEXT, DAY = ColumnType(ScalarType.STRING), ColumnType(ScalarType.DATE)
RULES = Acceptance(
    standard="interco-bon-de-pesee",
    period=AcceptedPeriod.PREVIOUS_MONTH,
    columns_complete=("c3",),
    no_duplicates=True,
    contract=AcceptedContract("c6", CONTRACT),
)


def column(number, name, kind, label, concept=None, unit=None):
    return Column(
        f"c{number}", Name(name), kind, name, label, label, concept=concept, unit=unit
    )  # fmt: skip


COLUMNS = (
    column(1, "numero_bon", TEXT, "Numéro bon", "numero_pesee"),
    column(2, "date", ColumnType(ScalarType.TIMESTAMP), "Date", "date"),
    column(3, "vehicule", TEXT, "Véhicule", "vehicule"),
    column(4, "produit", TEXT, "Produit", "flux_dechets"),
    column(5, "poids_net", KG, "Poids net", "masse_collectee", "kg"),
    column(6, "contrat", TEXT, "Contrat", "contrat"),
)


def dataset(acceptance=RULES, columns=COLUMNS, **more):
    return Dataset(
        id="town__bons",
        owner=Siren("200085868"),
        storage_id="valcobreizh__depot",
        name=Name("bons"),
        title_fr="Bons de pesée",
        title_en="Slips",
        physical=PhysicalObject(ObjectKind.PARQUET, "200085868/bons/v1.parquet"),
        columns=columns,
        acceptance=acceptance,
        **more,
    )


def slip(number, day="05/10/2026", net="7420", contract=CONTRACT, vehicle="AA-123-BB"):
    return f"BC-{number:03d};{day};{vehicle};OMR;{net};{contract}"


def slips_file(*rows, heads=HEADS):
    return ("\n".join((heads, *rows)) + "\n").encode()


def sound_rows(count=8):
    return [slip(at, f"{at:02d}/10/2026", str(6000 + 130 * at)) for at in range(1, count + 1)]
