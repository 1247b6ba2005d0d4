"""The real servers, fetched and started on this machine without Docker.

Each server is a synchronous context manager that gives a frozen value telling how to reach it:

    with running_postgresql() as postgresql, running_trino() as trino:
        ...

A server listens on a free port of 127.0.0.1, keeps its data in a temporary directory, and ends
with the process that started it, whichever way that process ends. What is downloaded or built is
kept in `cache_dir()` by name and version.
"""

from deploy.local.cache import cache_dir
from deploy.local.commands import CommandFailed
from deploy.local.iceberg_rest_server import (
    IcebergRestServer,
    RestAccount,
    running_iceberg_rest,
)
from deploy.local.keycloak_server import KeycloakServer, running_keycloak
from deploy.local.mariadb_server import MariadbServer, running_mariadb
from deploy.local.opa_bundle import build_bundle, source_revision
from deploy.local.opa_server import OpaServer, running_opa
from deploy.local.postgresql_server import (
    PostgresqlServer,
    StoppablePostgresql,
    running_postgresql,
    stoppable_postgresql,
)
from deploy.local.prerequisites import MissingPrerequisite
from deploy.local.process import ServerFailed
from deploy.local.s3_server import S3Server, running_s3
from deploy.local.trino_server import TrinoServer, running_locked_trino, running_trino

__all__ = [
    "CommandFailed",
    "IcebergRestServer",
    "KeycloakServer",
    "MariadbServer",
    "MissingPrerequisite",
    "OpaServer",
    "PostgresqlServer",
    "RestAccount",
    "S3Server",
    "ServerFailed",
    "StoppablePostgresql",
    "TrinoServer",
    "build_bundle",
    "cache_dir",
    "running_iceberg_rest",
    "running_keycloak",
    "running_locked_trino",
    "running_mariadb",
    "running_opa",
    "running_postgresql",
    "running_s3",
    "running_trino",
    "source_revision",
    "stoppable_postgresql",
]
