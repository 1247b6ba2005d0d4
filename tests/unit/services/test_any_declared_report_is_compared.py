"""Indicators that a report of the law declares are compared by their codes, whichever report it is:
the comparison knows no service and no code.

Covers services_run.report, services_run.results.
"""

from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.services.peers import OWN, compared, leaks
from tests.unit.services.water_worlds import World

COMPARING = load_service(find_service("comparaison"))
WATER = load_service(find_service("rpqs-eau"))
YEAR = 2023


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """By body its published figures of water, by the code that the law gives each."""
    told = {}
    for seed in (71, 72):
        folder = World(seed).write(tmp_path_factory.mktemp(f"water_{seed}"))
        rows = try_service(WATER, folder, {}, {}).answer["services"]
        told |= {
            f"Voisin {seed} {row['service_id']}": published(row)
            for row in rows
            if row["annee"] == YEAR
        }
    # The one that publishes most is ours.
    ours = max(told, key=lambda name: len(told[name]))
    return {OWN: told.pop(ours), **told}


def published(row):
    codes = {one["name"]: one["code"] for one in WATER.indicators if "code" in one}
    return {
        code: row[name] for name, code in codes.items() if isinstance(row.get(name), Decimal | int)
    }


def test_published_figures_of_water_have_a_place_among_those_of_peers(figures, tmp_path):
    told = compared(COMPARING, tmp_path, figures)
    of_several = {
        code
        for code in figures[OWN]
        if sum(code in own for name, own in figures.items() if name != OWN) >= 5
    }
    assert len(of_several) >= 8
    assert of_several <= told.keys()
    for code in of_several:
        have = {name: {code: own[code]} for name, own in figures.items() if code in own}
        # Of figures with one decimal, a rounded median may be one of them by chance.
        leaked = leaks({code: told[code]}, have)
        assert [each for each in leaked if not each.endswith("is the figure of one")] == []
    placed = [code for code in of_several if told[code]["mediane"] is not None]
    assert len(placed) >= 4
    for code in of_several - set(placed):
        assert told[code]["reasons"]["mediane"]["code"] in {"too_few_peers", "would_tell_one"}
