"""The clock reminds whoever has neither answered nor given: seven days before, on the day, each
week after, once each; nobody who has given, refused, or whose rows nobody has looked at.

Covers catalog.actions.campaigns.reminding, catalog.actions.campaigns.proposing,
catalog.actions.campaigns.months, catalog.duties.duty, gateway.acts.campaigns.
"""

from tests.integration.campaigns.conftest import (
    CLOSE,
    DUTIES,
    PROPOSAL,
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


def of_campaigns(messages):
    return [kind for kind, _about in messages if kind.startswith("campaign.")]


async def test_each_reminder_is_told_once_and_stops_with_an_answer(grouping):
    await opened(grouping)
    first = f"steward@{MEMBERS[0]}"
    await ticks(grouping.at(2026, 12, 12))
    assert of_campaigns(await inbox(grouping, first)) == []
    for day, count in ((13, 1), (14, 1), (20, 2), (21, 2)):
        await ticks(grouping.at(2026, 12, day))
        assert of_campaigns(await inbox(grouping, first)) == ["campaign.to_sign"] * count
    refused = (await lines(grouping))[MEMBERS[0]]["agreement"]
    await grouping.at(2026, 12, 22).ask(REFUSE, first, variables={"c": refused})
    await ticks(grouping.at(2026, 12, 28))
    assert len(of_campaigns(await inbox(grouping, first))) == 2
    shown = await board(grouping)
    assert [one["step"] for one in shown["reminders"]] == ["7_before", "due"]


async def test_what_has_come_stops_reminders_and_what_is_missing_does_not(town):
    await equip_members(town.services.acts.catalog, without_convention=False)
    giver = "steward@val-d-ille-aubigne"
    # All of 2025 has come, and was seen when it was opened; of 2026 months are missing.
    await opened(town, members=["val-d-ille-aubigne"])
    await opened(
        town,
        members=["val-d-ille-aubigne"],
        firstMonth="2026-01",
        lastMonth="2026-11",
        title="RPQS 2026",
    )
    later = town.at(2026, 12, 13)
    await ticks(later)
    assert of_campaigns(await inbox(town, giver)) == []
    # Nobody had looked for seven days: the asking body's own people are told so.
    told = of_campaigns(await inbox(town, STEWARD))
    assert told == ["campaign.to_look_at"]
    at_due = town.at(2026, 12, 20)
    await lines(at_due, "camp-2026-0002")
    await ticks(at_due)
    assert of_campaigns(await inbox(town, giver)) == ["campaign.to_send"]


async def test_nobody_is_reminded_of_a_closed_campaign(grouping):
    await opened(grouping)
    await grouping.ask(CLOSE, STEWARD, variables={"id": "camp-2026-0001"})
    await ticks(grouping.at(2026, 12, 13))
    assert of_campaigns(await inbox(grouping, f"steward@{MEMBERS[0]}")) == []


async def test_by_hand_each_is_reminded_once_a_day(grouping):
    await opened(grouping)
    asked = {"variables": {"id": "camp-2026-0001"}}
    done = (await grouping.ask(REMIND, STEWARD, **asked)).data["remindCampaign"]
    assert "relancés" in done["sentences"][0]["fr"]
    kinds = [kind for kind, _about in await inbox(grouping, f"steward@{MEMBERS[0]}")]
    assert kinds.count("agreement.reminded") == 1
    assert (await grouping.ask(REMIND, STEWARD, **asked)).codes == ["nobody_to_remind"]


async def test_the_second_year_is_filled_from_the_first(grouping):
    await opened(grouping, members=list(MEMBERS[1:]))
    later = grouping.at(2027, 2, 1)
    line = next(
        one
        for one in (await later.ask(DUTIES, STEWARD, variables={"y": 2027})).data["duties"]
        if one["code"] == "rpqs_dechets"
    )
    assert line == {
        "code": "rpqs_dechets", "year": 2026, "due": "2027-09-30", "isCertain": True,
        "campaign": None, "previous": "camp-2026-0001",
    }  # fmt: skip
    asked = {"variables": {"duty": "rpqs_dechets", "year": 2026}}
    proposal = (await later.ask(PROPOSAL, STEWARD, **asked)).data["campaignProposal"]
    assert proposal == {
        "title": "RPQS déchets 2026",
        "template": "rpqs_dechets",
        "firstMonth": "2026-01",
        "lastMonth": "2026-12",
        "due": "2027-12-20",
        "members": list(MEMBERS[1:]),
        "standard": "interco-collecte-dechets",
        "duty": "rpqs_dechets",
        "previous": "camp-2026-0001",
    }
    like = (await later.ask(PROPOSAL, STEWARD, variables={"like": "camp-2026-0001"})).data
    assert like["campaignProposal"] == proposal


async def test_without_a_first_year_the_duty_itself_fills_it(grouping):
    asked = {"variables": {"duty": "rpqs_dechets", "year": 2026}}
    proposal = (await grouping.ask(PROPOSAL, STEWARD, **asked)).data["campaignProposal"]
    assert sorted(proposal["members"]) == sorted(MEMBERS)
    assert (proposal["due"], proposal["previous"]) == ("2027-04-30", None)
    english = (await grouping.ask(PROPOSAL, STEWARD, **asked, language="en")).data
    assert english["campaignProposal"]["title"] == "Yearly report on waste (RPQS) 2026"
    unknown = await grouping.ask(PROPOSAL, STEWARD, variables={"duty": "rpqs", "year": 2026})
    assert unknown.codes == ["unknown_duty"]


async def test_the_calendar_is_that_of_what_members_hold(grouping):
    asked = {"variables": {"y": 2026}}
    ours = (await grouping.ask(DUTIES, STEWARD, **asked)).data["duties"]
    assert [one["code"] for one in ours] == ["rpqs_dechets", "sinoe_collecte", "matrice_des_couts"]
    assert [one["isCertain"] for one in ours] == [True, False, False]
    odd = (await grouping.ask(DUTIES, STEWARD, variables={"y": 2027})).data["duties"]
    assert "sinoe_collecte" not in {one["code"] for one in odd}
    water = (await grouping.ask(DUTIES, "steward@eau-bassin-rennais", **asked)).data["duties"]
    assert "rpqs_dechets" not in {one["code"] for one in water}


async def test_signed_late_and_never_looked_at_is_not_called_late(grouping):
    await opened(grouping, members=["bretagne-romantique"])
    citation = (await lines(grouping))["bretagne-romantique"]["agreement"]
    signing = grouping.at(2026, 12, 1)
    await sign(signing, citation, "bretagne-romantique")
    await ticks(signing)
    await ticks(grouping.at(2026, 12, 13))
    assert of_campaigns(await inbox(grouping, "steward@bretagne-romantique")) == []
    assert of_campaigns(await inbox(grouping, STEWARD)) == ["campaign.to_look_at"]
