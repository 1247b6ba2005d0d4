"""Whom a change at a source concerns, and what they are told: once, until it changes again."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.sharing.telling import DECIDERS, name_of_organisation
from catalog.drift.records import SourceLook
from catalog.drift.values import Change, ChangeKind
from catalog.drift.words import sentences
from catalog.model.agreement import IN_FORCE, Agreement
from catalog.model.dataset import Dataset
from catalog.model.message import Message
from catalog.model.row_condition import columns_of
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AffectedAgreement:
    """An agreement that a breaking change concerns, and its columns concerned, by name."""

    agreement: Agreement
    columns: tuple[str, ...]
    is_whole: bool
    """Nothing can be read under it: its rows cannot be chosen, or the object is gone."""


def affected_agreements(
    dataset: Dataset, changes: tuple[Change, ...], catalog: Snapshot
) -> tuple[AffectedAgreement, ...]:
    """Agreements in force that give a column which a breaking change concerns, or choose rows by
    one; all of them where the change concerns the whole object.
    """
    breaking = [each for each in changes if each.breaking]
    lost = {each.column_id for each in breaking if each.column_id is not None}
    gone = any(
        each.kind is ChangeKind.OBJECT_VANISHED or (each.column_id is None and each.column)
        for each in breaking
    )
    found = []
    for agreement in catalog.agreements:
        if agreement.dataset_id != dataset.id or agreement.state not in IN_FORCE:
            continue
        names = tuple(each.name for each in agreement.columns if each.column in lost)
        chosen_by = columns_of(agreement.rows) & lost
        if names or chosen_by or gone:
            found.append(AffectedAgreement(agreement, names, gone or bool(chosen_by)))
    return tuple(sorted(found, key=lambda each: each.agreement.citation))


def messages_about(dataset: Dataset, look: SourceLook, catalog: Snapshot) -> tuple[Message, ...]:
    """To the owner's stewards, everything; to who reads by an agreement, what they lose of it."""
    affected = affected_agreements(dataset, look.changes, catalog)
    when = "" if look.found_at is None else look.found_at.isoformat()
    own = Message(
        kind="dataset.drifted",
        key=f"dataset.drifted/{dataset.id}/{when}"[:200],
        to=(dataset.owner,),
        roles=frozenset({"steward"}),
        about=dataset.id,
        facts={
            "dataset": dataset.title_fr,
            "changes_fr": [sentences(each)[0] for each in look.changes],
            "changes_en": [sentences(each)[1] for each in look.changes],
            "breaking": look.is_breaking,
            "agreements": [each.agreement.citation for each in affected],
        },
    )
    return (own, *(_to_the_reader(each, dataset, when, catalog) for each in affected))


def _to_the_reader(
    affected: AffectedAgreement, dataset: Dataset, when: str, catalog: Snapshot
) -> Message:
    agreement = affected.agreement
    return Message(
        kind="agreement.source_changed",
        key=f"agreement.source_changed/{agreement.citation}/{when}"[:200],
        to=(agreement.grantee,),
        roles=DECIDERS,
        about=agreement.citation,
        facts={
            "citation": agreement.citation,
            "title": agreement.title,
            "dataset": dataset.title_fr,
            "columns": list(affected.columns),
            "grantor": name_of_organisation(catalog, agreement.grantor),
        },
    )
