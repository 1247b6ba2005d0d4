"""Stronger than any list of attacks: what depends on nothing of a commune tells nothing of it.

The targets that the rows are calibrated on are written in this repository. Were the visible
communes calibrated together with the hidden one, target less visible would be the hidden waste.

Covers demo.generate.weighings, demo.generate.flux, demo.generate.collectes, demo.generate.world,
demo.generate.rounds, demo.generate.yields.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt

import pytest

from demo.generate.collectes import (
    SENS_DE_BRETAGNE,
    val_d_ille_aubigne_collectes,
    val_d_ille_aubigne_communes,
)
from demo.generate.flux import FLUXES
from demo.generate.weighings import weigh
from demo.generate.world import SEED

SEEDS = (SEED, 1, 2, 3, 4, 5)
POPULATIONS = {each.code: each.population for each in val_d_ille_aubigne_communes()}
HIDDEN = POPULATIONS[SENS_DE_BRETAGNE]
VISIBLE = sum(POPULATIONS.values()) - HIDDEN


def visible_weighings(apart, times):
    """All but the number of the weighing, which is never given in clear."""
    communes = [
        replace(each, population=times * each.population) if each.code == SENS_DE_BRETAGNE else each
        for each in val_d_ille_aubigne_communes()
    ]
    return [
        (each.day, each.round.id, each.round.mode, load)
        for each in weigh("VIA", communes, apart, f"{SEED}:via", 1)
        for load in each.loads
        if load.code != SENS_DE_BRETAGNE
    ]


def test_were_it_four_times_as_large_no_visible_row_would_change():
    apart = (SENS_DE_BRETAGNE,)
    assert visible_weighings(apart, 1) == visible_weighings(apart, 4)


def test_with_shared_rounds_they_would_change():
    assert visible_weighings((), 1) != visible_weighings((), 4)


def year_shares(flux):
    """Of the flow's target over the period, by year: trend and months are in the repository."""
    days = [
        flux.start + timedelta(days=each) for each in range((date(2026, 1, 1) - flux.start).days)
    ]
    sums = Counter()
    for day in days:
        sums[day.year] += flux.index(day)
    return {year: len(days) / 365.25 * each / sum(sums.values()) for year, each in sums.items()}


def relative_errors(seed, apart):
    """(by the target, by the population) for each flow and year, and for each flow's period."""
    visible, hidden = Counter(), Counter()
    for row in val_d_ille_aubigne_collectes(seed, apart=apart).rows:
        into = hidden if row[3] == SENS_DE_BRETAGNE else visible
        for span in (row[1].year, "period"):
            into[row[5], span] += row[7]
    for flux in FLUXES:
        spans = year_shares(flux)
        for span, years in (*spans.items(), ("period", sum(spans.values()))):
            seen, truth = visible[flux.code, span], hidden[flux.code, span]
            by_target = flux.target_kg * years * (VISIBLE + HIDDEN) - seen
            by_population = seen / VISIBLE * HIDDEN
            yield by_target / truth - 1.0, by_population / truth - 1.0


def root_mean_square(errors):
    return sqrt(sum(each * each for each in errors) / len(errors))


@pytest.fixture(scope="module")
def pairs():
    return [pair for seed in SEEDS for pair in relative_errors(seed, (SENS_DE_BRETAGNE,))]


def test_the_published_targets_tell_no_more_than_the_population(pairs):
    by_target, by_population = zip(*pairs, strict=True)
    assert root_mean_square(by_target) > root_mean_square(by_population)
    better = sum(abs(one) < abs(other) for one, other in pairs)
    assert better < 0.5 * len(pairs)


def test_not_even_for_the_steadiest_flow(pairs):
    """Household waste: its yearly sums are the least noisy, so the most telling."""
    a_seed = len(pairs) // len(SEEDS)
    steady = [pair for start in range(0, len(pairs), a_seed) for pair in pairs[start : start + 4]]
    by_target, by_population = zip(*steady, strict=True)
    assert root_mean_square(by_target) > 0.9 * root_mean_square(by_population)
