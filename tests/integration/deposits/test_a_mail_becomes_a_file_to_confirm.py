"""Over SMTP, as the operator's relay hands it over: kept for a steward, never published by itself.

Covers gateway.files.mail_deposits.server, gateway.files.mail_deposits.receiving,
gateway.files.mail_deposits.letters, gateway.files.mail_deposits.answers,
gateway.files.mail_deposits.ports, gateway.files.mail_deposits.problems, gateway.acts.mail_senders,
gateway.control.mail_senders, catalog.actions.mail_senders.mail_senders,
catalog.actions.mail_senders.problems, catalog.model.mail_sender, catalog.store.arrived_files.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from email.message import EmailMessage
from ipaddress import ip_network

import aiosmtplib
import pytest

from gateway.base.settings import MailDepositSettings
from gateway.demo_mode.state import DemoState
from gateway.files.deposits.preparing import Wanted
from gateway.files.mail_deposits.server import taking_mails
from gateway.sharing.notifications.loop import deliver_due
from gateway.wiring.services import open_services
from intake.deposits.acceptance_problems import DepositNotAccepted
from tests.demo_folders import make_demo
from tests.integration.deposits.files import csv_file
from tests.integration.deposits.test_a_file_becomes_rows import (
    DATASET,
    FOURTH,
    WEIGHINGS,
    deposited,
    service,
    weights,
)
from tests.integration.gateway.conftest import Gateway
from tests.integration.telling.servers import Inbox, mail_server

SENDER = "pesees@mesnil-roc-h.fr"
RELAY = "mx.interco.example"
PASSED = f"{RELAY}; dkim=pass (2048-bit key) header.d=mesnil-roc-h.fr; spf=none"
ADD = "mutation ($a: String!) { addMailSender(address: $a) { applied sentences { fr } } }"
REMOVE = "mutation ($a: String!) { removeMailSender(address: $a) { applied } }"
LIST = "{ mailDeposits { domain senders { address by } } }"
NEXT = csv_file([*WEIGHINGS, FOURTH])


@pytest.fixture
async def answers():
    inbox = Inbox()
    async with mail_server(inbox) as port:
        yield inbox, port


@pytest.fixture
async def gateway(tmp_path, answers):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    settings = state.settings(
        smtp_url=f"smtp://127.0.0.1:{answers[1]}",
        mail_from="interco@interco.example",
        public_url="https://interco.example",
        mail_deposits=MailDepositSettings(domain="depot.interco.example", authserv_id=RELAY),
    )
    async with open_services(settings, demo=True) as services:
        gateway = Gateway(state, services)
        await deposited(gateway)
        yield gateway


@pytest.fixture
async def door(gateway):
    ports = gateway.services.mail_deposits
    async with taking_mails("127.0.0.1", 0, ports) as port:
        yield port, ports


def letter(sender=SENDER, results=PASSED, files=(("pesees.csv", NEXT),), **headers):
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, f"depot+{DATASET}@depot.interco.example"
    mail["Subject"], mail["Message-ID"] = "Pesées de la semaine", "<1@mesnil-roc-h.fr>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Bonjour,\nvoici le fichier.")
    for name, content in files:
        mail.add_attachment(content, maintype="text", subtype="csv", filename=name)
    return f"Authentication-Results: {results}\r\n".encode() + mail.as_bytes()


async def mailed(door, content, to=f"depot+{DATASET}@depot.interco.example"):
    port, ports = door
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False)
    async with client:
        await client.sendmail(SENDER, [to], content)
    await asyncio.gather(*ports.answers.copy())


RULES = """mutation { describeDataset(dataset: "pesees", changes: {
  acceptance: {period: PREVIOUS_MONTH}}) { applied } }"""


async def waiting(gateway):
    return await (await service(gateway)).uploads()


async def listed(gateway):
    await gateway.ask(ADD, "steward@mesnil-roc-h", variables={"a": SENDER.upper()})


async def test_an_attachment_of_a_listed_sender_waits_and_is_confirmed_by_a_steward(
    gateway, door, answers
):
    await listed(gateway)
    await mailed(door, letter())
    (upload,) = await waiting(gateway)
    assert (upload.file_name, upload.came_from, upload.dataset) == ("pesees.csv", SENDER, DATASET)
    assert len(await weights(gateway)) == 3
    (answer,) = answers[0].parsed()
    text = answer.get_content()
    assert (answer["to"], answer["in-reply-to"]) == (SENDER, "<1@mesnil-roc-h.fr>")
    assert "4 lignes lues" in text
    assert f"https://interco.example/data/{DATASET}/update/{upload.id}" in text
    deposits = await service(gateway)
    await deposits.confirm(upload.id, Wanted(DATASET))
    assert len(await weights(gateway)) == 4
    assert await waiting(gateway) == ()


async def test_stewards_of_the_owner_are_told_and_nobody_else_knows(gateway, door):
    await listed(gateway)
    await mailed(door, letter())
    for agent in ("steward@valcobreizh", "agent@mesnil-roc-h", "approver@mesnil-roc-h"):
        assert await (await service(gateway, agent)).uploads() == ()
    await deliver_due(gateway.services.notifications)
    inbox = "{ inbox { kind about } }"
    answer = await gateway.ask(inbox, "steward@mesnil-roc-h")
    assert b"deposit.waiting" in answer.body


@pytest.mark.parametrize(
    "content",
    [
        letter(sender="inconnu@mesnil-roc-h.fr"),
        letter(results=f"{RELAY}; dkim=fail header.d=mesnil-roc-h.fr; spf=fail"),
        letter(results=f"{RELAY}; dkim=pass header.d=ailleurs.fr; spf=pass smtp.mailfrom=a@b.fr"),
        letter(results=PASSED.replace(RELAY, "mx.ailleurs.example")),
        letter(results=f"{RELAY}; none\r\nAuthentication-Results: {PASSED}"),
        letter(Auto_Submitted="auto-replied"),
        letter(Precedence="bulk"),
        letter(sender=f"{SENDER}, autre@mesnil-roc-h.fr"),
        b"rien qui ressemble a un courriel",
    ],
)
async def test_whoever_is_not_proved_and_listed_gets_no_answer_and_leaves_nothing(
    gateway, door, answers, content
):
    await listed(gateway)
    await mailed(door, content)
    assert await waiting(gateway) == ()
    assert answers[0].letters == []


async def test_a_sender_of_another_body_is_nobody_here(gateway, door, answers):
    await gateway.ask(ADD, "steward@valcobreizh", variables={"a": SENDER})
    await mailed(door, letter())
    assert await waiting(gateway) == ()
    assert answers[0].letters == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "aucun fichier joint"),
        ((("a.csv", NEXT), ("b.csv", NEXT)), "2 fichiers joints"),
        ((("virus.exe", b"MZ"),), "aucun fichier joint"),
        ((("vide.csv", b""),), "Ce fichier est vide"),
    ],
)
async def test_a_listed_sender_is_told_why_nothing_was_taken(gateway, door, answers, files, words):
    await listed(gateway)
    await mailed(door, letter(files=files))
    assert await waiting(gateway) == ()
    (answer,) = answers[0].parsed()
    assert words in answer.get_content()
    assert answer["auto-submitted"] == "auto-replied"


async def test_a_mail_that_the_relay_sends_again_is_taken_once(gateway, door, answers):
    await listed(gateway)
    for _ in range(3):
        await mailed(door, letter())
    assert len(await waiting(gateway)) == 1
    assert len(answers[0].letters) == 1


async def test_no_other_relay_no_other_address_and_no_larger_mail_is_taken(gateway, door):
    await listed(gateway)
    _port, ports = door
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await mailed(door, letter(), to="contact@depot.interco.example")
    assert [recipient.code for recipient in refused.value.recipients] == [550]
    elsewhere = replace(ports, relays=(ip_network("192.0.2.0/24"),), max_bytes=10_000)
    async with taking_mails("127.0.0.1", 0, elsewhere) as other:
        with pytest.raises(aiosmtplib.SMTPException):
            await mailed((other, elsewhere), letter())
    small = replace(ports, max_bytes=10_000)
    async with taking_mails("127.0.0.1", 0, small) as other:
        with pytest.raises(aiosmtplib.SMTPException):
            await mailed((other, small), letter(files=(("a.csv", b"x" * 20_000),)))
    assert await waiting(gateway) == ()


async def test_senders_are_listed_and_removed_by_stewards_alone(gateway, door, answers):
    await listed(gateway)
    answer = await gateway.ask(LIST, "steward@mesnil-roc-h")
    assert SENDER.encode() in answer.body
    assert b"depot.interco.example" in answer.body
    for agent in ("agent@mesnil-roc-h", "approver@mesnil-roc-h"):
        assert b"errors" in (await gateway.ask(LIST, agent)).body
        assert b"errors" in (await gateway.ask(ADD, agent, variables={"a": "x@y.fr"})).body
    wrong = await gateway.ask(ADD, "steward@mesnil-roc-h", variables={"a": "pas une adresse"})
    assert b"sender_address_refused" in wrong.body
    await gateway.ask(REMOVE, "steward@mesnil-roc-h", variables={"a": SENDER})
    await mailed(door, letter())
    assert await waiting(gateway) == ()
    assert answers[0].letters == []


async def test_a_mail_is_answered_with_what_the_data_accept(gateway, door, answers):
    await listed(gateway)
    await gateway.ask(RULES, "steward@mesnil-roc-h")
    await mailed(door, letter())
    (answer,) = answers[0].parsed()
    text = " ".join(answer.get_content().split())
    assert "Aucune ligne n'est de" in text
    assert "ce fichier est de janv. 2026. Rien n'en sera déposé." in text
    (upload,) = await waiting(gateway)
    deposits = await service(gateway)
    with pytest.raises(DepositNotAccepted):
        await deposits.confirm(upload.id, Wanted(DATASET))
    assert len(await weights(gateway)) == 3
