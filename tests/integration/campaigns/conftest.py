"""A gateway of the module's own, over the embedded demo, and what is asked of its campaigns."""

import pytest

from gateway.acts.clock_worker import Looked, tick
from gateway.demo_mode.state import DemoState
from gateway.sharing.notifications.loop import deliver_due
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.five_members import equip_members
from tests.integration.graphql_acts.conftest import Town
from tests.integration.weighings_of_members import without_weighings_of_members

STEWARD = "steward@valcobreizh"
OPEN = """mutation($in: CampaignInput!, $dry: Boolean) {
  openCampaign(input: $in, dryRun: $dry) {
    applied sentences { fr en }
    campaign { id counts { members toSign inForce refused withoutData } }
  } }"""
BOARD = """query($id: ID!) { campaign(id: $id) {
  state previous closedAt reminders { step members }
  board { months summary { fr } members {
    siren name agreement code wantsModel words { fr en } note { fr en }
    cells { month code rows } } }
} }"""
LIST = "{ campaigns { id title state } }"
REMIND = "mutation($id: ID!) { remindCampaign(campaign: $id) { sentences { fr } } }"
CLOSE = "mutation($id: ID!) { closeCampaign(campaign: $id) { applied } }"
PROPOSAL = """query($duty: String, $year: Int, $like: String) {
  campaignProposal(duty: $duty, year: $year, like: $like) {
    title template firstMonth lastMonth due members standard duty previous } }"""
DUTIES = "query($y: Int) { duties(year: $y) { code year due isCertain campaign previous } }"
AGREEMENT = "query($c: String!) { agreement(citation: $c) { state sha256 } }"
PREVIEW = "mutation($c: String!) { openPreview(agreement: $c) { act } }"
APPROVE = """mutation($c: String!, $in: ApprovalInput!) {
  approveAgreement(agreement: $c, approval: $in) { agreement { state } } }"""
REFUSE = """mutation($c: String!) {
  refuseAgreement(agreement: $c, reason: "Nous avons déjà répondu.") { act } }"""
INBOX = "{ inbox { kind about titleFr } }"


def wanted(**more):
    return {
        "title": "RPQS déchets 2025",
        "template": "rpqs_dechets",
        "firstMonth": "2025-01",
        "lastMonth": "2025-12",
        "due": "2026-12-20",
        "duty": "rpqs_dechets",
        **more,
    }


async def opened(town, agent=STEWARD, dry=False, **more):
    return await town.ask(OPEN, agent, variables={"in": wanted(**more), "dry": dry})


async def board(town, campaign="camp-2026-0001", agent=STEWARD):
    answer = await town.ask(BOARD, agent, variables={"id": campaign}, purpose="rpqs_dechets")
    return answer.data["campaign"]


async def lines(town, campaign="camp-2026-0001"):
    """The members of the board by the slug of their body."""
    catalog = await town.ports.catalog.current()
    slugs = {str(body.siren): str(body.slug) for body in catalog.organisations.values()}
    members = (await board(town, campaign))["board"]["members"]
    return {slugs[member["siren"]]: member for member in members}


async def sign(town, citation, slug):
    """By both sides, each having looked first."""
    for agent in (f"approver@{slug}", "approver@valcobreizh"):
        shown = (await town.ask(AGREEMENT, agent, variables={"c": citation})).data["agreement"]
        (await town.ask(PREVIEW, agent, variables={"c": citation})).data  # noqa: B018 - raises
        approval = {
            "versionSha256": shown["sha256"],
            "capacity": "présidente",
            "act": {"reference": "DEL-2026-12", "enforceableSince": "2026-02-01"},
        }
        (await town.ask(APPROVE, agent, variables={"c": citation, "in": approval})).data  # noqa: B018


async def ticks(town):
    """Until nothing is due."""
    for _ in range(5):
        if not await tick(town.services.acts, Looked()):
            return


async def inbox(town, agent):
    await deliver_due(town.services.notifications)
    told = (await town.ask(INBOX, agent)).data["inbox"]
    return [(message["kind"], message["about"]) for message in told]


@pytest.fixture
async def town(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        await without_weighings_of_members(services.acts.catalog)
        yield Town(state, services).at(2026, 11, 25)


@pytest.fixture
async def grouping(town):
    """Five members with data, and no convention yet."""
    await equip_members(town.services.acts.catalog)
    return town
