"""Somebody asks a body for data that they have not found: nothing is opened, and nothing is told.

Covers gateway.asking.service, gateway.asking.sealing, gateway.asking.letter, gateway.acts.asking,
catalog.actions.asking.
"""

import re
import ssl
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.actions.asking import AskForData, Outsider
from catalog.actions.problems import ActRefused
from catalog.model.subject import ANONYMOUS
from gateway.asking.sealing import AskingSealer
from gateway.asking.service import AskingExpired, AskingNotOpen, AskingPorts, AskingService
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.mailing import read_mailer
from gateway.sharing.notifications.wording import word_message
from policies.embedded import EmbeddedPolicy
from tests.integration.telling.servers import Inbox, mail_server
from tests.sharing.world import EAUX, ISSUER, World

CAMILLE = Outsider("Camille Le Gall", "Mairie de Vannes", "camille@vannes.example")
WANTED = AskForData("tonnages des déchèteries", "Comparer nos coûts", CAMILLE)


@pytest.fixture
async def world():
    law = EmbeddedPolicy(act_deadline_s=30.0)
    yield World(law, policy=law)
    await law.aclose()


@asynccontextmanager
async def asking(world, inbox, subject=ANONYMOUS):
    async with mail_server(inbox) as port:
        mailer = read_mailer(
            f"smtp://127.0.0.1:{port}", "interco@interco.example", ssl.create_default_context()
        )
        ports = AskingPorts(AskingSealer(b"k" * 32), mailer, "https://interco.example")
        yield AskingService(subject, world.ports, ports)


def token_of(inbox):
    (letter,) = inbox.parsed()
    text = letter.get_content()
    return re.search(r"https://interco\.example/ask/confirm\?token=(\S+)", text)[1]


async def test_a_request_from_outside_leaves_once_its_address_is_confirmed(world):
    inbox = Inbox()
    async with asking(world, inbox) as service:
        acted = await service.ask_from_outside(WANTED, EAUX.siren, dry_run=False)
        await inbox.came.wait()
        # Until then nobody is told and nothing is kept.
        assert world.catalog.messages == []
        assert inbox.recipients == ["camille@vannes.example"]
        assert "Camille" not in inbox.parsed()[0].get_content()
        token = token_of(inbox)
        for _ in range(2):
            await service.confirm(token, dry_run=False)
    (message,) = world.catalog.messages
    assert (message.kind, message.to, message.roles) == (
        "data.asked_for",
        (EAUX.siren,),
        {"steward"},
    )
    words = word_message(message, "fr")
    assert "tonnages des déchèteries" in words.title
    lines = {line.label: line.text for line in words.lines}
    assert lines["Lui répondre à"] == "camille@vannes.example"
    # The same for any body, whatever it has: nothing of its data was looked up.
    other = Inbox()
    async with asking(world, other) as service:
        nothing = replace(WANTED, words="licornes")
        same = await service.ask_from_outside(nothing, EAUX.siren, dry_run=False)
        await other.came.wait()
    assert same.sentences == acted.sentences
    shape = [re.sub(r"token=\S+", "", each.parsed()[0].get_content()) for each in (inbox, other)]
    assert shape[0] == shape[1]


async def test_one_address_is_sent_one_mail_and_a_link_ends(world):
    inbox = Inbox()
    async with asking(world, inbox) as service:
        for _ in range(3):
            await service.ask_from_outside(WANTED, EAUX.siren, dry_run=False)
        await inbox.came.wait()
        token = token_of(inbox)
        world.now += timedelta(days=1, seconds=1)
        with pytest.raises(AskingExpired):
            await service.confirm(token, dry_run=False)
        for forged in ("", "a", token[:-2] + "AA", "é"):
            with pytest.raises(AskingExpired):
                service.confirmed(forged)
    assert world.catalog.messages == []


async def test_what_is_incomplete_is_refused_before_any_mail(world):
    inbox = Inbox()
    async with asking(world, inbox) as service:
        wrong = AskForData(" ", "", Outsider("", "Mairie", "camille at vannes"))
        with pytest.raises(ActRefused) as refused:
            await service.ask_from_outside(wrong, EAUX.siren, dry_run=False)
        paths = [finding.path for finding in refused.value.findings]
        assert paths == [("words",), ("name",), ("address",)]
        without = replace(service, ports=replace(service.ports, mailer=None))
        with pytest.raises(AskingNotOpen):
            await without.ask_from_outside(WANTED, EAUX.siren, dry_run=False)
    assert inbox.letters == []


async def test_an_agent_asks_without_a_name(world):
    agent = local_subject(world.catalog.snapshot.agents[ISSUER, "agent@valcobreizh"])
    async with asking(world, Inbox(), agent) as service:
        await service.ask(WANTED, EAUX.siren, dry_run=False)
        (message,) = world.catalog.messages
        assert message.facts == {"explanation": "Comparer nos coûts"}
        with pytest.raises(ActsRefused):
            await replace(service, subject=ANONYMOUS).ask(WANTED, EAUX.siren, dry_run=False)
