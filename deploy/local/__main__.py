"""`python -m deploy.local fetch [NAME …]`: fetch the servers, and say where they are."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.commands import CommandFailed, say
from deploy.local.iceberg_rest_server import fetch_iceberg_rest
from deploy.local.java import find_java_home
from deploy.local.keycloak_server import fetch_keycloak
from deploy.local.mariadb_server import fetch_mariadb
from deploy.local.opa_bundle import fetch_opa
from deploy.local.postgresql_server import fetch_postgresql
from deploy.local.prerequisites import MissingPrerequisite
from deploy.local.s3_server import fetch_s3
from deploy.local.trino_distribution import fetch_trino
from deploy.local.verapdf_judge import fetch_verapdf


def _fetch_trino_and_java() -> Path:
    # Asked first: 821 MB would be downloaded in vain.
    find_java_home()
    return fetch_trino()


RECIPES: dict[str, Callable[[], Path]] = {
    "postgresql": fetch_postgresql,
    "mariadb": fetch_mariadb,
    "trino": _fetch_trino_and_java,
    "opa": fetch_opa,
    "s3": fetch_s3,
    "iceberg-rest": fetch_iceberg_rest,
    "keycloak": fetch_keycloak,
    "verapdf": fetch_verapdf,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all are there, 1 when one is not; names and paths on stdout, progress on stderr."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    fetch = commands.add_parser("fetch", help="download or build the servers into the cache")
    fetch.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    chosen: list[str] = parser.parse_args(arguments).names or list(RECIPES)
    unknown = [name for name in chosen if name not in RECIPES]
    if unknown:
        parser.error(f"unknown server {unknown[0]!r}; choose among {', '.join(RECIPES)}")
    failed = False
    for name in chosen:
        try:
            print(f"{name}\t{RECIPES[name]()}", flush=True)
        except (MissingPrerequisite, CommandFailed) as problem:
            say(f"{name}: {problem}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
