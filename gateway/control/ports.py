"""What the control side asks of the gateway: doors that it supplies through the context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.actions.sharing.acted import Acted
from catalog.actions.sharing.acts import SharingAct
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.preview import AgreementPreview
from catalog.actions.telling.acts import ReplayDelivery, WebhookAct
from catalog.model.agreement import Agreement
from catalog.model.delivery import Delivery
from catalog.model.identifiers import Siren
from catalog.model.secret import StoredSecret
from catalog.model.transform import Transform
from catalog.model.webhook import Webhook
from gateway.control.access_types import EffectiveAccess, Explanation, WhyNotRow
from gateway.control.check_types import SourceCheck
from gateway.control.coverage_types import Coverage
from gateway.control.source_types import Drift, StorageHealth
from gateway.control.storage_port import StoragePort
from gateway.control.usage_port import UsagePort
from policies.possible import PossibleAct


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """`preview` for acts that show what an agreement gives."""

    acted: Acted
    preview: AgreementPreview | None = None


class ActPort(Protocol):
    async def __call__(self, act: SharingAct, *, dry_run: bool) -> ActAnswer:
        """As the subject of this request. Raises ActRefused, ActsRefused, CatalogMoved."""
        ...


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """What may `organisation` (None: who asks) see of a dataset on a day (None: now)?"""

    dataset: str
    on_behalf_of: Siren | None = None
    organisation: Siren | None = None
    purpose: str | None = None
    at: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RowAsked:
    """`key`: the row's primary key as wire text, in the order of the dataset's columns of it."""

    dataset: str
    key: tuple[str, ...]
    organisation: Siren
    purpose: str | None = None
    at: dt.date | None = None


class PossiblePort(Protocol):
    """What the law lets the subject of this request do."""

    async def __call__(self, asked: Sequence[tuple[Agreement, ActName]]) -> Sequence[PossibleAct]:
        """One for each, in their order. All are agreements that the subject may see."""
        ...


class ExplainPort(Protocol):
    """As the subject of this request. None is the answer for whatever the subject may not know."""

    async def effective_access(self, asked: AccessAsked) -> EffectiveAccess | None: ...

    async def explain(
        self, document: str, operation_name: str | None, variables: str | None
    ) -> Explanation: ...

    async def explain_request(self, request_id: str) -> Explanation | None: ...

    async def why_not_row(self, asked: RowAsked) -> WhyNotRow | None: ...


class CoveragePort(Protocol):
    async def __call__(self, dataset: str) -> Coverage | None:
        """None for all but the stewards of its owner, as for a dataset that is not there."""
        ...


class WebhookPort(Protocol):
    """As the subject of this request. All of it raises ActsRefused for whoever is no steward."""

    async def webhooks(self) -> tuple[Webhook, ...]: ...

    async def deliveries(self, webhook: str) -> tuple[Delivery, ...]:
        """Raises UnknownWebhook."""
        ...

    async def change(self, act: WebhookAct, *, dry_run: bool) -> Acted:
        """Raises ActRefused, UnknownWebhook, what its test met, CatalogMoved."""
        ...

    async def replay(self, act: ReplayDelivery, *, dry_run: bool) -> Delivery:
        """Raises UnknownDelivery, UnknownWebhook, WebhookIsOff."""
        ...


class SourcesPort(Protocol):
    """As the subject of this request."""

    async def health(self, storage: str) -> StorageHealth | None:
        """None while nobody has looked. For whoever was given the storage itself."""
        ...

    async def drift(self, dataset: str | None, *, look_again: bool) -> list[Drift]:
        """Raises UnknownDataset, and ActsRefused for whoever is no steward."""
        ...

    async def check(self, dataset: str) -> SourceCheck:
        """Raises UnknownDataset, ActsRefused, TooManyChecks."""
        ...


class SecretsPort(Protocol):
    """As the subject of this request. All of it raises ActsRefused for whoever is no steward."""

    async def secrets(self) -> tuple[StoredSecret, ...]: ...

    async def set_secret(self, name: str, value: str, *, dry_run: bool) -> Acted:
        """Raises ActRefused, CatalogMoved."""
        ...

    async def remove_secret(self, name: str, *, dry_run: bool) -> Acted:
        """Raises UnknownSecret, SecretInUse, CatalogMoved."""
        ...


class GivenPort(Protocol):
    """What the law gives the subject of this request, for its purpose."""

    async def __call__(
        self, datasets: tuple[str, ...]
    ) -> Mapping[str, Mapping[str, tuple[Transform, ...]]]:
        """By dataset then column (ids); a column that nothing gives has none. All are ones that
        the subject may discover.
        """
        ...


@dataclass(frozen=True, slots=True)
class ControlPorts:
    act: ActPort
    possible: PossiblePort
    explain: ExplainPort
    coverage: CoveragePort
    webhooks: WebhookPort
    sources: SourcesPort
    secrets: SecretsPort
    storages: StoragePort
    usage: UsagePort
    given: GivenPort
