"""A relation to another dataset of the same body is declared, refused with its reason, and kept.

Covers catalog.actions.linked_datasets.
"""

import pytest

from catalog.declaration.problems import DeclarationRefused
from schema.types.scope import scope_of
from schema.types.view import View
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH, applied, catalog_of, told

BODY = """
organisation: {siren: "243500667", slug: val-d-ille-aubigne, name: Val, kind: CC}
storages:
  depot: {kind: files, directory: val-d-ille-aubigne}
datasets:
"""
LINES = """
  lignes:
    title: {fr: Lignes}
    storage: depot
    object: {kind: parquet, name: lignes.parquet}
    primary_key: [facture, rang]
    relations:
      de_la_facture: {column: facture, dataset: factures, reverse: lignes}
    columns:
      facture: {type: string, label: {fr: Facture}}
      rang: {type: integer, label: {fr: Rang}}
"""
INVOICES = """
  factures:
    title: {fr: Factures}
    storage: depot
    object: {kind: parquet, name: factures.parquet}
    primary_key: [numero]
    columns:
      numero: {type: string, label: {fr: Facture}}
      mois: {type: integer, label: {fr: Mois}}
"""
CATALOG = catalog_of(VAL_DILLE, VALCOBREIZH)
RELATION = "{column: facture, dataset: factures, reverse: lignes}"


def declared(text, catalog=CATALOG):
    return applied(catalog, BODY + text)


def links(catalog, name):
    datasets = catalog.datasets_of(VAL_DILLE.siren)
    (dataset,) = (each for each in datasets if each.name == name)
    view = View.of(catalog, (each.id for each in datasets))
    return scope_of(VAL_DILLE, dataset, view).links


@pytest.mark.parametrize("order", [LINES + INVOICES, INVOICES + LINES])
def test_both_ways_have_their_names_in_whatever_order_they_are_written(order):
    catalog = declared(order)
    there, back = links(catalog, "lignes"), links(catalog, "factures")
    assert {name: each.many for name, each in there.items()} == {"deLaFacture": False}
    assert {name: each.many for name, each in back.items()} == {"lignes": True}
    assert (back["lignes"].own.name, back["lignes"].other.name) == ("numero", "facture")
    assert declared(order, catalog).datasets == catalog.datasets


def test_a_column_that_is_no_whole_key_leads_to_many():
    written = RELATION.replace("column: facture", "column: rang").replace("rev", "key: mois, rev")
    catalog = declared(INVOICES + LINES.replace(RELATION, written))
    assert [each.many for each in links(catalog, "lignes").values()] == [True]


def test_a_link_is_gone_once_its_column_is_of_another_type():
    catalog = declared(INVOICES + LINES)
    changed = declared(INVOICES.replace("numero: {type: string", "numero: {type: integer"), catalog)
    assert not links(changed, "lignes")
    assert not links(changed, "factures")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("dataset: factures", "dataset: facture", "factures"),
        ("dataset: factures", "dataset: lignes", "aucun autre jeu"),
        ("column: facture,", "column: fature,", "facture"),
        ("column: facture,", "column: rang,", "du même type"),
        ("reverse: lignes", "key: nom, reverse: lignes", "nom"),
        ("reverse: lignes", "reverse: mois", "déjà une colonne"),
        ("reverse: lignes", "reverse: and", "réservé"),
        (", reverse: lignes", "", "reverse"),
        ("de_la_facture:", "rang:", "porte déjà ce nom"),
    ],
)
def test_what_leads_nowhere_is_told_at_its_place(old, new, reason):
    with pytest.raises(DeclarationRefused) as refused:
        declared(INVOICES + LINES.replace(old, new))
    said = [told(each).sentence("fr") for each in refused.value.problems]
    assert any(reason in each for each in said), said
    assert all(each.place is not None for each in refused.value.problems)


def test_a_key_of_two_columns_must_be_said():
    invoices = INVOICES.replace("[numero]", "[numero, mois]")
    with pytest.raises(DeclarationRefused) as refused:
        declared(invoices + LINES)
    (problem,) = refused.value.problems
    assert "« key »" in problem.sentence("fr")
