"""Storages and datasets of one's own, one act at a time: each tells what it changes, or would."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.declaration.difference import EntityChange, FieldChange
from catalog.declaration.rendering import difference_lines, field_words
from gateway.acts.sources import SourceChanged
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.check_types import DeclaredCheck, write_declared_check
from gateway.control.enums import AccessLevel, Listing
from gateway.control.sentence import Sentence
from gateway.control.source_input import (
    DatasetDescription,
    DatasetInput,
    StorageInput,
    read_source_input,
)
from gateway.control.storages import StorageLight, StorageStep, write_light, write_steps

_INPUT = strawberry.argument(name="input")


@strawberry.type(description="Ce qui change d'une valeur. / What changes of one value.")
class SourceFieldChange:
    path: str = strawberry.field(description="columns.flux.unit")
    before: Sentence
    after: Sentence


@strawberry.type(
    description=(
        "Ce qu'un acte a changé, ou changerait (dryRun). / What an act changed, or would (dryRun)."
    )
)
class SourceResult:
    act: str
    applied: bool
    id: strawberry.ID
    sentences: list[Sentence] = strawberry.field(
        description="Ligne à ligne, avertissements compris. / Line by line, warnings included."
    )
    changes: list[SourceFieldChange]
    waits: bool = strawberry.field(
        description=(
            "Ce qui ouvre à plus de monde attend un signataire. / What opens it to more people "
            "waits for an approver."
        )
    )
    agreements: list[str] = strawberry.field(
        description=(
            "Les conventions qui ne donneraient plus une colonne : à amender. / The agreements "
            "that would no longer give a column: to be amended."
        )
    )
    check: DeclaredCheck | None = strawberry.field(
        description="De la source, quand elle a été lue. / Of the source, where it was read."
    )


@strawberry.type(description="Un essai, étape par étape. / A trial, step by step.")
class StorageTrial:
    lights: list[StorageLight]


async def resolve_register_storage(
    info: Info, given: Annotated[StorageInput, _INPUT], *, dry_run: bool = False
) -> SourceResult | None:
    refuse_anonymous(info)
    name, document = read_source_input(given)
    acts = info.context.services.source_acts
    return _result(await acts.register_storage(name, document, dry_run=dry_run))


async def resolve_retire_storage(
    info: Info, name: strawberry.ID, *, dry_run: bool = False
) -> SourceResult | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    return _result(await acts.retire_storage(str(name), dry_run=dry_run))


async def resolve_register_dataset(
    info: Info, given: Annotated[DatasetInput, _INPUT], *, dry_run: bool = False
) -> SourceResult | None:
    refuse_anonymous(info)
    name, document = read_source_input(given)
    acts = info.context.services.source_acts
    return _result(await acts.register_dataset(name, document, dry_run=dry_run))


async def resolve_describe_dataset(
    info: Info, dataset: strawberry.ID, changes: DatasetDescription, *, dry_run: bool = False
) -> SourceResult | None:
    refuse_anonymous(info)
    _, document = read_source_input(changes)
    acts = info.context.services.source_acts
    return _result(await acts.describe_dataset(str(dataset), document, dry_run=dry_run))


async def resolve_publish_dataset(
    info: Info,
    dataset: strawberry.ID,
    listing: Listing,
    access_level: AccessLevel,
    columns: list[str] | None = None,
    licence: str | None = None,
    *,
    dry_run: bool = False,
) -> SourceResult | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    published = await acts.publish_dataset(
        str(dataset), listing, access_level, columns=columns, licence=licence, dry_run=dry_run
    )
    return _result(published)


async def resolve_withdraw_dataset(
    info: Info, dataset: strawberry.ID, reason: str | None = None, *, dry_run: bool = False
) -> SourceResult | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    return _result(await acts.withdraw_dataset(str(dataset), reason, dry_run=dry_run))


async def resolve_test_storage(
    info: Info,
    given: Annotated[StorageInput, _INPUT],
    password: str | None = None,
    *,
    dry_run: bool = False,
) -> StorageTrial | None:
    refuse_anonymous(info)
    name, document = read_source_input(given)
    storages = info.context.services.storages
    lights = await storages.try_out(name, document, password, dry_run=dry_run)
    return StorageTrial(lights=[write_light(each) for each in lights])


async def resolve_storage_instructions(
    info: Info, given: Annotated[StorageInput, _INPUT]
) -> list[StorageStep] | None:
    refuse_anonymous(info)
    name, document = read_source_input(given)
    steps = await info.context.services.storages.planned_instructions(name, document)
    return write_steps(steps)


@strawberry.type
class PlannedStorageQuery:
    storage_instructions: list[StorageStep] | None = strawberry.field(
        resolver=resolve_storage_instructions,
        description=(
            "Ce que tape l'administrateur d'un stockage qui n'est pas encore inscrit. / What the "
            "administrator of a storage that is not registered yet has to type."
        ),
    )


@strawberry.type
class SourceMutation:
    register_storage: SourceResult | None = strawberry.mutation(
        resolver=resolve_register_storage,
        description=(
            "Inscrit un stockage, ou le change en celui-ci, par les règles d'une déclaration. / "
            "Registers a storage, or changes it to this one, by the rules of a declaration."
        ),
    )
    retire_storage: SourceResult | None = strawberry.mutation(
        resolver=resolve_retire_storage,
        description=(
            "Retire un stockage qui ne contient plus de jeu de données. / "
            "Retires a storage that holds no dataset any more."
        ),
    )
    register_dataset: SourceResult | None = strawberry.mutation(
        resolver=resolve_register_dataset,
        description=(
            "Inscrit un jeu de données, ou le change en celui-ci ; dit ce qui est mal lu à sa "
            "source. / Registers a dataset, or changes it to this one; says what is badly read at "
            "its source."
        ),
    )
    describe_dataset: SourceResult | None = strawberry.mutation(
        resolver=resolve_describe_dataset,
        description=(
            "Change ce qui est dit d'un jeu et de ses colonnes, jamais sa source. / "
            "Changes what is said of a dataset and its columns, never its source."
        ),
    )
    publish_dataset: SourceResult | None = strawberry.mutation(
        resolver=resolve_publish_dataset,
        description=(
            "Qui peut savoir qu'il existe, et qui en lit les colonnes ouvertes (« columns » les "
            "choisit). Ce qui ouvre attend qu'un signataire, une autre personne, confirme. / "
            "Who may know that it exists, and who reads its open columns (chosen by columns). What "
            "opens waits until an approver, another person, confirms."
        ),
    )
    withdraw_dataset: SourceResult | None = strawberry.mutation(
        resolver=resolve_withdraw_dataset,
        description=(
            "Retire un jeu de données que ne vise plus aucune convention. / "
            "Withdraws a dataset that no agreement is about any more."
        ),
    )
    test_storage: StorageTrial | None = strawberry.mutation(
        resolver=resolve_test_storage,
        description=(
            "Essaie un stockage avant de l'inscrire, étape par étape ; rien n'est gardé, ni le mot "
            "de passe (donnez-le par une variable). / Tries a storage before it is registered, "
            "step by step; nothing is kept, nor the password (give it as a variable)."
        ),
    )


def _result(changed: SourceChanged) -> SourceResult:
    difference = changed.difference
    lines = zip(difference_lines(difference, "fr"), difference_lines(difference, "en"), strict=True)
    check = next(iter(difference.checks), None)
    return SourceResult(
        act=changed.act,
        applied=changed.is_written,
        id=strawberry.ID(changed.id),
        sentences=[Sentence(fr=fr, en=en) for fr, en in lines],
        changes=[_field(entity, field) for entity in difference.changes for field in entity.fields],
        waits=bool(difference.held),
        agreements=sorted({each for entity in difference.changes for each in entity.citations}),
        check=None if check is None else write_declared_check(check),
    )


def _field(entity: EntityChange, field: FieldChange) -> SourceFieldChange:
    (before_fr, after_fr), (before_en, after_en) = (
        field_words(entity, field, "fr"),
        field_words(entity, field, "en"),
    )
    return SourceFieldChange(
        path=field.path,
        before=Sentence(fr=before_fr, en=before_en),
        after=Sentence(fr=after_fr, en=after_en),
    )
