"""From a webhook's name to an address that may be spoken to, at the moment of speaking."""

from __future__ import annotations

import asyncio
import socket

from catalog.actions.problems import HostNotApproved
from catalog.actions.webhooks.addresses import (
    WebhookAddress,
    is_approved,
    may_connect,
    read_webhook_address,
)
from catalog.model.organisation import Organisation
from catalog.model.webhook import Webhook
from gateway.sharing.notifications.problems import WebhookAddressRefused, WebhookUnreachable

TIMEOUT_S = 10


async def resolve_webhook(
    webhook: Webhook, organisation: Organisation, *, demo: bool
) -> tuple[WebhookAddress, tuple[str, ...]]:
    """The address and the IPs it leads to now, all of which may be spoken to.

    The caller connects to these very IPs: a name that leads elsewhere a moment later gains nothing.
    Raises HostNotApproved, WebhookAddressRefused, WebhookUnreachable.
    """
    address = read_webhook_address(webhook.url)
    on_this_machine = demo and address is not None and address.is_loopback
    if address is None or not (address.is_https or on_this_machine):
        raise WebhookAddressRefused(host=webhook.id)
    if not on_this_machine and not is_approved(address, organisation):
        raise HostNotApproved(host=address.with_port)
    ips = await _look_up(address)
    if not all(may_connect(ip, address, organisation, demo=demo) for ip in ips):
        raise WebhookAddressRefused(host=address.host)
    return address, ips


async def _look_up(address: WebhookAddress) -> tuple[str, ...]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    ips = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    if not ips or any("%" in ip for ip in ips):
        raise WebhookUnreachable(host=address.host, seconds=TIMEOUT_S)
    return ips
