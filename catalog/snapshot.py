"""The immutable picture of one catalog version, which every query reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import InitVar, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from catalog.model.agreement import Agreement
from catalog.model.board import Board
from catalog.model.campaign import Campaign
from catalog.model.consent import Consent
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren, graphql_name
from catalog.model.indicator import Indicator
from catalog.model.look import Look
from catalog.model.mail_choices import MailChoices
from catalog.model.mail_sender import MailSenders
from catalog.model.mandate import Mandate
from catalog.model.opening import Opening
from catalog.model.organisation import Agent, Membership, Organisation
from catalog.model.published_service import Activation, PublishedService
from catalog.model.purpose import Purpose
from catalog.model.question_link import QuestionLink
from catalog.model.quota import Quota
from catalog.model.reference import Reference
from catalog.model.saved_operation import SavedOperation
from catalog.model.secret import StoredSecret
from catalog.model.service_account import ServiceAccount
from catalog.model.storage import Storage
from catalog.model.version import CatalogVersion
from catalog.model.webhook import Webhook
from catalog.purposes import PURPOSES


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Values of one version, with the look-ups that the hot path needs.

    `agreements` holds every version of every convention, whatever its state. `datasets` are those
    that there are; what its owner withdrew is in `withdrawn_datasets` alone.
    """

    version: CatalogVersion
    organisations: Mapping[Siren, Organisation]
    agents: Mapping[tuple[str, str], Agent]
    memberships: tuple[Membership, ...]
    storages: Mapping[str, Storage]
    datasets: Mapping[str, Dataset]
    agreements: tuple[Agreement, ...]
    mandates: tuple[Mandate, ...] = ()
    registered_purposes: Mapping[str, Purpose] = field(default_factory=dict)
    """The purposes of this platform, beside `PURPOSES`."""
    references: Mapping[str, Reference] = field(default_factory=dict)
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    secrets: Mapping[str, StoredSecret] = field(default_factory=dict, repr=False)
    """By `SIREN/name`."""
    service_accounts: Mapping[str, ServiceAccount] = field(default_factory=dict)
    withdrawn_datasets: Mapping[str, Dataset] = field(default_factory=dict)
    deposits: Mapping[str, Deposit] = field(default_factory=dict)
    """By dataset id."""
    looks: Mapping[Siren, Look] = field(default_factory=dict, repr=False)
    services: Mapping[str, PublishedService] = field(default_factory=dict, repr=False)
    """Every version, by `name@version`."""
    activations: Mapping[str, Activation] = field(default_factory=dict)
    figures: Mapping[str, FrozenFigure] = field(default_factory=dict, repr=False)
    """By digest."""
    mail_senders: Mapping[Siren, MailSenders] = field(default_factory=dict, repr=False)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict, repr=False)
    quotas: Mapping[Siren, Quota] = field(default_factory=dict, repr=False)
    consents: Mapping[str, Consent] = field(default_factory=dict, repr=False)
    openings: Mapping[str, Opening] = field(default_factory=dict)
    """By dataset id."""
    operations: Mapping[str, SavedOperation] = field(default_factory=dict, repr=False)
    """By `SIREN/name`."""
    mail_choices: Mapping[tuple[str, str], MailChoices] = field(default_factory=dict, repr=False)
    """By issuer and sub of the agent."""
    question_links: Mapping[str, QuestionLink] = field(default_factory=dict, repr=False)
    indicators: Mapping[str, Indicator] = field(default_factory=dict, repr=False)
    """By `SIREN/name`."""
    boards: Mapping[str, Board] = field(default_factory=dict, repr=False)
    before: InitVar[Snapshot | None] = None
    """The picture that came before it: what is looked up in equal collections is made once."""
    _by_hash: Mapping[tuple[Siren, str], SavedOperation] = field(
        init=False, repr=False, compare=False
    )
    _by_key: Mapping[str, ServiceAccount] = field(init=False, repr=False, compare=False)
    _by_link: Mapping[str, QuestionLink] = field(init=False, repr=False, compare=False)
    _by_field: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)
    _by_slug: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[tuple[Siren, str], Dataset] = field(init=False, repr=False, compare=False)
    _by_grantee: Mapping[Siren, tuple[Agreement, ...]] = field(
        init=False, repr=False, compare=False
    )
    _by_owner: Mapping[Siren, tuple[Dataset, ...]] = field(init=False, repr=False, compare=False)
    _by_member: Mapping[Siren, tuple[Membership, ...]] = field(
        init=False, repr=False, compare=False
    )
    agreements_for_members: tuple[Agreement, ...] = field(init=False, repr=False, compare=False)
    """Agreements whose grantee signs for its members."""
    reading_version: CatalogVersion = field(init=False, compare=False)
    """The last one that changed anything by which rows are named, judged or read. What is planned
    for it is planned for every version since: an act on a service or a board moves `version` alone.
    """

    def __post_init__(self, before: Snapshot | None) -> None:
        for name, (source, index) in _INDEXES.items():
            collection = getattr(self, source)
            if before is not None and getattr(before, source) is collection:
                value = getattr(before, name)
            else:
                value = index(collection)
            object.__setattr__(self, name, value)
        object.__setattr__(self, "reading_version", self._reading_version_after(before))

    def _reading_version_after(self, before: Snapshot | None) -> CatalogVersion:
        if before is None or before.version.epoch != self.version.epoch:
            return self.version
        of_data = self.__dataclass_fields__.keys() - _NOT_OF_DATA
        is_same = all(getattr(before, name) is getattr(self, name) for name in of_data)
        return before.reading_version if is_same else self.version

    def organisation_of_field(self, name: str) -> Organisation | None:
        """By GraphQL field: `valDIlleAubigne`."""
        return self._by_field.get(name)

    def organisation_of_slug(self, slug: str) -> Organisation | None:
        return self._by_slug.get(slug)

    def service_account_of(self, digest: str) -> ServiceAccount | None:
        """By the digest of one of its keys, whether it opens anything any more or not."""
        return self._by_key.get(digest)

    def question_link_of(self, digest: str) -> QuestionLink | None:
        """By the digest of its secret, whether it opens anything any more or not."""
        return self._by_link.get(digest)

    def operation_of(self, organisation: Siren, name_or_hash: str) -> SavedOperation | None:
        """One of that body's own, by its name or by the SHA-256 of its text."""
        operation = self.operations.get(f"{organisation}/{name_or_hash}")
        return operation or self._by_hash.get((organisation, name_or_hash))

    def dataset_of(self, owner: Siren, name: str) -> Dataset | None:
        return self._by_name.get((owner, name))

    def dataset_ever(self, owner: Siren, name: str) -> Dataset | None:
        """The same, or what its owner withdrew under that name."""
        withdrawn = (
            each
            for each in self.withdrawn_datasets.values()
            if (each.owner, each.name) == (owner, name)
        )
        return self.dataset_of(owner, name) or next(withdrawn, None)

    def with_withdrawn(self) -> Snapshot:
        """As if no dataset had been withdrawn: for what was once read, which is known still."""
        if not self.withdrawn_datasets:
            return self
        datasets = MappingProxyType({**self.withdrawn_datasets, **self.datasets})
        return replace(self, datasets=datasets, withdrawn_datasets={}, before=self)

    def organisation_spelt(self, name: str) -> Organisation | None:
        """By its short name, as GraphQL or SQL writes it too."""
        return (
            self.organisation_of_slug(name)
            or self.organisation_of_field(name)
            or self.organisation_of_slug(name.replace("_", "-"))
        )

    def dataset_spelt(self, name: str) -> Dataset | None:
        """By any of its names: `val-d-ille.collectes`, `val_d_ille.collectes`,
        `valDIlle.collectes`, or its id, `val_d_ille__collectes`.
        """
        if name in self.datasets:
            return self.datasets[name]
        owner, _, rest = name.partition("." if "." in name else "__")
        found = self.organisation_spelt(owner)
        return None if found is None else self._dataset_called(found.siren, rest)

    def own_dataset_spelt(self, owner: Siren, name: str) -> Dataset | None:
        """One of `owner`, by any of its names, or by the last part of one."""
        found = self._dataset_called(owner, name) or self.dataset_spelt(name)
        return found if found is not None and found.owner == owner else None

    def _dataset_called(self, owner: Siren, name: str) -> Dataset | None:
        known = self.datasets_of(owner)
        return next((each for each in known if name in (each.name, graphql_name(each.name))), None)

    def datasets_of(self, owner: Siren) -> tuple[Dataset, ...]:
        return self._by_owner.get(owner, ())

    @property
    def purposes(self) -> Mapping[str, Purpose]:
        """Every purpose that data may be used for here, by code."""
        return {**self.registered_purposes, **PURPOSES}

    def mandates_between(self, principal: Siren, mandatary: Siren) -> tuple[Mandate, ...]:
        return tuple(
            each
            for each in self.mandates
            if each.principal == principal and each.mandatary == mandatary
        )

    def webhooks_of(self, organisation: Siren) -> tuple[Webhook, ...]:
        return tuple(each for each in self.webhooks.values() if each.organisation == organisation)

    def agreements_granted_to(self, grantee: Siren | None) -> tuple[Agreement, ...]:
        return () if grantee is None else self._by_grantee.get(grantee, ())

    def memberships_of(self, member: Siren) -> tuple[Membership, ...]:
        """Memberships by which `member` belongs to others, past and future ones included."""
        return self._by_member.get(member, ())


def _grouped(entities: Iterable[Any], key: Callable[[Any], Siren]) -> Mapping[Siren, Any]:
    groups: dict[Siren, list[Any]] = defaultdict(list)
    for entity in entities:
        groups[key(entity)].append(entity)
    return MappingProxyType({of: tuple(group) for of, group in groups.items()})


def _datasets_by_owner(datasets: Mapping[str, Dataset]) -> Mapping[Siren, Any]:
    """Each owner's by name."""
    by_name = sorted(datasets.values(), key=lambda dataset: dataset.name)
    return _grouped(by_name, lambda dataset: dataset.owner)


_INDEXES: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "_by_field": (
        "organisations",
        lambda bodies: MappingProxyType(
            {graphql_name(each.slug): each for each in bodies.values()}
        ),
    ),
    "_by_slug": (
        "organisations",
        lambda bodies: MappingProxyType({each.slug: each for each in bodies.values()}),
    ),
    "_by_hash": (
        "operations",
        lambda them: MappingProxyType(
            {(each.organisation, each.hash): each for each in them.values()}
        ),
    ),
    "_by_key": (
        "service_accounts",
        lambda accounts: MappingProxyType(
            {key.digest: each for each in accounts.values() for key in each.keys}
        ),
    ),
    "_by_link": (
        "question_links",
        lambda links: MappingProxyType({each.digest: each for each in links.values()}),
    ),
    "_by_name": (
        "datasets",
        lambda datasets: MappingProxyType(
            {(each.owner, each.name): each for each in datasets.values()}
        ),
    ),
    "_by_owner": ("datasets", _datasets_by_owner),
    "_by_grantee": ("agreements", lambda them: _grouped(them, lambda each: each.grantee)),
    "_by_member": ("memberships", lambda them: _grouped(them, lambda each: each.member)),
    "agreements_for_members": (
        "agreements",
        lambda agreements: tuple(each for each in agreements if each.members is not None),
    ),
}
"""The collection that each index is made of, and its maker."""
_NOT_OF_DATA = frozenset(
    {
        *("version", "reading_version", "before", *_INDEXES),
        *("services", "activations", "figures", "campaigns", "indicators", "boards"),
        *("looks", "mail_senders", "mail_choices", "webhooks"),
    }
)
"""Fields on which no view, no plan and no reading of a document depends; any other one counts."""


def snapshot_of(
    *,
    version: CatalogVersion,
    organisations: Iterable[Organisation] = (),
    agents: Iterable[Agent] = (),
    memberships: Iterable[Membership] = (),
    storages: Iterable[Storage] = (),
    datasets: Iterable[Dataset] = (),
    agreements: Iterable[Agreement] = (),
    mandates: Iterable[Mandate] = (),
    purposes: Iterable[Purpose] = (),
    references: Iterable[Reference] = (),
    webhooks: Iterable[Webhook] = (),
    secrets: Iterable[StoredSecret] = (),
    service_accounts: Iterable[ServiceAccount] = (),
    deposits: Iterable[Deposit] = (),
    looks: Iterable[Look] = (),
    services: Iterable[PublishedService] = (),
    activations: Iterable[Activation] = (),
    figures: Iterable[FrozenFigure] = (),
    mail_senders: Iterable[MailSenders] = (),
    campaigns: Iterable[Campaign] = (),
    quotas: Iterable[Quota] = (),
    consents: Iterable[Consent] = (),
    openings: Iterable[Opening] = (),
    operations: Iterable[SavedOperation] = (),
    mail_choices: Iterable[MailChoices] = (),
    question_links: Iterable[QuestionLink] = (),
    indicators: Iterable[Indicator] = (),
    boards: Iterable[Board] = (),
) -> Snapshot:
    """A snapshot from plain collections: what the store and the tests build it with."""
    datasets = tuple(datasets)
    return Snapshot(
        version=version,
        organisations=MappingProxyType({each.siren: each for each in organisations}),
        agents=MappingProxyType({(each.issuer, each.sub): each for each in agents}),
        memberships=tuple(memberships),
        storages=MappingProxyType({each.id: each for each in storages}),
        datasets=MappingProxyType({each.id: each for each in datasets if not each.withdrawn}),
        withdrawn_datasets=MappingProxyType({each.id: each for each in datasets if each.withdrawn}),
        agreements=tuple(agreements),
        mandates=tuple(mandates),
        registered_purposes=MappingProxyType({each.code: each for each in purposes}),
        references=MappingProxyType({each.name: each for each in references}),
        webhooks=MappingProxyType({each.id: each for each in webhooks}),
        secrets=MappingProxyType({each.reference: each for each in secrets}),
        service_accounts=MappingProxyType({each.id: each for each in service_accounts}),
        deposits=MappingProxyType({each.dataset_id: each for each in deposits}),
        looks=MappingProxyType({look.organisation: look for look in looks}),
        services=MappingProxyType({service.id: service for service in services}),
        activations=MappingProxyType({one.id: one for one in activations}),
        figures=MappingProxyType({figure.id: figure for figure in figures}),
        mail_senders=MappingProxyType({one.organisation: one for one in mail_senders}),
        campaigns=MappingProxyType({campaign.id: campaign for campaign in campaigns}),
        quotas=MappingProxyType({quota.organisation: quota for quota in quotas}),
        consents=MappingProxyType({consent.id: consent for consent in consents}),
        openings=MappingProxyType({opening.dataset_id: opening for opening in openings}),
        operations=MappingProxyType({each.id: each for each in operations}),
        mail_choices=MappingProxyType({(each.issuer, each.sub): each for each in mail_choices}),
        question_links=MappingProxyType({each.id: each for each in question_links}),
        indicators=MappingProxyType({each.id: each for each in indicators}),
        boards=MappingProxyType({each.id: each for each in boards}),
    )
