"""The sender of messages by mail, and the door of those that bring files, if the settings say."""

from __future__ import annotations

import ssl

from catalog.store.store import Store
from gateway.base.settings import Settings
from gateway.files.deposits.arriving import ArrivalPorts
from gateway.files.deposits.ports import DepositPorts
from gateway.files.mail_deposits.ports import MailDepositPorts
from gateway.sharing.notifications.mailing import Mailer, read_mailer


def mailer_of(settings: Settings, tls: ssl.SSLContext) -> Mailer | None:
    """Raises UnsafeConfiguration."""
    if settings.smtp_url is None:
        return None
    return read_mailer(settings.smtp_url.get_secret_value(), settings.mail_from, tls)


def mail_deposits_of(
    settings: Settings,
    store: Store,
    deposits: DepositPorts,
    arrivals: ArrivalPorts,
    mailer: Mailer | None,
) -> MailDepositPorts | None:
    given = settings.mail_deposits
    if given is None:
        return None
    return MailDepositPorts(
        current=store.current,
        deposits=deposits,
        arrivals=arrivals,
        mailer=mailer,
        domain=given.domain,
        authserv_id=given.authserv_id,
        relays=given.relays,
        public_url=settings.public_url or f"http://{settings.host}:{settings.port}",
        max_bytes=given.max_bytes,
    )
