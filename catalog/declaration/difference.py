"""Changes by a declaration, entity by entity and field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.changes import Entity, Family, family_of, key_of
from catalog.checks.values import SourceCheck
from catalog.codec import MARK, write_value
from catalog.declaration.resolution import Resolution, Resolved, changes_of, entities_by_key
from catalog.hosting import Unmet
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.board import Board
from catalog.model.campaign import Campaign
from catalog.model.consent import Consent
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
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
from catalog.model.webhook import Webhook
from catalog.snapshot import Snapshot

_OURS = frozenset(
    {
        *("id", "version", "retired_columns", "once_open", "withdrawn"),
        *("sha256", "is", "dataset_id", "column"),
    }
)
"""Fields that we number ourselves: they follow from the others."""

_SECTIONS: dict[Family, str] = {
    Family.ORGANISATION: "organisation",
    Family.AGENT: "agents",
    Family.MEMBERSHIP: "memberships",
    Family.STORAGE: "storages",
    Family.DATASET: "datasets",
    Family.AGREEMENT: "agreements",
    Family.REFERENCE: "organisation",
}


class ChangeKind(StrEnum):
    """KEPT: in the catalog, left out of a section that the file writes; a file removes nothing.
    REMOVED is what an act of its own retires or withdraws.
    """

    ADDED = "added"
    CHANGED = "changed"
    REPLACED = "replaced"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`path` as `columns.flux.unit`; before and after are JSON values, None when absent."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EntityChange:
    """`owner` and `name` are what people call them; `citations`: agreements that lose a column."""

    organisation: Siren
    owner: str
    kind: ChangeKind
    family: Family
    name: str
    fields: tuple[FieldChange, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """In the order of the files. `sections` says what changes for whom, as policies/rego/acts

    asks: organisation, hosts, agents, memberships, storages, datasets, agreements, approvals.
    """

    changes: tuple[EntityChange, ...]
    sections: Mapping[Siren, frozenset[str]]
    checks: tuple[SourceCheck, ...] = ()
    """Of the datasets that change, where their sources were read."""
    unmet: tuple[Unmet, ...] = ()
    """Changed entities that would be hosted otherwise than is demanded."""
    held: tuple[str, ...] = ()
    """Datasets (ids) of which a part waits for an approver of their body, who opens it."""
    waiting_whole: frozenset[tuple[Siren, str]] = frozenset()
    """Of these datasets (owner and name), all that changes waits."""

    @property
    def waits_whole(self) -> bool:
        """Nothing changes before an approver confirms."""
        return not self.is_empty and all(
            each.family is Family.DATASET and (each.organisation, each.name) in self.waiting_whole
            for each in self.changes
            if each.kind is not ChangeKind.KEPT
        )

    @property
    def is_empty(self) -> bool:
        """Nothing would be written (what is only kept does not count)."""
        return all(each.kind is ChangeKind.KEPT for each in self.changes)


def difference_of(resolution: Resolution) -> Difference:
    current, names = entities_by_key(resolution.before), _names(resolution)
    put = {(family_of(each), key_of(each)) for each in changes_of(resolution).put}
    changes: list[EntityChange] = []
    sections: dict[Siren, set[str]] = defaultdict(set)
    for each in resolution.wanted:
        identity = family_of(each.entity), key_of(each.entity)
        if identity not in put:
            continue
        put.discard(identity)
        before = current.get(identity)
        if isinstance(before, Dataset) and before.withdrawn:
            # To people it is not there any more.
            before = None
        changes.append(_changed(each, before, names, resolution.before))
        sections[each.organisation] |= _sections_of(before, each.entity)
    changes += [
        EntityChange(
            organisation=membership.of,
            owner=names.get(membership.of, membership.of),
            kind=ChangeKind.REPLACED,
            family=Family.MEMBERSHIP,
            name=_name(membership, names),
        )
        for membership in resolution.replaced
    ]
    changes += _kept(resolution, names)
    return Difference(tuple(changes), {siren: frozenset(each) for siren, each in sections.items()})


def sections_of(families: Iterable[Family]) -> frozenset[str]:
    """The sections about which the law is asked where entities of these families are declared."""
    return frozenset(_SECTIONS[family] for family in families)


def _changed(
    wanted: Resolved, before: Entity | None, names: Mapping[Siren, str], catalog: Snapshot
) -> EntityChange:
    after = wanted.entity
    lost: tuple[str, ...] = ()
    if isinstance(before, Dataset) and isinstance(after, Dataset):
        lost = tuple(_agreements_that_lose(before, after, catalog))
    return EntityChange(
        organisation=wanted.organisation,
        owner=names.get(wanted.organisation, wanted.organisation),
        kind=ChangeKind.ADDED if before is None else ChangeKind.CHANGED,
        family=family_of(after),
        name=_name(after, names),
        fields=() if before is None else tuple(field_changes(before, after)),
        citations=lost,
    )


def _names(resolution: Resolution) -> dict[Siren, str]:
    known = {each.siren: str(each.slug) for each in resolution.before.organisations.values()}
    declared = (each.organisation.value for each in resolution.declaration.organisations)
    return known | {each.siren: str(each.slug) for each in declared}


def _sections_of(before: Entity | None, after: Entity) -> set[str]:
    section = _SECTIONS[family_of(after)]
    if isinstance(after, Agreement) and after.state is not AgreementState.DRAFT:
        return {section, "approvals"}
    if not isinstance(after, Organisation):
        return {section}
    hosts = before.approved_hosts if isinstance(before, Organisation) else ()
    changed = {"hosts"} if hosts != after.approved_hosts else set()
    if before is None or {each.path for each in field_changes(before, after)} - {"approved_hosts"}:
        changed.add(section)
    return changed


def field_changes(before: Entity, after: Entity) -> Iterator[FieldChange]:
    """Leaf by leaf, in the order of the older, then of the newer."""
    old, new = dict(_flat(_written(before))), dict(_flat(_written(after)))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield FieldChange(path, old.get(path), new.get(path))


def _written(entity: Entity) -> Any:
    """As JSON; where a dataset refers to its own columns, by their names, as people do."""
    document = write_value(entity)
    if isinstance(entity, Dataset):
        names = {each.id: each.name for each in entity.columns}
        document["primary_key"] = [names.get(each, each) for each in document["primary_key"]]
        territory = document["territory"] or {}
        for key in territory.keys() & {"column", "date_column"}:
            territory[key] = names.get(territory[key], territory[key])
    return document


def _flat(document: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Leaves by dotted path; lists of named things by their names, other lists whole."""
    match document:
        case dict():
            for key, each in document.items():
                name = key.removeprefix(MARK)
                if name not in _OURS:
                    yield from _flat(each, f"{path}.{name}" if path else name)
        case [{"name": _}, *_]:
            yield path, [each["name"] for each in document]
            for each in document:
                rest = {key: value for key, value in each.items() if key != "name"}
                yield from _flat(rest, f"{path}.{each['name']}")
        case _:
            yield path, document


def _agreements_that_lose(before: Dataset, after: Dataset, catalog: Snapshot) -> Iterator[str]:
    """A column gone, or new under its old name, or classified higher than what was signed."""
    present = {each.id: each for each in after.columns}
    ended = (AgreementState.EXPIRED, AgreementState.REVOKED, AgreementState.SUPERSEDED)
    for agreement in catalog.agreements:
        if agreement.dataset_id != before.id or agreement.state in ended:
            continue
        for granted in agreement.columns:
            column = present.get(granted.column)
            if column is None or column.classification > granted.classification:
                yield agreement.citation
                break


def _kept(resolution: Resolution, names: Mapping[Siren, str]) -> Iterator[EntityChange]:
    wanted = {(family_of(each.entity), key_of(each.entity)) for each in resolution.wanted}
    wanted |= {(Family.MEMBERSHIP, key_of(each)) for each in resolution.replaced}
    written = {
        each.organisation.value.siren: each.sections
        for each in resolution.declaration.organisations
    }
    for identity, entity in entities_by_key(resolution.before).items():
        owner = _owner(entity)
        section = _SECTIONS.get(family_of(entity))  # a declaration writes no others
        if (
            owner is not None
            and section is not None
            and not (isinstance(entity, Dataset) and entity.withdrawn)
            and identity not in wanted
            and section in written.get(owner, ())
        ):
            yield EntityChange(
                organisation=owner,
                owner=names.get(owner, owner),
                kind=ChangeKind.KEPT,
                family=identity[0],
                name=_name(entity, names),
            )


def _owner(entity: Entity) -> Siren | None:  # noqa: PLR0911 - one return a family
    match entity:
        case Organisation() | Reference():
            return None
        case Agent():
            return entity.organisation
        case Membership():
            return entity.of
        case Storage() | Dataset() | StoredSecret() | Consent():
            return entity.owner
        case Agreement():
            return entity.grantor
        case Mandate():
            return entity.principal
        case (
            Webhook()
            | ServiceAccount()
            | Look()
            | MailSenders()
            | Quota()
            | SavedOperation()
            | QuestionLink()
            | Indicator()
            | Board()
        ):
            return entity.organisation
        case Activation() | FrozenFigure() | Campaign() | Opening():
            return entity.body
        case Purpose() | Deposit() | PublishedService() | MailChoices():
            return None


def _name(entity: Entity, names: Mapping[Siren, str]) -> str:  # noqa: C901, PLR0911, PLR0912 - one a family
    match entity:
        case Organisation():
            return entity.slug
        case Agent() | MailChoices():
            return entity.sub
        case Membership():
            member, of = (names.get(each, each) for each in (entity.member, entity.of))
            return f"{member} > {of} ({entity.start})"
        case Storage():
            return entity.id.rpartition("__")[2]
        case Dataset() | Reference() | StoredSecret() | SavedOperation() | Indicator() | Board():
            return entity.name
        case Agreement():
            return entity.citation
        case (
            Mandate()
            | Webhook()
            | ServiceAccount()
            | PublishedService()
            | Activation()
            | Campaign()
            | Consent()
            | QuestionLink()
        ):
            return entity.id
        case Purpose():
            return entity.code
        case Deposit() | Opening():
            return entity.dataset_id
        case Look():
            return entity.shown_name
        case FrozenFigure():
            return f"{entity.indicator} {entity.year or ''} v{entity.version}"
        case MailSenders():
            return "mail-senders"
        case Quota():
            return "quota"


def named(changes: Iterable[EntityChange], kind: ChangeKind) -> list[EntityChange]:
    return [each for each in changes if each.kind is kind]
