"""Endings, rates of tax and sizes in a header are no units; trades are no persons.

Covers intake.file_reading.units, intake.file_reading.person_names,
intake.file_reading.personal_headers, intake.file_reading.personal_beside.
"""

import pytest

from intake.file_reading.reading import read_rows
from intake.file_reading.units import unit_in_name


def read(lines):
    return {one.column.name: one.column for one in
            read_rows("\n".join(lines).encode(), "f.csv").columns}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Part(s)", None), ("Durée(s)", "s"), ("Durée (s)", "s"), ("TVA 5,5 %", None),
        ("TVA 20%", None), ("Taux 2024 %", "%"), ("Taux %", "%"), ("Tonnage t", "t"),
        ("Type t", None), ("Volume l", "L"), ("Durée h", "h"), ("Trafic (v/j)", "veh/j"),
    ],
)  # fmt: skip
def test_a_name_gives_a_unit_where_it_measures(name, unit):
    assert (unit_in_name(name) or "").lower() == (unit or "").lower()


def test_so_many_parts_are_no_share():
    rows = [f"D{at};{at / 2};{100 + at}" for at in range(1, 9)]
    assert read(["Dossier;Part(s);Aide (€)", *rows])["Part(s)"].unit is None


def test_clients_that_are_trades_in_a_town_are_bodies():
    trades = ("Fromagerie", "Scierie", "Papeterie", "Laverie", "Abattoir")
    rows = [f"{trade} {town};{at}" for at, (trade, town) in enumerate(
        (trade, town) for town in ("Padoux", "Romont", "Claudon") for trade in trades
    )]  # fmt: skip
    assert not read(["CLIENT;Volume (m3)", *rows])["CLIENT"].personal


def test_clients_with_given_names_stay_persons():
    names = ("Valérie Ader", "Anne Boulerie", "Paul Roux", "Sonia Gautherie", "Karim Blanc")
    rows = [f"{name};{at}" for at, name in enumerate(names)]
    assert read(["Client;Volume (m3)", *rows])["Client"].personal_kind == "name"


def test_the_number_of_a_subscriber_is_personal_beside_a_name():
    names = ("Ader Valérie", "Boule Anne", "Roux Paul", "Gau Sonia")
    rows = [f"00{at}99;{name};{at}" for at, name in enumerate(names)]
    assert read(["num_abo;occupant;conso", *rows])["num_abo"].personal_kind == "pseudonym"


def test_the_code_of_a_driver_is_personal_beside_a_plate():
    plates = [f"AB-{at}23-CD" for at in range(1, 7)]
    rows = [f"{plate};C0{at};{at}" for at, plate in enumerate(plates)]
    assert read(["Immat.;Cond.;Tonnes", *rows])["Cond."].personal_kind == "pseudonym"
    rows = [f"verre;C0{at};{at}" for at in range(6)]
    assert not read(["Produit;Cond.;Tonnes", *rows])["Cond."].personal
