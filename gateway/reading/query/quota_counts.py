"""The use of each body that has a quota, this month, in memory; a question over the quota is
refused before anything runs, wherever it came from.

The month's count is read from the audit, as the report of use counts it, by a loop of this process
(`gateway.reading.query.quota_watch`); what this process has let through since is added at once. So
a process alone lets nothing through beyond a quota of requests. Several may together let through
what they are asked between two readings (decision 0058).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from catalog.actions.campaigns.months import month_after
from catalog.actions.quotas.kept import bytes_kept
from catalog.actions.quotas.problems import QuotaExceeded
from catalog.actions.quotas.words import limit_words
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day, start_of
from catalog.model.quota import Quota, QuotaKind, QuotaUse
from catalog.model.subject import Subject
from catalog.model.usage import BodyUse
from catalog.snapshot import Snapshot

MONTHLY = (QuotaKind.REQUESTS, QuotaKind.SECONDS)
Amounts = Counter[tuple[Siren, QuotaKind]]
"""In requests and milliseconds."""


class UsePort(Protocol):
    async def body_usage(self, since: datetime, until: datetime) -> tuple[BodyUse, ...]: ...


@dataclass(slots=True)
class QuotaCounts:
    """`counted` was read from the audit when this process had let through `mark` of its `own`;
    `settled` of it, until the instant `settled_until`, does not change any more.
    """

    month: date = date.min
    own: Amounts = field(default_factory=Counter)
    counted: Amounts = field(default_factory=Counter)
    mark: Amounts = field(default_factory=Counter)
    settled: Amounts = field(default_factory=Counter)
    settled_until: datetime | None = None

    def admit(self, subject: Subject, catalog: Snapshot, now: datetime) -> None:
        """One question more. Raises QuotaExceeded, of the body whose rights count."""
        body = subject.reader
        quota = None if body is None else catalog.quotas.get(body)
        if body is None or quota is None:
            return
        self._turn(now)
        for kind in MONTHLY:
            limit = quota.limit(kind)
            if limit is not None and self.used(body, kind) >= limit * kind.scale:
                raise _exceeded(catalog.organisations[body].name, kind, limit, now)
        self.own[body, QuotaKind.REQUESTS] += 1

    def add_time(self, subject: Subject, catalog: Snapshot, milliseconds: float) -> None:
        """Adds the time that a question took to the use of a body that has a quota."""
        body = subject.reader
        if body is not None and body in catalog.quotas:
            self.own[body, QuotaKind.SECONDS] += round(milliseconds)

    def used(self, body: Siren, kind: QuotaKind) -> int:
        key = body, kind
        return self.counted[key] + self.own[key] - self.mark[key]

    async def read_again(self, records: UsePort, now: datetime, longest: timedelta) -> None:
        """From the audit; what is older than `longest` has ended and is read once. Raises
        StoreUnavailable, and nothing is changed.
        """
        self._turn(now)
        month, mark, settled = self.month, self.own.copy(), self.settled.copy()
        begin = self.settled_until or start_of(month)
        edge = max(begin, (now - longest).replace(microsecond=0))
        if edge > begin:
            settled.update(amounts_of(await records.body_usage(begin, edge)))
        recent = await records.body_usage(edge, start_of(month_after(month)))
        if month != self.month:
            return
        self.settled, self.settled_until = settled, edge
        self.counted, self.mark = settled + amounts_of(recent), mark

    def _turn(self, now: datetime) -> None:
        """Everything begins anew with the month."""
        month = paris_day(now).replace(day=1)
        if month != self.month:
            self.month, self.settled_until = month, None
            self.own, self.counted, self.mark, self.settled = (Counter() for _ in range(4))


def uses_of(
    quotas: Iterable[Quota], monthly: Amounts, catalog: Snapshot
) -> Iterator[tuple[Quota, tuple[QuotaUse, ...]]]:
    """Of each quota, each limit that is set, by kind."""
    kept = bytes_kept(catalog)
    for quota in quotas:
        body = quota.organisation
        counted = {kind: monthly[body, kind] for kind in MONTHLY}
        counted[QuotaKind.MEGABYTES] = kept[body]
        limits = ((kind, quota.limit(kind)) for kind in QuotaKind)
        yield (
            quota,
            tuple(
                QuotaUse(kind, limit, counted[kind]) for kind, limit in limits if limit is not None
            ),
        )


def amounts_of(uses: Iterable[BodyUse]) -> Amounts:
    amounts: Amounts = Counter()
    for use in uses:
        if use.body is not None:
            amounts[use.body, QuotaKind.REQUESTS] += use.requests
            amounts[use.body, QuotaKind.SECONDS] += use.milliseconds
    return amounts


def _exceeded(name: str, kind: QuotaKind, limit: int, now: datetime) -> QuotaExceeded:
    opens, words = month_after(paris_day(now)), limit_words(kind, limit)
    left_s = (start_of(opens) - now).total_seconds()
    return QuotaExceeded(
        retry_after_s=max(1, round(left_s)),
        body=name,
        limit_fr=words.fr,
        limit_en=words.en,
        opens=opens,
    )
