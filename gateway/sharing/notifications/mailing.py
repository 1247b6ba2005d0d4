"""Mail to the operator's server: encrypted, or to this machine only."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import unquote, urlsplit

import aiosmtplib

from catalog.model.problem import Problem
from gateway.base.problems import UnsafeConfiguration
from gateway.sharing.notifications.email_messages import read_mail_address
from gateway.sharing.notifications.problems import (
    MailAddressUnusable,
    MailPostponed,
    MailRefused,
    MailServerNotTrusted,
    MailServerUnreachable,
)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TIMEOUT_S = 30.0


class MailLink(StrEnum):
    """The encryption of the link to the mail server. `plain` is for this machine only."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Mailer:
    """One connection a mail; whatever it holds is out of its repr."""

    host: str
    port: int
    link: MailLink
    sender: str
    tls: ssl.SSLContext
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    async def send(self, letter: EmailMessage) -> None:
        """Accepted by the server when it returns. Raises one of the Mail… problems."""
        try:
            async with asyncio.timeout(2 * _TIMEOUT_S):
                await aiosmtplib.send(
                    letter,
                    hostname=self.host,
                    port=self.port,
                    username=self.user,
                    password=self.password,
                    use_tls=self.link is MailLink.TLS,
                    start_tls=self.link is MailLink.STARTTLS,
                    tls_context=None if self.link is MailLink.PLAIN else self.tls,
                    timeout=_TIMEOUT_S,
                )
        except (aiosmtplib.SMTPException, OSError) as error:
            # What the library says may hold addresses: told by class alone.
            raise _problem(error) from None


def read_mailer(url: str, sender: str | None, tls: ssl.SSLContext) -> Mailer:
    """`smtp://user:password@host:587` (STARTTLS, needed but on this machine) or `smtps://`.

    Raises UnsafeConfiguration, which never repeats the address: it may hold a password.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    host = parts.hostname or ""
    if parts.scheme not in {"smtp", "smtps"} or not host or port == -1 or parts.path.strip("/"):
        raise UnsafeConfiguration(
            what_fr="l'adresse du serveur de courriel ne se lit pas (smtp://hôte:port)",
            what_en="the mail server's address cannot be read (smtp://host:port)",
            setting="INTERCO_SMTP_URL",
        )
    try:
        read_mail_address(sender or "")
    except MailAddressUnusable:
        raise UnsafeConfiguration(
            what_fr="l'adresse qui envoie les courriels manque ou ne peut pas servir",
            what_en="the address that mails come from is missing or cannot be used",
            setting="INTERCO_MAIL_FROM",
        ) from None
    link = MailLink.TLS if parts.scheme == "smtps" else MailLink.STARTTLS
    if link is MailLink.STARTTLS and host in _LOOPBACK:
        link = MailLink.PLAIN
    default = {MailLink.PLAIN: 25, MailLink.STARTTLS: 587, MailLink.TLS: 465}[link]
    return Mailer(
        host=host,
        port=port or default,
        link=link,
        sender=sender or "",
        tls=tls,
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _problem(error: Exception) -> Problem:
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return MailServerNotTrusted()
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError):
        return (MailRefused if error.code >= 500 else MailPostponed)(answer=error.code)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return MailPostponed(answer=error.code)
    if type(error) is aiosmtplib.SMTPException:
        # What the library says of a server that offers no STARTTLS, or no way to log in.
        return MailServerNotTrusted()
    return MailServerUnreachable()
