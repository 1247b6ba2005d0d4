"""The services of a gateway, opened and closed again in the reverse order."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial

import httpx
import structlog

from catalog.caches import cache_figures
from catalog.contours.carried import installed_contours
from catalog.model.hours import Hours
from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS
from catalog.reference import cog_in
from catalog.store import open_store
from federation.keys import DerivedKeys
from federation.limits import Limits
from gateway.acts.differencing_guard import guard_now
from gateway.acts.people import note_arrival
from gateway.acts.ports import ActPorts
from gateway.base.error_reporting import report_late_end
from gateway.base.settings import Settings
from gateway.base.worker_memory import WorkerMemory
from gateway.control.graphql_schema import CONTROL
from gateway.files.deposits.arriving import ArrivalPorts
from gateway.files.deposits.drop_folder import DropFolders
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.uploads import UploadStore
from gateway.identity.authentication import Authenticator
from gateway.identity.issuers import open_introspection, trusted_issuers
from gateway.identity.keys import KeyRing
from gateway.identity.link_uses import LinkUses
from gateway.identity.rate_exchange import ExchangePort
from gateway.identity.request_rates import RateLimits, RequestRates
from gateway.identity.strength import proves
from gateway.proof.receipts import ReceiptSigner
from gateway.reading.query.admission import FairQueue, QueueLimits
from gateway.reading.query.ports import Ports
from gateway.reading.query.spool import Spools
from gateway.services import Services
from gateway.sharing.changes.new_rows import NewRows
from gateway.sharing.changes.streams import ChangeStreams
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.sharing.notifications.wakeup import NotifyingCatalog
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys, KeyEncryptionKeysFile
from gateway.upkeep.secret_store.resolving import SecretResolver
from gateway.upkeep.secret_store.secrets import read_master_key
from gateway.upkeep.verification.ports import VerificationPorts
from gateway.wiring.engines import open_sources, watched_engines
from gateway.wiring.mail import asking_of, mail_deposits_of, mailer_of, public_url_of
from gateway.wiring.observability import CountedDecisions
from gateway.wiring.policy import open_law
from gateway.wiring.proof import open_proof
from gateway.wiring.sign_in import open_sign_in
from gateway.wiring.stopping import close_together
from policies.cache import DecisionCache
from policies.embedded import EmbeddedPolicy
from policies.question import Action, ask_about
from schema.cursor import CursorSealer, NodeIdSealer

_log = structlog.get_logger()


@asynccontextmanager
async def open_services(
    settings: Settings, *, demo: bool, memory: WorkerMemory | None = None
) -> AsyncIterator[Services]:
    """Every door opened, and closed again in the reverse order. `memory`: of the workers beside
    this one.
    """
    master = read_master_key(settings.key_file, create=demo)
    keyring = DerivedKeys(master)
    async with AsyncExitStack() as stack:
        stack.callback(_log_caches)
        store = await open_store(
            settings.database_url,
            silence_s=settings.store_timeout_s,
            may_migrate=settings.migrate == "at_start",
        )
        stack.push_async_callback(store.aclose)
        store.ends.report = report_late_end
        tls = ssl.create_default_context()
        client = await stack.enter_async_context(httpx.AsyncClient(verify=tls, trust_env=False))
        law = await stack.enter_async_context(open_law(settings))
        decisions = DecisionCache if settings.metrics is None else CountedDecisions
        policy = decisions(law, lambda: datetime.now(UTC))
        outbox_wakeup, clock_wakeup = asyncio.Event(), asyncio.Event()
        ring = KeyEncryptionKeysFile(settings.secrets_ring)
        if demo and not ring.path.exists():
            ring.write(KeyEncryptionKeys({}).with_new_version())
        resolve = SecretResolver(ring, lambda: store.held)
        sources = open_sources(store, settings, resolve, outbox_wakeup)
        engines = watched_engines(settings, resolve, sources)
        # Read now, so that the first query does not wait for the map of the country.
        cog_in(await store.current())
        digest_key = keyring.derive(("audit", "document"), 1).encode()

        async def probe_policy() -> None:
            """Asks the law itself, past the cache, about nothing: it must answer."""
            subject = ANONYMOUS
            question = ask_about(subject, Action.DISCOVER, (), (), datetime.now(UTC))
            await law.decide(question)

        introspection = open_introspection(settings, client, tls, lambda acr: proves(acr, settings))
        authenticator = Authenticator(
            trusted_issuers(settings, client, introspection),
            proves=lambda acr: proves(acr, settings),
            keys=KeyRing(store, lambda: datetime.now(UTC)),
            introspection=introspection,
        )
        closings = [each.aclose for each in engines.values()]
        sign_in = open_sign_in(store, settings, keyring, client, tls, lambda: datetime.now(UTC))
        closings += [
            sign_in.aclose,
            authenticator.aclose,
            sources.prober.aclose,
            sources.looks.aclose,
        ]
        closings.append(sources.looks.addresses.aclose)
        stack.push_async_callback(close_together, *closings)

        proof = open_proof(store, settings, client)
        exchange = store.machine_requests(None if memory is None else memory.machine)
        query = Ports(
            authenticator=authenticator,
            catalog=store,
            policy=policy,
            audit=store,
            records=store,
            control_schema=CONTROL,
            engines=engines,
            default_engine=settings.engine,
            keyring=keyring,
            cursors=CursorSealer(bytes.fromhex(keyring.derive(("cursor",), 1))),
            node_ids=NodeIdSealer(bytes.fromhex(keyring.derive(("node-id",), 1))),
            limits=Limits(
                timeout_s=settings.query_timeout_s,
                max_bytes=settings.max_answer_bytes,
                max_document_rows=settings.max_document_rows,
                max_streamed_rows=settings.max_streamed_rows,
                max_streamed_bytes=settings.max_streamed_bytes,
                stream_timeout_s=settings.stream_timeout_s,
            ),
            turns=FairQueue(_turn_limits(settings), memory),
            spools=Spools(
                folder=settings.state / "spill",
                most_bytes=settings.max_waiting_bytes,
                of_a_reader=settings.downloads_of_an_agent,
            ),
            rates=RequestRates(
                _rate_limits(settings), memory=memory, mark_key=_mark_key(keyring, exchange)
            ),
            clock=lambda: datetime.now(UTC),
            digest_document=lambda text: hmac.digest(digest_key, text, "sha256").hex(),
            probe_policy=probe_policy,
            installation=settings.hosting.installation(),
            max_document_bytes=settings.max_document_bytes,
            public_url=settings.public_url,
            receipts=ReceiptSigner(proof.key, settings.public_url or "interco"),
        )
        acts = ActPorts(
            catalog=NotifyingCatalog(store, (outbox_wakeup, clock_wakeup)),
            law=law,
            clock=lambda: datetime.now(UTC),
            directory_roots=settings.directory_roots,
            secret_roots=tuple(str(root) for root in settings.secret_roots),
            demo=demo,
            policy=policy,
            guard=guard_now,
            installation=settings.hosting.installation(),
            arrivals=store.arrivals,
            key_days=store.key_uses.days,
            past_datasets=store.past_datasets,
            messages_written=store.deliveries.written,
            uses=store.usage_of,
            key_max_days=settings.key_max_days,
        )
        notifications = NotificationPorts(
            name=f"{socket.gethostname()[:40]}/{secrets.token_hex(4)}",
            catalog=store,
            acts=acts,
            deliveries=store.deliveries,
            clock=lambda: datetime.now(UTC),
            resolve_secret=resolve,
            tls=tls,
            platform=public_url_of(settings),
            mailer=mailer_of(settings, tls),
            demo=demo,
        )
        deposits = DepositPorts(
            UploadStore(settings.uploads_folder),
            resolve,
            sources.looks.addresses,
            store.deposit_numbers.draw,
            None if settings.mail_deposits is None else settings.mail_deposits.domain,
        )
        stack.push_async_callback(deposits.aclose)
        arrivals = ArrivalPorts(
            deposits.uploads, store.arrived_files, outbox_wakeup, lambda: datetime.now(UTC)
        )
        yield Services(
            query=query,
            acts=acts,
            notifications=notifications,
            sources=sources,
            verification=VerificationPorts(
                sources=sources,
                records=store.verifications,
                audit=store,
                law=law,
                digest_document=query.digest_document,
                hours=Hours.parse(settings.verification_hours),
                clock=sources.clock,
                bell=outbox_wakeup,
            ),
            proof=proof,
            sign_in=replace(
                sign_in,
                note_arrival=partial(
                    note_arrival,
                    ports=acts,
                    first_is_steward=settings.first_steward == "first_agent",
                ),
            ),
            secret_ring=ring,
            deposits=deposits,
            changes=ChangeStreams(NewRows(store.deliveries), memory),
            outbox_wakeup=outbox_wakeup,
            clock_wakeup=clock_wakeup,
            asking=asking_of(settings, keyring, notifications.mailer),
            reach_by_engine=engines[settings.engine].reach,
            note_key_uses=store.key_uses.note,
            link_uses=LinkUses(store.link_uses),
            exchange_rates=exchange,
            contours_of=partial(installed_contours, settings.contours),
            postgres_port=settings.postgres_port or None,
            drafts=store.drafts,
            mail_deposits=mail_deposits_of(
                settings, store, deposits, arrivals, notifications.mailer
            ),
            drop_folders=DropFolders(
                None if settings.drop_folder is None else settings.drop_folder.resolve(),
                settings.directory_roots,
                store.current,
                arrivals,
            ),
            host_bodies={
                host.lower(): Siren.parse(siren) for host, siren in settings.host_looks.items()
            },
            sent_forms=store.sent_forms,
            store_figures=store.figures,
        )


@asynccontextmanager
async def open_act_ports(database_url: str) -> AsyncIterator[ActPorts]:
    """For an operator's command beside a gateway: the same store, the embedded law."""
    store = await open_store(database_url)
    law = EmbeddedPolicy()
    try:
        yield ActPorts(catalog=store, law=law, clock=lambda: datetime.now(UTC))
    finally:
        await law.aclose()
        await store.aclose()


def _log_caches() -> None:
    """As a gateway stops: whether a bound is too low shows in its hits and misses."""
    _log.debug("caches", caches=[asdict(each) for each in cache_figures() if each.misses])


def _mark_key(keyring: DerivedKeys, exchange: ExchangePort | None) -> bytes | None:
    """Of the master key, which machines share; none where there is no other machine."""
    return None if exchange is None else bytes.fromhex(keyring.derive(("rates", "mark"), 1))


def _rate_limits(settings: Settings) -> RateLimits:
    return RateLimits(
        of_an_address=settings.requests_of_an_address,
        of_an_agent=settings.requests_of_an_agent,
        of_an_organisation=settings.requests_of_an_organisation,
        failures_of_an_address=settings.failures_of_an_address,
        sign_ins_of_an_address=settings.sign_ins_of_an_address,
    )


def _turn_limits(settings: Settings) -> QueueLimits:
    return QueueLimits(
        at_once=settings.queries_at_once,
        of_an_organisation=settings.queries_of_an_organisation,
        of_an_agent=settings.queries_of_an_agent,
        wait_s=settings.queue_wait_s,
        is_enforced=settings.query_limits == "enforce",
    )
