"""Registering a dataset: its columns get ids that never change, and its names are checked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NewType

from catalog.actions.acceptance import acceptance_by, check_acceptance
from catalog.actions.code_meanings import check_codes
from catalog.actions.columns import check_columns, check_links, suggestion
from catalog.actions.deposit import with_current_version
from catalog.actions.facts import Facts, Findings
from catalog.actions.hosting import check_demand
from catalog.actions.linked_datasets import with_linked
from catalog.actions.names import folded, refuse_reserved_field
from catalog.actions.physical import check_object
from catalog.actions.problems import (
    DatasetRefused,
    NamesFold,
    StandardNotMet,
    UnknownParty,
    UnknownStorage,
)
from catalog.actions.storage import storage_named
from catalog.actions.texts import refuse_unsafe_texts
from catalog.model.dataset import AccessLevel, Classification, Column, Dataset, OnceOpen
from catalog.model.identifiers import Name, Slug, graphql_name
from catalog.standards.standard import departures, standards

DatasetDraft = NewType("DatasetDraft", Dataset)
"""As a person writes it: storage, columns, keys by name; `id` empty, column ids equal to names."""
_MAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def register_dataset(draft: DatasetDraft, facts: Facts) -> Dataset:
    """The dataset by ids, new or changed (its `version` moves then). Raises ActRefused."""
    findings = Findings()
    refuse_unsafe_texts(draft, findings)
    owner = facts.catalog.organisations.get(draft.owner)
    if owner is None:
        findings.add(UnknownParty(name=str(draft.owner)), "owner")
        findings.raise_any()
        return draft
    current = facts.catalog.dataset_ever(draft.owner, draft.name)
    named: Dataset = dataclasses.replace(
        draft,
        id=current.id if current else dataset_id(owner.slug, draft.name),
        storage_id=storage_named(draft.storage_id, owner.slug, facts.catalog),
    )
    named = with_current_version(named, facts.catalog)
    _check_names(named, facts, findings)
    storage = facts.catalog.storages.get(named.storage_id)
    if storage is None or not storage.receives_from(draft.owner):
        findings.add(UnknownStorage(name=draft.storage_id), "storage")
    else:
        check_object(named, storage, facts, findings)
    check_columns(named, findings)
    check_links(named, findings)
    named = with_linked(named, facts, findings)
    check_openness(named, findings)
    check_demand(named.hosting, findings, "hosting")
    _check_contact(named, findings)
    check_standard(named, findings)
    check_codes(named, findings)
    check_acceptance(named, storage, findings)
    findings.raise_any()
    return _with_ids(named, current)


def dataset_id(slug: Slug, name: Name) -> str:
    return f"{slug.sql_name}__{name}"


def _check_names(dataset: Dataset, facts: Facts, findings: Findings) -> None:
    refuse_reserved_field(dataset.name, findings, "name")
    for other in facts.catalog.datasets_of(dataset.owner):
        if other.name != dataset.name and folded(other.name) == folded(dataset.name):
            name = graphql_name(dataset.name)
            findings.add(NamesFold(name=dataset.name, other=other.name, folded=name), "name")


def check_openness(dataset: Dataset, findings: Findings) -> None:
    if dataset.access_level is AccessLevel.RESTRICTED:
        return
    if dataset.personal_data or dataset.highest_classification >= Classification.PERSONAL:
        why = (
            "ces colonnes concernent des personnes : retirez-les pour publier",
            "an open dataset holds nothing personal",
        )
        findings.add(_refused(dataset, *why), "access_level")
    if all(each.classification > Classification.OPEN for each in dataset.columns):
        why = (
            "aucune colonne n'est ouverte : choisissez les colonnes à ouvrir",
            'an open dataset has columns classified "open": otherwise nobody reads anything',
        )
        findings.add(_refused(dataset, *why), "access_level")


def _check_contact(dataset: Dataset, findings: Findings) -> None:
    if dataset.contact is not None and not _MAIL.fullmatch(dataset.contact.email):
        why = (
            "l'adresse de son contact s'écrit nom@domaine.fr",
            "the address of its contact is written name@domain.fr",
        )
        findings.add(_refused(dataset, *why), "contact", "email")


def check_standard(dataset: Dataset, findings: Findings) -> None:
    if dataset.standard is None:
        return
    standard = standards().get(dataset.standard)
    if standard is None:
        why = f"le standard « {dataset.standard} » est inconnu", "its standard is unknown"
        problem = DatasetRefused(
            dataset=dataset.name,
            why_fr=why[0],
            why_en=why[1],
            did_you_mean=suggestion(dataset.standard, standards()),
        )
        findings.add(problem, "standard")
        return
    for departure in departures(standard, dataset.columns):
        expected = " / ".join(sorted(departure.field.types))
        if departure.column is None:
            why = (
                f"il manque la colonne {departure.field.name} ({expected})",
                f"the column {departure.field.name} ({expected}) is missing",
            )
        else:
            why = (
                f"la colonne {departure.column.name} devrait être de type {expected}",
                f"the column {departure.column.name} should be of type {expected}",
            )
        findings.add(
            StandardNotMet(standard=standard.name, why_fr=why[0], why_en=why[1]), "standard"
        )


def _refused(dataset: Dataset, why_fr: str, why_en: str) -> DatasetRefused:
    return DatasetRefused(dataset=dataset.name, why_fr=why_fr, why_en=why_en)


def _with_ids(named: Dataset, current: Dataset | None) -> Dataset:
    """Names replaced by ids. A column that kept its name, type and source keeps its id.

    Any other is a new column, and an id that was dropped is retired for ever: what an agreement
    granted must never come to mean another column of the same name.
    """
    before = {each.name: each for each in current.columns} if current else {}
    retired = set(current.retired_columns) if current else set()
    fresh = fresh_ids(set(retired) | {each.id for each in before.values()})
    ids: dict[str, str] = {}
    for column in named.columns:
        known = before.get(column.name)
        ids[column.name] = known.id if known and _same_column(known, column) else next(fresh)
    retired |= {each.id for each in before.values()} - set(ids.values())
    dataset = dataclasses.replace(
        named,
        columns=tuple(dataclasses.replace(each, id=ids[each.name]) for each in named.columns),
        primary_key=tuple(ids[each] for each in named.primary_key),
        territory=named.territory
        and dataclasses.replace(
            named.territory,
            column=ids[named.territory.column],
            date_column=named.territory.date_column and ids[named.territory.date_column],
        ),
        relations=tuple(
            dataclasses.replace(each, column=ids[each.column]) for each in named.relations
        ),
        links=tuple(dataclasses.replace(each, column=ids[each.column]) for each in named.links),
        unit_key=named.unit_key and ids[named.unit_key],
        acceptance=acceptance_by(named.acceptance, ids),
        retired_columns=tuple(sorted(retired, key=_number)),
        version=current.version if current else 1,
    )
    if current is None:
        return dataset
    dataset = with_once_open(dataset, current)
    if dataset == current:
        return dataset
    return dataclasses.replace(dataset, version=current.version + 1)


def with_once_open(dataset: Dataset, current: Dataset) -> Dataset:
    """With what everybody could read until now, but for what says no more than another does."""
    before = (OnceOpen(current.open_columns), *reversed(current.once_open))
    return dataclasses.replace(
        dataset, once_open=_saying_most(before, OnceOpen(dataset.open_columns))
    )


def with_past(dataset: Dataset, past: Sequence[Dataset]) -> Dataset:
    """The same, of which is known too what everybody could read of it as it once was (`past`, the
    oldest first): it was closed before anybody kept that. Its version stays, as nobody reads more
    or less of it.
    """
    before = (*(OnceOpen(each.open_columns) for each in reversed(past)), *dataset.once_open[::-1])
    known = _saying_most(before, OnceOpen(dataset.open_columns))
    if {each.ids for each in known} == {each.ids for each in dataset.once_open}:
        return dataset
    return dataclasses.replace(dataset, once_open=known)


def _saying_most(before: Iterable[OnceOpen], open_now: OnceOpen) -> tuple[OnceOpen, ...]:
    """`before` has the newest first; the oldest comes first of what is kept."""
    kept: list[OnceOpen] = []
    for once in before:
        if not any(once.ids <= other.ids for other in (open_now, *kept)):
            kept = [*(other for other in kept if not other.ids <= once.ids), once]
    return tuple(reversed(kept))


def _same_column(known: Column, column: Column) -> bool:
    return known.type == column.type and known.source_name == column.source_name


def fresh_ids(used: set[str]) -> Iterator[str]:
    """Ids of columns that were never given; `used` are all those that were."""
    number = max((_number(each) for each in used), default=0)
    while True:
        number += 1
        yield f"c{number}"


def _number(column_id: str) -> int:
    return int(column_id[1:]) if column_id[1:].isdecimal() else 0
