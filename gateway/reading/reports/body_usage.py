"""The use of the platform by each body, and its part of the platform's costs: for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from catalog.model.paris import paris_day, start_of
from catalog.model.subject import Subject
from catalog.model.usage import BodyUse
from gateway.acts.act_questions import ask_the_law
from gateway.reading.query.ports import Ports
from gateway.reading.reports.problems import NegativeCost, TimeUpsideDown
from policies.acts import ActsPort
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class BodyPart:
    """`share`: of the time that all bodies took that month, 0 to 1; None where they took none.

    `cents` is the part of a month's cost in that share. Parts of one month add up to its cost
    exactly.
    """

    use: BodyUse
    share: float | None
    cents: int | None


@dataclass(frozen=True, slots=True)
class BodyUsageService:
    subject: Subject
    ports: Ports
    law: ActsPort

    async def __call__(
        self, since: date | None, until: date | None, monthly_cents: int | None = None
    ) -> tuple[BodyPart, ...]:
        """From the first day of a month (this one when not said) to the end of the day `until`.

        Raises ActsRefused for all but the operator, TimeUpsideDown, NegativeCost.
        """
        now = self.ports.clock()
        await ask_the_law(SharingQuestion(self.subject, "look_at_platform", now), self.law)
        first = since or paris_day(now).replace(day=1)
        last = until or paris_day(now)
        if last < first:
            raise TimeUpsideDown
        if monthly_cents is not None and monthly_cents < 0:
            raise NegativeCost
        uses = await self.ports.records.body_usage(
            start_of(first), start_of(last + timedelta(days=1))
        )
        months = groupby(uses, key=lambda use: use.month)
        return tuple(part for _, month in months for part in parts_of(list(month), monthly_cents))


def parts_of(uses: Sequence[BodyUse], cents: int | None) -> list[BodyPart]:
    """Of one month. What rounding leaves goes, a cent each, to whose part it cut most."""
    total = sum(use.milliseconds for use in uses)
    if not total:
        return [BodyPart(use, None, None) for use in uses]
    shares = [use.milliseconds / total for use in uses]
    if cents is None:
        return [BodyPart(use, share, None) for use, share in zip(uses, shares, strict=True)]
    whole = [divmod(cents * use.milliseconds, total) for use in uses]
    left = cents - sum(part for part, _ in whole)
    most_cut = sorted(range(len(uses)), key=lambda place: -whole[place][1])[:left]
    return [
        BodyPart(use, share, part + (place in most_cut))
        for place, (use, share, (part, _)) in enumerate(zip(uses, shares, whole, strict=True))
    ]
