"""Sens-de-Bretagne's waste is in the same table as what Valcobreizh reads: it must stay hidden.

Then the same attack where it must succeed, so that its failure means something.

Covers demo.generate.collectes, demo.generate.world.
"""

import dataclasses
from collections import Counter

import pytest

from catalog.model.transform import Transform
from demo.generate.collectes import (
    SENS_DE_BRETAGNE,
    val_d_ille_aubigne_collectes,
    val_d_ille_aubigne_communes,
)
from demo.generate.world import SEED, make_world
from tests.integration.demo.attack import claims, missing_serials, yearly_estimates
from tests.integration.demo.granted import granted_lines

OTHER_WAYS = (
    "shares",
    "odd sums",
    "bins",
    "full loads",
    "a round's own loads",
    "differences of totals",
)


@pytest.fixture(scope="module")
def populations():
    return {each.code: each.population for each in val_d_ille_aubigne_communes()}


@pytest.fixture(scope="module")
def agreement(catalog):
    return next(each for each in catalog.agreements if each.citation == "conv-2025-0001@1")


@pytest.fixture(scope="module")
def dataset(catalog):
    return catalog.datasets["val_d_ille_aubigne__collectes"]


@pytest.fixture(scope="module")
def apart():
    return make_world().tables["val-d-ille-aubigne"]


@pytest.fixture(scope="module")
def shared():
    """As it would be if Sens-de-Bretagne were collected with its neighbours."""
    return val_d_ille_aubigne_collectes(SEED, apart=())


def with_clear(agreement, *names):
    """The agreement with these columns in clear, whatever it says of them."""
    others = tuple(each for each in agreement.columns if each.name not in names)
    sample = agreement.columns[0]
    clear = (
        dataclasses.replace(sample, column=name, name=name, transform=Transform.CLEAR)
        for name in names
    )
    return dataclasses.replace(agreement, columns=(*others, *clear))


def hidden(table):
    """(day, flux, mass) of each hidden line, by (serial) weighing."""
    return {row[0]: row for row in table.rows if row[3] == SENS_DE_BRETAGNE}


def by_flux_and_year(table):
    totals = Counter()
    for row in hidden(table).values():
        totals[row[5], row[1].year] += row[7]
    return totals


def found(table, lines, within):
    """The hidden weighings that some claim names, with a mass right within `within`."""
    names = {}
    for row in table.rows:
        names.setdefault((row[1], row[5], row[7], row[3]), row[0])
    serial = {
        line.weighing: names[line.day, line.flux, line.mass_kg, line.commune] for line in lines
    }
    truth = hidden(table)
    return {
        serial[each.weighing]
        for each in claims(lines)
        if serial[each.weighing] in truth
        and abs(each.mass_kg - truth[serial[each.weighing]][7])
        <= within * truth[serial[each.weighing]][7]
    }


def test_valcobreizh_reads_18_communes_and_not_sens_de_bretagne(apart, agreement, dataset, catalog):
    lines = granted_lines(apart, agreement, dataset, catalog)
    communes = {line.commune for line in lines}
    assert len(communes) == 18
    assert SENS_DE_BRETAGNE not in communes
    assert {line.share for line in lines} == {line.bins for line in lines} == {None}
    assert len(hidden(apart)) > 400


def test_no_weighing_is_found_within_5_percent(apart, agreement, dataset, catalog):
    """A find names a weighing. Guessing that an unseen lorry is like the others names none."""
    lines = granted_lines(apart, agreement, dataset, catalog)
    assert claims(lines)
    assert found(apart, lines, within=0.05) == set()
    assert missing_serials(lines) == 0


def test_no_yearly_total_is_closer_than_what_the_population_tells(
    apart, agreement, dataset, catalog, populations
):
    lines = granted_lines(apart, agreement, dataset, catalog)
    visible = {code: each for code, each in populations.items() if code != SENS_DE_BRETAGNE}
    estimates = yearly_estimates(lines, populations[SENS_DE_BRETAGNE], visible)
    truth = by_flux_and_year(apart)
    assert len(truth) == 14
    for way in OTHER_WAYS:
        for key, mass in truth.items():
            error = abs(estimates[way][key] - mass)
            assert error > abs(estimates["population"][key] - mass), (way, key)


def test_every_visible_weighing_is_whole(apart, agreement, dataset, catalog):
    """The reason why all of it fails: no lorry carries both what is shown and what is hidden."""
    lines = granted_lines(apart, agreement, dataset, catalog)
    by_weighing = Counter()
    for line in lines:
        by_weighing[line.weighing] += line.mass_kg
    assert not [mass for mass in by_weighing.values() if mass % 20]


def test_with_shared_rounds_and_clear_shares_the_same_attack_succeeds(
    shared, agreement, dataset, catalog
):
    lines = granted_lines(shared, with_clear(agreement, "part_commune"), dataset, catalog)
    recovered = found(shared, lines, within=0.02)
    assert len(recovered) > 0.8 * len(hidden(shared))


def test_with_shared_rounds_clear_bins_add_little_to_what_odd_sums_tell(
    shared, agreement, dataset, catalog
):
    """They are withheld because, beside a share or a known number of bins, they give the rest."""
    withheld = granted_lines(shared, agreement, dataset, catalog)
    clear = granted_lines(shared, with_clear(agreement, "nb_bacs_leves"), dataset, catalog)
    assert "bins" in {each.way for each in claims(clear)}
    without, with_bins = (len(found(shared, each, within=0.02)) for each in (withheld, clear))
    assert without <= with_bins < 0.2 * len(hidden(shared))


def test_with_clear_serial_numbers_gaps_count_the_hidden_weighings(
    apart, agreement, dataset, catalog
):
    lines = granted_lines(apart, with_clear(agreement, "id_pesee"), dataset, catalog)
    alone = len(hidden(apart))
    assert missing_serials(lines) == pytest.approx(alone, rel=0.02)


def test_with_shared_rounds_withheld_shares_hide_the_masses_only_roughly(
    shared, agreement, dataset, catalog
):
    """Withholding shares is not enough: sums that are no step of the weighbridge betray the
    lorries that also served the hidden commune, and loads are much alike. So rounds are not shared.
    """
    lines = granted_lines(shared, agreement, dataset, catalog)
    truth = len(hidden(shared))
    assert len(found(shared, lines, within=0.02)) < 0.2 * truth
    assert len(found(shared, lines, within=0.05)) > 0.05 * truth
    odd = {each.weighing for each in claims(lines) if each.way == "odd sums"}
    assert len(odd) > 0.8 * truth
