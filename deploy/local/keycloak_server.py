"""Keycloak from Maven Central: the identity provider of a town, as far as sign-in can tell."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import SERVER_ENVIRONMENT, find_program
from deploy.local.java import find_java_home
from deploy.local.prerequisites import install_debian_package
from deploy.local.process import (
    HOST,
    WITHOUT_TLS,
    ServerCommand,
    free_port,
    run_folder,
    running_server,
)

KEYCLOAK_VERSION = "26.7.3"
REALM = "interco"
_REALM_FILE = Path(__file__).with_name("keycloak") / "realm.json"
_JAVA_OPTIONS = (
    "-XX:MetaspaceSize=96M -XX:MaxMetaspaceSize=256m -Dfile.encoding=UTF-8"
    " -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms64m -Xmx256m"
)
"""All of them: those that Keycloak would add choose a second collector, and Java refuses two."""


@dataclass(frozen=True)
class KeycloakServer:
    """A running server with the realm of keycloak/realm.json: its clients, its three people."""

    issuer: str
    client_id: str = "interco"
    client_secret: str = field(default="secret-of-a-local-keycloak", repr=False)
    terminal_client_id: str = "interco-terminal"

    def password_of(self, user: str) -> str:
        return f"mot-de-passe-{user}"


def fetch_keycloak() -> Path:
    """Keycloak's home, built, with the realm imported once: 176 MB are downloaded."""
    digest = hashlib.sha256(_REALM_FILE.read_bytes()).hexdigest()[:12]
    return cached("keycloak", f"{KEYCLOAK_VERSION}-{digest}", _build)


@contextmanager
def running_keycloak() -> Iterator[KeycloakServer]:
    """As it was after the import: nobody is signed in."""
    home = fetch_keycloak()
    with run_folder("keycloak") as folder:
        # It writes beside its own script: each run has that and the data, and links to the rest.
        for name in ("lib", "conf", "providers", "themes"):
            (folder / name).symlink_to(home / name)
        shutil.copytree(home / "bin", folder / "bin", ignore=shutil.ignore_patterns("client"))
        shutil.copytree(home / "data", folder / "data")
        with _running(folder, folder / "keycloak.log") as port:
            yield KeycloakServer(f"http://{HOST}:{port}/realms/{REALM}")


@contextmanager
def _running(home: Path, log: Path, *more: str) -> Iterator[int]:
    management = free_port()

    def command_for(port: int) -> ServerCommand:
        return ServerCommand(
            name="Keycloak",
            arguments=[
                str(home / "bin" / "kc.sh"),
                *("start", "--optimized", *more),
                *("--http-enabled=true", "--hostname-strict=false", f"--http-host={HOST}"),
                *(f"--http-port={port}", f"--http-management-port={management}"),
            ],
            log_path=log,
            environment={"JAVA_HOME": str(find_java_home()), "JAVA_OPTS": _JAVA_OPTIONS},
            start_s=240.0,
        )

    with running_server(home, command_for, _knows_our_realm) as port:
        yield port


def _knows_our_realm(port: int) -> bool:
    address = f"http://{HOST}:{port}/realms/{REALM}/.well-known/openid-configuration"
    try:
        answer = httpx.get(address, timeout=2.0, trust_env=False, verify=WITHOUT_TLS)
        return answer.status_code == 200 and answer.json()["issuer"].endswith(
            f":{port}/realms/{REALM}"
        )
    except (httpx.HTTPError, ValueError, KeyError):
        return False


def _build(folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    label = f"Keycloak {KEYCLOAK_VERSION}"
    repository = folder / "maven"
    run_command(
        [
            maven,
            *("--batch-mode", "--no-transfer-progress", "--quiet", "--strict-checksums"),
            # A repository of our own, so that the archive can be deleted after use.
            f"-Dmaven.repo.local={repository}",
            "dependency:get",
            f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{KEYCLOAK_VERSION}:tar.gz",
            "-Dtransitive=false",
        ],
        f"{label}: downloading 176 MB",
    )
    archive = next(repository.rglob(f"keycloak-quarkus-dist-{KEYCLOAK_VERSION}.tar.gz"))
    run_command(
        ["tar", "xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner"],
        f"{label}: extracting",
    )
    shutil.rmtree(repository)
    environment = {**SERVER_ENVIRONMENT, "JAVA_HOME": str(find_java_home())}
    run_command(
        [
            *(folder / "bin" / "kc.sh", "build", "--db=dev-file", "--cache=local"),
            *("--health-enabled=true", "--features-disabled=ciba,kerberos,impersonation"),
        ],
        f"{label}: building",
        environment=environment,
    )
    (folder / "data" / "import").mkdir(parents=True)
    shutil.copy(_REALM_FILE, folder / "data" / "import" / "realm.json")
    log = folder / "import.log"
    with _running(folder, log, "--import-realm"):
        pass
    shutil.rmtree(folder / "data" / "import")
    log.unlink()
