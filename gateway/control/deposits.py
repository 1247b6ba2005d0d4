"""Files that wait to be confirmed, what was deposited, and where one may deposit."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.deposit_versions import UNDO_DAYS
from catalog.declaration.dataset_writing import write_acceptance
from catalog.model import deposit as deposited
from catalog.model.dataset import Dataset as CatalogDataset
from catalog.model.storage import Storage
from catalog.snapshot import Snapshot
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.declared_datasets import DeclaredAcceptance, write_rules
from gateway.control.person_names import name_of_person
from gateway.control.sentence import Sentence
from gateway.control.types import Organisation, write_organisation
from gateway.files.deposits import uploads as staged
from gateway.files.deposits.service import DatasetVersions


@strawberry.type(description="Un fichier reçu, pas encore confirmé. / A file not yet confirmed.")
class Upload:
    id: strawberry.ID
    file_name: str
    size: int = strawberry.field(description="Octets. / Bytes.")
    state: str = strawberry.field(description="received, reading, read, refused.")
    received_at: dt.datetime
    expires_at: dt.datetime
    problem: Sentence | None = strawberry.field(
        description="Pourquoi il a été refusé. / Why it was refused."
    )
    next_step: Sentence | None


@strawberry.type(description="Une version d'un jeu déposé. / A version of what was deposited.")
class DepositVersion:
    number: int
    at: dt.datetime
    by: str
    by_name: str | None = strawberry.field(
        description="Le nom de cette personne, s'il est connu. / Their name, where it is known."
    )
    mode: str = strawberry.field(description="replace, append, update.")
    file_name: str
    rows: int
    note: str
    state: str = strawberry.field(description="current, past, undone.")
    days_left_to_undo: int | None = strawberry.field(
        description="De la version en cours, s'il y en a une avant. / Of the current version."
    )


@strawberry.type
class DepositColumn:
    name: str
    label: str
    unit: str | None


@strawberry.type(
    description=(
        "Un jeu de votre organisme dans un dépôt ; sous un mandat pour déposer, celui du mandant, "
        "et vos fichiers seuls. / A deposited dataset; under a mandate to deposit, the "
        "principal's, and your files alone."
    )
)
class Deposit:
    dataset: strawberry.ID
    storage: strawberry.ID
    versions: list[DepositVersion]
    title: Sentence
    owner: Organisation
    acceptance: DeclaredAcceptance | None = strawberry.field(
        description="Ce qu'un fichier doit être. / What a file must be."
    )
    columns: list[DepositColumn] = strawberry.field(
        description="Les colonnes attendues. / The columns that are awaited."
    )


@strawberry.type(description="Un dépôt où vous pouvez déposer. / A deposit that is open to you.")
class OpenDeposit:
    name: str = strawberry.field(description="Comme dans storage: ou into=. / As in storage:.")
    owner: str = strawberry.field(description="SIREN.")
    host_country: str | None
    secnumcloud: bool
    operator: str | None


async def resolve_uploads(info: Info) -> list[Upload] | None:
    refuse_anonymous(info)
    return [_upload(each) for each in await info.context.services.deposits.uploads()]


async def resolve_deposits(info: Info) -> list[Deposit] | None:
    refuse_anonymous(info)
    service = info.context.services.deposits
    catalog, now = info.context.snapshot, info.context.standpoint.now
    return [_deposit(each, catalog, now) for each in await service.deposits()]


async def resolve_open_deposits(info: Info) -> list[OpenDeposit] | None:
    refuse_anonymous(info)
    places = await info.context.services.deposits.places()
    bodies = info.context.snapshot.organisations
    return [_open(each, bodies[each.owner].slug) for each in places]


@strawberry.type
class DepositQuery:
    uploads: list[Upload] | None = strawberry.field(
        resolver=resolve_uploads,
        description="Ceux que vous avez envoyés. / Those that you sent.",
    )
    deposits: list[Deposit] | None = strawberry.field(
        resolver=resolve_deposits,
        description="Ceux de votre organisme, pour ses référents. / Your organisation's own.",
    )
    open_deposits: list[OpenDeposit] | None = strawberry.field(
        resolver=resolve_open_deposits,
        description="Où votre organisme peut déposer. / Where your organisation may deposit.",
    )


def _upload(upload: staged.Upload) -> Upload:
    problem = upload.problem
    return Upload(
        id=strawberry.ID(upload.id),
        file_name=upload.file_name,
        size=upload.size,
        state=upload.state.value,
        received_at=upload.at,
        expires_at=upload.expires_at(),
        problem=None if problem is None else Sentence(fr=problem.fr, en=problem.en),
        next_step=None if problem is None else Sentence(fr=problem.next_fr, en=problem.next_en),
    )


def _deposit(known: DatasetVersions, catalog: Snapshot, now: dt.datetime) -> Deposit:
    versions, dataset = known.deposit.versions, known.dataset
    rules, names = dataset.acceptance, {one.id: str(one.name) for one in dataset.columns}
    has_before = any(each.state is deposited.VersionState.PAST for each in versions)
    return Deposit(
        dataset=strawberry.ID(known.dataset.id),
        storage=strawberry.ID(known.deposit.storage_id),
        versions=[_version(each, dataset, catalog, now, has_before) for each in versions],
        title=Sentence(fr=dataset.title_fr, en=dataset.title_en),
        owner=write_organisation(catalog.organisations[dataset.owner]),
        acceptance=write_rules(None if rules is None else write_acceptance(rules, names)),
        columns=[
            DepositColumn(name=one.name, label=one.label_fr, unit=one.unit)
            for one in dataset.columns
        ],
    )


def _version(
    version: deposited.DepositVersion,
    dataset: CatalogDataset,
    catalog: Snapshot,
    now: dt.datetime,
    has_before: bool,  # noqa: FBT001
) -> DepositVersion:
    left = (version.at + dt.timedelta(days=UNDO_DAYS) - now).days
    can_be_undone = version.state is deposited.VersionState.CURRENT and has_before and left >= 0
    return DepositVersion(
        number=version.number,
        at=version.at,
        by=version.by_sub,
        by_name=name_of_person(version.by_sub, version.by_body or dataset.owner, catalog),
        mode=version.mode.value,
        file_name=version.file_name,
        rows=version.rows,
        note=version.note,
        state=version.state.value,
        days_left_to_undo=left if can_be_undone else None,
    )


def _open(storage: Storage, slug: str) -> OpenDeposit:
    return OpenDeposit(
        name=f"{slug}.{storage.id.rpartition('__')[2]}",
        owner=storage.owner,
        host_country=storage.host_country,
        secnumcloud=storage.secnumcloud,
        operator=storage.operator,
    )
