"""A campaign opened, reminded of, closed, and what was seen of it: the law, the rule, one write.

What each member is asked is drafted and submitted by the very acts of a request: the law is asked
about each of them too, and nothing is granted here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from typing_extensions import override

from catalog.actions.campaigns.opening import close_campaign, note_receipts, open_campaign
from catalog.actions.campaigns.reminding import (
    DueReminder,
    remind_by_clock,
    remind_by_hand,
)
from catalog.actions.campaigns.requesting import PlannedRequest, plan_requests
from catalog.actions.campaigns.standing import own_campaign, silent_of
from catalog.actions.campaigns.wanted import CampaignWanted, campaign_of
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.sharing.acts import DraftAgreement, RemindParty
from catalog.actions.sharing.names import ActName
from catalog.changes import ActRecord, Changes
from catalog.model.campaign import Campaign
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, discoverable_to, question_of
from gateway.acts.commit import Change
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from gateway.base.problems import ActsRefused
from policies.acts import ActsPort
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """`question` is about the campaign itself, `of_requests` about each request that is made or
    reminded of. `campaign` is None where the law is asked before anything of it is told.
    """

    facts: Facts
    question: SharingQuestion
    campaign: Campaign | None = None
    planned: tuple[PlannedRequest, ...] = ()
    of_requests: tuple[SharingQuestion, ...] = ()


class CampaignChange(Change[CampaignFacts, Acted]):
    """One act of a body on its own campaigns."""

    law_name: ClassVar[str]

    @override
    def questions(self, subject: Subject, facts: CampaignFacts) -> Sequence[SharingQuestion]:
        return (facts.question, *facts.of_requests)

    @override
    def rule(self, subject: Subject, facts: CampaignFacts) -> tuple[Acted, Changes]:
        acted = self.acted(facts)
        return acted, acted.changes

    @abstractmethod
    def acted(self, facts: CampaignFacts) -> Acted: ...

    @override
    def record(self, subject: Subject, facts: CampaignFacts, result: Acted) -> ActRecord:
        """Ids and citations: no sentence, no row."""
        campaigns = [one for one in result.changes.put if isinstance(one, Campaign)]
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=campaigns[0].body if campaigns else subject.organisation,
            action=result.act,
            summary={
                "campaigns": [one.id for one in campaigns],
                "agreements": {
                    request.member: request.agreement
                    for one in campaigns
                    for request in one.requests
                    if request.agreement is not None
                },
            },
        )


@dataclass(frozen=True, slots=True)
class OpenCampaign(CampaignChange):
    """`is_tried`: it is told as what would be."""

    wanted: CampaignWanted
    is_tried: bool = False
    law_name: ClassVar[str] = "open_campaign"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> CampaignFacts:
        """Raises ActsRefused for who may not open any, before anything of it is told."""
        subject = standpoint.subject
        question = SharingQuestion(subject, self.law_name, standpoint.now)
        await _refuse_early(question, standpoint, ports.law)
        facts = await _facts(standpoint, ports)
        campaign, members = campaign_of(self.wanted, _body(subject), subject, facts)
        return _with_requests(CampaignFacts(facts, question, campaign), members)

    @override
    def acted(self, facts: CampaignFacts) -> Acted:
        actor = actor_of(facts.question)
        return open_campaign(
            _campaign(facts), facts.planned, actor, facts.facts, is_tried=self.is_tried
        )


@dataclass(frozen=True, slots=True)
class RemindCampaign(CampaignChange):
    """Also asks those who had nothing when it was opened, and have by now."""

    campaign: str
    law_name: ClassVar[str] = "remind_campaign"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> CampaignFacts:
        known = await _own(self.campaign, self.law_name, standpoint, ports)
        campaign, facts, subject = _campaign(known), known.facts, standpoint.subject
        without = [one.member for one in campaign.requests if one.obstacle is not None]
        known = _with_requests(known, without if campaign.is_open else ())
        reminded = [
            question_of(RemindParty(citation), subject, facts)
            for _member, citation in silent_of(campaign, facts).to_sign
        ]
        return replace(known, of_requests=(*known.of_requests, *reminded))

    @override
    def acted(self, facts: CampaignFacts) -> Acted:
        actor = actor_of(facts.question)
        return remind_by_hand(_campaign(facts), facts.planned, actor, facts.facts)


@dataclass(frozen=True, slots=True)
class CloseCampaign(CampaignChange):
    campaign: str
    law_name: ClassVar[str] = "close_campaign"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> CampaignFacts:
        return await _own(self.campaign, self.law_name, standpoint, ports)

    @override
    def acted(self, facts: CampaignFacts) -> Acted:
        return close_campaign(_campaign(facts), facts.facts)


@dataclass(frozen=True, slots=True)
class NoteReceipts(CampaignChange):
    """`months` that have rows, by member: as the path of every query let the subject read them."""

    campaign: str
    months: Mapping[Siren, frozenset[date]] = field(default_factory=dict)
    law_name: ClassVar[str] = "note_campaign"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> CampaignFacts:
        return await _own(self.campaign, self.law_name, standpoint, ports)

    @override
    def acted(self, facts: CampaignFacts) -> Acted:
        return note_receipts(_campaign(facts), self.months, facts.facts)


@dataclass(frozen=True, slots=True)
class RemindByClock(CampaignChange):
    """By `system:clock`, of whoever's campaign."""

    due: DueReminder
    law_name: ClassVar[str] = "remind_of_campaign"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> CampaignFacts:
        snapshot = standpoint.snapshot
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        return CampaignFacts(
            Facts(snapshot, standpoint.now),
            question,
            snapshot.campaigns.get(self.due.campaign),
        )

    @override
    def acted(self, facts: CampaignFacts) -> Acted:
        if facts.campaign is None:
            return Acted(self.law_name, Changes())
        return remind_by_clock(facts.campaign, self.due.step, facts.facts)


async def _refuse_early(question: SharingQuestion, standpoint: Standpoint, law: ActsPort) -> None:
    decision = await law.decide_act(question)
    if not decision.allow:
        raise ActsRefused(refusals_of(decision, standpoint))


async def sees_campaigns(standpoint: Standpoint, law: ActsPort) -> bool:
    """True where the subject may see the campaigns that its own body has opened."""
    if standpoint.subject.organisation is None:
        return False
    question = SharingQuestion(standpoint.subject, "see_campaigns", standpoint.now)
    decision = await law.decide_act(question)
    return decision.allow


async def _own(
    campaign: str, law_name: str, standpoint: Standpoint, ports: ActPorts
) -> CampaignFacts:
    """Raises UnknownCampaign, for another body's as for none."""
    facts = await _facts(standpoint, ports)
    known = own_campaign(campaign, standpoint.subject.organisation, facts.catalog)
    question = SharingQuestion(standpoint.subject, law_name, standpoint.now)
    return CampaignFacts(facts, question, known)


async def _facts(standpoint: Standpoint, ports: ActPorts) -> Facts:
    snapshot = standpoint.snapshot
    known = frozenset[str]()
    if ports.policy is not None:
        known = await discoverable_to(standpoint, ports.policy)
    return Facts(snapshot, standpoint.now, cog=cog_in(snapshot), discoverable=known)


def _with_requests(known: CampaignFacts, members: Sequence[Siren]) -> CampaignFacts:
    """Adds the request to each member, with the law's questions on its draft and its submission."""
    facts, subject = known.facts, known.question.subject
    planned = plan_requests(_campaign(known), members, facts)
    drafts = [
        question_of(DraftAgreement(plan.draft), subject, facts)
        for plan in planned
        if plan.draft is not None
    ]
    submissions = [replace(question, act=ActName.SUBMIT.value) for question in drafts]
    return replace(known, planned=planned, of_requests=(*drafts, *submissions))


def _campaign(facts: CampaignFacts) -> Campaign:
    if facts.campaign is None:
        raise TypeError("the facts of this act hold a campaign")
    return facts.campaign


def _body(subject: Subject) -> Siren:
    if subject.organisation is None:
        raise TypeError("the law lets agents of an organisation through, nobody else")
    return subject.organisation
