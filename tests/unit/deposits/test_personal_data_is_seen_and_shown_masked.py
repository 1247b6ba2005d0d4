"""Persons are seen with the reason, their examples show nobody; what only looks alike is left.

Covers intake.deposits.masking, intake.deposits.personal_reasons,
intake.file_reading.personal_data.
"""

import pytest

from intake.deposits.masking import masked, masked_examples
from intake.deposits.personal_reasons import classification_of, classification_reason
from intake.file_reading.reading import read_rows


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("email", "jeanne.tanguy@exemple.fr", "j•••@•••.fr"),
        ("email", "sans adresse", "s••• •••••••"),
        ("phone", "06 39 98 00 11", "06 •• •• •• 11"),
        ("nir", "185057800608491", "18•••••••••••91"),
        ("plate", "AB-123-CD", "A•-•••-•D"),
        ("plate", "A1", "••"),
        ("name", "Maëlys TANGUY", "M••••• T•••••"),
        ("address", "12 rue des Ajoncs", "•• r•• d•• A•••••"),
        ("birth_date", "1980-01-31", "••••-••-••"),
        ("pseudonym", "00123", "0••••"),
        ("bank_account", "FR76 3000 1007 9412", "FR•• •••• •••• ••12"),
        ("free_text", "Appeler Mme Tanguy", "••• (18)"),
    ],
)
def test_an_example_shows_the_form_and_nobody(kind, text, shown):
    assert masked(kind, text) == shown


def test_examples_are_few_and_all_different():
    assert masked_examples("name", ["Anne Le", "Aude Le", "Anne Le", "Bob Le"]) == (
        "A••• ••", "B•• ••",
    )  # fmt: skip


def _column(header, values):
    lines = [f"N° ligne;{header}", *(f"L{at};{value}" for at, value in enumerate(values))]
    return read_rows("\n".join(lines).encode(), "export.csv").columns[1]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Année", ["2019", "2020", "2021", "2022", "2023", "2024"]),
        ("card_code", ["2019", "2020", "2021", "2022"]),
        ("Code carte", ["1998", "1999", "2000", "2001", "2002"]),
        ("credit_card_year", ["2024", "2025", "2026"]),
        ("N° carte", ["4111111111111111", "5500005555555559", "2019201920192019"]),
        ("Téléphone standard", ["02 99 00 00 01"] * 4),
        ("Nom station", ["Halles Nord", "Mairie Sud", "Gare Est"]),
        ("SIRET", ["00098521853683", "00091258446821", "00050516483331"]),
    ],
)
def test_years_card_codes_and_things_are_no_persons(header, values):
    read = _column(header, values)
    assert read.column.personal_kind is None
    assert classification_reason(read).fr.startswith("Rien de personnel")


@pytest.mark.parametrize(
    ("header", "values", "kind", "reason"),
    [
        ("Contact", ["06 39 98 00 11", "06.39.98.00.12"], "phone",
         "Probablement des numéros de téléphone : 2 valeurs sur 2 en ont la forme."),
        ("Agent", ["Maëlys TANGUY", "Loïc FOUCAULT"], "name",
         "les annonce, 2 valeurs en ont la forme."),
        ("Véhicule", ["AB-123-CD", "EF-456-GH"], "plate",
         "Probablement des plaques d'immatriculation : 2 valeurs sur 2 en ont la forme."),
        ("Remarques", ["rappeler Mme Hamon", "rien"], "free_text",
         "Probablement des personnes nommées dans un texte libre : une valeur en a la forme."),
    ],
)  # fmt: skip
def test_persons_are_seen_with_the_reason(header, values, kind, reason):
    read = _column(header, values)
    assert read.column.personal_kind == kind
    assert classification_reason(read).fr.endswith(reason)
    assert classification_of(read) > 1


def test_an_address_is_personal_beside_a_person():
    lines = ["Nom;Adresse", "HAMON;3 rue du Lac", "TANGUY;5 allée des Ajoncs"]
    read = read_rows("\n".join(lines).encode(), "usagers.csv").columns[1]
    assert read.column.personal_kind == "address"
    assert "une autre colonne nomme la personne" in classification_reason(read).fr
