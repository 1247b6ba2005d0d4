"""Readers of an organisation's datasets, as one request's subject asks for them: the law first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from catalog.model.agreement import Agreement
from catalog.model.consent import is_of_consent
from catalog.model.identifiers import Siren
from catalog.model.paris import start_of
from catalog.model.subject import Subject
from catalog.model.usage import DatasetUse, OwnRequest, Period, YearUse
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from federation.sql.names import nearest_dataset
from gateway.acts.act_questions import ask_the_law, facts_of
from gateway.acts.year_of_use import year_of
from gateway.reading.query.ports import Ports
from gateway.reading.reports.body_usage import BodyPart, BodyUsageService
from gateway.reading.reports.could_read import CouldRead, could_have_read
from gateway.reading.reports.problems import TimeUpsideDown
from gateway.reading.reports.walks_told import walks_as_lines
from policies.acts import ActsPort
from policies.sharing import SharingQuestion

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class UsageService:
    """An agent acts here for its own organisation, whoever else gave it a mandate."""

    subject: Subject
    ports: Ports
    law: ActsPort

    async def __call__(
        self,
        dataset: str | None,
        since: date | None,
        until: date | None = None,
        by: Period | None = None,
    ) -> tuple[DatasetUse, ...]:
        """To the end of the day `until`. Raises UnknownDataset, ActsRefused for whoever does not
        answer for the data of an organisation: its stewards, its approvers and its DPO do.
        """
        now = self.ports.clock()
        question = SharingQuestion(subject=self.subject, act="see_uses", now=now)
        await ask_the_law(question, self.law)
        snapshot = await self.ports.catalog.current()
        owner = self.subject.organisation
        ever = snapshot.with_withdrawn()
        own = [] if owner is None else [each.id for each in ever.datasets_of(owner)]
        chosen = own if dataset is None else [_own_dataset(dataset, owner, ever)]
        begin = now - _A_YEAR if since is None else start_of(since)
        end = None if until is None else start_of(until + timedelta(days=1))
        opened = {each.citation: each.dataset_id for each in snapshot.agreements}
        return await self.ports.records.usage_of(chosen, opened, begin, end, by)

    async def year_under(self, agreement: Agreement) -> YearUse | None:
        """Of the convention, as the evidence of both sides tells it; None for whoever may not take
        that.
        """
        now = self.ports.clock()
        if self.subject.on_behalf_of is not None or self.subject.reader not in agreement.parties:
            return None
        question = SharingQuestion(self.subject, "export", now, agreement=facts_of(agreement))
        if not (await self.law.decide_act(question)).allow:
            return None
        snapshot = await self.ports.catalog.current()
        return await year_of(agreement, snapshot, now, self.ports.records.usage_of)

    async def of_bodies(
        self, since: date | None, until: date | None, monthly_cents: int | None = None
    ) -> tuple[BodyPart, ...]:
        """As BodyUsageService says: for the operator, whoever's data it was."""
        bodies = BodyUsageService(self.subject, self.ports, self.law)
        return await bodies(since, until, monthly_cents)

    async def own_requests(self, since: date | None) -> tuple[OwnRequest, ...]:
        """The agent's own, whatever it has read; of a year where no day is given. How many rows a
        service read by a consent is its owner's to know.
        """
        if self.subject.issuer is None or self.subject.agent is None:
            return ()
        begin = self.ports.clock() - _A_YEAR if since is None else start_of(since)
        own = await self.ports.records.requests_of(self.subject.issuer, self.subject.agent, begin)
        consents = (await self.ports.catalog.current()).consents
        return walks_as_lines(
            [
                replace(each, rows=None) if is_of_consent(each.agreements, consents) else each
                for each in own
            ]
        )

    async def could_have_read(
        self, dataset: str, since: datetime, until: datetime
    ) -> tuple[CouldRead, ...]:
        """Raises UnknownDataset for all but the stewards and the DPO of its owner,
        TimeUpsideDown, TooManyVersions.
        """
        if until <= since:
            raise TimeUpsideDown
        named = (await self.ports.catalog.current()).with_withdrawn().dataset_spelt(dataset)
        key = dataset if named is None else named.id
        spans = await could_have_read(key, since, until, self.subject, self.ports)
        if spans is None:
            raise UnknownDataset(dataset=dataset[:120])
        return spans


def _own_dataset(name: str, owner: Siren | None, ever: Snapshot) -> str:
    """By any of its names. Raises UnknownDataset, with the nearest of one's own."""
    named = None if owner is None else ever.own_dataset_spelt(owner, name)
    if named is None:
        own = () if owner is None else ever.datasets_of(owner)
        names = [f"{ever.organisations[each.owner].slug.sql_name}.{each.name}" for each in own]
        meant = name[:120].replace("-", "_").replace("__", ".").split(".")
        raise UnknownDataset(dataset=name[:120], did_you_mean=nearest_dataset(meant, names))
    return named.id
