"""Campaigns of a body: opened, followed on their board, reminded of, closed; another body's are not
there.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass

from catalog.actions.campaigns.proposing import (
    campaign_before,
    campaign_for,
    duties_of,
    proposal_for_duty,
    proposal_like,
)
from catalog.actions.campaigns.standing import agreements_giving, own_campaign
from catalog.actions.campaigns.wanted import CampaignWanted
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.duties.duty import DutyOfYear
from catalog.model.agreement import Agreement
from catalog.model.campaign import Campaign
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.campaigns import (
    CampaignChange,
    CloseCampaign,
    NoteReceipts,
    OpenCampaign,
    RemindCampaign,
    sees_campaigns,
)
from gateway.acts.commit import commit
from gateway.acts.ports import ActPorts
from gateway.figures.campaigns.board import Board, board_of
from gateway.figures.campaigns.receiving import (
    Received,
    one_of_each_dataset,
    received_together,
    received_under,
)
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_request import SqlRequest

_AT_ONCE = 4
"""As many of one body's queries run at a time, whatever waits behind them."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty that is due: `campaign` opened for it; `before`, last year's, which fills it."""

    dated: DutyOfYear
    campaign: Campaign | None
    before: Campaign | None


@dataclass(frozen=True, slots=True)
class CampaignService:
    """`caller` is the request that the subject came by: rows are counted as that very caller."""

    subject: Subject
    acts: ActPorts
    ports: Ports
    caller: SqlRequest

    async def open(self, wanted: CampaignWanted, *, dry_run: bool = False) -> Acted:
        """Raises ActsRefused, ActRefused, UnknownTemplate, UnknownStandard, TooManyCampaigns,
        CatalogMoved. What is there already is looked at, so that nobody is reminded of it.
        """
        acted = await self._done(OpenCampaign(wanted, is_tried=dry_run), dry_run=dry_run)
        campaign = opened_of(acted)
        if campaign is not None and not dry_run:
            snapshot = await self.acts.catalog.current()
            await self._note(campaign, await self._received(campaign, snapshot))
        return acted

    async def remind(self, campaign_id: str, *, dry_run: bool = False) -> Acted:
        """After a look at what has come. Raises ActsRefused, UnknownCampaign, CampaignClosed,
        NobodyToRemind, CatalogMoved.
        """
        campaign = await self.campaign(campaign_id)
        if not dry_run:
            snapshot = await self.acts.catalog.current()
            await self._note(campaign, await self._received(campaign, snapshot))
        return await self._done(RemindCampaign(campaign.id), dry_run=dry_run)

    async def close(self, campaign_id: str, *, dry_run: bool = False) -> Acted:
        """Raises ActsRefused, UnknownCampaign, CampaignClosed, CatalogMoved."""
        campaign = await self.campaign(campaign_id)
        return await self._done(CloseCampaign(campaign.id), dry_run=dry_run)

    async def campaigns(self) -> tuple[Campaign, ...]:
        """The last to be opened first; none for who may not see them."""
        standpoint = await self._standpoint()
        if not await sees_campaigns(standpoint, self.acts.law):
            return ()
        known = standpoint.snapshot.campaigns.values()
        own = [one for one in known if one.body == self.subject.organisation]
        return tuple(sorted(own, key=lambda one: (one.at, one.id), reverse=True))

    async def campaign(self, campaign_id: str) -> Campaign:
        """Raises UnknownCampaign, for another body's and for what may not be seen as for none."""
        standpoint = await self._standpoint()
        may_see = await sees_campaigns(standpoint, self.acts.law)
        own = self.subject.organisation if may_see else None
        return own_campaign(campaign_id, own, standpoint.snapshot)

    async def board(self, campaign: Campaign) -> Board:
        """`campaign` is one that this service gave. What is seen is noted, while it is open."""
        snapshot = await self.acts.catalog.current()
        received = await self._received(campaign, snapshot)
        await self._note(campaign, received)
        # The same snapshot: an agreement that begins meanwhile has not been read.
        return board_of(campaign, received, snapshot, self.acts.clock())

    async def duties(self, year: int) -> tuple[DutyLine, ...]:
        """The duties due within a calendar year, by day; none where no campaign may be seen."""
        standpoint, own = await self._standpoint(), self.subject.organisation
        if own is None or not await sees_campaigns(standpoint, self.acts.law):
            return ()
        facts = Facts(standpoint.snapshot, standpoint.now)
        return tuple(
            DutyLine(dated, campaign_for(dated, own, facts), campaign_before(dated, own, facts))
            for dated in duties_of(own, year, facts)
        )

    async def proposed(
        self, duty: str | None, year: int | None, like: str | None
    ) -> CampaignWanted | None:
        """By a duty and the year that its data is of, or like an earlier campaign, a year later.
        The title is in the language of who asks.

        Raises UnknownDuty, UnknownCampaign.
        """
        standpoint, own = await self._standpoint(), self.subject.organisation
        if own is None or not await sees_campaigns(standpoint, self.acts.law):
            return None
        facts = Facts(standpoint.snapshot, standpoint.now)
        if like is not None:
            return proposal_like(like, own, facts)
        if duty is None:
            return None
        language = self.caller.language
        return proposal_for_duty(duty, year or standpoint.day.year, own, language, facts)

    async def _received(self, campaign: Campaign, snapshot: Snapshot) -> dict[Siren, Received]:
        """Of those who give under an agreement that is active: each dataset is a query of its own,
        a few at a time.
        """
        turns = asyncio.Semaphore(_AT_ONCE)

        async def read(agreement: Agreement) -> Received:
            async with turns:
                return await received_under(
                    agreement, campaign, self.subject, self.caller, self.ports, snapshot
                )

        to_read = [
            (request.member, agreement)
            for request in campaign.requests
            for agreement in one_of_each_dataset(
                agreements_giving(request, campaign, snapshot), self.subject.purposes
            )
        ]
        counts = await asyncio.gather(*(read(agreement) for _member, agreement in to_read))
        received: dict[Siren, list[Received]] = defaultdict(list)
        for (member, _agreement), one in zip(to_read, counts, strict=True):
            received[member].append(one)
        return {member: received_together(each) for member, each in received.items()}

    async def _note(self, campaign: Campaign, received: dict[Siren, Received]) -> None:
        """Beside what was asked for: what cannot be noted now is noted at the next look."""
        months = {member: frozenset(one.rows) for member, one in received.items() if one.is_read}
        if not months or not campaign.is_open:
            return
        with suppress(Problem):
            await self._done(NoteReceipts(campaign.id, months), dry_run=False)

    async def _done(self, change: CampaignChange, *, dry_run: bool) -> Acted:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        return outcome.result

    async def _standpoint(self) -> Standpoint:
        snapshot = await self.acts.catalog.current()
        return Standpoint(self.subject, snapshot, self.acts.clock())


def opened_of(acted: Acted) -> Campaign | None:
    """The campaign as an act leaves it."""
    return next((one for one in acted.changes.put if isinstance(one, Campaign)), None)
