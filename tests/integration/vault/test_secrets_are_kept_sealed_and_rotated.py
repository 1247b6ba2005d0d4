"""Secrets in a real store: set, used at the next query, rotated, forgotten; seen nowhere.

Covers catalog.actions.secret_references, gateway.upkeep.secret_store.rotating,
gateway.upkeep.secret_store.resolving, gateway.upkeep.secret_store.key_encryption_keys,
gateway.upkeep.secret_store.sealing, catalog.actions.facts.
"""

import asyncio
import dataclasses
import io
import sqlite3
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson
import psycopg
import pytest
import structlog

from catalog.actions.facts import Facts
from catalog.actions.secret_references import judge_secret, own_reference
from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.storage import SecretReference
from catalog.store import open_store
from gateway.acts.ports import ActPorts
from gateway.base.problems import ActsRefused, SecretUnreadable
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys, KeyEncryptionKeysFile
from gateway.upkeep.secret_store.resolving import SecretResolver
from gateway.upkeep.secret_store.rotating import rotate
from gateway.upkeep.secret_store.sealing import seal
from gateway.wiring.services import open_services
from policies.acts import ActDecision, ActDenial
from policies.embedded import EmbeddedPolicy
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

OWNER, OTHER = Siren("243500667"), Siren("200090884")
CANARY = "CANARI-7f3a-mot-de-passe"
STEWARD = "steward@val-d-ille-aubigne"
SET = """mutation($name: String!, $value: String!, $dry: Boolean = false) {
  setSecret(name: $name, value: $value, dryRun: $dry) { applied sentences { fr en } } }"""
REMOVE = "mutation($name: String!) { removeSecret(name: $name) { applied } }"
LIST = "query { secrets { name reference keyVersion } }"


def now():
    return datetime.now(UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def store_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    return request.getfixturevalue("postgresql_database")


@pytest.fixture
async def store(store_url):
    opened = await open_store(store_url)
    yield opened
    await opened.aclose()


@pytest.fixture
def ring(tmp_path):
    file = KeyEncryptionKeysFile(tmp_path / "secrets.keys")
    file.write(KeyEncryptionKeys({}).with_new_version())
    return file


@cache
def law():
    return EmbeddedPolicy()


def acts_on(store):
    return ActPorts(catalog=store, law=law(), clock=now)


async def put(store, *entities, removed=()):
    snapshot = await store.current()
    act = ActRecord(now(), None, "test", None, "test")
    await store.write(snapshot.version, Changes(put=entities, removed=removed), act)


def bytes_of(url, tmp_path):
    """Everything that the store holds, as it lies on the disk or as it is dumped."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            dumped = "\n".join(database.iterdump()).encode()
        return dumped + (tmp_path / "catalog.sqlite").read_bytes()
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        rows = [
            connection.execute(
                psycopg.sql.SQL("SELECT t::text FROM {} AS t").format(psycopg.sql.Identifier(name))
            ).fetchall()
            for (name,) in tables
        ]
    return repr(rows).encode()


async def test_a_secret_is_read_back_by_every_process_at_its_next_reading(store, store_url, ring):
    other = await open_store(store_url)
    resolve = SecretResolver(ring, lambda: other.held)
    reference = own_reference(SecretReference("store", "eau"), OWNER)
    await put(store, seal(OWNER, "eau", "un", ring.read(), now()))
    await other.current()
    assert resolve(reference) == "un"
    await put(store, seal(OWNER, "eau", "deux", ring.read(), now()))
    await other.current()
    assert resolve(reference) == "deux"
    with pytest.raises(SecretUnreadable):
        resolve(own_reference(SecretReference("store", "eau"), OTHER))
    await other.aclose()


async def test_what_was_replaced_or_removed_is_forgotten(store, store_url, ring, tmp_path):
    first = seal(OWNER, "eau", CANARY, ring.read(), now())
    second = seal(OWNER, "eau", CANARY, ring.read(), now())
    await put(store, first)
    await put(store, second)
    held = bytes_of(store_url, tmp_path)
    assert second.sealed.encode() in held
    await put(store, removed=(second,))
    rows = bytes_of(store_url, tmp_path)
    assert CANARY.encode() not in rows
    if store_url.startswith("postgresql"):
        assert first.sealed.encode() not in rows
        assert second.sealed.encode() not in rows
    assert not (await store.current()).secrets


async def test_a_rotation_seals_all_of_them_by_a_new_key(store, ring):
    for name in ("a", "b", "c"):
        await put(store, seal(OWNER, name, f"valeur {name}", ring.read(), now()))
    done = await rotate(acts_on(store), ring, forget_old=True)
    assert (done.version, done.sealed, done.resumed, done.kept) == (2, 3, False, (2,))
    snapshot = await store.current()
    assert {each.key_version for each in snapshot.secrets.values()} == {2}
    resolve = SecretResolver(ring, lambda: store.held)
    for name in ("a", "b", "c"):
        assert resolve(SecretReference("store", f"{OWNER}/{name}")) == f"valeur {name}"


class StopsAfter:
    """A store that goes away after some writes."""

    def __init__(self, store, writes):
        self.store, self.left = store, writes

    async def current(self):
        return await self.store.current()

    async def write(self, *given):
        if self.left == 0:
            raise ConnectionError
        self.left -= 1
        return await self.store.write(*given)


async def test_a_rotation_that_was_stopped_goes_on_where_it_was(store, ring):
    for name in ("a", "b", "c"):
        await put(store, seal(OWNER, name, f"valeur {name}", ring.read(), now()))
    with pytest.raises(ConnectionError):
        await rotate(acts_on(StopsAfter(store, 1)), ring)
    resolve = SecretResolver(ring, lambda: store.held)
    snapshot = await store.current()
    assert sorted(each.key_version for each in snapshot.secrets.values()) == [1, 1, 2]
    for name in ("a", "b", "c"):
        assert resolve(SecretReference("store", f"{OWNER}/{name}")) == f"valeur {name}"
    done = await rotate(acts_on(store), ring)
    assert (done.version, done.sealed, done.resumed, done.kept) == (2, 2, True, (1, 2))
    assert {each.key_version for each in (await store.current()).secrets.values()} == {2}


class Refuses:
    async def decide_act(self, _question):
        return ActDecision(False, (ActDenial("act_of_system", ()),), "r")


async def test_a_rotation_that_the_law_refuses_seals_nothing(store, ring):
    await put(store, seal(OWNER, "a", "valeur", ring.read(), now()))
    with pytest.raises(ActsRefused):
        await rotate(ActPorts(catalog=store, law=Refuses(), clock=now), ring)
    assert next(iter((await store.current()).secrets.values())).key_version == 1


async def test_a_rotation_may_be_tried_first(store, ring):
    await put(store, seal(OWNER, "a", "valeur", ring.read(), now()))
    await rotate(acts_on(store), ring, dry_run=True)
    assert ring.read().current == 1
    assert next(iter((await store.current()).secrets.values())).key_version == 1


@pytest.mark.parametrize(
    ("written", "owner", "accepted"),
    [
        ("eau", OWNER, True),
        (f"{OWNER}/eau", OWNER, True),
        (f"{OTHER}/eau", OWNER, False),
        (f"{OWNER}/../{OTHER}/eau", OWNER, False),
        ("EAU", OWNER, False),
        ("", OWNER, False),
    ],
)
async def test_an_organisation_refers_to_its_own_alone(store, written, owner, accepted):
    reference = own_reference(SecretReference("store", written), owner)
    refused = judge_secret(reference, owner, Facts(await store.current(), now()))
    assert (refused is None) is accepted


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("vault") / "state")
    await make_demo(state)
    async with open_services(state.settings(worker=False), demo=True) as services:
        yield Gateway(state, services)


async def told(gateway, document, agent=STEWARD, **variables):
    return orjson.loads((await gateway.ask(document, agent, variables=variables)).body)


async def test_a_steward_sets_lists_and_removes_without_its_value_being_seen(gateway):
    logged = io.StringIO()
    with redirect_stdout(logged), structlog.testing.capture_logs() as entries:
        dry = await told(gateway, SET, name="eau", value=CANARY, dry=True)
        assert dry["data"]["setSecret"]["applied"] is False
        assert (await told(gateway, LIST))["data"]["secrets"] == []
        done = await told(gateway, SET, name="eau", value=CANARY)
        assert done["data"]["setSecret"]["applied"] is True
        listed = await told(gateway, LIST)
        assert listed["data"]["secrets"] == [
            {"name": "eau", "reference": "store:eau", "keyVersion": 1}
        ]
        bad_name = await told(gateway, SET, name="É A U", value=CANARY)
        bad_value = await told(gateway, SET, name="eau", value=CANARY + "\n")
        for refused in (bad_name, bad_value):
            assert refused["data"]["setSecret"] is None
        wrong_type = await told(gateway, SET, name="eau", value=[CANARY])
    answers = repr((dry, done, listed, bad_name, bad_value, wrong_type))
    assert CANARY not in answers
    assert CANARY not in repr(entries)
    assert CANARY not in logged.getvalue()
    assert await asyncio.to_thread(holders_of, CANARY.encode(), gateway.state.folder) == []


def holders_of(text: bytes, folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file() and text in each.read_bytes()]


async def test_nobody_but_the_owners_stewards_does_any_of_it(gateway):
    for agent in ("agent@val-d-ille-aubigne", "approver@val-d-ille-aubigne", "operator@interco"):
        answer = await told(gateway, SET, agent, name="vole", value=CANARY)
        assert answer["data"]["setSecret"] is None
        assert CANARY not in repr(answer)
    others = await told(gateway, LIST, "steward@valcobreizh")
    assert all(each["name"] != "eau" for each in others["data"]["secrets"])
    gone = await told(gateway, REMOVE, "steward@valcobreizh", name="eau")
    assert gone["errors"][0]["extensions"]["code"] == "unknown_secret"


async def test_a_secret_that_a_storage_uses_is_not_removed(gateway):
    ports = gateway.ports
    snapshot = await ports.catalog.current()
    storage = snapshot.storages["val_d_ille_aubigne__fichiers"]
    using = dataclasses.replace(
        storage, id="val_d_ille_aubigne__eau", secret=SecretReference("store", f"{OWNER}/eau")
    )
    act = ActRecord(now(), None, "test", None, "test")
    await gateway.services.acts.catalog.write(snapshot.version, Changes(put=(using,)), act)
    refused = await told(gateway, REMOVE, name="eau")
    assert refused["errors"][0]["extensions"]["code"] == "secret_in_use"
    snapshot = await ports.catalog.current()
    await gateway.services.acts.catalog.write(snapshot.version, Changes(removed=(using,)), act)
    assert (await told(gateway, REMOVE, name="eau"))["data"]["removeSecret"]["applied"] is True
    assert find_agent(await ports.catalog.current(), STEWARD)
