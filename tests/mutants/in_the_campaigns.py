"""Bugs of campaigns: each must be told by a few acts of a small world.

Planted: a campaign that grants, reads before both have signed, asks for data that may not be known
of, shows itself to others, reminds twice, or whoever has answered.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from catalog.actions.agreement import draft_agreement
from catalog.actions.campaigns.reminding import due_reminders
from catalog.actions.campaigns.requesting import plan_requests
from catalog.actions.campaigns.wanted import CampaignWanted, campaign_of
from catalog.actions.facts import Facts
from catalog.model.agreement import AgreementState
from catalog.model.campaign import Campaign, CampaignReceipt, Obstacle
from catalog.model.dataset import Listing
from catalog.model.organisation import Membership, MembershipMode
from catalog.model.problem import Problem
from catalog.model.subject import SYSTEM_CLOCK, Strength
from catalog.model.version import CatalogVersion
from gateway.acts.campaigns import OpenCampaign, RemindByClock
from gateway.acts.commit import commit
from gateway.figures.campaigns import service as service_module
from gateway.figures.campaigns.receiving import Received
from gateway.figures.campaigns.service import CampaignService
from gateway.identity.subject import local_subject
from tests.integration.oracle.mutants import InPython
from tests.sharing.world import AGENTS, CATALOG, DATASET, NOW, MemoryCatalog, World
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH

_REQUESTS, _STANDING, _REMINDING, _SERVICE, _ACTS = (
    "catalog.actions.campaigns.requesting",
    "catalog.actions.campaigns.standing",
    "catalog.actions.campaigns.reminding",
    "gateway.figures.campaigns.service",
    "gateway.acts.campaigns",
)
BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "a campaign makes an agreement active": (
            _REQUESTS, "send_requests", "submitted.append(acted.agreement)",
            "submitted.append(replace(acted.agreement, state=AgreementState.ACTIVE))",
        ),
        "rows are read before both have signed": (
            _STANDING, "agreements_giving",
            "agreement.state is AgreementState.ACTIVE", "True",
        ),
        "data that may not be known of is asked for": (
            _REQUESTS, "_datasets_of", "if one.id in known", "if True",
        ),
        "the law is not asked about a request": (
            _ACTS, "_with_requests", "of_requests=(*drafts, *submissions)", "of_requests=()",
        ),
        "the law is not asked to see": (
            _ACTS, "sees_campaigns", "return decision.allow", "return True",
        ),
        "another body's campaign is known": (
            _STANDING, "own_campaign", "campaign.body != own", "False",
        ),
        "another body's campaign is listed": (
            _SERVICE, "CampaignService.campaigns", "one.body == self.subject.organisation", "True",
        ),
        "what gives fewer columns passes for all": (
            _REQUESTS, "_giving_already", " >= columns", " != set()",
        ),
        "what gives other rows passes for these": (
            _REQUESTS, "_giving_already", "agreement.rows == wanted.rows", "True",
        ),
        "what has ended passes for given": (
            _REQUESTS, "_giving_already", "agreement.state in _STANDING", "True",
        ),
        "what ends too early passes for given": (
            _REQUESTS, "_giving_already", "agreement.end >= campaign.due", "True",
        ),
        "a reminder is told twice": (
            _REMINDING, "due_reminders",
            "any(reminder.step == step for reminder in campaign.reminders)", "False",
        ),
        "a reminder is told to all": (
            _REMINDING, "_message", "to=(member,)",
            "to=tuple(one.member for one in campaign.requests)",
        ),
        "who has refused is reminded": (
            _STANDING, "silent_of",
            "waiting_since(agreement) is not None and member in silent_sides(agreement)", "True",
        ),
        "what has come is called late": (
            _STANDING, "missing_months", "if month not in receipt.months", "if True",
        ),
        "an old look calls somebody late": (
            _STANDING, "missing_months", "receipt.at < now - _SEEN_LATELY", "False",
        ),
    }.items()
}  # fmt: skip

STEWARD = "steward@valcobreizh"
OF_VAL = Membership(
    VAL_DILLE.siren,
    VALCOBREIZH.siren,
    frozenset({"1510"}),
    MembershipMode.EPCI,
    date(2020, 1, 1),
)
WANTED = CampaignWanted(
    title="RPQS 2025",
    template="rpqs_dechets",
    first_month="2025-01",
    last_month="2025-12",
    due=date(2026, 4, 30),
    members=("val-d-ille-aubigne", "mesnil-roc-h"),
)
BEFORE = datetime(2026, 4, 23, 9, tzinfo=UTC)
MONTHS = tuple(date(2025, month, 1) for month in range(1, 13))


async def campaign_that_tells(law: Any) -> str | None:
    """The first thing that is otherwise than it is to be."""
    asked = _Law(law)
    world = _world(asked)
    await _open(world)
    snapshot = world.catalog.snapshot
    (campaign,) = snapshot.campaigns.values()
    made = snapshot.agreements
    if [one.state for one in made] != [AgreementState.SUBMITTED] or made[0].approvals:
        return "more than a request was made"
    if not {"draft", "submit"} <= asked.acts:
        return "the law was not asked about the request"
    hidden = _world(law, replace(DATASET, listing=Listing.PARTIES))
    try:
        await _open(hidden)
    except Problem:
        # The request act refuses it too; a campaign does not even try.
        return "hidden data was asked for, and refused"
    obstacles = {one.obstacle for one in _only(hidden).requests}
    if Obstacle.NOTHING_INSTALLED not in obstacles or hidden.catalog.snapshot.agreements:
        return "hidden data was asked for"
    return (
        await _read(world, campaign)
        or await _shown(world, campaign)
        or await _given_already(law)
        or await _reminded(world, campaign)
    )


class _Law:
    """Notes which acts it is asked about."""

    def __init__(self, law: Any) -> None:
        self.law, self.acts = law, set[str]()

    async def decide_act(self, question: Any) -> Any:
        self.acts.add(question.act)
        return await self.law.decide_act(question)


class _Campaigns(MemoryCatalog):
    """Keeps campaigns from one version to the next, in an epoch of its own."""

    def __init__(self, snapshot: Any) -> None:
        self.epoch = uuid.uuid4().hex
        super().__init__(replace(snapshot, version=CatalogVersion(self.epoch, 1)))

    async def write(self, expected: Any, changes: Any, record: Any) -> Any:
        kept = {one.id: one for one in changes.put if isinstance(one, Campaign)}
        rest = tuple(one for one in changes.put if not isinstance(one, Campaign))
        before = self.snapshot.campaigns
        version = await super().write(expected, replace(changes, put=rest), record)
        self.snapshot = replace(
            self.snapshot,
            campaigns={**before, **kept},
            version=CatalogVersion(self.epoch, version.number),
        )
        return self.snapshot.version


def _world(law: Any, dataset: Any = DATASET, *agreements: Any) -> World:
    policy = law.law if isinstance(law, _Law) else law
    snapshot = replace(
        CATALOG,
        datasets={dataset.id: dataset},
        agreements=agreements,
        memberships=(*CATALOG.memberships, OF_VAL),
    )
    return World(law, _Campaigns(snapshot), policy=policy)


def _only(world: World) -> Campaign:
    (campaign,) = world.catalog.snapshot.campaigns.values()
    return campaign


def _subject(name: str) -> Any:
    (agent,) = (one for one in AGENTS if one.sub == name)
    proves = frozenset({Strength.READ, Strength.DRAFT})
    return replace(local_subject(agent), proves=proves)


async def _open(world: World) -> Any:
    return await commit(OpenCampaign(WANTED), _subject(STEWARD), world.ports, dry_run=False)


def _service(world: World, subject: Any) -> CampaignService:
    unused: Any = None
    return CampaignService(subject, world.ports, unused, unused)


async def _read(world: World, campaign: Campaign) -> str | None:
    """Nothing is read of a request that waits for its signatures."""
    read: list[str] = []

    async def received(agreement: Any, *_more: Any) -> Received:
        read.append(agreement.citation)
        return Received()

    with patch.object(service_module, "received_under", received):
        await _service(world, _subject(STEWARD)).board(campaign)
    return f"read under {read[0]}, which is not in force" if read else None


async def _shown(world: World, campaign: Campaign) -> str | None:
    steward = _subject(STEWARD)
    nobodys = replace(steward, roles=frozenset())
    for who in (_subject("steward@val-d-ille-aubigne"), _subject("operator@interco"), nobodys):
        if await _service(world, who).campaigns():
            return f"listed to {who.agent}"
        try:
            await _service(world, who).campaign(campaign.id)
        except Problem:
            continue
        return f"known to {who.agent}"
    return None if await _service(world, steward).campaigns() else "unknown to its own body"


async def _given_already(law: Any) -> str | None:
    """Only what gives all of it, for long enough, stands for a request."""
    facts = Facts(_world(law).catalog.snapshot, NOW, discoverable=frozenset({DATASET.id}))
    wanted = replace(WANTED, members=("val-d-ille-aubigne",))
    campaign, members = campaign_of(wanted, VALCOBREIZH.siren, _subject(STEWARD), facts)
    (plan,) = plan_requests(campaign, members, facts)
    whole = replace(
        draft_agreement(plan.draft, facts, VALCOBREIZH.siren), state=AgreementState.ACTIVE
    )
    for name, standing, is_given in (
        ("the same", whole, True),
        ("fewer columns", replace(whole, columns=whole.columns[:-1]), False),
        ("other rows", replace(whole, rows=replace(whole.rows, of=VAL_DILLE.siren)), False),
        ("ended", replace(whole, state=AgreementState.REVOKED), False),
        ("too short", replace(whole, end=date(2026, 4, 29)), False),
    ):
        catalog = _world(law, DATASET, standing).catalog.snapshot
        (again,) = plan_requests(campaign, members, replace(facts, catalog=catalog))
        if (again.draft is None) is not is_given:
            return f"{name} is taken for what it is not"
    return None


async def _reminded(world: World, campaign: Campaign) -> str | None:
    world.now = BEFORE
    agreement = world.catalog.snapshot.agreements[0]
    told = await _clock(world)
    if {message.kind for message in told} != {"campaign.to_sign", "campaign.without_data"}:
        return "not reminded of what they are to do"
    if any(len(message.to) != 1 for message in told):
        return "reminded together"
    if await _clock(world):
        return "reminded twice"
    world.now = BEFORE + timedelta(days=7)
    for state, receipt, kinds in (
        (AgreementState.REFUSED, None, set()),
        (AgreementState.ACTIVE, None, {"campaign.to_look_at"}),
        (AgreementState.ACTIVE, _receipt(world, MONTHS), set()),
        (AgreementState.ACTIVE, _receipt(world, MONTHS[:3]), {"campaign.to_send"}),
        (AgreementState.ACTIVE, _receipt(world, (), days=9), {"campaign.to_look_at"}),
    ):
        only_val = tuple(one for one in campaign.requests if one.obstacle is None)
        receipts = () if receipt is None else (receipt,)
        known = replace(campaign, requests=only_val, receipts=receipts)
        standing = replace(agreement, state=state)
        other = World(world.law, _Campaigns(world.catalog.snapshot), world.now, policy=world.policy)
        other.catalog.snapshot = replace(
            other.catalog.snapshot, agreements=(standing,), campaigns={known.id: known}
        )
        # What the catalog looks up by grantee is made anew with it.
        if {message.kind for message in await _clock(other)} != kinds:
            return f"reminded otherwise: {state.value}"
    return None


def _receipt(world: World, months: tuple[date, ...], days: int = 1) -> CampaignReceipt:
    return CampaignReceipt(VAL_DILLE.siren, months, world.now - timedelta(days=days))


async def _clock(world: World) -> list[Any]:
    """What the clock tells now; what it would tell although nothing is due counts too."""
    before = len(world.catalog.messages)
    due = list(due_reminders(world.catalog.snapshot, world.now))
    for one in due:
        try:
            await commit(RemindByClock(one), SYSTEM_CLOCK, world.ports, dry_run=False)
        except Problem:
            return due
    return world.catalog.messages[before:]
