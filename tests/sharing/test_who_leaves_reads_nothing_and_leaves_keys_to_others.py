"""A person who loses the last role: the door closes, and machine keys pass to other stewards.

Covers catalog.actions.keys.left_behind, catalog.actions.keys.keys, gateway.identity.subject.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.actions.keys.left_behind import with_keys_left
from catalog.actions.sharing.acts import RevokeRoles
from catalog.changes import Changes
from catalog.model.problem import Problem
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey
from catalog.model.subject import Strength
from gateway.acts.keys import KeyService
from gateway.base.problems import ActsRefused
from gateway.identity.authentication import Claims
from gateway.identity.subject import local_subject, resolve_subject
from policies.problems import WithoutRole
from tests.sharing.world import EAUX, ISSUER, NOW, VALCOBREIZH, World, agent

STEWARD, SECOND = "steward@valcobreizh", "second@valcobreizh"
EVERYTHING = frozenset({"agent", "steward", "approver", "dpo"})
SCOPE = KeyScope(frozenset({"d"}), frozenset(), frozenset({"csv"}), frozenset({"sql"}))


def machine(account="cle-1", made_by=STEWARD, **changed):
    key = StoredKey(f"{account}.1", "0" * 64, NOW, NOW + timedelta(days=300))
    made = ServiceAccount(
        account, VALCOBREIZH.siren, "Tableau de bord", SCOPE, (key,), made_by, NOW
    )
    return replace(made, **changed)


@pytest.fixture
async def town(law):
    world = World(law)
    await world.puts(machine(), machine("cle-2", made_by=SECOND))
    return world


def leave(sub, *roles):
    return RevokeRoles(ISSUER, sub, frozenset(roles or EVERYTHING))


async def key_of(world, account="cle-1"):
    return (await world.catalog.current()).service_accounts[account]


async def keys(world, name):
    subject = local_subject((await world.catalog.current()).agents[ISSUER, name])
    return KeyService(subject, world.ports)


def token_of(sub):
    return Claims(issuer=ISSUER, sub=sub, siren=VALCOBREIZH.siren, proves=frozenset(Strength))


async def test_who_has_lost_the_last_role_is_refused_at_the_door(town):
    await town.does(SECOND, leave("agent@valcobreizh"))
    snapshot = await town.catalog.current()
    with pytest.raises(WithoutRole):
        resolve_subject(
            token_of("agent@valcobreizh"), snapshot, purpose=None, on_behalf_of=None, now=NOW
        )
    assert resolve_subject(
        token_of("dpo@valcobreizh"), snapshot, purpose=None, on_behalf_of=None, now=NOW
    ).roles == {"dpo"}


async def test_the_keys_that_somebody_made_wait_for_another_steward(town):
    acted = await town.does(SECOND, leave(STEWARD))
    assert "Tableau de bord" in acted.sentences[-1].fr
    left = await key_of(town)
    assert left.confirm_before == town.now + timedelta(days=30)
    assert left.opens("cle-1.1", town.now + timedelta(days=29))
    assert not left.opens("cle-1.1", left.confirm_before)
    assert (await key_of(town, "cle-2")).confirm_before is None
    told = town.catalog.messages[-1]
    assert (told.kind, told.about, told.roles) == ("key.to_confirm", "cle-1", {"steward"})


async def test_a_key_of_another_body_does_not_wait_for_who_left_this_one(town):
    """It was made by a person of the same name."""
    await town.puts(machine("cle-3", organisation=EAUX.siren))
    await town.does(SECOND, leave(STEWARD))
    assert (await key_of(town, "cle-3")).confirm_before is None
    assert (await key_of(town)).confirm_before is not None


async def test_a_confirmed_key_serves_on_for_who_confirmed_it(town):
    await town.does(SECOND, leave(STEWARD))
    await (await keys(town, SECOND)).confirm("cle-1", dry_run=False)
    kept = await key_of(town)
    assert (kept.confirm_before, kept.made_by) == (None, SECOND)
    assert kept.opens("cle-1.1", town.now + timedelta(days=31))


async def test_nobody_but_a_steward_confirms_a_key_and_none_that_waits_for_nothing(town):
    await town.does(SECOND, leave(STEWARD))
    for name, account, code in (
        ("agent@valcobreizh", "cle-1", "act_not_allowed"),
        (SECOND, "cle-2", "key_needs_no_confirmation"),
        ("steward@bretagne-romantique", "cle-1", "unknown_machine_key"),
    ):
        with pytest.raises((Problem, ActsRefused)) as refused:
            await (await keys(town, name)).confirm(account, dry_run=False)
        assert refused.value.code == code
    town.now += timedelta(days=30)
    with pytest.raises(Problem) as refused:
        await (await keys(town, SECOND)).confirm("cle-1", dry_run=False)
    assert refused.value.code == "key_ended_unconfirmed"


async def test_without_a_steward_they_end_at_once(town):
    await town.puts(agent(STEWARD, VALCOBREIZH, {"agent"}), agent(SECOND, VALCOBREIZH, {"steward"}))
    await town.does("operator@interco", leave(SECOND, "steward"))
    assert (await key_of(town, "cle-2")).revoked_at == town.now


async def test_who_keeps_a_role_keeps_the_keys(town):
    await town.does("operator@interco", leave(SECOND, "steward"))
    assert (await key_of(town, "cle-2")).confirm_before is None


async def test_who_goes_to_another_body_leaves_the_keys_of_the_first(town):
    """By the operator's declaration: the person has roles on, and not here."""
    gone = agent(SECOND, EAUX, {"agent", "steward"})
    changes = with_keys_left(Changes((gone,)), await town.catalog.current(), town.now)
    (left,) = (each for each in changes.put if isinstance(each, ServiceAccount))
    assert left.id == "cle-2"
    assert left.confirm_before == town.now + timedelta(days=30)


async def test_a_role_that_is_none_of_ours_opens_nothing_at_the_door(town):
    await town.puts(agent("agent@valcobreizh", VALCOBREIZH, {"agnet"}))
    with pytest.raises(WithoutRole):
        resolve_subject(
            token_of("agent@valcobreizh"),
            await town.catalog.current(),
            purpose=None,
            on_behalf_of=None,
            now=NOW,
        )
