"""The storages of one's own organisation: listed, tested, looked into, explained to their admin."""

from __future__ import annotations

import time
from collections.abc import Iterable

import strawberry

from catalog.declaration.dataset_writing import write_type
from catalog.declaration.storage_writing import write_storage
from catalog.model.storage import Storage as Registered
from catalog.proposed_names import names_a_person
from catalog.snapshot import Snapshot
from federation.storages.csv_words import written_csv, written_format
from federation.storages.instructions import Step
from federation.storages.proposed_entries import kind_of
from federation.storages.proposed_links import ProposedEntry
from federation.storages.protocol import FoundColumn, FoundObject
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.sentence import Sentence
from gateway.control.source_types import StorageHealth, write_health
from gateway.upkeep.source_monitoring.lights import LightSeen

_APART = frozenset({"kind", "secret", "host_country", "secnumcloud", "operator"})
"""Fields of their own."""


@strawberry.type(description="Une colonne trouvée à la source. / A column found at the source.")
class StorageColumn:
    name: str
    proposed_name: str | None = strawberry.field(
        description="Pour la déclarer ; null : non lisible. / To declare it; null: unreadable."
    )
    is_personal: bool = strawberry.field(
        description="D'après son nom : à vérifier. / By its name: to be checked."
    )
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
    reason: Sentence | None = strawberry.field(
        description=(
            "Pourquoi elle n'est pas lisible, ou ce qu'il faut regarder. / "
            "Why it cannot be read, or what to look at."
        )
    )


@strawberry.type(description="Une table ou un fichier trouvé. / A table or a file found.")
class StorageObject:
    name: str
    kind: str = strawberry.field(description="table, csv, parquet.")
    proposed_name: str | None = strawberry.field(
        description="Du jeu ; null : rien à déclarer. / Of the dataset; null: nothing to declare."
    )
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
    reason: Sentence | None = strawberry.field(
        description="Pourquoi il n'est pas lisible. / Why it cannot be read."
    )
    columns: list[StorageColumn]


@strawberry.type(
    description=(
        "Une étape de l'essai d'un stockage : address, port, encryption, credentials, reading. / "
        "One step of trying a storage."
    )
)
class StorageLight:
    light: str
    status: str = strawberry.field(description="ok, failed, not_tried, not_needed.")
    code: str | None = strawberry.field(description="Du problème. / Of the problem.")
    fr: str
    en: str
    next_fr: str = strawberry.field(description="Quoi faire ; vide si rien. / What to do.")
    next_en: str


@strawberry.type(description="Une option déclarée, jamais un secret. / An option, never a secret.")
class StorageOption:
    name: str = strawberry.field(description="Comme une déclaration l'écrit. / As it is declared.")
    value: str


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


async def resolve_lights(root: Storage, info: Info) -> list[StorageLight] | None:
    lights = await info.context.services.storages.lights(root.registered)
    return [write_light(each) for each in lights]


async def resolve_options(root: Storage, info: Info) -> list[StorageOption]:
    roots = info.context.services.source_acts.acts.directory_roots
    entry = write_storage(root.registered, roots)
    return [
        StorageOption(name=key, value=", ".join(value) if isinstance(value, list) else _text(value))
        for key, value in entry.items()
        if key not in _APART
    ]


async def resolve_objects(root: Storage, info: Info) -> list[StorageObject] | None:
    proposals = await info.context.services.storages.proposals(root.registered)
    return [_object(each) for each in proposals]


async def resolve_instructions(root: Storage, info: Info) -> list[StorageStep] | None:
    steps = await info.context.services.storages.instructions(root.registered)
    return write_steps(steps)


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
    options: list[StorageOption] = strawberry.field(
        resolver=resolve_options,
        description="Où il est, sans secret. / Where it is, without secrets.",
    )
    datasets: list[str] = strawberry.field(
        description=(
            "Les jeux de données de votre organisme qui y sont. / Your datasets that lie there."
        )
    )
    lights: list[StorageLight] | None = strawberry.field(
        resolver=resolve_lights,
        description="Essayé étape par étape. / Tried step by step.",
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
    storages = await info.context.services.storages.storages()
    return [_storage(each, info.context.snapshot) for each in storages]


async def resolve_storage(info: Info, name: str) -> Storage | None:
    refuse_anonymous(info)
    storage = await info.context.services.storages.storage(name)
    return _storage(storage, info.context.snapshot)


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


def write_steps(steps: Iterable[Step]) -> list[StorageStep]:
    return [StorageStep(fr=step.text.fr, en=step.text.en, typed=step.typed) for step in steps]


def write_light(seen: LightSeen) -> StorageLight:
    problem = seen.problem
    return StorageLight(
        light=seen.light.value,
        status=seen.status.value,
        code=None if problem is None else problem.code,
        fr=seen.words.fr,
        en=seen.words.en,
        next_fr="" if problem is None else problem.next_step("fr"),
        next_en="" if problem is None else problem.next_step("en"),
    )


def _storage(registered: Registered, snapshot: Snapshot) -> Storage:
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
        datasets=[
            str(each.name)
            for each in snapshot.datasets_of(registered.owner)
            if each.storage_id == registered.id
        ],
    )


def _object(proposed: ProposedEntry) -> StorageObject:
    found, names = proposed.object, dict(proposed.names)
    return StorageObject(
        name=found.name,
        kind=kind_of(found).value,
        proposed_name=proposed.name or None,
        schema_name=found.schema,
        comment=found.comment,
        row_estimate=None if found.row_estimate is None else str(found.row_estimate),
        primary_key=list(found.primary_key),
        csv=None if found.csv is None else written_csv(found.csv),
        reason=_sentence(found),
        columns=[_column(each, names.get(each.source_name)) for each in found.columns],
    )


def _column(found: FoundColumn, proposed_name: str | None) -> StorageColumn:
    return StorageColumn(
        proposed_name=proposed_name,
        is_personal=names_a_person(found.source_name),
        name=found.source_name,
        source_type=found.source_type,
        type=None if found.type is None else write_type(found.type),
        nullable=found.nullable,
        comment=found.comment,
        text_format=None if found.text_format is None else written_format(found.text_format),
        concept=found.concept,
        reason=_sentence(found),
    )


def _sentence(found: FoundObject | FoundColumn) -> Sentence | None:
    return Sentence(fr=found.reason_fr, en=found.reason_en) if found.reason_fr else None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
