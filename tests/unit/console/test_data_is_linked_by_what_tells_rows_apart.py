"""Columns that look like another dataset's key are proposed as links, and nothing else is.

Covers gateway.console.linking.pairs.
"""

from gateway.console.linking.pairs import pairs_of, relations_with


def column(name, kind="string", concept=None):
    return {"name": name, "type": kind, "concept": concept}


def dataset(name, *columns, key=(), relations=()):
    return {
        "id": f"ville__{name}", "name": name, "titleFr": name.title(), "primaryKey": list(key),
        "columns": list(columns), "relations": list(relations),
    }  # fmt: skip


COMMUNE = {"name": "commune", "column": "code_commune", "concept": "commune", "dataset": None,
           "key": None, "reverse": None}  # fmt: skip
INVOICES = dataset("factures", column("numero"), column("siret", concept="siret"), key=["numero"])
SUPPLIERS = dataset("fournisseurs", column("siret_fournisseur", concept="siret"),
                    key=["siret_fournisseur"])  # fmt: skip
COMMUNES = dataset("populations", column("code_commune", concept="commune"), key=["code_commune"])
WEIGHINGS = dataset("pesees", column("numero", "integer"), column("jour", "date"), key=["numero"])
LINES = dataset("lignes", column("numero_factures"), column("numero"), column("produit"),
                column("siret", concept="siret"), column("code_commune", concept="commune"),
                key=["numero", "produit"], relations=[COMMUNE])  # fmt: skip
ALL = (INVOICES, SUPPLIERS, COMMUNES, WEIGHINGS, LINES)


def proposed(one):
    return [(pair.column, pair.dataset, pair.key) for pair in pairs_of(one, ALL, "titleFr")]


def test_a_column_of_the_keys_name_or_meaning_and_of_its_type_is_proposed():
    assert proposed(LINES) == [
        ("numero_factures", "factures", "numero"),
        ("numero", "factures", "numero"),
        ("siret", "fournisseurs", "siret_fournisseur"),
    ]
    assert proposed(INVOICES) == [("siret", "fournisseurs", "siret_fournisseur")]


def test_what_is_linked_already_is_not_proposed_again_and_stays():
    link = {"name": "facture", "column": "numero", "dataset": "factures", "key": "numero",
            "reverse": "lignes", "concept": None}  # fmt: skip
    linked = {**LINES, "relations": [COMMUNE, link]}
    pairs = pairs_of(linked, ALL, "titleFr")
    assert ("numero", "factures") not in {(pair.column, pair.dataset) for pair in pairs}
    relations = relations_with(linked, pairs[-1], "", "achats")
    assert [relation["name"] for relation in relations] == ["commune", "facture", "fournisseurs"]
    assert relations[0] == {"name": "commune", "column": "code_commune", "concept": "commune"}
    assert relations[2]["reverse"] == "achats"
