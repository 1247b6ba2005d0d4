"""Files that wait to be confirmed, what was deposited, and where one may deposit."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.deposit_versions import UNDO_DAYS
from catalog.model import deposit as deposited
from catalog.model.storage import Storage
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.sentence import Sentence
from gateway.deposits import uploads as staged
from gateway.deposits.service import DatasetVersions


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
    mode: str = strawberry.field(description="replace, append, update.")
    file_name: str
    rows: int
    note: str
    state: str = strawberry.field(description="current, past, undone.")
    days_left_to_undo: int | None = strawberry.field(
        description="De la version en cours, s'il y en a une avant. / Of the current version."
    )


@strawberry.type(description="Un jeu de votre organisme dans un dépôt. / A deposited dataset.")
class Deposit:
    dataset: strawberry.ID
    storage: strawberry.ID
    versions: list[DepositVersion]


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
    now = info.context.standpoint.now
    return [_deposit(each, now) for each in await service.deposits()]


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


def _deposit(known: DatasetVersions, now: dt.datetime) -> Deposit:
    versions = known.deposit.versions
    has_before = any(each.state is deposited.VersionState.PAST for each in versions)
    return Deposit(
        dataset=strawberry.ID(known.dataset.id),
        storage=strawberry.ID(known.deposit.storage_id),
        versions=[_version(each, now, has_before=has_before) for each in versions],
    )


def _version(
    version: deposited.DepositVersion, now: dt.datetime, *, has_before: bool
) -> DepositVersion:
    left = (version.at + dt.timedelta(days=UNDO_DAYS) - now).days
    can_be_undone = version.state is deposited.VersionState.CURRENT and has_before and left >= 0
    return DepositVersion(
        number=version.number,
        at=version.at,
        by=version.by_sub,
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
