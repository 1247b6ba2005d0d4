"""Parts of a month's cost follow the time that each body took, and add up to the cent.

Covers gateway.reading.reports.body_usage.
"""

from catalog.model.identifiers import Siren
from catalog.model.usage import BodyUse
from gateway.reading.reports.body_usage import parts_of


def used(*milliseconds):
    bodies = [None, *(Siren(siren) for siren in ("243500667", "200070670", "243500733"))]
    return [
        BodyUse("2026-11", body, 1, 0, 1, time)
        for body, time in zip(bodies, milliseconds, strict=False)
    ]


def test_each_pays_in_proportion_to_its_time():
    parts = parts_of(used(250, 750), 120_000)
    assert [(part.share, part.cents) for part in parts] == [(0.25, 30_000), (0.75, 90_000)]


def test_no_cent_is_lost_and_none_is_made():
    for cents in (0, 1, 99, 100, 10_001):
        parts = parts_of(used(1, 1, 1), cents)
        assert sum(part.cents for part in parts) == cents
        assert max(part.cents for part in parts) - min(part.cents for part in parts) <= 1


def test_who_took_no_time_pays_nothing():
    assert [part.cents for part in parts_of(used(0, 10), 500)] == [0, 500]


def test_a_month_in_which_nobody_took_any_time_has_no_shares():
    assert [(part.share, part.cents) for part in parts_of(used(0, 0), 500)] == [(None, None)] * 2


def test_without_a_cost_there_are_shares_alone():
    assert [part.cents for part in parts_of(used(5, 10), None)] == [None, None]
