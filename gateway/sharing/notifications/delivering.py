"""One delivery, sent and settled: a failure is tried again later, here nothing waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

import structlog

from catalog.model.delivery import Channel, Delivery, target_of
from catalog.model.mail_choices import MailRhythm
from catalog.model.organisation import Agent
from catalog.model.problem import Problem
from catalog.model.webhook import Webhook
from catalog.problems import StoreUnavailable
from catalog.snapshot import Snapshot
from gateway.base.error_reporting import report_unexpected
from gateway.sharing.notifications.choices import rhythm_of
from gateway.sharing.notifications.digest_mails import write_digest
from gateway.sharing.notifications.email_messages import write_letter
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.problems import MailAddressUnusable, MailRefused
from gateway.sharing.notifications.recipients import is_told, organisation_told
from gateway.sharing.notifications.schedule import (
    MOST_ATTEMPTS,
    MOST_FAILURES_IN_A_ROW,
    next_attempt,
)
from gateway.sharing.notifications.webhook_delivery import Post, post_to_webhook

_log = structlog.get_logger()

_FOR_GOOD = (MailRefused, MailAddressUnusable)
NO_LONGER_TOLD = "no_longer_told"
WEBHOOK_OFF = "webhook_is_off"


async def deliver(claimed: Sequence[Delivery], snapshot: Snapshot, ports: NotificationPorts) -> int:
    """Sends deliveries; the number sent. Mails side by side; to one webhook, one after the other.

    Raises StoreUnavailable once all were tried: a delivery that was not settled is sent again
    later.
    """
    to_webhooks: dict[str, list[Delivery]] = {}
    agents = {target_of(each): each for each in snapshot.agents.values()}
    for each in claimed:
        if each.channel is Channel.WEBHOOK:
            to_webhooks.setdefault(each.target, []).append(each)
    work = [
        _mail(letter, agents.get(letter[0].target), snapshot, ports)
        for letter in _letters(claimed, agents, snapshot)
    ]
    work += [
        _post_in_turn(waiting, snapshot.webhooks.get(target), snapshot, ports)
        for target, waiting in to_webhooks.items()
    ]
    sent = 0
    failed: BaseException | None = None
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, BaseException):
            failed = failed or result
        else:
            sent += result
    if failed is not None:
        raise failed
    return sent


def _letters(
    claimed: Sequence[Delivery], agents: Mapping[str, Agent], snapshot: Snapshot
) -> Iterator[Sequence[Delivery]]:
    """Deliveries that leave as one mail each."""
    together: dict[str, list[Delivery]] = {}
    for delivery in claimed:
        if delivery.channel is not Channel.MAIL:
            continue
        agent = agents.get(delivery.target)
        if agent is None or rhythm_of(agent, delivery.entry.message, snapshot) is MailRhythm.EACH:
            yield (delivery,)
        else:
            together.setdefault(delivery.target, []).append(delivery)
    yield from together.values()


async def _mail(
    waiting: Sequence[Delivery], agent: Agent | None, snapshot: Snapshot, ports: NotificationPorts
) -> int:
    """Sends one mail of what its agent is still to be told; the number of messages that it held."""
    current = [each for each in waiting if _is_still_told(each, agent, snapshot, ports)]
    for delivery in waiting:
        if delivery not in current:
            await ports.deliveries.settle_off(delivery, ports.name, NO_LONGER_TOLD)
    if ports.mailer is None or agent is None or not agent.email or not current:
        return 0
    try:
        sender, platform = ports.mailer.sender, ports.platform
        if len(current) == 1:
            letter = write_letter(current[0], agent.email, sender, platform)
        else:
            letter = write_digest(current, agent.email, sender, platform)
        await ports.mailer.send(letter)
    except Exception as error:  # noqa: BLE001 - a bug in one must not stop the others
        for delivery in current:
            problem = _told(error, delivery)
            attempts = delivery.attempts + 1
            again = not isinstance(problem, _FOR_GOOD) and attempts < MOST_ATTEMPTS
            next_at = next_attempt(attempts, ports.clock()) if again else None
            await ports.deliveries.settle_failed(delivery, ports.name, problem.code, next_at)
        return 0
    for delivery in current:
        await ports.deliveries.settle_sent(delivery, ports.clock())
    return len(current)


def _is_still_told(
    delivery: Delivery, agent: Agent | None, snapshot: Snapshot, ports: NotificationPorts
) -> bool:
    message = delivery.entry.message
    return (
        ports.mailer is not None
        and agent is not None
        and bool(agent.email)
        and organisation_told(agent, message) == delivery.organisation
        and is_told(agent, message, snapshot)
    )


async def _post_in_turn(
    waiting: Sequence[Delivery],
    webhook: Webhook | None,
    snapshot: Snapshot,
    ports: NotificationPorts,
) -> int:
    """Until one fails: the webhook as a whole is then left alone for a while."""
    organisation = None if webhook is None else snapshot.organisations.get(webhook.organisation)
    if webhook is None or organisation is None or not webhook.active:
        for each in waiting:
            error = NO_LONGER_TOLD if webhook is None else WEBHOOK_OFF
            await ports.deliveries.settle_off(each, ports.name, error)
        return 0
    for sent, each in enumerate(waiting):
        try:
            await post_to_webhook(Post(each.id, each.entry), webhook, organisation, ports)
        except Exception as error:  # noqa: BLE001 - a bug in one must not stop the others
            await _webhook_failed(each, webhook, _told(error, each), ports)
            return sent
        await ports.deliveries.settle_sent(each, ports.clock(), webhook.since)
    return len(waiting)


async def _webhook_failed(
    delivery: Delivery, webhook: Webhook, problem: Problem, ports: NotificationPorts
) -> None:
    failures = await ports.deliveries.count_failure(webhook.id, webhook.since)
    next_at = next_attempt(min(failures, MOST_FAILURES_IN_A_ROW), ports.clock())
    await ports.deliveries.settle_failed(delivery, ports.name, problem.code, next_at)
    await ports.deliveries.postpone(webhook.id, next_at)


def _told(error: Exception, delivery: Delivery) -> Problem:
    """For the log: never an address, which may hold a token or name a person."""
    if isinstance(error, StoreUnavailable):
        raise error
    if not isinstance(error, Problem):
        return report_unexpected(error, delivery.id)
    _log.warning(
        "not_delivered",
        delivery=delivery.id,
        channel=delivery.channel.value,
        kind=delivery.entry.message.kind,
        attempt=delivery.attempts + 1,
        problem=error.code,
    )
    return error
