"""`requestHost`: the operators are told in their list, whatever body they are of; nobody else is.

Covers gateway.acts.host_requests, catalog.actions.host_request, catalog.actions.deposit_request,
gateway.sharing.notifications.recipients, gateway.sharing.notifications.inbox,
catalog.store.written_acts.
"""

from dataclasses import replace

import pytest

from catalog.actions.deposit_request import RequestDeposit
from catalog.actions.host_request import RequestHost
from catalog.actions.problems import ActRefused
from catalog.model.delivery import Channel, OutboxEntry
from catalog.model.subject import Strength
from gateway.acts.host_requests import ask_for_deposit, ask_for_host
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.recipients import organisation_told, plan_deliveries
from gateway.sharing.notifications.wording import word_message
from policies.embedded import EmbeddedPolicy
from tests.sharing.world import AGENTS, NOW, VAL_DILLE, VALCOBREIZH, World, agent

WANTED = RequestHost("base.mairie.fr:5432", "Le serveur de notre prestataire")


@pytest.fixture
async def world():
    law = EmbeddedPolicy(act_deadline_s=30.0)
    yield World(law, policy=law)
    await law.aclose()


def subject(name, **more):
    (found,) = (each for each in AGENTS if each.sub == name)
    return replace(local_subject(found), **more)


async def asks(world, wanted=WANTED, who="steward@val-d-ille-aubigne", dry_run=False, **more):
    return await ask_for_host(wanted, None, subject(who, **more), world.ports, dry_run=dry_run)


async def test_the_operators_are_told_and_whoever_asked_is_answered(world):
    tried = await asks(world, dry_run=True)
    assert not world.catalog.messages
    done = await asks(world)
    assert done.sentences == tried.sentences
    assert "les exploitants de la plateforme sont prévenus" in done.sentences[0].fr
    (message,) = world.catalog.messages
    assert (message.kind, message.about) == ("host.requested", "base.mairie.fr:5432")
    words = word_message(message, "fr")
    assert "base.mairie.fr:5432" in words.title
    assert world.catalog.records[-1].action == "request_host"
    await asks(world)
    assert len(world.catalog.messages) == 1


async def test_a_body_without_a_deposit_asks_the_operators_for_one(world):
    wanted = RequestDeposit("Les tonnages de nos déchèteries")
    who = subject("steward@val-d-ille-aubigne")
    done = await ask_for_deposit(wanted, who, world.ports, dry_run=False)
    assert "demande un dépôt" in done.sentences[0].fr
    (message,) = world.catalog.messages
    assert (message.kind, message.roles) == ("deposit.requested", {"operator"})
    assert "« Les tonnages de nos déchèteries »" in word_message(message, "fr").sentence
    with pytest.raises(ActRefused):
        await ask_for_deposit(RequestDeposit(" "), who, world.ports, dry_run=False)
    agents = subject("agent@val-d-ille-aubigne")
    with pytest.raises(ActsRefused):
        await ask_for_deposit(wanted, agents, world.ports, dry_run=False)


async def test_every_operator_is_told_and_nobody_else(world):
    await asks(world)
    (message,) = world.catalog.messages
    of_a_body = agent("exploitante@valcobreizh", VALCOBREIZH, {"operator"})
    (nowhere,) = (each for each in AGENTS if each.sub == "operator@interco")
    nowhere = replace(nowhere, email="exploitation@interco.example")
    snapshot = await world.catalog.current()
    known = {(each.issuer, each.sub): each for each in (*AGENTS, of_a_body, nowhere)}
    entry = OutboxEntry(1, NOW, message)
    planned = plan_deliveries(entry, replace(snapshot, agents=known), by_mail=True)
    assert [(each.channel, each.organisation) for each in planned] == [
        (Channel.IN_APP, VAL_DILLE.siren),
        (Channel.MAIL, VAL_DILLE.siren),
        (Channel.IN_APP, VALCOBREIZH.siren),
    ]
    assert organisation_told(nowhere, message) == VAL_DILLE.siren
    assert organisation_told(nowhere, replace(message, roles=frozenset({"steward"}))) is None


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (RequestHost("", "Oui"), "invalid_host"),
        (RequestHost("a b", "Oui"), "invalid_host"),
        (RequestHost("/tmp/socket", "Oui"), "invalid_host"),
        (RequestHost("s3.valdille.fr:443", "Oui"), "host_is_approved"),
        (RequestHost("db.valdille.fr:5432", "Oui"), "host_is_approved"),
        (RequestHost("base.mairie.fr", "  "), "no_reason_given"),
        (RequestHost("base.mairie.fr", "a\x00"), "unsafe_text"),
    ],
)
async def test_what_cannot_be_asked_is_told(world, wanted, code):
    with pytest.raises(ActRefused) as refused:
        await asks(world, wanted)
    assert code in {each.problem.code for each in refused.value.findings}
    assert not world.catalog.messages


@pytest.mark.parametrize(
    ("who", "more", "code"),
    [
        ("agent@val-d-ille-aubigne", {}, "role_required"),
        ("steward@val-d-ille-aubigne", {"proves": frozenset({Strength.READ})}, "sign_in_too_weak"),
    ],
)
async def test_whoever_may_not_declare_storages_does_not_ask(world, who, more, code):
    with pytest.raises(ActsRefused) as refused:
        await asks(world, who=who, **more)
    assert [each.code for each in refused.value.problems] == [code]
