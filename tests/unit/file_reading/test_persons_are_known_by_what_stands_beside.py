"""Codes, cards and signatures are a person's, and names a thing's, by the rest of the row.

Covers intake.file_reading.personal_beside.
"""

import pytest

from intake.file_reading.reading import read_file

READERS = ["ROUX Hervé", "PETIT Agathe", "GARNIER Bastien", "MOREL Nadège", "FAURE Solène"]


def personal(header, rows):
    text = "\n".join(";".join(map(str, row)) for row in [header, *rows])
    reading = read_file(text.encode(), "export.csv")
    return {column.name: column.personal_kind for column in reading.columns if column.personal}


@pytest.mark.parametrize(
    ("number", "person"),
    [("NOLECT", "LECTEUR"), ("NUMADH", "ADHERENT"), ("IDUSAG", "USAGER"), ("Carte", "Emprunteur"),
     ("N° licence", "Sportif")],
)  # fmt: skip
def test_codes_beside_a_person_are_the_persons(number, person):
    rows = [[f"L{2900 + at}", name, f"0{at}/03/2025"] for at, name in enumerate(READERS, 1)]
    assert personal([number, person, "Date"], rows)[number] == "pseudonym"


def test_codes_of_a_thing_beside_a_person_are_not():
    rows = [[f"L{2900 + at}", name, "carte grise"] for at, name in enumerate(READERS)]
    assert personal(["NOLIVRE", "LECTEUR", "Pièce"], rows).keys() == {"LECTEUR"}


@pytest.mark.parametrize("name", ["Code chauff.", "N° cond.", "Id lect."])
def test_a_shortened_header_that_numbers_persons(name):
    rows = [[f"00{40 + at}", "Quai 4"] for at in range(12)]
    assert personal([name, "Lieu"], rows) == {name: "pseudonym"}


def test_figures_about_heating_number_nobody():
    rows = [[120 + at, "Mairie"] for at in range(12)]
    assert personal(["Conso chauff.", "Site"], rows) == {}


@pytest.mark.parametrize("name", ["Opérateur", "Préleveur", "Visa"])
def test_surnames_with_an_initial_are_persons(name):
    rows = [["Bassin", text] for text in ("T. Jacolin", "I. Berthet", "N. Charvet", "J.-P. Roux")]
    assert personal(["Lieu", name], rows) == {name: "name"}


def test_operators_that_are_companies_are_not():
    rows = [["Mât 4", text] for text in ("Orange", "SFR", "Free Mobile", "Bouygues Telecom")]
    assert personal(["Lieu", "Opérateur"], rows) == {}


def test_names_of_stations_are_things():
    names = ["Bellecour", "Gratte-Ciel", "Gerland", "Bron Aviation", "Meyzieu", "Rillieux"]
    rows = [[f"MET0{at}", name, 4.8 + at / 50, 45.7] for at, name in enumerate(names)]
    assert personal(["id_station", "nom", "longitude", "latitude"], rows) == {}


def test_few_clients_of_two_words_with_capitals_are_bodies():
    clients = ["SYCTOM Alpes-Isère", "Régie municipale", "Dépôt TP 38", "Carrières Mistral"]
    rows = [[f"0{at}", clients[at % 4], 24_560 + at] for at in range(20)]
    assert personal(["Bon", "CLIENT", "Net kg"], rows) == {}


@pytest.mark.parametrize("name", ["NE LE (SAAMMJJ)", "DATNAIS", "Née le", "Dt naiss."])
def test_a_day_of_birth_is_known_in_any_spelling(name):
    rows = [[text, f"{at + 10}/03/19{60 + at}"] for at, text in enumerate(READERS)]
    assert personal(["Lecteur", name], rows)[name] == "birth_date"


@pytest.mark.parametrize("ways", [("D", "R"), ("Dépense", "Recette")])
def test_the_two_halves_of_a_budget_are_no_signs(ways):
    rows = [[ways[at % 2], f"0{at}", f"60{at}", 1000 + at, 900 + at] for at in range(12)]
    text = [["Sens", "Chap.", "Compte", "Voté", "Mandaté"], *rows]
    data = "\n".join(";".join(map(str, row)) for row in text).encode()
    assert read_file(data, "budget.csv").questions == []


def test_movements_of_receipts_and_expenses_are_still_asked_about():
    rows = [[f"{at + 1:02d}/03/2025", "RD"[at % 2], f"6{at}", 1000 + at] for at in range(12)]
    text = [["Date", "Sens", "Compte", "Montant"], *rows]
    data = "\n".join(";".join(map(str, row)) for row in text).encode()
    assert [one.code for one in read_file(data, "regie.csv").questions] == ["sign_column"]


def test_who_surveys_is_a_person_and_who_carries_calls_is_none():
    rows = [["Mairie", name] for name in READERS]
    assert personal(["Lieu", "Opérateur de repérage"], rows) == {"Opérateur de repérage": "name"}
    calls = [["Mairie", name] for name in ("Orange", "SFR", "Free Mobile", "Bouygues Telecom")]
    assert personal(["Lieu", "Opérateur"], calls) == {}


def test_clients_that_all_begin_alike_are_bodies():
    towns = ("Hesdin", "Marquise", "Fruges", "Desvres", "Lillers", "Bapaume", "Lens")
    assert personal(["CLIENT", "Sel (t)"], [[f"CER {town}", 12] for town in towns]) == {}


@pytest.mark.parametrize("name", ["Enfant né le", "Jeune né(e) le"])
def test_the_birth_of_a_child_is_one(name):
    rows = [[person, f"0{at}/03/2015"] for at, person in enumerate(READERS, 1)]
    assert personal(["Agent", name], rows)[name] == "birth_date"


def test_the_name_of_a_young_person_is_personal():
    rows = [[name, "Le Hangar"] for name in ("Kerlédan", "Castagnol", "Roubinet", "Bréchard")]
    assert personal(["Nom du jeune", "Lieu"], rows) == {"Nom du jeune": "name"}


@pytest.mark.parametrize("person", ["Redevable", "Abonné"])
def test_a_contract_is_that_of_who_subscribes(person):
    rows = [[f"C{5120 + at}", name, at * 11] for at, name in enumerate(READERS)]
    assert personal(["Contrat", person, "Volume"], rows)["Contrat"] == "pseudonym"


def test_a_contract_beside_a_supplier_is_nobodys():
    suppliers = ["Engie", "EDF", "SDE 12", "TotalEnergies", "Gaz de Bordeaux"]
    rows = [[f"C{5120 + at}", name, at * 11] for at, name in enumerate(suppliers)]
    assert personal(["Contrat", "Fournisseur", "Volume"], rows) == {}


def test_digests_for_persons_are_theirs():
    rows = [[f"2025-09-{at:02d}", f"{at * 2654435761 % 2**40:010x}"] for at in range(10, 22)]
    assert personal(["jour", "conducteur"], rows) == {"conducteur": "pseudonym"}


def test_a_public_charging_point_is_no_person_though_a_badge_stands_beside():
    rows = [[f"FRA12E00{at}", f"BADGE{at}", at] for at in range(10, 22)]
    assert personal(["pdc", "badge", "kwh"], rows) == {"badge": "pseudonym"}


def test_short_words_for_absences_are_of_health():
    kinds = ["MALAD", "MATER", "FORM", "MALAD", "ACTRAV"]
    rows = [[f"00{at}4", kind, at] for at, kind in enumerate(kinds)]
    assert personal(["MATR", "ABS", "JOURS"], rows)["ABS"] == "health"


def test_who_manages_a_site_is_a_person_where_names_stand_there():
    rows = [[f"S{at}", name] for at, name in enumerate(READERS)]
    assert personal(["Code", "Gestionnaire du site"], rows) == {"Gestionnaire du site": "name"}
    bodies = [[f"S{at}", f"Commune de Bar-{at}"] for at in range(6)]
    assert personal(["Code", "Gestionnaire du site"], bodies) == {}


SURNAMES = ["DELMAS", "LE GALL", "AZOULAY", "FERRAND", "GUIBERT", "SAUNIER"]


@pytest.mark.parametrize(
    ("beside", "cells"),
    [("QF", range(310, 910, 100)), ("Prénom", ["Inès", "Noé", "Lou", "Zoé", "Éva", "Léo"])],
)
def test_surnames_of_families_are_persons_beside_what_only_persons_have(beside, cells):
    rows = [
        [f"F{at}", name, cell] for at, (name, cell) in enumerate(zip(SURNAMES, cells, strict=True))
    ]
    assert personal(["Facture", "Famille", beside], rows)["Famille"] == "name"


def test_families_of_articles_are_no_persons():
    kinds = ["OUTILLAGE", "VISSERIE", "PEINTURE", "BOIS", "QUINCAILLERIE", "SANITAIRE"]
    assert (
        personal(
            ["Article", "Famille", "Prix"], [[f"A{at}", kind, at] for at, kind in enumerate(kinds)]
        )
        == {}
    )
