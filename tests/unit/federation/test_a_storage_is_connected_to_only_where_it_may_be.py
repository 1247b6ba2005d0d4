"""The names of a storage are looked up before each connection, and where they lead is judged.

Covers federation.storages.address_guard, federation.storages.problems.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import ip_network
from types import SimpleNamespace

import pytest

from catalog.drift.causes import cause_of
from catalog.model.identifiers import Siren
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
)
from federation.drift import SourceLooks
from federation.engines.watched_engine import WatchedEngine
from federation.health.breakers import Breakers
from federation.health.probing import Prober
from federation.storages.address_guard import AddressGuard, NameLookups, endpoints_of
from federation.storages.problems import (
    SourceAddressRefused,
    StorageAddressRefused,
    StorageHostUnknown,
)
from gateway.upkeep.source_monitoring.checking import checked
from tests.policies.facts import dataset

TOWN = Siren("243500667")
SECRET = SecretReference("env", "X")
POSTGRESQL = PostgresqlOptions("base.ville.fr", 5432, "d", "u")
STORE = S3Options("objets.ville.fr", "fr-par", "b", "p/", "k")
OPTIONS = {
    StorageKind.FILES: (FilesOptions("/d"), []),
    StorageKind.SQLITE: (SqliteOptions("/d/a.sqlite"), []),
    StorageKind.POSTGRESQL: (POSTGRESQL, [("base.ville.fr", 5432)]),
    StorageKind.MARIADB: (
        MariadbOptions("maria.ville.fr", 3307, "d", "u"),
        [("maria.ville.fr", 3307)],
    ),
    StorageKind.S3: (STORE, [("objets.ville.fr", 443)]),
    StorageKind.ICEBERG: (
        IcebergOptions(POSTGRESQL, "c", STORE, SECRET),
        [("base.ville.fr", 5432), ("objets.ville.fr", 443)],
    ),
    StorageKind.ICEBERG_REST: (
        IcebergRestOptions(
            "https://tables.ville.fr/iceberg",
            "w",
            STORE,
            SECRET,
            token_uri="https://jetons.ville.fr:8443/oauth",
        ),
        [("tables.ville.fr", 443), ("jetons.ville.fr", 8443), ("objets.ville.fr", 443)],
    ),
    StorageKind.DEPOSIT: (DepositOptions(STORE), [("objets.ville.fr", 443)]),
}


def storage(kind=StorageKind.POSTGRESQL):
    return Storage("s", TOWN, kind, OPTIONS[kind][0])


class Led:
    """What the names lead to, which a test may change."""

    def __init__(self, addresses):
        self._addresses = addresses

    async def addresses(self, host, port):
        return tuple(self._addresses.get(host, ("93.184.216.34",)))

    async def aclose(self):
        pass


def guard(led, approved=(), networks=()):
    return AddressGuard(lambda owner: approved if owner == TOWN else (), networks, Led(led))


@pytest.mark.parametrize("kind", StorageKind)
def test_every_host_of_every_kind_is_known(kind):
    assert list(endpoints_of(storage(kind))) == OPTIONS[kind][1]


@pytest.mark.parametrize(
    ("endpoint", "use_tls", "expected"),
    [
        ("objets.fr", False, ("objets.fr", 80)),
        ("objets.fr:9000", True, ("objets.fr", 9000)),
        ("[fd00::1]:9000", True, ("fd00::1", 9000)),
        ("http://127.0.0.1:9000", False, ("127.0.0.1", 9000)),
    ],
)
def test_the_port_of_a_store_is_the_one_that_is_connected_to(endpoint, use_tls, expected):
    options = replace(STORE, endpoint=endpoint, use_tls=use_tls)
    assert list(endpoints_of(Storage("s", TOWN, StorageKind.S3, options))) == [expected]


@pytest.mark.parametrize("kind", [each for each in StorageKind if OPTIONS[each][1]])
async def test_one_private_address_among_others_is_enough_to_refuse(kind):
    await guard({}).admit(storage(kind))
    for host, _ in OPTIONS[kind][1]:
        led = {host: ("93.184.216.34", "169.254.169.254")}
        with pytest.raises(StorageAddressRefused):
            await guard(led).admit(storage(kind))


async def test_it_is_admitted_where_the_operator_says_so():
    led = {"base.ville.fr": ("10.1.2.3",)}
    for refused in (guard(led), guard(led, ("base.ville.fr",))):
        with pytest.raises(StorageAddressRefused):
            await refused.admit(storage())
    await guard(led, ("10.1.2.3:5432",)).admit(storage())
    await guard(led, networks=(ip_network("10.0.0.0/8"),)).admit(storage())
    somebody_elses = replace(storage(), owner=Siren("200090884"))
    with pytest.raises(StorageAddressRefused):
        await guard(led, ("10.1.2.3",)).admit(somebody_elses)


async def test_a_name_is_looked_up_again_each_time():
    led = {}
    once = guard(led)
    await once.admit(storage())
    led["base.ville.fr"] = ("127.0.0.1",)
    with pytest.raises(StorageAddressRefused):
        await once.admit(storage())


async def test_a_name_without_an_address_is_not_connected_to():
    """Its driver might be told another a moment later."""
    with pytest.raises(StorageHostUnknown):
        await guard({"base.ville.fr": ()}).admit(storage())
    names = NameLookups()
    try:
        assert await names.addresses("aucune-machine.invalid", 5432) == ()
        assert await names.addresses("127.0.0.1", 5432) == ("127.0.0.1",)
        assert set(await names.addresses("localhost", 5432)) & {"127.0.0.1", "::1"}
    finally:
        await names.aclose()


async def test_many_queries_at_once_ask_the_resolver_once(monkeypatch):
    asked = []

    def resolver(host, port, **_):
        asked.append((host, port))
        return [(None, None, None, "", ("93.184.216.34", port)), (0, 0, 0, "", ("fe80::1%eth0", 0))]

    monkeypatch.setattr("federation.storages.address_guard.socket.getaddrinfo", resolver)
    names = NameLookups()
    try:
        found = await asyncio.gather(*(names.addresses("base.ville.fr", 5432) for _ in range(50)))
        assert set(found) == {("93.184.216.34", "fe80::1")}
        assert asked == [("base.ville.fr", 5432)]
    finally:
        await names.aclose()


class Idle:
    """An engine that must not be asked."""

    name = "duckdb"

    async def execute(self, plan, values):
        raise AssertionError


async def test_a_query_is_refused_before_its_engine_is_asked():
    refusing = guard({"base.ville.fr": ("127.0.0.1",)})
    breakers = Breakers()
    looks = SourceLooks(str, refusing)
    engine = WatchedEngine(Idle(), breakers, Prober(str, breakers, refusing), looks, refusing)
    table = SimpleNamespace(storage=storage(), dataset=dataset())
    with pytest.raises(SourceAddressRefused) as refused:
        await engine.execute(SimpleNamespace(tables=(table,), engine="duckdb"), {})
    # A reader is told of the dataset, never where it lies.
    assert refused.value.facts == {"dataset": "collectes"}
    assert breakers.down("s") is None


async def test_nobody_connects_before_it_was_admitted():
    """Each would fail otherwise: of its secret, of which there is none."""

    def secret(_):
        raise AssertionError

    refusing = guard({"base.ville.fr": ("127.0.0.1",)})
    kept = replace(storage(), secret=SECRET)
    assert await Prober(secret, Breakers(), refusing).probe(kept) == "storage_address_refused"
    with pytest.raises(StorageAddressRefused):
        await SourceLooks(secret, refusing).seen(dataset(), kept)
    with pytest.raises(StorageAddressRefused):
        await checked(dataset(), kept, secret, refusing)
    assert cause_of("storage_address_refused") == (
        "adresse privée, non approuvée",
        "a private address, not approved",
    )
