"""Covers demo.generate.world."""

from demo.generate.world import make_world
from tests.integration.demo.granted import granted_lines


def test_mesnil_roc_h_finds_its_waste_under_the_codes_of_lanhelin_and_tresse(catalog):
    convention = next(each for each in catalog.agreements if each.id == "conv-2025-0005")
    dataset = catalog.datasets["valcobreizh__collectes"]
    made = make_world()
    lines = granted_lines(made.tables["valcobreizh"], convention, dataset, catalog)
    assert {line.commune for line in lines} == {"35308", "35147", "35344"}
    old = [each for each in made.anomalies if each.kind == "ancien_code"]
    assert len([line for line in lines if line.commune != "35308"]) == len(old)


def test_a_postal_code_an_unknown_code_or_none_is_in_nobodys_territory(catalog):
    convention = next(each for each in catalog.agreements if each.id == "conv-2025-0001")
    dataset = catalog.datasets["val_d_ille_aubigne__collectes"]
    table = make_world().tables["val-d-ille-aubigne"]
    lines = granted_lines(table, convention, dataset, catalog)
    assert not {"35250", None} & {line.commune for line in lines}
    assert {"35250", None} <= {row[3] for row in table.rows}
