"""The use of quotas by bodies this month: the operator sees all, a steward their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.actions.campaigns.months import month_after
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day, start_of
from catalog.model.quota import Quota, QuotaUse
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.acts.act_questions import ask_the_law
from gateway.reading.query.ports import Ports
from gateway.reading.query.quota_counts import amounts_of, uses_of
from policies.acts import ActsPort
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class BodyQuota:
    """`opens`: the day on which what is counted by month begins anew."""

    body: Organisation
    uses: tuple[QuotaUse, ...]
    opens: date


@dataclass(frozen=True, slots=True)
class QuotaUseService:
    """By the same count as the report of use. Raises ActsRefused for whoever may not look."""

    subject: Subject
    ports: Ports
    law: ActsPort

    async def of_bodies(self) -> tuple[BodyQuota, ...]:
        """The quotas of all bodies that have one, and their use, by name; for the operator."""
        await self._ask("look_at_platform")
        catalog = await self.ports.catalog.current()
        known = await self._used(catalog, *catalog.quotas.values())
        return tuple(sorted(known, key=lambda quota: quota.body.name))

    async def own(self) -> BodyQuota | None:
        """None without a quota; for the body's stewards."""
        await self._ask("look_at_sources")
        own, catalog = self.subject.organisation, await self.ports.catalog.current()
        quota = None if own is None else catalog.quotas.get(own)
        return None if quota is None else (await self._used(catalog, quota))[0]

    async def _ask(self, act: str) -> None:
        await ask_the_law(SharingQuestion(self.subject, act, self.ports.clock()), self.law)

    async def _used(self, catalog: Snapshot, *quotas: Quota) -> list[BodyQuota]:
        if not quotas:
            return []
        today = paris_day(self.ports.clock())
        month, opens = today.replace(day=1), month_after(today)
        monthly = amounts_of(await self.ports.records.body_usage(start_of(month), start_of(opens)))
        return [
            BodyQuota(catalog.organisations[quota.organisation], uses, opens)
            for quota, uses in uses_of(quotas, monthly, catalog)
        ]
