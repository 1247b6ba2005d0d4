"""An agent fills in a request for data; the stewards of the same body are told, and nobody else.

Covers gateway.acts.handed_requests, catalog.actions.handed_request.
"""

import pytest

from catalog.actions.handed_request import HandRequest, RequestTooLong
from federation.problems import UnknownDataset
from gateway.acts.handed_requests import hand_to_steward
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.wording import word_message
from tests.sharing.world import DATASET, ISSUER, VALCOBREIZH

WANTED = HandRequest(DATASET.id, "dataset=val_d_ille_aubigne__collectes&title=Tonnages")


@pytest.fixture
def hands(world):
    async def hand(act=WANTED, who="agent@valcobreizh"):
        subject = local_subject(world.catalog.snapshot.agents[ISSUER, who])
        return await hand_to_steward(act, subject, world.ports, dry_run=False)

    return hand


async def test_the_stewards_of_the_agents_body_are_told_once(world, hands):
    done = await hands()
    assert "transmise, remplie, à votre référent" in done.sentences[0].fr
    await hands()
    (message,) = world.catalog.messages
    assert (message.kind, message.to, message.roles) == (
        "request.handed",
        (VALCOBREIZH.siren,),
        {"steward"},
    )
    assert message.facts["form"] == WANTED.form
    words = word_message(message, "fr")
    assert WANTED.form not in " ".join(line.text for line in words.lines)
    assert world.catalog.records[0].for_organisation == VALCOBREIZH.siren


async def test_what_one_may_not_know_of_is_not_asked_for(hands):
    with pytest.raises(UnknownDataset):
        await hands(HandRequest("val_d_ille_aubigne__autre", ""))
    with pytest.raises(RequestTooLong):
        await hands(HandRequest(DATASET.id, "a" * 8_001))
    with pytest.raises((ActsRefused, UnknownDataset)):
        await hands(who="operator@interco")
