"""Covers catalog.actions.figures.figures."""

from types import SimpleNamespace

import pytest

from catalog.actions.figures.figures import correction_of, current_figure, versions_of

BODY = "200090884"


def figure(name, version, replaces=None, year=2025, indicator="kg"):
    said = {"body": BODY, "indicator": indicator, "year": year, "version": version}
    return SimpleNamespace(id=name, replaces=replaces, **said)


FIRST = figure("fig-1", 1)
SECOND = figure("fig-2", 2, "fig-1")
THIRD = figure("fig-3", 3, "fig-2")
OTHER_YEAR = figure("fig-4", 1, year=2024)


@pytest.mark.parametrize(
    "kept", [[FIRST, SECOND, THIRD, OTHER_YEAR], [THIRD, OTHER_YEAR, SECOND, FIRST]]
)
def test_it_is_the_one_that_none_replaces_in_whatever_order_they_are_kept(kept):
    catalog = SimpleNamespace(figures={each.id: each for each in kept})
    assert current_figure(catalog, BODY, "kg", 2025) is THIRD
    assert current_figure(catalog, BODY, "kg", 2023) is None
    assert versions_of(SECOND, catalog) == (FIRST, SECOND, THIRD)
    assert [correction_of(each, catalog) for each in (FIRST, SECOND, THIRD)] == [
        SECOND,
        THIRD,
        None,
    ]
