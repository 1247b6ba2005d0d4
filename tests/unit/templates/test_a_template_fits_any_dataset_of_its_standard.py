"""A clerk fills five fields; columns are found by the standard's name, by concept or by habit.

Covers catalog.templates.template, catalog.actions.filling, catalog.standards.standard,
catalog.standards.concepts, catalog.fold, catalog.purposes.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.actions.agreement import draft_agreement
from catalog.actions.facts import Facts
from catalog.actions.filling import Filling, fill_template, own_data, placed_fields
from catalog.fold import fold
from catalog.model.dataset import ScalarType
from catalog.model.identifiers import Name
from catalog.model.terms import CombineKind, Contact, OnwardSharing
from catalog.model.transform import Transform
from catalog.purposes import PURPOSES
from catalog.standards.concepts import CONCEPTS
from catalog.templates.template import templates
from tests.unit.docs.pages import demo_catalog

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
ANNE = Contact("Anne Le Goff", "anne@example.fr")
YEAR = Filling(to="valcobreizh", start=date(2027, 1, 1), end=date(2027, 12, 31), contact=ANNE)
PLACES = [
    ("rpqs_dechets", "val-d-ille-aubigne", "collectes", "valcobreizh"),
    ("rpqs_dechets", "valcobreizh", "collectes", "bretagne-romantique"),
    ("rpqs_eau", "eau-bassin-rennais", "compteurs", "val-d-ille-aubigne"),
]


def dataset_of(slug, name):
    catalog = demo_catalog()
    dataset = catalog.dataset_of(catalog.organisation_of_slug(slug).siren, name)
    assert dataset is not None
    return dataset


def filled(template, dataset, filling=YEAR):
    return fill_template(templates()[template], dataset, dataset.owner, filling)


def grants(found):
    return {each.name: each.transform for each in found.draft.columns}


def test_a_yearly_report_on_waste_may_cross_its_own_costs_and_publish_totals():
    catalog, template = demo_catalog(), templates()["rpqs_dechets"]
    syndicat = catalog.organisation_of_slug("valcobreizh").siren
    own = own_data(template, syndicat, catalog)
    assert own == ("valcobreizh.matrice_couts",)
    dataset = dataset_of("val-d-ille-aubigne", "collectes")
    terms = filled("rpqs_dechets", dataset, replace(YEAR, own=own)).draft.terms
    assert (terms.combine.kind, terms.combine.datasets) == (CombineKind.NAMED, own)
    assert terms.onward_sharing is OnwardSharing.AGGREGATES
    # Where the grantee has no costs yet, the rows stand alone, as before.
    assert filled("rpqs_dechets", dataset).draft.terms.combine.kind is CombineKind.REFERENCE


@pytest.mark.parametrize("template", templates().values(), ids=lambda each: each.name)
def test_a_template_says_everything_in_both_languages_and_names_only_what_exists(template):
    for text in (
        *(template.title_fr, template.title_en),
        *(template.description_fr, template.description_en, template.legal_basis),
    ):
        assert text.strip()
    assert fold(template.title_fr) != fold(template.title_en)
    assert set(template.purposes) <= set(PURPOSES)
    assert {each.concept for each in template.columns} - {None} <= CONCEPTS


@pytest.mark.parametrize(("template", "owner", "name", "to"), PLACES)
def test_what_it_makes_is_a_draft_that_the_rules_accept(template, owner, name, to):
    made = filled(template, dataset_of(owner, name), replace(YEAR, to=to, id="conv-2027-0001"))
    agreement = draft_agreement(made.draft, Facts(demo_catalog(), NOW))
    assert agreement.purposes == set(templates()[template].purposes)


def test_columns_are_found_by_concept_when_they_bear_another_name():
    dataset = dataset_of("val-d-ille-aubigne", "collectes")
    renamed = tuple(
        replace(each, name=Name("poids")) if each.concept == "masse_collectee" else each
        for each in dataset.columns
    )
    assert grants(filled("rpqs_dechets", replace(dataset, columns=renamed)))["poids"] is (
        Transform.CLEAR
    )


def test_a_share_of_a_whole_is_never_placed():
    shares = {
        each.name
        for each in dataset_of("val-d-ille-aubigne", "collectes").columns
        if each.share_of_whole
    }
    assert shares
    assert not shares & set(
        grants(filled("rpqs_dechets", dataset_of("val-d-ille-aubigne", "collectes")))
    )


def test_the_key_of_the_rows_stands_for_the_number_that_is_given_as_a_pseudonym():
    dataset = dataset_of("val-d-ille-aubigne", "collectes")
    template = templates()["rpqs_dechets"]
    assert len(placed_fields(template, dataset)) == len(template.columns)
    number = dataset.column_named("id_pesee")
    ticket = replace(number, name=Name("no_ticket"), concept=None)
    columns = tuple(ticket if each is number else each for each in dataset.columns)
    of_file = replace(dataset, columns=columns, primary_key=(number.id,))
    assert dict(placed_fields(template, of_file))["id_pesee"] == "no_ticket"
    draft = filled("rpqs_dechets", of_file)
    assert grants(draft)["no_ticket"] is Transform.KEYED_HASH
    assert not any("n'ont pas" in each.fr for each in draft.told)
    without_key = replace(of_file, primary_key=())
    assert "id_pesee" not in dict(placed_fields(template, without_key))
    assert any("Numéro de la pesée" in each.fr for each in filled("rpqs_dechets", without_key).told)


def test_what_cannot_be_placed_is_told_and_so_is_what_must_be_confirmed():
    dataset = dataset_of("val-d-ille-aubigne", "collectes")
    kept = tuple(each for each in dataset.columns if each.name not in {"flux", "tonnage_kg"})
    told = [each.fr for each in filled("rpqs_dechets", replace(dataset, columns=kept)).told]
    assert any("Flux collecté, Masse nette" in each for each in told)
    assert any("Base légale proposée par le modèle : " in each for each in told)


def test_a_legal_basis_of_ones_own_needs_no_confirming():
    own = replace(YEAR, legal_basis="Délibération 2026-114")
    found = filled("rpqs_dechets", dataset_of("val-d-ille-aubigne", "collectes"), own)
    assert found.draft.legal_basis == "Délibération 2026-114"
    assert not [each for each in found.told if "Base légale" in each.fr]


def test_the_key_of_the_rows_is_kept_whole_and_said_when_the_template_would_blur_it():
    found = filled("rpqs_eau", dataset_of("eau-bassin-rennais", "compteurs"))
    assert grants(found)["compteur_id"] is Transform.KEYED_HASH
    assert grants(found)["date_releve"] is Transform.CLEAR
    added = next(each for each in found.told if "clé des lignes" in each.fr)
    assert added.fr.endswith(": Jour du relevé (tel quel).")
    assert added.en.endswith(": Day of the reading (as it is).")


def test_a_pseudonym_is_made_of_text_only():
    dataset = dataset_of("val-d-ille-aubigne", "collectes")
    numbers = tuple(
        replace(each, type=replace(each.type, scalar=ScalarType.BIGINT))
        if each.name == "id_pesee"
        else each
        for each in dataset.columns
    )
    assert grants(filled("rpqs_dechets", replace(dataset, columns=numbers)))["id_pesee"] is (
        Transform.CLEAR
    )


def test_personal_data_brings_the_block_that_the_law_asks_for():
    found = filled("rpqs_eau", dataset_of("eau-bassin-rennais", "compteurs"))
    block = found.draft.terms.personal_data
    assert block is not None
    assert block.controller == block.dpo == ANNE
    assert any("délégué à la protection" in each.fr for each in found.told)
    silent = filled("rpqs_dechets", dataset_of("val-d-ille-aubigne", "collectes"))
    assert silent.draft.terms.personal_data is None
