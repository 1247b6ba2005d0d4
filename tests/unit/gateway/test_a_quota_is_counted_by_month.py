"""A quota counts what the report of use counts, and begins anew with the month, in Paris.

Covers gateway.reading.query.quota_counts, catalog.model.quota, catalog.actions.quotas.problems,
catalog.actions.quotas.words, catalog.actions.quotas.messages, catalog.actions.quotas.kept.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.actions.campaigns.months import month_after
from catalog.actions.quotas.kept import bytes_kept, refuse_beyond_quota
from catalog.actions.quotas.messages import quota_messages
from catalog.actions.quotas.problems import DepositQuotaExceeded, QuotaExceeded
from catalog.actions.quotas.words import use_words
from catalog.model.deposit import Deposit, DepositMode, DepositVersion
from catalog.model.identifiers import Name
from catalog.model.quota import Quota, QuotaKind, QuotaUse
from catalog.model.subject import ANONYMOUS, Subject
from catalog.model.usage import BodyUse
from catalog.problems import StoreUnavailable
from gateway.reading.query.quota_counts import QuotaCounts
from tests.unit.catalog.examples import DRAFT, VAL_DILLE, VALCOBREIZH, catalog_of

NOVEMBER = datetime(2026, 11, 30, 22, 59, 50, tzinfo=UTC)
DECEMBER = NOVEMBER + timedelta(seconds=10)
LONGEST = timedelta(minutes=10)
SIREN = VAL_DILLE.siren


def catalog_with(**limits):
    return catalog_of(VAL_DILLE, VALCOBREIZH, Quota(SIREN, **limits))


def agent_of(body):
    return Subject(
        kind="person",
        issuer="https://issuer",
        agent="agent",
        organisation=body,
        on_behalf_of=None,
        groups=frozenset(),
        roles=frozenset(),
        purpose=None,
    )


class Audit:
    """Requests of one body as they were recorded: when, and how long each took."""

    def __init__(self):
        self.requests: list[tuple[datetime, int]] = []
        self.read: list[tuple[datetime, datetime]] = []
        self.is_there = True

    async def body_usage(self, since, until):
        if not self.is_there:
            raise StoreUnavailable
        self.read.append((since, until))
        found = [took for at, took in self.requests if since <= at < until]
        return (BodyUse("2026-11", SIREN, len(found), 0, 0, sum(found)),)


def test_the_last_request_of_a_quota_is_answered_and_the_next_says_when_it_opens():
    counts, catalog, subject = QuotaCounts(), catalog_with(requests=2), agent_of(SIREN)
    counts.admit(subject, catalog, NOVEMBER)
    counts.admit(subject, catalog, NOVEMBER)
    with pytest.raises(QuotaExceeded) as refused:
        counts.admit(subject, catalog, NOVEMBER)
    assert refused.value.retry_after_s == 10
    assert "2\N{NO-BREAK SPACE}requêtes" in refused.value.sentence("fr")
    assert "1er déc. 2026" in refused.value.next_step("fr")
    assert "2 requests" in refused.value.sentence("en")
    counts.admit(agent_of(VALCOBREIZH.siren), catalog, NOVEMBER)
    counts.admit(ANONYMOUS, catalog, NOVEMBER)
    counts.admit(subject, catalog, DECEMBER)


def test_what_is_asked_for_another_body_counts_for_that_one():
    counts, catalog = QuotaCounts(), catalog_with(requests=1)
    mandatary = replace(agent_of(VALCOBREIZH.siren), on_behalf_of=SIREN)
    counts.admit(mandatary, catalog, NOVEMBER)
    with pytest.raises(QuotaExceeded):
        counts.admit(agent_of(SIREN), catalog, NOVEMBER)


def test_seconds_are_those_that_requests_took():
    counts, catalog, subject = QuotaCounts(), catalog_with(seconds=3), agent_of(SIREN)
    for _ in range(2):
        counts.admit(subject, catalog, NOVEMBER)
        counts.add_time(subject, catalog, 1_500.4)
    with pytest.raises(QuotaExceeded) as refused:
        counts.admit(subject, catalog, NOVEMBER)
    assert "secondes de traitement" in refused.value.sentence("fr")


async def test_a_restart_forgets_nothing_and_nothing_is_counted_twice():
    audit, catalog, subject = Audit(), catalog_with(requests=4), agent_of(SIREN)
    audit.requests = [(NOVEMBER - timedelta(days=day), 1_000) for day in (1, 20)]
    counts = QuotaCounts()
    await counts.read_again(audit, NOVEMBER, LONGEST)
    assert counts.used(SIREN, QuotaKind.REQUESTS) == 2
    counts.admit(subject, catalog, NOVEMBER)
    audit.requests.append((NOVEMBER, 500))
    assert counts.used(SIREN, QuotaKind.REQUESTS) == 3
    await counts.read_again(audit, NOVEMBER + timedelta(seconds=5), LONGEST)
    assert counts.used(SIREN, QuotaKind.REQUESTS) == 3
    assert counts.used(SIREN, QuotaKind.SECONDS) == 2_500
    # What is long over is read once.
    assert min(since for since, _ in audit.read[2:]) >= NOVEMBER - LONGEST
    audit.is_there = False
    counts.admit(subject, catalog, NOVEMBER)
    with pytest.raises(StoreUnavailable):
        await counts.read_again(audit, NOVEMBER, LONGEST)
    with pytest.raises(QuotaExceeded):
        counts.admit(subject, catalog, NOVEMBER)


async def test_what_is_let_through_while_the_audit_is_read_is_counted():
    counts, catalog, audit = QuotaCounts(), catalog_with(requests=2), Audit()
    audit.requests = [(NOVEMBER - timedelta(days=1), 0)]
    read = audit.body_usage

    async def meanwhile(since, until):
        answered = await read(since, until)
        if len(audit.read) == 1:
            counts.admit(agent_of(SIREN), catalog, NOVEMBER)
        return answered

    audit.body_usage = meanwhile
    await counts.read_again(audit, NOVEMBER, LONGEST)
    assert counts.used(SIREN, QuotaKind.REQUESTS) == 2
    with pytest.raises(QuotaExceeded):
        counts.admit(agent_of(SIREN), catalog, NOVEMBER)


async def test_a_month_that_turns_while_it_is_read_is_not_counted_for_the_next():
    counts, catalog, audit = QuotaCounts(), catalog_with(requests=9), Audit()
    audit.requests = [(NOVEMBER - timedelta(days=1), 0), (NOVEMBER, 0)]
    read = audit.body_usage

    async def turning(since, until):
        counts.admit(agent_of(SIREN), catalog, DECEMBER)
        return await read(since, until)

    audit.body_usage = turning
    await counts.read_again(audit, NOVEMBER, LONGEST)
    assert counts.month == date(2026, 12, 1)
    assert counts.used(SIREN, QuotaKind.REQUESTS) == 2


def test_use_is_told_at_80_and_at_100_percent_once_a_month():
    def kinds(used):
        use = QuotaUse(QuotaKind.REQUESTS, 100_000, used)
        return [
            (message.kind, *message.roles)
            for message in quota_messages(VAL_DILLE, [use], NOVEMBER.date())
        ]

    assert kinds(79_999) == []
    assert kinds(80_000) == [("quota.nearly_full", "steward"), ("quota.nearly_full", "operator")]
    assert kinds(100_000) == [("quota.full", "steward"), ("quota.full", "operator")]
    use = QuotaUse(QuotaKind.REQUESTS, 100_000, 72_999)
    assert use_words(use).en == "72% of 100,000 requests"
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)


def test_the_files_of_withdrawn_data_are_kept_and_counted():
    version = DepositVersion(
        *(1, NOVEMBER, None, "anne", DepositMode.REPLACE, "pesees.csv", "0" * 64, "1" * 64, 3),
        size_bytes=1_000_000,
    )
    deposits = [Deposit(name, "depot", (version,)) for name in ("here", "withdrawn")]
    here = replace(DRAFT, id="here")
    withdrawn = replace(DRAFT, id="withdrawn", name=Name("anciennes"), withdrawn=True)
    catalog = catalog_of(VAL_DILLE, here, withdrawn, *deposits, Quota(SIREN, megabytes=2))
    assert bytes_kept(catalog) == {SIREN: 2_000_000}
    refuse_beyond_quota(SIREN, replace(version, size_bytes=0), catalog)
    with pytest.raises(DepositQuotaExceeded):
        refuse_beyond_quota(SIREN, replace(version, size_bytes=1), catalog)
