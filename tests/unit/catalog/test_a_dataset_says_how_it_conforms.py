"""A dataset of a standard: each field's column, its unit and its codes, or why there is none.

Covers catalog.standards.conformity, catalog.standards.word_lists, catalog.actions.code_meanings.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.actions.code_meanings import check_codes
from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import ActRefused
from catalog.cog import load_cog
from catalog.declaration.declaration import read_declaration
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.dataset import (
    CodeMeaning,
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.standards.conformity import Missing, conformity, converts, is_code_table
from catalog.standards.standard import standards
from catalog.standards.word_lists import word_lists
from demo.declare import EMBEDDED, write_declarations
from tests.unit.catalog.examples import NOW, after, catalog_of

STANDARD = standards()["interco-collecte-dechets"]


def column(name, scalar="string", **rest):
    kind = ColumnType(ScalarType(scalar), *((12, 3) if scalar == "decimal" else ()))
    return Column(f"c_{name}", Name(name), kind, name, name, name, **rest)


def dataset(*columns):
    return Dataset(
        id="d",
        owner=Siren("243500667"),
        storage_id="s",
        name=Name("pesees"),
        title_fr="Pesées",
        title_en="Weighings",
        physical=PhysicalObject(ObjectKind.TABLE, "pesees"),
        columns=columns,
        standard=STANDARD.name,
    )


def matched(*columns):
    return {each.field.name: each for each in conformity(STANDARD, dataset(*columns))}


def mass(**rest):
    return matched(column("poids", "decimal", concept="masse_collectee", **rest))["tonnage_kg"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_declarations(folder, EMBEDDED, {})
    declared = read_declaration([folder], allow_approved=True)
    facts = Facts(catalog_of(), NOW, ("/srv/data",), ("/run/secrets",), load_cog())
    return after(catalog_of(), changes_of(resolve_declaration(declared, facts)))


@pytest.mark.parametrize("owner", ["val_d_ille_aubigne", "valcobreizh"])
def test_the_demos_own_datasets_conform_in_every_field(demo, owner):
    found = conformity(STANDARD, demo.dataset_spelt(f"{owner}.collectes"))
    assert [each.field.name for each in found] == [each.name for each in STANDARD.fields]
    assert all(each.column and each.column.name == each.field.name for each in found)
    assert all(each.factor is None and not each.unknown_codes for each in found)


def test_a_column_is_found_by_what_it_means_whatever_it_is_called():
    found = matched(
        column("depcom", concept="commune"),
        column("jour", "date", concept="date_collecte"),
        column("flux", concept="mode_collecte"),
        column("matiere", concept="flux_dechets"),
    )
    named = {name: each.column and each.column.name for name, each in found.items()}
    assert named["code_commune"] == "depcom"
    assert named["date_collecte"] == "jour"
    assert (named["flux"], named["mode_collecte"]) == ("matiere", "flux")


def test_else_by_its_name():
    found = matched(column("flux"), column("tournee_id"))
    assert found["flux"].column.name == "flux"
    assert found["tournee_id"].column.name == "tournee_id"
    assert found["code_commune"].missing is Missing.ABSENT


def test_two_columns_of_one_concept_are_told_apart_by_name_or_not_at_all():
    two = (
        column("commune_depart", concept="commune"),
        column("commune_arrivee", concept="commune"),
    )
    assert matched(*two)["code_commune"].missing is Missing.AMBIGUOUS
    three = (*two, column("code_commune", concept="commune"))
    assert matched(*three)["code_commune"].column.name == "code_commune"


@pytest.mark.parametrize("unit", ["t", "tonnes", " Tonne"])
def test_tonnes_are_multiplied_by_a_thousand(unit):
    assert mass(unit=unit).factor == Decimal(1000)


@pytest.mark.parametrize("unit", ["kg", "Kilogrammes"])
def test_kilograms_stay_as_they_are(unit):
    found = mass(unit=unit)
    assert (found.column.name, found.factor) == ("poids", None)


def test_a_mass_without_a_unit_is_not_guessed():
    found = mass()
    assert (found.column, found.missing) == (None, Missing.UNIT_UNKNOWN)
    own = matched(column("tonnage_kg", "decimal", concept="masse_collectee"))
    assert own["tonnage_kg"].column is not None


def test_litres_are_no_kilograms():
    assert mass(unit="l").missing is Missing.UNIT_OTHER


def test_a_text_is_no_number():
    found = matched(column("poids", concept="masse_collectee", unit="kg"))["tonnage_kg"]
    assert found.missing is Missing.OTHER_TYPE


def test_codes_of_another_list_are_mapped_by_the_standards_own_table():
    listed = column("matiere", concept="flux_dechets", code_list=("OM", "CS", "VERRE", "CARTON"))
    found = matched(listed)["flux"]
    assert found.codes == {"OM": "OMR", "CS": "EMBALLAGES_PAPIERS"}
    assert found.unknown_codes == ("CARTON",)


def test_codes_of_the_standard_need_no_table():
    listed = column("flux", concept="flux_dechets", code_list=("OMR", "VERRE"))
    assert matched(listed)["flux"].codes == {}


def test_where_no_list_is_declared_every_known_code_is_mapped():
    found = matched(column("flux", concept="flux_dechets"))["flux"]
    assert found.codes["Ordures ménagères"] == "OMR"
    assert set(found.codes.values()) <= set(STANDARD.field_of("flux_dechets").code_list)


def test_no_column_is_two_fields():
    odd = replace(STANDARD, fields=(*STANDARD.fields, replace(STANDARD.fields[5], name="flux_bis")))
    found = conformity(odd, dataset(column("flux", concept="flux_dechets")))
    assert sum(each.column is not None for each in found) == 1


def test_only_a_declared_factor_converts_and_only_from_its_unit():
    assert converts(Decimal(1000), "tonne") == "kg"
    assert converts(Decimal("0.001"), "kg") == "t"
    assert converts(Decimal(1000), "kg") is None
    assert converts(Decimal(1000000), "t") is None


def test_a_table_of_codes_is_one_only_where_each_code_means_what_a_standard_says():
    known = standards().values()
    assert is_code_table({"OM": "OMR", "CS": "EMBALLAGES_PAPIERS"}, known)
    assert not is_code_table({"OM": "VERRE"}, known)
    assert not is_code_table({"OM": "OMR", "x": "y"}, known)
    assert not is_code_table({}, known)


def test_the_words_of_a_column_are_those_of_which_the_standard_knows_the_code():
    said = (CodeMeaning("Bouteilles", "VERRE"),)
    flux = column("flux", concept="flux_dechets", codes=said)
    mode = column("mode_collecte", code_list=("PAP", "A PIED"))
    other = column("equipe", code_list=("A", "B"))
    lists = word_lists(dataset(flux, mode, other))
    assert {"OMR", "OM", "Bouteilles"} <= set(lists["c_flux"])
    assert "Divers" not in lists["c_flux"]
    # Declared by its owner, and of no code: nobody who asks the standard finds it.
    assert (lists["c_mode_collecte"], lists["c_equipe"]) == (("PAP",), ("A", "B"))


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        ({"flux": {"Bouteilles": "VERE"}}, "« VERE » n'est pas un code du standard"),
        ({"tonnage_kg": {"Un": "VERRE"}}, "elle n'est pas un champ à codes du standard"),
    ],
)
def test_what_a_word_means_is_a_code_of_the_field(demo, codes, why):
    one = demo.dataset_spelt("valcobreizh.collectes")
    columns = tuple(
        replace(each, codes=tuple(CodeMeaning(*pair) for pair in codes[each.name].items()))
        if each.name in codes
        else each
        for each in one.columns
    )
    findings = Findings()
    check_codes(replace(one, columns=columns), findings)
    with pytest.raises(ActRefused) as refused:
        findings.raise_any()
    assert why in refused.value.findings[0].problem.sentence("fr")
