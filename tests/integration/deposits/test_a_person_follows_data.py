"""A person follows data that their body owns or receives, and is told of each new version.

Covers catalog.actions.told.choices, catalog.actions.told.following, catalog.actions.told.problems,
gateway.acts.mail_choices, gateway.control.mail_choices, gateway.console.account.documents,
gateway.console.account.answers, gateway.console.account.mail_choices.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.told.choices import MOST_FOLLOWED, follow
from catalog.actions.told.problems import TooMuchFollowed
from catalog.model.delivery import Channel, OutboxEntry
from catalog.model.deposit import DepositMode
from catalog.model.mail_choices import MailChoices
from gateway.cli.demo_folder import find_agent
from gateway.console.account.documents import CHOICES, CHOOSE, FOLLOW, UNFOLLOW
from gateway.sharing.notifications.loop import deliver_due
from gateway.sharing.notifications.recipients import plan_deliveries
from tests.integration.deposits.test_a_deposit_is_shared_under_an_agreement import (
    FIRST,
    agreed,
    deposit,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body

PESEES = "mesnil_roc_h__pesees"
FOLLOWING = "query ($dataset: String!) { following(dataset: $dataset) { follows possible } }"
NEXT = (("P-004", "35308", 7.0, "Yves"),)


async def asked(gateway, document, agent, **variables):
    return body(await gateway.ask(document, agent, variables=variables))


def codes(answer):
    return [each["extensions"]["code"] for each in answer.get("errors") or ()]


async def told(gateway, agent):
    await deliver_due(gateway.services.notifications)
    inbox = (await asked(gateway, "{ inbox { kind titleFr sentenceFr } }", agent))["data"]["inbox"]
    return [each["kind"] for each in inbox if each["kind"].startswith("dataset.")]


async def test_whoever_follows_is_told_once_a_day_and_others_are_not(gateway):
    await deposit(gateway, FIRST)
    await agreed(gateway)
    for agent in ("dpo@mesnil-roc-h", "agent@valcobreizh"):
        assert not codes(await asked(gateway, FOLLOW, agent, dataset=PESEES))
        following = (await asked(gateway, FOLLOWING, agent, dataset=PESEES))["data"]["following"]
        assert following == {"follows": True, "possible": True}
    await deposit(gateway, NEXT, DepositMode.APPEND)
    await deposit(gateway, (("P-005", "35308", 8.0, "Yves"),), DepositMode.APPEND)
    assert await told(gateway, "dpo@mesnil-roc-h") == ["dataset.followed"]
    assert await told(gateway, "agent@valcobreizh") == ["dataset.followed"], "in one message"
    assert await told(gateway, "steward@valcobreizh") == ["dataset.new_rows"]
    for other in ("steward@mesnil-roc-h", "approver@valcobreizh", "agent@sde35"):
        assert await told(gateway, other) == []


async def test_a_followed_version_leaves_as_a_mail_and_to_no_webhook(gateway):
    await deposit(gateway, FIRST)
    await asked(gateway, FOLLOW, "dpo@mesnil-roc-h", dataset=PESEES)
    await deposit(gateway, NEXT, DepositMode.APPEND)
    (entry,) = [
        each
        for each in await gateway.services.notifications.deliveries.of_kind(
            "dataset.followed", 0, 10
        )
        if isinstance(each, OutboxEntry)
    ]
    snapshot = await gateway.ports.catalog.current()
    agents = {key: replace(one, email="a@b.fr") for key, one in snapshot.agents.items()}
    planned = plan_deliveries(entry, replace(snapshot, agents=agents), by_mail=True)
    assert [each.channel for each in planned] == [Channel.IN_APP, Channel.MAIL]
    assert all("dpo@mesnil-roc-h" in each.target for each in planned)


async def test_who_stops_following_or_loses_the_data_is_told_no_more(gateway):
    await deposit(gateway, FIRST)
    for agent in ("dpo@mesnil-roc-h", "approver@mesnil-roc-h"):
        await asked(gateway, FOLLOW, agent, dataset=PESEES)
    await asked(gateway, UNFOLLOW, "dpo@mesnil-roc-h", dataset=PESEES)
    await deposit(gateway, NEXT, DepositMode.APPEND)
    assert await told(gateway, "dpo@mesnil-roc-h") == []
    assert await told(gateway, "approver@mesnil-roc-h") == ["dataset.followed"]


async def test_what_may_not_be_known_or_is_not_received_cannot_be_followed(gateway):
    await deposit(gateway, FIRST)
    hidden = await asked(gateway, FOLLOW, "agent@sde35", dataset=PESEES)
    nothing = await asked(gateway, FOLLOW, "agent@sde35", dataset="mesnil_roc_h__rien")
    assert codes(hidden) == codes(nothing) == ["unknown_dataset"]
    connected = await asked(gateway, FOLLOW, "agent@sde35", dataset="sde35.bornes_recharge")
    assert codes(connected) == ["nothing_to_follow"]
    shown = await asked(gateway, FOLLOWING, "agent@sde35", dataset="sde35.bornes_recharge")
    assert shown["data"]["following"] == {"follows": False, "possible": False}


async def test_choices_are_each_persons_own(gateway):
    await deposit(gateway, FIRST)
    await asked(gateway, FOLLOW, "dpo@mesnil-roc-h", dataset=PESEES)
    await asked(gateway, CHOOSE, "dpo@mesnil-roc-h", rhythm="WEEK")
    own = (await asked(gateway, CHOICES, "dpo@mesnil-roc-h"))["data"]["mailChoices"]
    assert (own["rhythm"], [each["id"] for each in own["followed"]]) == ("WEEK", [PESEES])
    other = (await asked(gateway, CHOICES, "steward@mesnil-roc-h"))["data"]["mailChoices"]
    assert other == {"rhythm": "EACH", "followed": [], "followedServices": []}
    assert codes(await asked(gateway, CHOOSE, None, rhythm="DAY")) == ["token_required"]


async def test_at_most_two_hundred_are_followed(gateway):
    await deposit(gateway, FIRST)
    snapshot = await gateway.ports.catalog.current()
    agent, dataset = find_agent(snapshot, "dpo@mesnil-roc-h"), snapshot.datasets[PESEES]
    actor = Actor(agent.sub, agent.issuer, agent.organisation, agent.organisation, agent.roles)
    ids = [f"d{number}" for number in range(MOST_FOLLOWED)]
    choices = {(agent.issuer, agent.sub): MailChoices(agent.issuer, agent.sub, followed=(*ids,))}
    # Those that exist no more make room.
    gone = Facts(replace(snapshot, mail_choices=choices), gateway.ports.clock())
    (after,) = follow(dataset, actor, gone).changes.put
    assert after.followed == (PESEES,)
    datasets = {**snapshot.datasets, **{each: replace(dataset, id=each) for each in ids}}
    full = Facts(replace(gone.catalog, datasets=datasets), gone.now)
    with pytest.raises(TooMuchFollowed):
        follow(dataset, actor, full)
