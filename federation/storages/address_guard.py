"""Looks at where a storage's names lead, each time before it is connected to.

A name that the operator approved can lead anywhere tomorrow: to this machine, to the operator's own
network, to what a cloud tells its machines. Drivers look the name up again a moment later: a change
in between is not seen, so an address that may not be reached must not be routed.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from catalog.actions.organisation import host_of
from catalog.actions.web_address import read_web_address
from catalog.model.identifiers import Siren
from catalog.model.storage import (
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SqliteOptions,
    Storage,
)
from catalog.reachable import Network, is_address, may_reach
from federation.storages.problems import StorageAddressRefused, StorageHostUnknown

_TIMEOUT_S = 5.0
_FRESH_S = 1.0
_THREADS = 4
Endpoint = tuple[str, int]


class Admits(Protocol):
    async def admit(self, storage: Storage) -> None:
        """Raises StorageAddressRefused where it may not be connected to, StorageHostUnknown where
        a name leads nowhere.
        """
        ...

    async def aclose(self) -> None: ...


class Names(Protocol):
    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses that a name leads to now; empty where none is, or none is known in time."""
        ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Lookup:
    at: float
    task: asyncio.Task[tuple[str, ...]]


class NameLookups:
    """The system's resolver, asked about each name once a second at most, in threads of its own:
    one that does not answer must hold up nothing else.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")
        self._lookups: dict[Endpoint, _Lookup] = {}

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """See `Names`."""
        if is_address(host):
            return (host,)
        now = time.monotonic()
        lookup = self._lookups.get((host, port))
        if lookup is None or (lookup.task.done() and now - lookup.at > _FRESH_S):
            self._lookups = {
                endpoint: known
                for endpoint, known in self._lookups.items()
                if not known.task.done() or now - known.at <= _FRESH_S
            }
            lookup = _Lookup(now, asyncio.create_task(self._resolve(host, port)))
            self._lookups[host, port] = lookup
        return await asyncio.shield(lookup.task)

    async def aclose(self) -> None:
        tasks = [lookup.task for lookup in self._lookups.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _resolve(self, host: str, port: int) -> tuple[str, ...]:
        def resolve() -> list[str]:
            records = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            return [str(record[4][0]).partition("%")[0] for record in records]

        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                addresses = await loop.run_in_executor(self._threads, resolve)
        except (OSError, UnicodeError):
            return ()
        return tuple(dict.fromkeys(addresses))


class AddressGuard:
    """`approved` are the hosts that the operator approved for an organisation, `networks` those
    that it allows for all.
    """

    def __init__(
        self,
        approved: Callable[[Siren], Collection[str]],
        networks: Collection[Network] = (),
        names: Names | None = None,
    ) -> None:
        self._approved = approved
        self._networks = networks
        self._names = names or NameLookups()

    async def admit(self, storage: Storage) -> None:
        """See `Admits`: every address of every host that the storage's options name."""
        endpoints = tuple(dict.fromkeys(endpoints_of(storage)))
        if not endpoints:
            return
        approved = self._approved(storage.owner)
        for host, port in endpoints:
            addresses = await self._names.addresses(host, port)
            if not addresses:
                raise StorageHostUnknown(host=host)
            for ip in addresses:
                if not may_reach(ip, host, port, approved, self._networks):
                    raise StorageAddressRefused

    async def aclose(self) -> None:
        await self._names.aclose()


def endpoints_of(storage: Storage) -> Iterator[Endpoint]:
    """Each host and port that is connected to; none for what lies on this machine's disks."""
    match storage.place.options:
        case FilesOptions() | SqliteOptions():
            return
        case PostgresqlOptions(host=host, port=port) | MariadbOptions(host=host, port=port):
            yield host, port
        case S3Options() as store:
            yield _endpoint(store)
        case IcebergOptions(catalog=catalog, store=store):
            yield catalog.host, catalog.port
            yield _endpoint(store)
        case IcebergRestOptions(uri=uri, token_uri=token_uri, store=store):
            for text in (uri, token_uri):
                address = None if text is None else read_web_address(text)
                if address is not None:
                    yield address.host, address.port
            yield _endpoint(store)


def _endpoint(store: S3Options) -> Endpoint:
    text = store.endpoint.partition("://")[2] or store.endpoint
    host = host_of(text)
    port = text.removeprefix(f"[{host}]").removeprefix(host).removeprefix(":")
    default = 443 if store.use_tls else 80
    return host, int(port) if port.isdecimal() else default
