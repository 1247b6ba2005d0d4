"""The sender of messages by mail, and the door of those that bring files, if the settings say."""

from __future__ import annotations

import ssl

from catalog.store.store import Store
from federation.keys import DerivedKeys
from gateway.asking.sealing import AskingSealer
from gateway.asking.service import AskingPorts
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


def asking_of(settings: Settings, keyring: DerivedKeys, mailer: Mailer | None) -> AskingPorts:
    sealer = AskingSealer(bytes.fromhex(keyring.derive(("asking", "link"), 1)))
    return AskingPorts(sealer, mailer, public_url_of(settings))


def public_url_of(settings: Settings) -> str:
    return settings.public_url or f"http://{settings.host}:{settings.port}"


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
        public_url=public_url_of(settings),
        max_bytes=given.max_bytes,
    )
