"""From rows to the snapshot: what changed is read again, what did not is the same object."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from catalog.changes import CLASSES, Entity, Family
from catalog.codec import MARK, read_value
from catalog.model.version import CatalogVersion
from catalog.problems import UnreadableEntry
from catalog.snapshot import Snapshot


class EntryRow(NamedTuple):
    """One row of `catalog_entry`; `until_version` None means it is current."""

    family: str
    key: str
    until_version: int | None
    body: str


_FAMILIES = {family.value: family for family in Family}


def _no_entries() -> dict[Family, dict[str, Entity]]:
    return {family: {} for family in Family}


@dataclass(frozen=True, slots=True)
class Picture:
    """All entities of one version by family and key, each family sorted by key."""

    version: CatalogVersion
    families: Mapping[Family, Mapping[str, Entity]] = field(default_factory=_no_entries)


def advanced(before: Picture, version: CatalogVersion, rows: Iterable[EntryRow]) -> Picture:
    """`before` with the rows that began or ended since; untouched families stay as they are."""
    touched: dict[Family, dict[str, Entity]] = {}
    # Ended rows first: a replaced entity has one that ended and one that began.
    for row in sorted(rows, key=lambda row: row.until_version is None):
        family = _family_of(row)
        if family is None:
            continue
        entries = touched.setdefault(family, dict(before.families[family]))
        if row.until_version is None:
            entries[row.key] = _entity_of(family, row)
        else:
            entries.pop(row.key, None)
    families = {
        **before.families,
        **{family: dict(sorted(entries.items())) for family, entries in touched.items()},
    }
    return Picture(version, families)


def _family_of(row: EntryRow) -> Family | None:
    """None: a later version's, which only informs or is over. Raises UnreadableEntry."""
    if row.family in _FAMILIES:
        return _FAMILIES[row.family]
    informs = row.family[:1] == MARK and row.family[1:] not in _FAMILIES
    if informs or row.until_version is not None:
        return None
    raise UnreadableEntry(kind=row.family, reason=f"unknown family {row.family}", entry=_named(row))


def _entity_of(family: Family, row: EntryRow) -> Entity:
    try:
        return read_value(CLASSES[family], orjson.loads(row.body))
    except UnreadableEntry as error:
        raise UnreadableEntry(
            kind=error.facts["kind"], reason=error.facts["reason"], entry=_named(row)
        ) from error
    except orjson.JSONDecodeError as error:
        raise UnreadableEntry(kind=row.family, reason="no JSON", entry=_named(row)) from error


def _named(row: EntryRow) -> str:
    """For the log: an agent's key is a person's."""
    return row.family if row.family == Family.AGENT else f"{row.family} {row.key}"


def advanced_at_once(before: Picture, version: CatalogVersion, rows: Iterable[EntryRow]) -> Picture:
    """The same of many rows: none of what is made is garbage, and nobody looks for any."""
    with _no_collection():
        return advanced(before, version, rows)


@contextmanager
def _no_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Of two at once, the one that turned it off turns it on again.
        if was_on:
            gc.enable()


def snapshot_from(picture: Picture, before: tuple[Picture, Snapshot] | None = None) -> Snapshot:
    """The snapshot of `picture`; collections of families equal in `before` are its own objects."""

    def collection(
        family: Family, name: str, key: Any, keeps: Callable[[Any], bool] = lambda _: True
    ) -> Any:
        entries = picture.families[family]
        if before is not None and before[0].families[family] is entries:
            return getattr(before[1], name)
        if key is None:
            return tuple(entries.values())
        return MappingProxyType({key(each): each for each in entries.values() if keeps(each)})

    return Snapshot(
        version=picture.version,
        organisations=collection(Family.ORGANISATION, "organisations", lambda each: each.siren),
        agents=collection(Family.AGENT, "agents", lambda each: (each.issuer, each.sub)),
        memberships=collection(Family.MEMBERSHIP, "memberships", None),
        storages=collection(Family.STORAGE, "storages", lambda each: each.id),
        datasets=collection(
            Family.DATASET, "datasets", lambda each: each.id, lambda each: not each.withdrawn
        ),
        withdrawn_datasets=collection(
            Family.DATASET, "withdrawn_datasets", lambda each: each.id, lambda each: each.withdrawn
        ),
        agreements=collection(Family.AGREEMENT, "agreements", None),
        mandates=collection(Family.MANDATE, "mandates", None),
        registered_purposes=collection(
            Family.PURPOSE, "registered_purposes", lambda each: each.code
        ),
        references=collection(Family.REFERENCE, "references", lambda each: each.name),
        webhooks=collection(Family.WEBHOOK, "webhooks", lambda each: each.id),
        secrets=collection(Family.SECRET, "secrets", lambda each: each.reference),
        service_accounts=collection(
            Family.SERVICE_ACCOUNT, "service_accounts", lambda each: each.id
        ),
        deposits=collection(Family.DEPOSIT, "deposits", lambda each: each.dataset_id),
        looks=collection(Family.LOOK, "looks", lambda look: look.organisation),
        services=collection(Family.SERVICE, "services", lambda service: service.id),
        activations=collection(Family.ACTIVATION, "activations", lambda one: one.id),
        figures=collection(Family.FIGURE, "figures", lambda figure: figure.id),
        mail_senders=collection(
            Family.MAIL_SENDERS, "mail_senders", lambda senders: senders.organisation
        ),
        campaigns=collection(Family.CAMPAIGN, "campaigns", lambda campaign: campaign.id),
        quotas=collection(Family.QUOTA, "quotas", lambda quota: quota.organisation),
        consents=collection(Family.CONSENT, "consents", lambda consent: consent.id),
        operations=collection(Family.OPERATION, "operations", lambda each: each.id),
        mail_choices=collection(
            Family.MAIL_CHOICES, "mail_choices", lambda each: (each.issuer, each.sub)
        ),
        question_links=collection(Family.QUESTION_LINK, "question_links", lambda each: each.id),
        indicators=collection(Family.INDICATOR, "indicators", lambda each: each.id),
        boards=collection(Family.BOARD, "boards", lambda board: board.id),
        openings=collection(Family.OPENING, "openings", lambda opening: opening.dataset_id),
        before=None if before is None else before[1],
    )
