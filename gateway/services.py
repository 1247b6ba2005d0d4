"""The services of one gateway, built once by the wiring: each with the ports that it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from catalog.caches import OwnedTexts
from catalog.contours.values import Contours
from catalog.model.draft import DraftPlace, KeptDraft
from catalog.model.identifiers import Siren
from catalog.model.sent_form import SentForm
from catalog.model.storage import Storage
from catalog.model.store_figures import StoreFigures
from gateway.acts.ports import ActPorts
from gateway.asking.service import AskingPorts
from gateway.base.typesetting import Typesetter
from gateway.files.deposits.drop_folder import DropFolders
from gateway.files.deposits.ports import DepositPorts
from gateway.files.mail_deposits.ports import MailDepositPorts
from gateway.identity.link_uses import LinkUses
from gateway.identity.ports import SignInPorts
from gateway.identity.rate_exchange import ExchangePort
from gateway.proof.keeping import ProofPorts
from gateway.reading.query.ports import Ports
from gateway.sharing.changes.streams import ChangeStreams
from gateway.sharing.notifications.ports import NotificationPorts
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
from gateway.upkeep.source_monitoring.ports import SourcePorts
from gateway.upkeep.verification.ports import VerificationPorts


def no_totals() -> OwnedTexts[str]:
    return OwnedTexts(
        "console.data_totals",
        of_an_owner=40,
        bytes_of_an_owner=400_000,
        capacity=1_000,
        bytes_of_all=4_000_000,
    )


def _no_contours(_commune_codes: Collection[str]) -> Contours | None:
    return None


class DraftPort(Protocol):
    """Drafts of forms. All raise StoreUnavailable."""

    async def keep(
        self, place: DraftPlace, values: Mapping[str, tuple[str, ...]], at: datetime
    ) -> None: ...
    async def read(self, place: DraftPlace, now: datetime) -> KeptDraft | None: ...
    async def forget(self, place: DraftPlace) -> None: ...


class SentFormPort(Protocol):
    """Forms that were sent, by person, body and token. All raise StoreUnavailable."""

    async def claim(self, place: DraftPlace, at: datetime) -> SentForm | None: ...
    async def read(self, place: DraftPlace) -> SentForm | None: ...
    async def settle(self, place: DraftPlace, address: str) -> None: ...
    async def release(self, place: DraftPlace) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """`outbox_wakeup` and `clock_wakeup` are set by the acts of this process: one for the messages
    to send, one for the changes that are due. `reach_by_engine` raises the problem of an engine
    that runs elsewhere and does not reach a storage. `contours_of` gives the contours for
    a map of those communes, or None where there are none. `sending`: the answers
    that forms of this process wait for, by their tokens. `host_bodies`: whose look a host name
    shows before anybody has signed in.
    """

    query: Ports
    acts: ActPorts
    notifications: NotificationPorts
    sources: SourcePorts
    verification: VerificationPorts
    proof: ProofPorts
    sign_in: SignInPorts
    secret_ring: KeyEncryptionKeysFile
    deposits: DepositPorts
    changes: ChangeStreams
    outbox_wakeup: asyncio.Event
    clock_wakeup: asyncio.Event
    asking: AskingPorts
    reach_by_engine: Callable[[Storage], Awaitable[None]] | None = None
    drafts: DraftPort | None = None
    mail_deposits: MailDepositPorts | None = None
    drop_folders: DropFolders | None = None
    host_bodies: Mapping[str, Siren] = field(default_factory=dict)
    sent_forms: SentFormPort | None = None
    sending: dict[DraftPlace, asyncio.Future[Any]] = field(default_factory=dict)
    papers: Typesetter = field(default_factory=Typesetter)
    """Prints sheets, a few at once."""
    note_key_uses: Callable[[Mapping[str, date]], Awaitable[None]] | None = None
    link_uses: LinkUses | None = None
    exchange_rates: ExchangePort | None = None
    """Tells other machines what was let through; None where the store is a file."""
    store_figures: Callable[[datetime], Awaitable[StoreFigures]] | None = None
    kept_totals: OwnedTexts[str] = field(default_factory=no_totals)
    """Totals that pages of data have shown, by reader."""
    contours_of: Callable[[Collection[str]], Contours | None] = _no_contours
    postgres_port: int | None = None
    """The port of the PostgreSQL door; None where it is shut."""
