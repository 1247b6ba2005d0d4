"""Each local server starts, answers a real question, and leaves nothing behind.

Covers deploy.local.commands, deploy.local.opa_bundle, deploy.local.bundle_host,
deploy.local.environment, deploy.local.certificates, deploy.local.opa_server.
"""

import io
import json
import secrets
import ssl
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import httpx
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pymysql
import pytest
import trino.dbapi
from botocore.config import Config
from botocore.exceptions import ClientError

from deploy.local import (
    CommandFailed,
    build_bundle,
    running_opa,
    source_revision,
)

ROOT = Path(__file__).resolve().parents[2]
POLICY = """\
package access

default allow := false

allow if input.agent == "{agent}"
"""
POLICY_TEST = """\
package access_test

test_alice if data.access.allow with input as {"agent": "alice"}
"""


def policies(folder: Path, agent: str) -> Path:
    access = folder / agent / "access"
    access.mkdir(parents=True)
    (access / "access.rego").write_text(POLICY.format(agent=agent))
    (access / "access_test.rego").write_text(POLICY_TEST)
    return folder / agent


def wait_for(condition: Callable[[], bool], deadline_s: float = 15.0) -> None:
    deadline = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


# PostgreSQL


def test_postgresql_answers_in_utf_8_and_utc(postgresql, postgresql_database):
    with psycopg.connect(postgresql_database) as connection:
        row = connection.execute("SELECT 'Mesnil-Roc’h é', current_setting('TimeZone')").fetchone()
    assert row == ("Mesnil-Roc’h é", "UTC")


def test_postgresql_refuses_a_wrong_password(postgresql):
    wrong = postgresql.dsn("postgres", postgresql.superuser, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


# MariaDB


def connected(server, **more):
    return pymysql.connect(
        host=server.host,
        port=server.port,
        **{"user": server.superuser, "password": server.password, **more},
    )


def test_mariadb_answers_in_utf_8_and_in_a_zone_that_is_not_ours(mariadb):
    with closing(connected(mariadb)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 'Mesnil-Roc’h é', @@time_zone, @@collation_server, 'é' = 'E '")
        assert cursor.fetchone() == ("Mesnil-Roc’h é", "+02:00", "utf8mb4_general_ci", 1)


def test_mariadb_refuses_a_wrong_password_and_anonymous_people(mariadb):
    for more in ({"password": "wrong"}, {"user": "", "password": ""}):
        with pytest.raises(pymysql.OperationalError, match="Access denied"):
            connected(mariadb, **more)


def test_mariadb_shows_its_own_certificate(mariadb):
    trusted = ssl.create_default_context(cafile=mariadb.authority)
    with closing(connected(mariadb, ssl=trusted)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        assert cursor.fetchone()[1]
    with pytest.raises(pymysql.OperationalError):
        connected(mariadb, ssl=ssl.create_default_context())


# OPA


def ask(opa, question, token=None):
    answer = httpx.post(
        f"{opa.url}/v1/data/access",
        params={"provenance": "true"},
        headers={"Authorization": f"Bearer {token or opa.token}"},
        json={"input": question},
        trust_env=False,
    )
    return answer.status_code, answer.json()


@pytest.mark.parametrize("signed", [True, False])
def test_opa_decides_and_says_by_which_revision(tmp_path, signed):
    rego = policies(tmp_path, "alice")
    with running_opa(rego, signed=signed) as opa:
        status, answer = ask(opa, {"agent": "alice"})
        assert (status, answer["result"]) == (200, {"allow": True})
        revision = answer["provenance"]["bundles"]["interco"]["revision"]
        assert revision == opa.revision == source_revision(rego)
        assert ask(opa, {"agent": "bob"})[1]["result"] == {"allow": False}


def test_opa_answers_nobody_without_the_token(tmp_path):
    with running_opa(policies(tmp_path, "alice")) as opa:
        assert ask(opa, {"agent": "alice"}, token="wrong")[0] == 401
        policy = httpx.put(f"{opa.url}/v1/policies/x", content="package x", trust_env=False)
        assert policy.status_code == 401


def test_opa_answers_trino_alone_without_the_token(opa):
    """Trino's plugin has none to show: what it asks, and nothing beside it."""
    question = {"input": {"action": {"operation": "ExecuteQuery"}}}

    def status(method, path):
        return httpx.request(method, f"{opa.url}{path}", json=question, trust_env=False).status_code

    assert [status("POST", f"/v1/data/trino/{each}") for each in ("allow", "batch")] == [200, 200]
    for method, path in (
        ("GET", "/v1/data/trino/allow"),
        ("PUT", "/v1/data/trino/allow"),
        ("PATCH", "/v1/data/trino/allow"),
        ("POST", "/v1/data/trino"),
        ("POST", "/v1/data/trino/allow/x"),
        ("POST", "/v1/data/access/decision"),
        ("POST", "/v1/data/access/../trino/allow/../../access/decision"),
        ("POST", "/v1/query"),
        ("GET", "/v1/policies"),
    ):
        assert status(method, path) == 401, path


def test_opa_takes_new_policies_and_keeps_the_old_ones_when_a_bundle_is_not_signed(tmp_path):
    with running_opa(policies(tmp_path, "alice"), revision="first") as opa:
        bob = policies(tmp_path, "bob")
        assert opa.publish(bob) == source_revision(bob)
        assert ask(opa, {"agent": "bob"})[1]["result"] == {"allow": True}

        build_bundle(policies(tmp_path, "mallory"), opa.bundle_path, "forged")
        wait_for(lambda: "missing .signatures.json" in bundle_status(opa).get("message", ""))
        assert bundle_status(opa)["active_revision"] == source_revision(bob)
        assert ask(opa, {"agent": "mallory"})[1]["result"] == {"allow": False}


def bundle_status(opa):
    headers = {"Authorization": f"Bearer {opa.token}"}
    answer = httpx.get(f"{opa.url}/v1/status", headers=headers, trust_env=False).json()
    return answer["result"]["bundles"]["interco"]


@pytest.mark.parametrize("folder", [None, Path("/nowhere/at/all")])
def test_opa_without_policies_leaves_every_decision_undefined(folder):
    with running_opa(folder) as opa:
        status, answer = ask(opa, {"agent": "alice"})
    assert status == 200
    assert "result" not in answer


def test_a_bundle_is_reproducible_and_carries_no_test(tmp_path):
    rego = policies(tmp_path, "alice")
    first, second = tmp_path / "first.tar.gz", tmp_path / "second.tar.gz"
    build_bundle(rego, first, "r1")
    build_bundle(rego, second, "r1")
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as bundle:
        files = {Path(each.name).name: bundle.extractfile(each) for each in bundle if each.isfile()}
        manifest = json.load(files[".manifest"])
    assert files.keys() == {"access.rego", "data.json", ".manifest"}
    assert (manifest["revision"], manifest["roots"]) == ("r1", ["access"])


def test_policies_that_do_not_compile_are_refused_in_opa_s_words(tmp_path):
    (tmp_path / "broken.rego").write_text("package broken\n\nallow if nothing_of_this_name\n")
    with pytest.raises(CommandFailed, match="nothing_of_this_name is unsafe"):
        build_bundle(tmp_path, tmp_path / "out.tar.gz", "r1")
    assert not (tmp_path / "out.tar.gz").exists()


# S3


@contextmanager
def s3_client(s3, secret_key=None):
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=secret_key or s3.secret_key,
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, proxies={}),
    )
    try:
        yield client
    finally:
        client.close()


@pytest.fixture
def bucket(s3) -> Iterator[str]:
    name = f"test-{secrets.token_hex(6)}"
    with s3_client(s3) as client:
        client.create_bucket(Bucket=name)
    return name


def test_s3_gives_back_what_was_put(s3, bucket):
    with s3_client(s3) as client:
        client.put_object(Bucket=bucket, Key="a/é.csv", Body=b"code;nom\n")
        assert client.get_object(Bucket=bucket, Key="a/é.csv")["Body"].read() == b"code;nom\n"
    assert (s3.directory / bucket / "a" / "é.csv").read_bytes() == b"code;nom\n"


def test_s3_refuses_a_wrong_secret_and_a_stranger(s3, bucket):
    with (
        s3_client(s3, secret_key="wrong") as client,
        pytest.raises(ClientError, match="SignatureDoesNotMatch"),
    ):
        client.list_objects_v2(Bucket=bucket)
    assert httpx.get(f"{s3.endpoint}/{bucket}", trust_env=False).status_code == 403


# Trino


@pytest.fixture
def run_sql(trino) -> Iterator[Callable[[str], list]]:
    address = urlsplit(trino.url)
    connection = connect_trino(address.hostname, address.port, trino.user)
    with connection:
        yield lambda statement: connection.cursor().execute(statement).fetchall()


def connect_trino(host, port, user):
    return trino.dbapi.connect(host=host, port=port, user=user)


def properties(values: dict[str, str]) -> str:
    return ", ".join(f"\"{name}\"='{value}'" for name, value in values.items())


@pytest.fixture
def lake(run_sql, s3, bucket) -> Iterator[str]:
    name = f"lake_{secrets.token_hex(4)}"
    options = properties(
        {
            "hive.metastore": "file",
            "hive.metastore.catalog.dir": f"s3://{bucket}/meta",
            "hive.non-managed-table-writes-enabled": "true",
            "hive.security": "allow-all",
            "fs.native-s3.enabled": "true",
            "s3.endpoint": s3.endpoint,
            "s3.region": s3.region,
            "s3.path-style-access": "true",
            "s3.aws-access-key": s3.access_key,
            "s3.aws-secret-key": s3.secret_key,
        }
    )
    run_sql(f"CREATE CATALOG {name} USING hive WITH ({options})")
    run_sql(f"CREATE SCHEMA {name}.raw")
    yield name
    run_sql(f"DROP CATALOG {name}")


def test_trino_reads_a_dynamic_postgresql_catalog(run_sql, postgresql_database):
    with psycopg.connect(postgresql_database) as connection:
        connection.execute("CREATE TABLE communes (code text, nom text)")
        connection.execute("INSERT INTO communes VALUES ('35308', 'Mesnil-Roc’h'), ('35326', 'S')")
    address = urlsplit(postgresql_database)
    name = f"pg_{secrets.token_hex(4)}"
    options = properties(
        {
            "connection-url": f"jdbc:postgresql://127.0.0.1:{address.port}{address.path}",
            "connection-user": address.username,
            "connection-password": address.password,
            "domain-compaction-threshold": "5000",
        }
    )
    run_sql(f"CREATE CATALOG {name} USING postgresql WITH ({options})")
    try:
        found = run_sql(f"SELECT nom FROM {name}.public.communes WHERE code = '35308'")
    finally:
        run_sql(f"DROP CATALOG {name}")
    assert found == [["Mesnil-Roc’h"]]


def test_trino_reads_a_csv_table_in_object_storage(run_sql, lake, s3, bucket):
    with s3_client(s3) as client:
        client.put_object(Bucket=bucket, Key="csv/a.csv", Body="code;nom\n35308;Élan\n".encode())
    run_sql(
        f"CREATE TABLE {lake}.raw.a (code varchar, nom varchar) WITH (format='CSV', "
        f"csv_separator=';', skip_header_line_count=1, external_location='s3://{bucket}/csv/')"
    )
    assert run_sql(f"SELECT code, nom FROM {lake}.raw.a") == [["35308", "Élan"]]


def test_trino_reads_a_parquet_table_in_object_storage(run_sql, lake, s3, bucket):
    content = io.BytesIO()
    pq.write_table(pa.table({"agent": pa.array([1, 2], pa.int32()), "kg": [1.5, 2.25]}), content)
    with s3_client(s3) as client:
        client.put_object(Bucket=bucket, Key="parquet/p.parquet", Body=content.getvalue())
    run_sql(
        f"CREATE TABLE {lake}.raw.p (agent integer, kg double) "
        f"WITH (format='PARQUET', external_location='s3://{bucket}/parquet/')"
    )
    assert run_sql(f"SELECT count(*), sum(kg) FROM {lake}.raw.p") == [[2, 3.75]]
