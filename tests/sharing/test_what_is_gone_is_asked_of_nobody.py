"""Acts about what is no longer there, or was never anybody's: refused, or nothing is done.

Covers gateway.acts.campaigns, gateway.acts.figures.
"""

import pytest

from catalog.actions.campaigns.problems import UnknownCampaign
from catalog.actions.campaigns.reminding import DueReminder
from catalog.actions.figures.content import FigureAnswer, FigureSource
from catalog.model.subject import SYSTEM_CLOCK
from gateway.acts.campaigns import RemindByClock, RemindCampaign
from gateway.acts.commit import commit
from gateway.acts.figures import own_body, sources_of
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from tests.sharing.world import DATASET, ISSUER, World

STEWARD = "steward@val-d-ille-aubigne"


def subject(world, name):
    return local_subject(world.catalog.snapshot.agents[ISSUER, name])


async def test_the_clock_reminds_nobody_of_a_campaign_that_is_gone(world):
    due = RemindByClock(DueReminder("camp-2026-0001", "due"))
    done = await commit(due, SYSTEM_CLOCK, world.ports, dry_run=False)
    assert not done.is_written
    assert world.catalog.messages == []


@pytest.mark.parametrize("with_policy", [True, False])
async def test_nobody_is_reminded_of_a_campaign_that_there_is_not(law, with_policy):
    world = World(law, policy=law if with_policy else None)
    change = RemindCampaign("camp-2026-0001")
    with pytest.raises(UnknownCampaign):
        await commit(change, subject(world, STEWARD), world.ports, dry_run=False)


@pytest.mark.parametrize("source", [("d_gone", "conv@1"), (DATASET.id, "conv@1"), ("d_gone", None)])
def test_what_is_gone_gives_no_right_to_keep_a_figure(world, source):
    dataset, agreement = source
    answered = FigureAnswer("", (), None, {}, (FigureSource(dataset, 1, agreement),), "")
    (told,) = sources_of(answered, world.catalog.snapshot)
    assert not told.in_force


def test_nothing_is_frozen_for_the_platform(world):
    with pytest.raises(ActsRefused):
        own_body(subject(world, "operator@interco"))
    assert own_body(subject(world, STEWARD)) == "243500667"
