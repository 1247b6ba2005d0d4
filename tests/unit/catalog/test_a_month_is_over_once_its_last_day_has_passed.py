"""Covers catalog.actions.campaigns.standing."""

from datetime import UTC, date, datetime

import pytest

from catalog.actions.campaigns.standing import months_over
from catalog.model.campaign import Campaign

CAMPAIGN = Campaign(
    id="camp-2026-0001",
    body="200090884",
    title="Pesées",
    template="rpqs_dechets",
    standard=None,
    dataset="pesees",
    first_month=date(2026, 1, 1),
    last_month=date(2026, 3, 1),
    due=date(2026, 4, 10),
    until=date(2026, 12, 31),
    requests=(),
    by_issuer=None,
    by_sub="s",
    at=datetime(2026, 1, 1, tzinfo=UTC),
)
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), ()),
        # The last hour of the month, in Paris.
        (datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC), ()),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), (JANUARY,)),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), (JANUARY,)),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), (JANUARY, FEBRUARY)),
    ],
)
def test_a_month_is_over_once_its_last_day_has_passed(now, over):
    assert months_over(CAMPAIGN, now) == over
