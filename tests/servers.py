"""The real servers as fixtures: one of each a session, started when a test first asks for it.

What the machine lacks is an error with the command that brings it, never a skip.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import boto3
import psycopg
import pytest
from psycopg import sql

from deploy.local import (
    CommandFailed,
    IcebergRestServer,
    KeycloakServer,
    MariadbServer,
    MissingPrerequisite,
    OpaServer,
    PostgresqlServer,
    S3Server,
    ServerFailed,
    TrinoServer,
    running_iceberg_rest,
    running_keycloak,
    running_locked_trino,
    running_mariadb,
    running_opa,
    running_postgresql,
    running_s3,
    running_trino,
)
from deploy.local.process import free_port
from deploy.local.verapdf_judge import broken_rules, fetch_verapdf
from tests.door import Door
from tests.proconnect_twin import ProConnectTwin, running_proconnect

POLICIES = Path(__file__).resolve().parents[1] / "policies" / "rego"
ICEBERG_BUCKET = "iceberg-rest"

Server = TypeVar("Server")


@contextmanager
def _started(server: AbstractContextManager[Server]) -> Iterator[Server]:
    try:
        running = server.__enter__()
    except (MissingPrerequisite, CommandFailed, ServerFailed) as problem:
        # The sentence says what to do; a traceback through the recipes adds nothing.
        pytest.fail(str(problem), pytrace=False)
    try:
        yield running
    finally:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """One cluster; take a database of your own through `postgresql_database`."""
    with _started(running_postgresql()) as server:
        yield server


@pytest.fixture
def postgresql_database(postgresql: PostgresqlServer) -> Iterator[str]:
    """The connection URL (superuser) of an empty database that ends with the test."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgresql.dsn(name)
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connection.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariadbServer]:
    """One server; make a database of your own."""
    with _started(running_mariadb()) as server:
        yield server


@pytest.fixture(scope="session")
def opa() -> Iterator[OpaServer]:
    """OPA deciding by the project's own policies; a test that changes them starts its own."""
    with _started(running_opa(POLICIES)) as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """One store; make a bucket of your own."""
    with _started(running_s3()) as server:
        yield server


@pytest.fixture(scope="session")
def iceberg_rest(s3: S3Server) -> Iterator[IcebergRestServer]:
    """One catalog with one warehouse, `interco`; make a namespace of your own."""
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=s3.secret_key,
    )
    with closing(client):
        client.create_bucket(Bucket=ICEBERG_BUCKET)
    warehouses = {"interco": f"s3://{ICEBERG_BUCKET}/lac"}
    with _started(running_iceberg_rest(s3, warehouses)) as server:
        yield server


@pytest.fixture(scope="session")
def trino() -> Iterator[TrinoServer]:
    """One Trino without catalogs; create yours under a name of your own, and drop them."""
    with _started(running_trino()) as server:
        yield server


@pytest.fixture(scope="session")
def opa_door(opa: OpaServer) -> Iterator[Door]:
    """By which `locked_trino` asks OPA."""
    door = Door(urlsplit(opa.url).port or 0)
    yield door
    door.close()


@pytest.fixture(scope="session")
def locked_trino(opa: OpaServer, opa_door: Door, s3: S3Server) -> Iterator[TrinoServer]:
    """One Trino as production has it: TLS, tokens, OPA asked for everything, rows spooled."""
    asked = replace(opa, url=f"http://127.0.0.1:{opa_door.port}")
    with _started(running_locked_trino(asked, s3)) as server:
        yield server


@pytest.fixture(scope="session")
def keycloak() -> Iterator[KeycloakServer]:
    """One Keycloak with the realm of its recipe; nobody is signed in."""
    with _started(running_keycloak()) as server:
        yield server


@pytest.fixture(scope="session")
def verapdf() -> Callable[[Sequence[Path]], dict[Path, list[str]]]:
    """Of each PDF, the rules of PDF/UA-1 that it breaks."""
    fetch_verapdf()
    return broken_rules


@pytest.fixture(scope="session")
def sign_in_address() -> str:
    """Where the gateway listens that people sign in to: its callbacks are registered under it."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def proconnect(sign_in_address: str) -> Iterator[ProConnectTwin]:
    """One twin of ProConnect, for the gateway at that address."""
    with _started(running_proconnect(sign_in_address)) as server:
        yield server
