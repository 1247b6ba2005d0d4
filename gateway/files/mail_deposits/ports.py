"""The ports that deposits by mail need from outside, built once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network

from catalog.snapshot import Snapshot
from gateway.files.deposits.arriving import ArrivalPorts
from gateway.files.deposits.ports import DepositPorts
from gateway.sharing.notifications.mailing import Mailer


@dataclass(frozen=True, slots=True)
class MailDepositPorts:
    """`relays`: from where mails are taken at all; `authserv_id`: the relay's name in its
    Authentication-Results. `mailer` None: nobody is answered. `answers`: those under way.
    """

    current: Callable[[], Awaitable[Snapshot]]
    deposits: DepositPorts
    arrivals: ArrivalPorts
    mailer: Mailer | None
    domain: str
    authserv_id: str
    relays: tuple[IPv4Network | IPv6Network, ...]
    public_url: str
    max_bytes: int
    answers: set[asyncio.Task[None]] = field(default_factory=set)
