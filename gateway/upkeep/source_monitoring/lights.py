"""A storage tried step by step: five lights, each with what it means and what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from catalog.model.storage import MariadbOptions, PostgresqlOptions, S3Options, Storage, Tls
from federation.storages.address_guard import Admits, endpoints_of
from federation.storages.problems import (
    StorageAddressRefused,
    StorageCredentialsRefused,
    StorageHostUnknown,
    StorageSecretMissing,
    StorageTlsRefused,
    StorageUnreachable,
    TooManyObjects,
)
from federation.storages.protocol import FoundObject, StorageAdapter
from gateway.base.problems import SecretUnreadable
from gateway.upkeep.source_monitoring.storage_problems import NothingToRead

_CONNECT_S = 5.0


class Light(StrEnum):
    """In the order in which a storage is reached."""

    ADDRESS = "address"
    PORT = "port"
    ENCRYPTION = "encryption"
    CREDENTIALS = "credentials"
    READING = "reading"


class LightStatus(StrEnum):
    """NOT_NEEDED: this kind of storage has no such step; NOT_TRIED: an earlier one failed."""

    OK = "ok"
    FAILED = "failed"
    NOT_TRIED = "not_tried"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class LightSeen:
    """`problem` says what to do where it failed."""

    light: Light
    status: LightStatus
    words: Bilingual
    problem: Problem | None = None


_FAILS_AT: dict[type[Problem], Light] = {
    StorageHostUnknown: Light.ADDRESS,
    StorageAddressRefused: Light.ADDRESS,
    StorageUnreachable: Light.PORT,
    StorageTlsRefused: Light.ENCRYPTION,
    StorageCredentialsRefused: Light.CREDENTIALS,
    StorageSecretMissing: Light.CREDENTIALS,
    SecretUnreadable: Light.CREDENTIALS,
}
"""Of every other problem: it answered, and let the account in, but did not show what is wanted."""
_OK = {
    Light.ADDRESS: Bilingual(
        "La machine est connue, et son adresse approuvée.",
        "The machine is known, and its address approved.",
    ),
    Light.PORT: Bilingual("Quelque chose répond à ce port.", "Something answers at that port."),
    Light.ENCRYPTION: Bilingual("La liaison est chiffrée.", "The link is encrypted."),
    Light.CREDENTIALS: Bilingual(
        "Le compte et son secret sont acceptés.", "The account and its secret are accepted."
    ),
}
_NOT_NEEDED = Bilingual(
    "Sans objet pour cette sorte de stockage.", "This kind of storage has no such step."
)
_IN_CLEAR = Bilingual(
    "La liaison n'est pas chiffrée : ainsi déclarée.",
    "The link is not encrypted: it is declared so.",
)
_NOT_TRIED = Bilingual(
    "Pas encore essayé : une étape précédente n'aboutit pas.",
    "Not tried yet: an earlier step does not succeed.",
)
_YET_TO_TRY = Bilingual("Pas encore essayé.", "Not tried yet.")


async def lights_of(
    storage: Storage,
    adapter: StorageAdapter,
    addresses: Admits,
    secret: Callable[[], str | None],
) -> tuple[LightSeen, ...]:
    """All five, in order: tried until one fails."""
    endpoints = tuple(dict.fromkeys(endpoints_of(storage)))
    try:
        await addresses.admit(storage)
        for host, port in endpoints:
            await _connect(host, port)
        password = secret()
        await adapter.test(storage, password)
        objects = await _objects(adapter.introspect(storage, password))
    except Problem as problem:
        failing = next(
            (light for kind, light in _FAILS_AT.items() if isinstance(problem, kind)),
            Light.READING,
        )
        return tuple(_until(failing, problem, storage, is_remote=bool(endpoints)))
    return (
        *(_passed(light, storage, is_remote=bool(endpoints)) for light in list(Light)[:-1]),
        _reading(objects),
    )


def failed_at(light: Light, problem: Problem, storage: Storage) -> tuple[LightSeen, ...]:
    """The lights of a storage that a rule forbids to try: `light` fails, by `problem`."""
    return tuple(_until(light, problem, storage, is_remote=True))


def none_tried() -> tuple[LightSeen, ...]:
    return tuple(LightSeen(light, LightStatus.NOT_TRIED, _YET_TO_TRY) for light in Light)


async def _connect(host: str, port: int) -> None:
    """Raises StorageUnreachable. What listens there is told apart by the adapter."""
    try:
        async with asyncio.timeout(_CONNECT_S):
            _, writer = await asyncio.open_connection(host, port)
    except OSError:
        # TimeoutError is one.
        raise StorageUnreachable(host=host, port=port) from None
    writer.close()
    try:
        async with asyncio.timeout(_CONNECT_S):
            await writer.wait_closed()
    except OSError:
        return


async def _objects(
    looked: Awaitable[tuple[FoundObject, ...]],
) -> tuple[FoundObject, ...] | None:
    """None where there are more than can be listed."""
    try:
        return await looked
    except TooManyObjects:
        return None


def _until(
    failing: Light, problem: Problem, storage: Storage, *, is_remote: bool
) -> Iterator[LightSeen]:
    is_past = False
    for light in Light:
        if light is failing:
            is_past = True
            words = Bilingual(problem.sentence("fr"), problem.sentence("en"))
            yield LightSeen(light, LightStatus.FAILED, words, problem)
        elif is_past:
            yield LightSeen(light, LightStatus.NOT_TRIED, _NOT_TRIED)
        else:
            yield _passed(light, storage, is_remote=is_remote)


def _passed(light: Light, storage: Storage, *, is_remote: bool) -> LightSeen:
    if not is_remote:
        return LightSeen(light, LightStatus.NOT_NEEDED, _NOT_NEEDED)
    if light is Light.ENCRYPTION and not _is_encrypted(storage):
        return LightSeen(light, LightStatus.NOT_NEEDED, _IN_CLEAR)
    return LightSeen(light, LightStatus.OK, _OK[light])


def _is_encrypted(storage: Storage) -> bool:
    match storage.options:
        case PostgresqlOptions(sslmode=mode):
            return mode != "disable"
        case MariadbOptions(tls=tls):
            return tls is not Tls.DISABLE
        case S3Options(use_tls=use_tls):
            return use_tls
        case _:
            return True


def _reading(objects: Iterable[FoundObject] | None) -> LightSeen:
    if objects is None:
        words = Bilingual("Le compte lit de très nombreux objets.", "The account reads very much.")
        return LightSeen(Light.READING, LightStatus.OK, words)
    count = sum(bool(each.columns) for each in objects)
    if not count:
        problem = NothingToRead()
        words = Bilingual(problem.sentence("fr"), problem.sentence("en"))
        return LightSeen(Light.READING, LightStatus.FAILED, words, problem)
    several = count > 1
    return LightSeen(
        Light.READING,
        LightStatus.OK,
        Bilingual(
            f"Lisible : {count} {'tables ou fichiers' if several else 'table ou fichier'}.",
            f"Readable: {count} {'tables or files' if several else 'table or file'}.",
        ),
    )
