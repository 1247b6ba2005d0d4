"""Trino behind its two locks, tried as an intruder would: a token of ours, and OPA's yes.

Covers gateway.identity.trino_tokens, policies.sources, deploy.local.trino_lock.
"""

import base64
import hmac
import json
import time

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from gateway.identity.trino_tokens import read_signing_key
from tests.integration.trino_lock.conftest import Locked
from tests.locked_trino import tls_of, token_for

READER, ADMINISTRATOR, DENIED = "interco", "interco-admin", "PERMISSION_DENIED"


async def test_the_reader_reads_our_catalogs(locked):
    rows = await locked.ask(READER, f"SELECT nom, prime FROM {locked.table} ORDER BY nom")
    assert rows == [["N26", 100], ["N27", 200]]


@pytest.mark.parametrize("user", ["someone", "Interco", "interco-admin2", "postgres", "admin"])
async def test_another_principal_cannot_even_select_1(locked, user):
    assert await locked.ask(user, "SELECT 1") == DENIED
    assert await locked.ask(user, f"SELECT nom FROM {locked.table}") == DENIED


def claims(**changes):
    now = int(time.time())
    plain = {"iss": "interco", "aud": "trino", "sub": READER, "iat": now, "exp": now + 60}
    return {**plain, **changes}


def signed(server, **changes):
    key = read_signing_key(server.keys.signing_key_file)
    return jwt.encode({"alg": "ES256"}, claims(**changes), key)


def encoded(algorithm):
    parts = ({"alg": algorithm, "typ": "JWT"}, claims())
    texts = (base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts)
    return b".".join(texts)


def unsigned(_server):
    return f"{encoded('none').decode()}."


def signed_with_the_public_key(server):
    """Where a checker lets the token choose, a public key is a secret that everybody knows."""
    text = encoded("HS256")
    secret = (server.keys.of_node("127.0.0.1") / "interco.pub").read_bytes()
    digest = base64.urlsafe_b64encode(hmac.digest(secret, text, "sha256")).rstrip(b"=")
    return f"{text.decode()}.{digest.decode()}"


BAD_TOKENS = {
    "expired": lambda server: signed(server, exp=int(time.time()) - 1),
    "another issuer's": lambda server: signed(server, iss="someone"),
    "for another audience": lambda server: signed(server, aud="interco"),
    "for no audience": lambda server: signed(server, aud=[]),
    "signed by another key": lambda _: jwt.encode(
        {"alg": "ES256"}, claims(), ECKey.generate_key("P-256")
    ),
    "unsigned": unsigned,
    "signed with the public key": signed_with_the_public_key,
    "not a token": lambda _: "x",
}


@pytest.mark.parametrize("bad", BAD_TOKENS)
async def test_a_bad_token_is_401(locked, bad):
    token = BAD_TOKENS[bad](locked.server)
    assert await locked.ask(READER, "SELECT 1", token=token) == "HTTP 401"


async def test_without_any_authentication_it_is_401(locked):
    for headers in ({}, {"X-Trino-User": READER}, {"Authorization": "Basic aW50ZXJjbzo="}):
        # Trino may close a connection whose request it did not read.
        async with httpx.AsyncClient(verify=tls_of(locked.server), trust_env=False) as client:
            answer = await client.post(
                f"{locked.server.url}/v1/statement", content="SELECT 1", headers=headers
            )
            assert answer.status_code == 401


async def test_it_does_not_speak_without_tls(locked):
    plain = locked.server.url.replace("https://", "http://")
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.HTTPError):
            (await client.post(f"{plain}/v1/statement", content="SELECT 1")).raise_for_status()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE CATALOG s_mine USING memory",
        "DROP CATALOG {catalog}",
        "CREATE SCHEMA {catalog}.mine",
        "DROP SCHEMA {catalog}.vide",
        "CREATE TABLE {catalog}.public.mine (n integer)",
        "CREATE TABLE {catalog}.public.mine AS SELECT 1 AS n",
        "CREATE VIEW {catalog}.public.mine AS SELECT 1 AS n",
        "INSERT INTO {table} VALUES ('N28', 300)",
        "UPDATE {table} SET prime = 0",
        "DELETE FROM {table}",
        "TRUNCATE TABLE {table}",
        "ALTER TABLE {table} ADD COLUMN n integer",
        "COMMENT ON TABLE {table} IS 'mine'",
        "DROP TABLE {table}",
        "GRANT SELECT ON {table} TO someone",
        "CALL {catalog}.system.execute('DROP TABLE agents')",
        "CALL {catalog}.system.flush_metadata_cache()",
        "CALL system.runtime.kill_query('x', 'y')",
        "SELECT * FROM TABLE({catalog}.system.query('SELECT nom FROM agents'))",
        "SHOW SCHEMAS FROM {catalog}",
        "SHOW TABLES FROM {catalog}.public",
        "SHOW COLUMNS FROM {table}",
        "SHOW CREATE TABLE {table}",
        "SHOW STATS FOR {table}",
        "SELECT table_name FROM {catalog}.information_schema.tables",
        "SELECT query FROM system.runtime.queries",
        "SELECT node_id FROM system.runtime.nodes",
        "SELECT catalog_name FROM system.metadata.catalogs",
        "SELECT table_name FROM system.jdbc.tables",
        "SET SESSION distributed_sort = false",
        "SET SESSION {catalog}.write_batch_size = 1",
    ],
)
async def test_the_reader_may_only_read(locked, statement):
    text = statement.format(catalog=locked.catalog, table=locked.table)
    if text.startswith("SHOW STATS"):
        # How many rows it would say is what a select of the reader's says: nothing is shut here.
        assert await locked.ask(ADMINISTRATOR, text) == DENIED
        return
    assert await locked.ask(READER, text) == DENIED
    rows = await locked.ask(READER, f"SELECT count(*), sum(prime) FROM {locked.table}")
    assert rows == [[2, 300]]


async def test_the_reader_is_shown_no_catalog(locked):
    assert await locked.ask(READER, "SHOW CATALOGS") == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nom FROM {table}",
        "SELECT count(*) FROM {table}",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM {table})",
        "CREATE TABLE {catalog}.public.copied AS SELECT nom FROM {table}",
        "CREATE VIEW {catalog}.public.seen AS SELECT nom FROM {table}",
        "EXPLAIN ANALYZE SELECT nom FROM {table}",
        "INSERT INTO {table} VALUES ('N28', 300)",
        "DROP TABLE {table}",
        "SELECT * FROM TABLE({catalog}.system.query('SELECT nom FROM agents'))",
        "CALL {catalog}.system.execute('SELECT nom FROM agents')",
        "CREATE CATALOG mine USING memory",
    ],
)
async def test_the_administrator_reads_and_writes_no_row(locked, statement):
    text = statement.format(catalog=locked.catalog, table=locked.table)
    assert await locked.ask(ADMINISTRATOR, text) == DENIED


async def test_the_administrator_sees_the_cluster(locked):
    nodes = await locked.ask(ADMINISTRATOR, "SELECT coordinator, state FROM system.runtime.nodes")
    assert nodes == [[True, "active"]]
    assert [locked.catalog] in await locked.ask(ADMINISTRATOR, "SHOW CATALOGS")
    schemas = await locked.ask(ADMINISTRATOR, f"SHOW SCHEMAS FROM {locked.catalog}")
    assert ["public"] in schemas


@pytest.mark.parametrize("user", [READER, ADMINISTRATOR])
async def test_nobody_is_impersonated(locked, user):
    for other in {READER, ADMINISTRATOR, "someone"} - {user}:
        asked = {"X-Trino-User": other}
        assert await locked.ask(user, "SELECT 1", headers=asked) == DENIED
        asked = {"X-Trino-Original-User": user, "X-Trino-User": other}
        assert await locked.ask(user, "SELECT 1", headers=asked) == DENIED
        asked = {"X-Trino-Client-Capabilities": "SESSION_AUTHORIZATION"}
        become = f"SET SESSION AUTHORIZATION '{other}'"
        assert await locked.ask(user, become, headers=asked) == DENIED


PAGES = (
    "/ui/",
    "/ui/login.html",
    "/ui/api/query",
    "/ui/api/stats",
    "/ui/api/cluster",
    "/ui/preview",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("user", ["someone", READER, ADMINISTRATOR])
async def test_there_is_no_web_interface(locked, user, path):
    answer = await fetched(locked, user, path)
    assert answer.status_code in {303, 401, 404}
    if answer.status_code == 303:
        assert answer.headers["location"].endswith(("/ui/disabled.html", "/ui/"))


@pytest.mark.parametrize("path", ["/v1/node", "/v1/thread", "/v1/jmx", "/metrics"])
async def test_the_state_of_the_machine_is_the_administrators(locked, path):
    for user in (READER, "someone"):
        assert (await fetched(locked, user, path)).status_code == 403
    assert (await fetched(locked, ADMINISTRATOR, path)).status_code == 200


async def test_the_list_of_queries_is_the_administrators(locked):
    await locked.ask(READER, f"SELECT nom FROM {locked.table}")
    await locked.ask("someone", "SELECT 1")
    assert await users_listed(locked, "someone") == {"someone"}
    assert await users_listed(locked, READER) == {READER}
    assert {"someone", READER} < await users_listed(locked, ADMINISTRATOR)


async def users_listed(locked, user):
    listed = (await fetched(locked, user, "/v1/query")).json()
    return {each["session"]["user"] for each in listed}


async def fetched(locked: Locked, user, path):
    async with httpx.AsyncClient(verify=tls_of(locked.server), trust_env=False) as client:
        return await client.get(
            f"{locked.server.url}{path}",
            headers={"Authorization": f"Bearer {token_for(locked.server, user)}"},
        )


async def test_nothing_works_while_opa_does_not_answer(locked, opa_door):
    assert await locked.ask(READER, "SELECT 1") == [[1]]
    with opa_door.shut():
        for user in (READER, ADMINISTRATOR, "someone"):
            assert isinstance(await locked.ask(user, "SELECT 1"), str)
            assert isinstance(await locked.ask(user, "SHOW CATALOGS"), str)
    assert await locked.ask(READER, "SELECT 1") == [[1]]
