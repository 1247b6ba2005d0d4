"""What was seen of a member's months is noted: those of the campaign, of its members, once a day.

Covers catalog.actions.campaigns.opening.
"""

from dataclasses import replace
from datetime import date, timedelta

from catalog.actions.campaigns.opening import note_receipts
from catalog.model.campaign import Campaign, CampaignRequest
from tests.unit.catalog.examples import NOW, VAL_DILLE, VALCOBREIZH, catalog_of, facts_in

CAMPAIGN = Campaign(
    id="camp-2026-0001",
    body=VALCOBREIZH.siren,
    title="RPQS 2025",
    template="rpqs_dechets",
    standard=None,
    dataset=None,
    first_month=date(2025, 1, 1),
    last_month=date(2025, 12, 1),
    due=date(2026, 6, 30),
    until=date(2026, 12, 31),
    requests=(CampaignRequest(VAL_DILLE.siren),),
    by_issuer=None,
    by_sub="anne",
    at=NOW,
)
JANUARY, DECEMBER = date(2025, 1, 1), date(2025, 12, 1)
SEEN = {VAL_DILLE.siren: frozenset({date(2024, 12, 1), JANUARY, DECEMBER, date(2026, 1, 1)})}


def noted(campaign, seen, **later):
    facts = replace(facts_in(catalog_of()), now=NOW + timedelta(**later))
    return note_receipts(campaign, seen, facts).changes.put


def test_months_before_and_after_it_are_none_of_it():
    (after,) = noted(CAMPAIGN, SEEN)
    assert [(one.member, one.months) for one in after.receipts] == [
        (VAL_DILLE.siren, (JANUARY, DECEMBER))
    ]


def test_the_same_is_noted_once_a_day_and_another_month_at_once():
    (after,) = noted(CAMPAIGN, SEEN)
    assert noted(after, SEEN, hours=23) == ()
    assert noted(after, SEEN, days=1)
    (fewer,) = noted(after, {VAL_DILLE.siren: frozenset({JANUARY})}, hours=1)
    assert fewer.receipts[0].months == (JANUARY,)


def test_a_body_that_was_asked_for_nothing_is_none_of_it():
    assert noted(CAMPAIGN, {VALCOBREIZH.siren: frozenset({JANUARY})}) == ()
