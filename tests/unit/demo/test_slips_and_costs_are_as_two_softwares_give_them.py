"""The demo's slips and costs: labelled, alike for one seed, and told otherwise by the second body.

Covers demo.generate.slips, demo.generate.costs.
"""

import pytest

from demo.generate.costs import cost_matrix, monthly_tonnages
from demo.generate.slips import bretagne_romantique_slips, valcobreizh_slips
from demo.generate.table import LABEL

MADE = {
    "valcobreizh": lambda seed: (*valcobreizh_slips(seed), cost_matrix(seed)),
    "bretagne-romantique": lambda seed: (*bretagne_romantique_slips(seed), monthly_tonnages(seed)),
}


def names_of(table):
    return [column.name for column in table.columns]


@pytest.mark.parametrize("body", sorted(MADE))
def test_each_table_is_labelled_and_has_its_key(body):
    for table in MADE[body](1):
        at = [names_of(table).index(name) for name in table.key]
        keys = {tuple(row[place] for place in at) for row in table.rows}
        assert table.owner == body
        assert LABEL in table.title
        assert len(keys) == len(table.rows) > 0, table.name


@pytest.mark.parametrize("body", sorted(MADE))
def test_a_seed_gives_the_same_rows_and_another_seed_others(body):
    one, again, other = (
        {table.name: table.rows for table in MADE[body](seed)} for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_the_second_body_has_names_of_its_own():
    one, other = (
        {table.name: set(names_of(table)) for table in slips(1)}
        for slips in (valcobreizh_slips, bretagne_romantique_slips)
    )
    assert {"bons_collecteur", "tickets_site", "contrat_traitement"} <= one.keys()
    assert {"pesees_prestataire", "entrees_usine", "marche_traitement"} <= other.keys()
    assert "numero_bon" in one["bons_collecteur"]
    assert "numero_bon" not in other["pesees_prestataire"]


def test_one_body_stops_in_october():
    table = monthly_tonnages(1)
    at = next(place for place, value in enumerate(table.rows[0]) if hasattr(value, "month"))
    days = [row[at] for row in table.rows]
    assert max(day.month for day in days if day.year == 2025) == 10
    assert max(day.month for day in days if day.year == 2023) == 12
