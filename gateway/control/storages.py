"""The storages of one's own organisation: listed, tested, looked into, explained to their admin."""

from __future__ import annotations

import time

import strawberry

from catalog.model.dataset import ColumnType
from catalog.model.storage import Storage as Registered
from federation.storages.csv_words import written_csv, written_format
from federation.storages.protocol import FoundColumn, FoundObject
from gateway.control import agreement_types as shown
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.source_types import StorageHealth, write_health


@strawberry.type(description="Une colonne trouvée à la source. / A column found at the source.")
class StorageColumn:
    name: str
    source_type: str
    type: str | None = strawberry.field(
        description=(
            "Celui à déclarer, d'un CSV proposé d'après un échantillon ; null : non lisible. / "
            "The one to declare, of a CSV proposed after a sample; null: unreadable."
        )
    )
    text_format: str | None = strawberry.field(
        description="À écrire dans text_format:. / To write in text_format:."
    )
    concept: str | None = strawberry.field(
        description="À écrire dans concept:. / To write in concept:."
    )
    nullable: bool
    comment: str | None
    reason: shown.Sentence | None = strawberry.field(
        description=(
            "Pourquoi elle n'est pas lisible, ou ce qu'il faut regarder. / "
            "Why it cannot be read, or what to look at."
        )
    )


@strawberry.type(description="Une table ou un fichier trouvé. / A table or a file found.")
class StorageObject:
    name: str
    schema_name: str | None = strawberry.field(name="schema")
    comment: str | None
    row_estimate: str | None = strawberry.field(
        description="Une estimation de la source. / The source's own estimate."
    )
    primary_key: list[str]
    csv: str | None = strawberry.field(
        description=(
            "Séparateur, encodage, ligne d'en-tête, totaux : à écrire dans object: csv:. / "
            "Delimiter, encoding, header row, totals: to write in object: csv:."
        )
    )
    reason: shown.Sentence | None = strawberry.field(
        description="Pourquoi il n'est pas lisible. / Why it cannot be read."
    )
    columns: list[StorageColumn]


@strawberry.type(description="Ce que fait l'administrateur. / What the administrator does.")
class StorageStep:
    fr: str
    en: str
    typed: str


@strawberry.type
class StorageTest:
    answers: bool
    milliseconds: int


async def resolve_test(root: Storage, info: Info) -> StorageTest | None:
    started = time.monotonic()
    await info.context.services.storages.test(root.registered)
    return StorageTest(answers=True, milliseconds=round((time.monotonic() - started) * 1000))


async def resolve_objects(root: Storage, info: Info) -> list[StorageObject] | None:
    found = await info.context.services.storages.objects(root.registered)
    return [_object(each) for each in found]


async def resolve_instructions(root: Storage, info: Info) -> list[StorageStep] | None:
    steps = await info.context.services.storages.instructions(root.registered)
    return [StorageStep(fr=each.fr, en=each.en, typed=each.typed) for each in steps]


async def resolve_health(root: Storage, info: Info) -> StorageHealth | None:
    found = await info.context.services.sources.health(root.registered.id)
    return None if found is None else write_health(found)


@strawberry.type(
    description=(
        "Un stockage de votre organisme ; son secret n'est connu que par référence. / "
        "A storage of your organisation; its secret is known by reference only."
    )
)
class Storage:
    id: strawberry.ID
    kind: str
    organisation: str = strawberry.field(description="SIREN.")
    host_country: str | None
    secnumcloud: bool
    operator: str | None
    secret: str | None = strawberry.field(description="env:… ou file:… / env:… or file:…")
    registered: strawberry.Private[Registered]
    health: StorageHealth | None = strawberry.field(
        resolver=resolve_health,
        description=(
            "Ce que la passerelle a vu la dernière fois ; null : pas encore. / "
            "What the gateway last saw; null: nothing yet."
        ),
    )
    test: StorageTest | None = strawberry.field(
        resolver=resolve_test,
        description=(
            "Se connecte une fois ; l'erreur dit la cause. / Connects once; the error says why not."
        ),
    )
    objects: list[StorageObject] | None = strawberry.field(
        resolver=resolve_objects,
        description="Tables ou fichiers que son compte lit. / Tables or files its account reads.",
    )
    instructions: list[StorageStep] | None = strawberry.field(
        resolver=resolve_instructions, description="Pour son administrateur. / For its admin."
    )


async def resolve_storages(info: Info) -> list[Storage] | None:
    refuse_anonymous(info)
    return [_storage(each) for each in await info.context.services.storages.storages()]


async def resolve_storage(info: Info, name: str) -> Storage | None:
    refuse_anonymous(info)
    return _storage(await info.context.services.storages.storage(name))


@strawberry.type
class StorageQuery:
    storages: list[Storage] | None = strawberry.field(
        resolver=resolve_storages,
        description="Ceux de votre organisme, pour ses référents. / Your organisation's own.",
    )
    storage: Storage | None = strawberry.field(
        resolver=resolve_storage,
        description="Par identifiant ou par nom. / By id or by name.",
    )


def _storage(registered: Registered) -> Storage:
    secret = registered.secret
    return Storage(
        id=strawberry.ID(registered.id),
        kind=registered.kind.value,
        organisation=registered.owner,
        host_country=registered.host_country,
        secnumcloud=registered.secnumcloud,
        operator=registered.operator,
        secret=None if secret is None else f"{secret.scheme}:{secret.name}",
        registered=registered,
    )


def _object(found: FoundObject) -> StorageObject:
    return StorageObject(
        name=found.name,
        schema_name=found.schema,
        comment=found.comment,
        row_estimate=None if found.row_estimate is None else str(found.row_estimate),
        primary_key=list(found.primary_key),
        csv=None if found.csv is None else written_csv(found.csv),
        reason=_sentence(found),
        columns=[_column(each) for each in found.columns],
    )


def _column(found: FoundColumn) -> StorageColumn:
    return StorageColumn(
        name=found.source_name,
        source_type=found.source_type,
        type=None if found.type is None else _type(found.type),
        nullable=found.nullable,
        comment=found.comment,
        text_format=None if found.text_format is None else written_format(found.text_format),
        concept=found.concept,
        reason=_sentence(found),
    )


def _sentence(found: FoundObject | FoundColumn) -> shown.Sentence | None:
    return shown.Sentence(fr=found.reason_fr, en=found.reason_en) if found.reason_fr else None


def _type(kind: ColumnType) -> str:
    """As a declaration writes it, on a line or in braces: decimal(12,2)."""
    if kind.precision is None:
        return kind.scalar.value
    return f"{kind.scalar.value}({kind.precision},{kind.scale or 0})"
