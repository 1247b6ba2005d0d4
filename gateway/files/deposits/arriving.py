"""Files that come by themselves, by mail or into a folder: kept for stewards, who are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.model.dataset import Dataset
from catalog.model.message import Message
from gateway.files.deposits.uploads import Upload, UploadStore


class ArrivedFilePort(Protocol):
    """Takes each file that came by itself once, by its mark. All methods raise StoreUnavailable."""

    async def claim(self, mark: str, at: datetime) -> bool: ...
    async def release(self, mark: str) -> None: ...
    async def tell(self, message: Message, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class ArrivalPorts:
    """`bell` is rung when there is something to tell."""

    uploads: UploadStore
    arrived: ArrivedFilePort
    bell: asyncio.Event
    clock: Callable[[], datetime]


async def keep_arrived(
    content: bytes, file_name: str, dataset: Dataset, came_from: str, ports: ArrivalPorts
) -> Upload:
    """To be confirmed by a steward of the owner; nothing publishes it otherwise.

    Raises UploadNameRefused, UploadTooLarge, UploadEmpty, TooManyUploads, UploadsUnavailable.
    """

    async def stream() -> AsyncIterator[bytes]:
        yield content

    now = ports.clock()
    upload = await ports.uploads.arrive(
        stream(), file_name, dataset.owner, now, came_from, dataset.id
    )
    await tell("deposit.waiting", upload.file_name, came_from, dataset, ports, upload.id)
    return upload


async def tell(
    kind: str, file_name: str, came_from: str, dataset: Dataset, ports: ArrivalPorts, key: str
) -> None:
    message = Message(
        kind=kind,
        key=f"{kind}/{key}",
        to=(dataset.owner,),
        roles=frozenset({"steward"}),
        about=dataset.id,
        facts={"file": file_name, "from": came_from, "dataset": dataset.title_fr},
    )
    await ports.arrived.tell(message, ports.clock())
    ports.bell.set()
