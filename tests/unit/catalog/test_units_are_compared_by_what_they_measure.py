"""Units: read from their text, divided, told by inhabitants, named in other words.

Covers catalog.model.unit.
"""

import pytest

from catalog.model.unit import read_unit, unit_of_things


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kg/hab.", "kg par habitant"),
        ("kg/hab.", "kg per inhabitant"),
        ("EUR/t", "€ par tonne"),
        ("kWh/m²", "kWh/m2"),
        ("L", "litres"),
        ("%", "points"),
        ("kg (net)", "kg"),
        ("kg pour 1 000 hab.", "kg / 1000 habitants"),
    ],
)
def test_one_unit_has_several_names(one, other):
    assert read_unit(one) == read_unit(other)
    assert read_unit(one).may_be_called(read_unit(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kg/hab.", "kg/t"),
        ("kg", "t"),
        ("kg/hab.", "kg pour 1 000 hab."),
        ("kg", "bacs"),
        ("bacs", "levées"),
        ("EUR", ""),
        ("%", ""),
        ("kg", "kg/an"),
    ],
)
def test_another_unit_is_no_name_of_it(one, other):
    assert not read_unit(one).may_be_called(read_unit(other))
    assert not read_unit(one).is_alike(read_unit(other))


def test_a_ratio_has_the_unit_of_its_sides():
    assert read_unit("EUR") / read_unit("t") == read_unit("€/t")
    assert read_unit("kg") / read_unit("kg") == read_unit("")
    assert read_unit("kg").per(1000) == read_unit("kg pour 1 000 hab.")
    assert read_unit("kg/hab./an").in_a("year") == read_unit("kg/hab.")
    assert read_unit("kg/mois").in_a("year") != read_unit("kg")


def test_what_is_counted_takes_a_noun_and_no_unit_of_physics():
    rows = unit_of_things("rows")
    assert rows.may_be_called(read_unit("bornes"))
    assert rows.may_be_called(read_unit(""))
    assert not rows.may_be_called(read_unit("kg"))
    assert not rows.may_be_called(read_unit("bornes/jour"))
    by_people = rows.per(1000)
    assert by_people.may_be_called(read_unit("bornes pour 1 000 hab."))
    assert by_people.may_be_called(read_unit("pour 1 000 hab."))
    assert not by_people.may_be_called(read_unit("bornes"))
    assert rows.is_alike(unit_of_things("passages"))
