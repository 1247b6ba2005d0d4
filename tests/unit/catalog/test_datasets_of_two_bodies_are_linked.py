"""A relation to a dataset of another body is declared by who may know of it, and is told as it was
declared, whatever became of the dataset.

Covers catalog.actions.links_elsewhere, catalog.actions.linked_datasets, schema.types.scope.
"""

from dataclasses import replace

import pytest

from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.declaration.writing import write_body
from schema.types.scope import scope_of
from schema.types.view import View
from tests.unit.catalog.examples import (
    VAL_DILLE,
    VALCOBREIZH,
    after,
    applied,
    catalog_of,
    facts_in,
    told,
)

INVOICES = """
organisation: {siren: "200090884", slug: valcobreizh, name: Smictom, kind: SMF}
storages:
  depot: {kind: files, directory: valcobreizh}
datasets:
  factures:
    title: {fr: Factures}
    storage: depot
    object: {kind: parquet, name: factures.parquet}
    primary_key: [numero]
    columns:
      numero: {type: string, label: {fr: Facture}}
      mois: {type: integer, label: {fr: Mois}}
"""
RELATION = "{column: facture, dataset: valcobreizh.factures, reverse: lignes}"
LINES = f"""
organisation: {{siren: "243500667", slug: val-d-ille-aubigne, name: Val, kind: CC}}
storages:
  depot: {{kind: files, directory: val-d-ille-aubigne}}
datasets:
  lignes:
    title: {{fr: Lignes}}
    storage: depot
    object: {{kind: parquet, name: lignes.parquet}}
    primary_key: [rang]
    relations:
      de_la_facture: {RELATION}
    columns:
      facture: {{type: string, label: {{fr: Facture}}}}
      rang: {{type: integer, label: {{fr: Rang}}}}
"""
WITH_INVOICES = applied(catalog_of(VAL_DILLE, VALCOBREIZH), INVOICES)
FACTURES, LIGNES = "valcobreizh__factures", "val_d_ille_aubigne__lignes"


def declared(text, catalog=WITH_INVOICES, known=(FACTURES,)):
    facts = replace(facts_in(catalog), discoverable=frozenset(known))
    declaration = read_documents({"lignes.yaml": text.encode()})
    return after(catalog, changes_of(resolve_declaration(declaration, facts)))


def links(catalog, dataset_id, discoverable=(FACTURES, LIGNES)):
    dataset = catalog.datasets[dataset_id]
    organisation = catalog.organisations[dataset.owner]
    return scope_of(organisation, dataset, View.of(catalog, discoverable)).links


def sentences(text, *where, **more):
    with pytest.raises(DeclarationRefused) as refused:
        declared(text, *where, **more)
    assert all(each.place is not None for each in refused.value.problems)
    return [told(each).sentence("fr") for each in refused.value.problems]


def written(catalog):
    return write_body(VAL_DILLE.siren, catalog, (), whole=True).yaml


def test_each_side_names_the_other_and_nobody_names_anothers_field():
    catalog = declared(LINES)
    there, back = links(catalog, LIGNES), links(catalog, FACTURES)
    assert {name: (each.many, each.organisation.slug) for name, each in there.items()} == {
        "deLaFacture": (False, "valcobreizh")
    }
    assert {name: (each.many, each.organisation.slug) for name, each in back.items()} == {
        "valDIlleAubigne_lignes": (True, "val-d-ille-aubigne")
    }
    assert declared(LINES, catalog).datasets == catalog.datasets


@pytest.mark.parametrize("dataset", [FACTURES, LIGNES])
def test_a_link_is_there_for_who_may_know_of_both(dataset):
    catalog = declared(LINES)
    assert links(catalog, dataset)
    assert not links(catalog, dataset, (dataset,))


def test_what_may_not_be_known_is_refused_as_what_is_not_there():
    absent = catalog_of(*(WITH_INVOICES.organisations.values()))
    hidden = sentences(LINES, known=())
    assert hidden == sentences(LINES, absent, known=())
    assert "vous ne connaissez aucun jeu" in hidden[0]
    near = sentences(LINES.replace("valcobreizh.factures", "valcobreizh.facture"))
    assert "valcobreizh.factures" in near[0]
    assert "factures" not in sentences(LINES.replace("h.factures", "h.factur"), known=())[0]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("valcobreizh.factures", "val-d-ille-aubigne.lignes", "vous ne connaissez aucun jeu"),
        ("column: facture,", "column: rang,", "du même type"),
        ("reverse: lignes", "key: nom, reverse: lignes", "nom"),
        ("reverse: lignes", "reverse: and", "réservé"),
    ],
)
def test_what_leads_nowhere_is_told_at_its_place(old, new, reason):
    assert reason in sentences(LINES.replace(old, new))[0]


def _hidden(catalog):
    return catalog, ()


def _withdrawn(catalog):
    rest = [each for each in catalog.datasets.values() if each.id != FACTURES]
    storages, organisations = catalog.storages.values(), catalog.organisations.values()
    return catalog_of(*organisations, *storages, *rest), ()


def _described_anew(catalog):
    return applied(catalog, INVOICES.replace("numero", "numero_de_facture")), ()


@pytest.mark.parametrize("become", [_hidden, _withdrawn, _described_anew])
def test_it_stands_as_it_was_declared_whatever_became_of_the_dataset(become):
    before = declared(LINES)
    catalog, known = become(before)
    assert written(catalog) == written(before)
    for again in (LINES, written(catalog)):
        after_ = declared(again, catalog, known)
        assert after_.datasets[LIGNES] == before.datasets[LIGNES]
    renamed = LINES.replace("reverse: lignes", "reverse: rangs")
    assert "vous ne connaissez aucun jeu" in sentences(renamed, catalog, known)[0]
    without = LINES.replace(f"    relations:\n      de_la_facture: {RELATION}\n", "")
    assert not declared(without, catalog, known).datasets[LIGNES].links
