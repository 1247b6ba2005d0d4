"""What everybody could read once, whatever its owner has made of it since.

Covers catalog.guard.sources, catalog.guard.hashes, catalog.guard.inputs.
"""

from dataclasses import replace

import pytest

from catalog.guard import FindingKind, examine
from catalog.model.dataset import AccessLevel, Classification, OnceOpen
from catalog.model.transform import Transform
from tests.unit.guard.world import (
    AT,
    BILAN,
    COG,
    COLLECTES,
    SENS_DE_BRETAGNE,
    agreement,
    catalog_of,
    classified,
    own,
    totals,
)

SYNDICAT = agreement(1, rows=own())
CLOSED = replace(BILAN, access_level=AccessLevel.RESTRICTED, once_open=(OnceOpen(BILAN.columns),))
WITHOUT_ITS_MEASURE = replace(CLOSED, columns=BILAN.columns[:-1], retired_columns=("masse",))
CLASSED_HIGHER = replace(classified(CLOSED, Classification.PERSONAL), personal_data=True)


@pytest.mark.parametrize("closed", [CLOSED, WITHOUT_ITS_MEASURE, CLASSED_HIGHER])
def test_a_total_that_was_once_open_is_known_still_when_it_is_closed(closed):
    before, now = (
        examine(SYNDICAT, catalog_of(SYNDICAT, datasets=(COLLECTES, each)), COG, AT)
        for each in (BILAN, closed)
    )
    assert now.stops
    assert now.communes == before.communes
    assert {*before.findings[0].columns} <= {*now.findings[0].columns}


def test_what_was_once_open_excuses_nothing_that_it_does_not_go_on_giving():
    # Rows by commune were open, of the nineteenth too: what comes from now on is given by nobody.
    opened = classified(COLLECTES, Classification.OPEN).columns
    closed = replace(COLLECTES, once_open=(OnceOpen(opened),))
    served = agreement(2, rows=own())
    report = examine(totals(1), catalog_of(totals(1), served, datasets=(closed,)), COG, AT)
    assert report.communes == (SENS_DE_BRETAGNE,)


def test_a_pseudonym_of_what_was_once_in_clear_is_none():
    hashed = agreement(1, id_pesee=Transform.CLEAR, flux=Transform.KEYED_HASH)
    opened = classified(COLLECTES, Classification.OPEN).columns
    closed = replace(COLLECTES, once_open=(OnceOpen(opened),))
    for dataset, stops in ((COLLECTES, False), (closed, True)):
        report = examine(hashed, catalog_of(hashed, datasets=(dataset,)), COG, AT)
        kinds = {finding.kind for finding in report.findings}
        assert (FindingKind.HASH_HELD_CLEAR in kinds) is stops
