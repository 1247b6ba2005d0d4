"""The work beside requests: deliveries, probes, the clock, the watch over running queries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager

from gateway.acts.clock_worker import keep_time
from gateway.base.background_loop import running
from gateway.base.settings import Settings
from gateway.figures.activations.scheduled import ScheduledPorts, keep_schedules
from gateway.files.deposits.drop_folder import watch_drops
from gateway.files.deposits.expiring import erase_expired
from gateway.files.mail_deposits.server import taking_mails
from gateway.identity.key_use_writing import keep_key_uses
from gateway.identity.link_uses import keep_link_uses
from gateway.identity.rate_exchange import keep_exchanging
from gateway.proof.keeping import keeping_proof
from gateway.reading.query.quota_watch import QuotaTelling, watch_quotas
from gateway.reading.query.revocation_watch import watch_queries
from gateway.reading.query.unfinished import end_unfinished, longest_of
from gateway.services import Services
from gateway.sharing.changes.watch import watch_changes
from gateway.sharing.notifications.loop import telling
from gateway.upkeep.source_monitoring.loops import monitored_sources
from gateway.upkeep.source_monitoring.stale_catalogs import dropping_stale_catalogs
from gateway.upkeep.verification.loop import verified_agreements


@asynccontextmanager
async def background(services: Services, settings: Settings) -> AsyncIterator[None]:
    """Runs the work beside requests; an act that has begun is done before it ends."""
    ports = services.query
    async with AsyncExitStack() as work:
        if settings.worker:
            await work.enter_async_context(telling(services.notifications, services.outbox_wakeup))
            await work.enter_async_context(monitored_sources(services.sources))
            await work.enter_async_context(verified_agreements(services.verification))
            await work.enter_async_context(keeping_proof(services.proof))
            await work.enter_async_context(
                running(erase_expired(services.deposits.uploads, ports.clock))
            )
            await _take_mails(services, settings, work)
            if services.drop_folders is not None:
                await work.enter_async_context(running(watch_drops(services.drop_folders)))
            await work.enter_async_context(
                dropping_stale_catalogs(ports.catalog, ports.engines.values())
            )
        await work.enter_async_context(
            running(
                watch_queries(ports),
                watch_changes(services.changes, ports),
                ports.authenticator.keep_keys(),
                services.sign_in.keep_keys(),
                *_noting_key_uses(services),
                *_noting_link_uses(services),
                *_exchanging_rates(services),
                end_unfinished(ports.audit, ports.clock, longest_of(settings)),
                watch_quotas(ports, longest_of(settings), _telling_of_quotas(services, settings)),
            )
        )
        ticking = _ticking(services) if settings.worker else ()
        try:
            yield
        finally:
            ports.stopping.set()
            # Not cancelled: each ends by itself, with what it has begun.
            await asyncio.gather(*ticking, return_exceptions=True)


def _ticking(services: Services) -> tuple[asyncio.Task[None], ...]:
    """The clock, and the services that run by themselves."""
    stopping = services.query.stopping
    scheduled = ScheduledPorts(services.acts, services.query, services.proof.key)
    return (
        asyncio.create_task(keep_time(services.acts, stopping, services.clock_wakeup)),
        asyncio.create_task(keep_schedules(scheduled, stopping)),
    )


async def _take_mails(services: Services, settings: Settings, work: AsyncExitStack) -> None:
    ports, given = services.mail_deposits, settings.mail_deposits
    if ports is not None and given is not None:
        await work.enter_async_context(taking_mails(given.host, given.port, ports))


def _noting_key_uses(services: Services) -> tuple[Coroutine[None, None, None], ...]:
    ring, write = services.query.authenticator.keys, services.note_key_uses
    return () if ring is None or write is None else (keep_key_uses(ring.uses, write),)


def _noting_link_uses(services: Services) -> tuple[Coroutine[None, None, None], ...]:
    uses = services.link_uses
    return () if uses is None else (keep_link_uses(uses),)


def _telling_of_quotas(services: Services, settings: Settings) -> QuotaTelling | None:
    """With the other work beside requests."""
    if not settings.worker:
        return None
    return QuotaTelling(services.proof.unusual, services.outbox_wakeup)


def _exchanging_rates(services: Services) -> tuple[Coroutine[None, None, None], ...]:
    port = services.exchange_rates
    return () if port is None else (keep_exchanging(services.query.rates, port),)
