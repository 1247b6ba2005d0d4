"""House and national standards: labels in two languages, concepts that exist, keys of fields.

Covers catalog.standards.standard, catalog.standards.concepts.
"""

import json
from pathlib import Path

import pytest

import catalog.standards.standard
from catalog.standards.concepts import CONCEPTS
from catalog.standards.standard import read_standard, standards

FILES = sorted(Path(catalog.standards.standard.__file__).parent.glob("*.json"))


def test_the_standards_of_waste_water_and_footfall_are_carried():
    assert set(standards()) >= {
        *("interco-bon-de-pesee", "interco-collecte-dechets", "interco-contrat-de-collecte"),
        *("interco-frequentation-zone-jour", "interco-matrice-des-couts"),
        *("interco-passage-decheterie", "interco-point-apport", "interco-secteur-eau-jour"),
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_field_has_a_label_in_both_languages_and_a_known_concept(file):
    schema = json.loads(file.read_text("utf-8"))
    standard = read_standard(schema)
    own = file.stem.replace("_", "-")
    assert standard.name == (own if "source" in schema else f"interco-{own}")
    assert all(field.label and field.label.fr and field.label.en for field in standard.fields)
    assert {field.concept for field in standard.fields} - {None} <= CONCEPTS
    assert set(schema["primaryKey"]) <= {field.name for field in standard.fields}


def test_a_national_standard_cites_its_version_and_keeps_its_names():
    national = {
        schema["name"]: schema
        for schema in (json.loads(file.read_text("utf-8")) for file in FILES)
        if "source" in schema
    }
    assert set(national) == {
        *("lieux-covoiturage", "irve-statique", "comptage-mobilites-site"),
        *("comptage-mobilites-channel", "comptage-mobilites-measure"),
    }
    assert all(one["version"] in one["source"]["title"] for one in national.values())
    names = {field.name for field in standards()["lieux-covoiturage"].fields}
    assert {"Xlong", "Ylat", "nbre_pl", "insee"} <= names


def test_what_is_weighed_is_in_kilograms_and_what_is_paid_in_euros():
    units = {
        (name, field.name): field.unit
        for name, standard in standards().items()
        for field in standard.fields
    }
    assert units["interco-bon-de-pesee", "poids_net"] == "kg"
    assert units["interco-contrat-de-collecte", "prix_unitaire"] == "EUR/t"
    assert units["interco-matrice-des-couts", "montant_eur"] == "EUR"
