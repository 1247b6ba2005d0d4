"""Bodies that could have read a dataset between two moments, by the past catalog and today's law.

For a breach (GDPR, article 33) and for an owner's own curiosity: the bodies that had the right to,
not the bodies that did. Each version of the catalog in that time is asked about, for each body that
an agreement, a mandate or an open dataset may give it to, for each purpose; and again whenever the
law says that time alone changes its answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from catalog.beneficiaries import readers_of
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership
from catalog.model.paris import PARIS, paris_day
from catalog.model.subject import ANONYMOUS, Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.reading.query.ports import Ports
from gateway.reading.reports.effective import is_owners_person, other_organisation
from gateway.reading.reports.problems import TooManyVersions
from policies.questions import decide

_MOST_VERSIONS = 200
_MOST_STEPS = 50
"""Moments at which time alone changes the answer within one version."""


@dataclass(frozen=True, slots=True)
class CouldRead:
    """From `since` until just before `until`. `reader` None: anybody, without an account."""

    reader: Siren | None
    purpose: str | None
    agreements: tuple[str, ...]
    since: datetime
    until: datetime


_Who = tuple[Siren | None, str | None]


async def could_have_read(
    dataset_id: str, since: datetime, until: datetime, subject: Subject, ports: Ports
) -> tuple[CouldRead, ...] | None:
    """Sorted by reader, purpose and time; the owner's own people are left out.

    None for all but the owner's stewards and DPO, as for a dataset that is not there. Raises
    TooManyVersions.
    """
    today = await ports.catalog.current()
    dataset = today.datasets.get(dataset_id)
    if dataset is None or not is_owners_person(subject, dataset):
        return None
    versions = await ports.records.versions_between(since, until)
    if len(versions) > _MOST_VERSIONS:
        raise TooManyVersions(limit=_MOST_VERSIONS)
    spans_of: dict[_Who, list[CouldRead]] = {}
    for place, (version, began) in enumerate(versions):
        begin = max(began, since)
        end = versions[place + 1][1] if place + 1 < len(versions) else until
        picture = await ports.records.at(version)
        known = picture.datasets.get(dataset_id)
        if known is None:
            continue
        for reader, purpose in _candidates(known, picture, begin, end):
            async for span in _spans(known, reader, purpose, begin, end, picture, ports):
                _add(spans_of.setdefault((reader, purpose), []), span)
    spans = [span for each in spans_of.values() for span in each]
    return tuple(sorted(spans, key=_order))


def _candidates(
    dataset: Dataset, picture: Snapshot, begin: datetime, end: datetime
) -> Iterator[_Who]:
    """Bodies of agreements over it, members included, for the purposes of these; and anybody."""
    yield None, None
    seen: set[_Who] = set()
    for agreement in picture.agreements:
        if agreement.dataset_id != dataset.id:
            continue
        days = {paris_day(begin), paris_day(end)}
        if agreement.members is not None:
            days |= {each.start for each in picture.memberships if _is_within(each, days)}
        readers = {
            siren for day in days for siren in readers_of(agreement, picture.memberships, day)
        }
        seen |= {
            (siren, purpose)
            for siren in readers - {dataset.owner}
            for purpose in (*agreement.purposes, *(() if agreement.purposes else (None,)))
        }
    yield from sorted(seen, key=lambda who: (str(who[0]), who[1] or ""))


def _is_within(membership: Membership, days: set[date]) -> bool:
    return min(days) <= membership.start <= max(days)


def _boundaries(reader: Siren | None, picture: Snapshot) -> list[datetime]:
    """When the body's own memberships begin and end: the law is not told of these."""
    own = (each for each in picture.memberships if each.member == reader)
    days = {day for each in own for day in (each.start, each.end) if day is not None}
    return [datetime.combine(day, time.min, tzinfo=PARIS) for day in sorted(days)]


async def _spans(
    dataset: Dataset,
    reader: Siren | None,
    purpose: str | None,
    begin: datetime,
    end: datetime,
    picture: Snapshot,
    ports: Ports,
) -> AsyncIterator[CouldRead]:
    who = ANONYMOUS if reader is None else other_organisation(reader, purpose, picture)
    moment, boundaries = begin, _boundaries(reader, picture)
    for _ in range(_MOST_STEPS):
        # How this platform was hosted then is not kept: it is as it is now.
        standpoint = Standpoint(who, picture, moment)
        decision = await decide(standpoint, (dataset,), ports.installation, ports.policy)
        answer = decision.datasets[dataset.id]
        changes = [each for each in boundaries if each > moment]
        if decision.valid_until is not None:
            changes.append(datetime.fromisoformat(decision.valid_until))
        until = min([end, *changes])
        if answer.allow:
            cited = tuple(sorted({branch.agreement for branch in answer.branches}))
            yield CouldRead(reader, purpose, cited, moment, until)
        if until >= end or until <= moment:
            return
        moment = until


def _add(spans: list[CouldRead], span: CouldRead) -> None:
    """As one with the last, where nothing but the version changed."""
    last = spans[-1] if spans else None
    if last is not None and last.until == span.since and last.agreements == span.agreements:
        spans[-1] = CouldRead(last.reader, last.purpose, last.agreements, last.since, span.until)
    else:
        spans.append(span)


def _order(span: CouldRead) -> tuple[str, str, datetime]:
    return (str(span.reader or ""), span.purpose or "", span.since)
