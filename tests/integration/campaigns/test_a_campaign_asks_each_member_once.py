"""A campaign is one request to each member, by the act that anybody asks with: nothing is granted
by it, and what could not be asked is kept with its reason.

Covers catalog.model.campaign, catalog.actions.campaigns.opening,
catalog.actions.campaigns.requesting, catalog.actions.campaigns.wanted,
catalog.actions.campaigns.standing, catalog.actions.campaigns.problems,
catalog.templates.problems, gateway.acts.campaigns, gateway.figures.campaigns.service,
gateway.figures.campaigns.board, gateway.figures.campaigns.receiving, gateway.control.campaigns,
gateway.control.campaign_types.
"""

import pytest

from catalog.model.agreement import AgreementState
from catalog.model.campaign import Obstacle
from tests.integration.campaigns.conftest import (
    BOARD,
    CLOSE,
    LIST,
    REFUSE,
    REMIND,
    STEWARD,
    board,
    inbox,
    lines,
    opened,
    sign,
    ticks,
)
from tests.integration.five_members import MEMBERS, equip_members

COUNT = "SELECT count(*) AS n FROM bretagne_romantique.pesees"


async def test_each_member_gets_a_request_of_its_own_and_nothing_is_granted(grouping):
    done = (await opened(grouping)).data["openCampaign"]
    assert done["campaign"]["counts"] == {
        "members": 5, "toSign": 5, "inForce": 0, "refused": 0, "withoutData": 0,
    }  # fmt: skip
    catalog = await grouping.ports.catalog.current()
    (campaign,) = catalog.campaigns.values()
    asked = {one.agreement for one in campaign.requests}
    made = [one for one in catalog.agreements if one.id in asked]
    assert len(made) == len(asked) == 5
    assert {one.state for one in made} == {AgreementState.SUBMITTED}
    assert not any(one.approvals for one in made)
    for slug in MEMBERS:
        (told,) = await inbox(grouping, f"steward@{slug}")
        assert told[0] == "agreement.submitted"
    read = await grouping.ask(
        "{ bretagneRomantique { pesees { aggregate { count } } } }",
        STEWARD,
        purpose="rpqs_dechets",
    )
    assert read.codes


async def test_a_dry_run_says_who_would_be_asked_and_keeps_nothing(grouping):
    tried = (await opened(grouping, dry=True)).data["openCampaign"]
    assert tried["applied"] is False
    assert "Liffré" in tried["sentences"][1]["fr"]
    assert (await grouping.ask(LIST, STEWARD)).data["campaigns"] == []
    assert await inbox(grouping, "steward@bretagne-romantique") == []


async def test_what_is_given_already_is_not_signed_twice(town):
    await equip_members(town.services.acts.catalog, without_convention=False)
    done = (await opened(town)).data["openCampaign"]
    assert done["campaign"]["counts"]["inForce"] == 1
    assert any("rien n'est à signer : CC Val d'Ille" in one["fr"] for one in done["sentences"])
    line = (await lines(town))["val-d-ille-aubigne"]
    assert (line["agreement"], line["code"]) == ("conv-2025-0001@1", "received")
    assert [cell["code"] for cell in line["cells"]] == ["received"] * 12
    assert all(cell["rows"] > 0 for cell in line["cells"])


async def test_a_member_without_such_data_is_kept_with_its_reason_and_gets_the_model(town):
    await opened(town)
    told = await lines(town)
    assert told["bretagne-romantique"]["words"]["fr"] == "n'a pas ces données"
    assert told["liffre-cormier-communaute"]["words"]["fr"].startswith("rien d'installé")
    assert told["liffre-cormier-communaute"]["wantsModel"] is True
    (message,) = await inbox(town, "steward@bretagne-romantique")
    assert message == ("campaign.without_data", "camp-2026-0001")
    # Once it has them, a reminder asks it.
    await equip_members(town.services.acts.catalog, without_convention=False)
    (await town.ask(REMIND, STEWARD, variables={"id": "camp-2026-0001"})).data  # noqa: B018
    assert (await lines(town))["liffre-cormier-communaute"]["code"] == "to_sign"


async def test_one_refused_draft_does_not_stop_the_others(grouping):
    catalog = await grouping.ports.catalog.current()
    known = catalog.datasets["liffre_cormier_communaute__pesees"]
    from dataclasses import replace
    from datetime import UTC, datetime

    from catalog.changes import ActRecord, Changes

    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test", {})
    without_land = replace(known, territory=None)
    await grouping.services.acts.catalog.write(catalog.version, Changes((without_land,)), record)
    counts = (await opened(grouping)).data["openCampaign"]["campaign"]["counts"]
    assert (counts["toSign"], counts["withoutData"]) == (4, 1)
    line = (await lines(grouping))["liffre-cormier-communaute"]
    assert line["code"] == "not_asked"
    assert line["note"]["fr"]
    kept = (await grouping.ports.catalog.current()).campaigns["camp-2026-0001"]
    assert [one.obstacle for one in kept.requests].count(Obstacle.DRAFT_REFUSED) == 1


async def test_where_every_draft_is_refused_nothing_is_opened(grouping):
    answer = await opened(grouping, legalBasis="${secret}")
    assert "unsafe_text" in answer.codes
    assert (await grouping.ask(LIST, STEWARD)).data["campaigns"] == []


@pytest.mark.parametrize(
    ("wrong", "code", "argument"),
    [
        ({"firstMonth": "2026-12", "lastMonth": "2027-02"}, "campaign_period_ahead", "firstMonth"),
        ({"lastMonth": "2024-12"}, "campaign_period_empty", "lastMonth"),
        ({"firstMonth": "2025"}, "campaign_month_unread", "firstMonth"),
        ({"firstMonth": "2020-01"}, "campaign_period_too_long", "lastMonth"),
        ({"due": "2026-11-25"}, "campaign_due_too_early", "due"),
        ({"until": "2026-12-01"}, "campaign_until_too_early", "until"),
        ({"title": " "}, "campaign_untitled", "title"),
        ({"template": "rpqs"}, "unknown_template", None),
        ({"standard": "interco-rien"}, "unknown_standard", None),
        ({"members": ["sde35"]}, "campaign_not_a_member", "members.0"),
        ({"members": ["nobody"]}, "campaign_not_a_member", "members.0"),
        (
            {"members": ["bretagne-romantique", "243500733"]},
            "campaign_member_twice",
            "members.1",
        ),
        ({"duty": "rpqs"}, "unknown_duty", "duty"),
        ({"previous": "camp-2020-0001"}, "unknown_campaign", "previous"),
        ({"template": "planification_mobilite"}, "campaign_without_members", "members"),
    ],
)
async def test_what_is_wrong_is_told_at_its_place(grouping, wrong, code, argument):
    answer = await opened(grouping, **wrong)
    assert (code, argument) in answer.arguments
    assert (await grouping.ask(LIST, STEWARD)).data["campaigns"] == []


@pytest.mark.parametrize(
    "agent",
    [
        "agent@valcobreizh",
        "approver@valcobreizh",
        "operator@interco",
    ],
)
async def test_who_may_not_open_one_opens_none(grouping, agent):
    assert (await opened(grouping, agent)).codes
    catalog = await grouping.ports.catalog.current()
    assert not catalog.campaigns


@pytest.mark.parametrize("agent", ["steward@bretagne-romantique", "operator@interco"])
async def test_a_member_sees_what_it_is_asked_and_no_campaign(grouping, agent):
    await opened(grouping)
    assert (await grouping.ask(LIST, agent)).data["campaigns"] == []
    for document in (BOARD, REMIND, CLOSE):
        seen = await grouping.ask(document, agent, variables={"id": "camp-2026-0001"})
        unknown = await grouping.ask(document, agent, variables={"id": "camp-2026-0099"})
        assert seen.codes == unknown.codes == ["unknown_campaign"]


async def test_the_board_says_month_by_month_where_each_member_is(grouping):
    await opened(grouping)
    before = await lines(grouping)
    assert {line["code"] for line in before.values()} == {"to_sign"}
    for slug in MEMBERS[:4]:
        await sign(grouping, before[slug]["agreement"], slug)
    await grouping.ask(
        REFUSE, f"steward@{MEMBERS[4]}", variables={"c": before[MEMBERS[4]]["agreement"]}
    )
    await ticks(grouping)
    after = await lines(grouping)
    for slug in MEMBERS[:4]:
        assert {cell["code"] for cell in after[slug]["cells"]} == {"received"}, after[slug]
    assert {cell["code"] for cell in after[MEMBERS[4]]["cells"]} == {"refused"}
    shown = await board(grouping)
    assert shown["board"]["summary"]["fr"] == "5 membres : 4 à jour, 1 refusé."
    # Who has no purpose of the agreement sees that it is in force, and no count.
    unread = await board(grouping, agent="approver@valcobreizh")
    assert {cell["rows"] for line in unread["board"]["members"] for cell in line["cells"]} == {None}


async def test_months_to_come_and_late_ones_differ(town):
    await equip_members(town.services.acts.catalog, without_convention=False)
    await opened(town, firstMonth="2026-01", lastMonth="2026-12", due="2027-01-10")
    line = (await lines(town))["val-d-ille-aubigne"]
    codes = [cell["code"] for cell in line["cells"]]
    assert codes[-2:] == ["to_come", "to_come"]
    assert "awaited" in codes
    later = town.at(2027, 1, 11)
    late = (await lines(later))["val-d-ille-aubigne"]
    assert [cell["code"] for cell in late["cells"]][-1] == "late"


async def test_a_closed_campaign_stays_as_it_is(grouping):
    await opened(grouping)
    (await grouping.ask(CLOSE, STEWARD, variables={"id": "camp-2026-0001"})).data  # noqa: B018
    for document in (CLOSE, REMIND):
        again = await grouping.ask(document, STEWARD, variables={"id": "camp-2026-0001"})
        assert again.codes == ["campaign_closed"]
    assert (await board(grouping))["state"] == "closed"
