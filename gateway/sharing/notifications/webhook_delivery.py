"""A signed POST to a webhook: to an approved place, answered 2xx in time, or a Problem."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass

import httpx

from catalog.canonical_json import write_canonical
from catalog.model.delivery import OutboxEntry
from catalog.model.organisation import Organisation
from catalog.model.problem import Problem
from catalog.model.webhook import Webhook
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.problems import (
    WebhookAnswered,
    WebhookNotTrusted,
    WebhookSecretUnreadable,
    WebhookUnreachable,
)
from gateway.sharing.notifications.signing import DELIVERY, EVENT, signature_headers
from gateway.sharing.notifications.webhook_target import TIMEOUT_S, resolve_webhook
from gateway.sharing.notifications.wording import word_message


@dataclass(frozen=True, slots=True)
class Post:
    """The content of a POST; `delivery_id` is the same each time it is sent."""

    delivery_id: str
    entry: OutboxEntry


async def post_to_webhook(
    post: Post, webhook: Webhook, organisation: Organisation, ports: NotificationPorts
) -> None:
    """Answered 2xx when it returns. Raises a SourceProblem, or HostNotApproved."""
    secret = _read_secret(webhook, ports)
    address, ips = await resolve_webhook(webhook, organisation, demo=ports.demo)
    body = write_body(post)
    headers = {
        "Host": address.authority,
        "Content-Type": "application/json",
        "User-Agent": "Interco",
        DELIVERY: post.delivery_id,
        EVENT: post.entry.message.kind,
        **signature_headers(post.delivery_id, body, secret, ports.clock()),
    }
    scheme = "https" if address.is_https else "http"
    # The name is checked against the certificate; the connection goes to the address judged.
    name = {"sni_hostname": address.host} if address.is_https else {}
    unreachable = WebhookUnreachable(host=address.host, seconds=TIMEOUT_S)
    failed: Problem = unreachable
    try:
        async with asyncio.timeout(TIMEOUT_S), _client(ports) as client:
            for ip in ips:
                host = f"[{ip}]" if ":" in ip else ip
                url = f"{scheme}://{host}:{address.port}{address.target}"
                request = client.build_request(
                    "POST", url, content=body, headers=headers, extensions=name
                )
                try:
                    await _send(client, request)
                except httpx.ConnectError as error:
                    failed = WebhookNotTrusted(host=address.host) if _is_tls(error) else unreachable
                else:
                    return
    except (httpx.HTTPError, TimeoutError, ssl.SSLError):
        raise unreachable from None
    raise failed


def write_body(post: Post) -> bytes:
    """JSON: the message, and what it says in both languages."""
    message = post.entry.message
    french, english = word_message(message, "fr"), word_message(message, "en")
    return write_canonical(
        {
            "id": post.delivery_id,
            "kind": message.kind,
            "at": post.entry.at.isoformat(),
            "about": message.about,
            "facts": dict(message.facts),
            "fr": {"title": french.title, "sentence": french.sentence},
            "en": {"title": english.title, "sentence": english.sentence},
        }
    )


async def _send(client: httpx.AsyncClient, request: httpx.Request) -> None:
    """Only the status is read: a body may be endless."""
    answer = await client.send(request, stream=True, follow_redirects=False)
    await answer.aclose()
    if not answer.is_success:
        raise WebhookAnswered(answer=answer.status_code)


def _client(ports: NotificationPorts) -> httpx.AsyncClient:
    """No proxy of the environment, no cookie, nothing kept from one webhook to the next."""
    return httpx.AsyncClient(verify=ports.tls, trust_env=False, timeout=TIMEOUT_S)


def _read_secret(webhook: Webhook, ports: NotificationPorts) -> str:
    try:
        secret = ports.resolve_secret(webhook.secret)
    except Problem:
        raise WebhookSecretUnreadable from None
    if not secret:
        # An empty key signs for anybody.
        raise WebhookSecretUnreadable
    return secret


def _is_tls(error: httpx.ConnectError) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
