"""Covers gateway.sharing.notifications.mailing, gateway.sharing.notifications.email_messages,
gateway.wiring.mail, catalog.model.delivery.
"""

import ssl
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.model.delivery import Channel, Delivery, DeliveryState, OutboxEntry
from gateway.base.problems import UnsafeConfiguration
from gateway.sharing.notifications.email_messages import write_letter
from gateway.sharing.notifications.mailing import Mailer, MailLink, read_mailer
from gateway.sharing.notifications.problems import MailServerNotTrusted, MailServerUnreachable
from tests.integration.telling.servers import Inbox, mail_server
from tests.integration.telling.world import VAL, message

SENDER = "notifications@interco.example"
TLS = ssl.create_default_context()


@pytest.fixture
def letter():
    entry = OutboxEntry(1, datetime(2026, 3, 2, tzinfo=UTC), message())
    delivery = Delivery("d" * 32, entry, Channel.MAIL, "x", VAL.siren, DeliveryState.PENDING)
    return write_letter(delivery, "anne@val.example", SENDER, "https://interco.example")


@asynccontextmanager
async def server(tls=None, *, link, trusted, host="localhost"):
    inbox = Inbox()
    async with mail_server(inbox, tls=tls) as port:
        yield inbox, Mailer(host, port, link, SENDER, trusted)


async def test_mail_is_sent_over_starttls(letter, certificate):
    link = {"link": MailLink.STARTTLS, "trusted": certificate.client}
    async with server(certificate.server, **link) as (inbox, mailer):
        await mailer.send(letter)
        assert [to for to, _ in inbox.letters] == [("anne@val.example",)]
        assert inbox.sessions[0].ssl is not None


async def test_a_certificate_that_nobody_vouches_for_is_refused(letter, certificate):
    async with server(certificate.server, link=MailLink.STARTTLS, trusted=TLS) as (inbox, mailer):
        with pytest.raises(MailServerNotTrusted):
            await mailer.send(letter)
        assert not inbox.letters


async def test_a_certificate_for_another_name_is_refused(letter, certificate):
    link = {"link": MailLink.STARTTLS, "trusted": certificate.client, "host": "127.0.0.1"}
    async with server(certificate.server, **link) as (inbox, mailer):
        with pytest.raises(MailServerNotTrusted):
            await mailer.send(letter)
        assert not inbox.letters


async def test_a_server_that_offers_no_encryption_gets_nothing(letter):
    async with server(link=MailLink.STARTTLS, trusted=TLS) as (inbox, mailer):
        with pytest.raises(MailServerNotTrusted):
            await mailer.send(letter)
        assert not inbox.letters


async def test_a_server_that_is_not_there_is_unreachable(letter):
    async with server(link=MailLink.PLAIN, trusted=TLS) as (_, mailer):
        gone = mailer
    with pytest.raises(MailServerUnreachable):
        await gone.send(letter)


@pytest.mark.parametrize(
    ("url", "link", "port"),
    [
        ("smtp://mail.example", MailLink.STARTTLS, 587),
        ("smtp://mail.example:25", MailLink.STARTTLS, 25),
        ("smtps://mail.example", MailLink.TLS, 465),
        ("smtp://localhost", MailLink.PLAIN, 25),
        ("smtp://[::1]:1025", MailLink.PLAIN, 1025),
        ("smtps://localhost", MailLink.TLS, 465),
    ],
)
def test_only_this_machine_is_spoken_to_in_clear(url, link, port):
    mailer = read_mailer(url, SENDER, TLS)
    assert (mailer.link, mailer.port) == (link, port)


def test_the_password_is_read_and_never_shown():
    mailer = read_mailer("smtp://anne%40val:p%40ss@mail.example", SENDER, TLS)
    assert (mailer.user, mailer.password) == ("anne@val", "p@ss")
    assert "p@ss" not in repr(mailer)
    assert replace(mailer, port=1).password == "p@ss"


@pytest.mark.parametrize(
    ("url", "sender", "setting"),
    [
        ("http://u:motdepasse@mail.example", SENDER, "INTERCO_SMTP_URL"),
        ("smtp://u:motdepasse@", SENDER, "INTERCO_SMTP_URL"),
        ("smtp://u:motdepasse@mail.example:port", SENDER, "INTERCO_SMTP_URL"),
        ("smtp://u:motdepasse@mail.example/x", SENDER, "INTERCO_SMTP_URL"),
        ("smtp://u:motdepasse@mail.example", None, "INTERCO_MAIL_FROM"),
        ("smtp://u:motdepasse@mail.example", "Interco <a@b.example>", "INTERCO_MAIL_FROM"),
    ],
)
def test_a_bad_setting_is_said_without_its_password(url, sender, setting):
    with pytest.raises(UnsafeConfiguration) as refused:
        read_mailer(url, sender, TLS)
    assert refused.value.facts["setting"] == setting
    assert "motdepasse" not in f"{refused.value} {refused.value.facts}"
