"""An Iceberg REST catalog: Iceberg's own, in memory, over an S3 store."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.local.cache import cached
from deploy.local.commands import CommandFailed, run_command
from deploy.local.environment import find_program
from deploy.local.java import find_java_home
from deploy.local.prerequisites import install_debian_package
from deploy.local.process import HOST, ServerCommand, run_folder, running_server
from deploy.local.s3_server import S3Server

_ICEBERG_VERSION = "1.10.0"
_SOURCES = Path(__file__).with_name("iceberg_rest")
_MAIN = "RestCatalog"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
CLOSED_WAREHOUSE = "ferme"
"""A warehouse where the reader may not enter."""


@dataclass(frozen=True)
class RestAccount:
    """OAuth2 client credentials, and a bearer token that is as good."""

    client_id: str
    client_secret: str = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True)
class IcebergRestServer:
    """A running catalog: `reader` reads `warehouses`, `writer` writes there and elsewhere."""

    url: str
    reader: RestAccount
    writer: RestAccount
    warehouses: Mapping[str, str]

    @property
    def token_url(self) -> str:
        return f"{self.url}/v1/oauth/tokens"


def fetch_iceberg_rest() -> Path:
    """A folder of jars, and of our main, compiled: 37 MB."""
    return cached("iceberg-rest", f"{_ICEBERG_VERSION}-{_sources_digest()}", _build)


@contextmanager
def running_iceberg_rest(
    s3: S3Server, warehouses: Mapping[str, str], *, token_lifetime_s: int = 3600
) -> Iterator[IcebergRestServer]:
    """Without a table. `warehouses` are `s3://` addresses by name, in buckets that are there.

    An account's own token does not expire, one that is exchanged for its secret does.
    """
    java, home = find_java_home() / "bin" / "java", fetch_iceberg_rest()
    reader, writer = _account("lecture"), _account("ecriture")
    known = {**warehouses, CLOSED_WAREHOUSE: f"{next(iter(warehouses.values()))}-ferme"}
    settings = {
        "host": HOST,
        "catalog": _store(s3),
        "warehouses": known,
        "token_lifetime_s": token_lifetime_s,
        "accounts": [
            _written(reader, sorted(warehouses), writes=False),
            _written(writer, sorted(known), writes=True),
        ],
    }
    with run_folder("iceberg-rest") as folder:
        file = folder / "settings.json"
        file.touch(mode=0o600)

        def command_for(port: int) -> ServerCommand:
            file.write_text(json.dumps({**settings, "port": port}))
            options = ["-Xmx256M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
            options.append(f"-Djava.io.tmpdir={folder}")
            paths = f"{home}:{home / 'jars'}/*"
            return ServerCommand(
                name="Iceberg's REST catalog",
                arguments=[java, *options, "-cp", paths, _MAIN, file],
                log_path=folder / "server.log",
                secrets=(
                    s3.secret_key,
                    *(reader.client_secret, reader.token, writer.client_secret, writer.token),
                ),
            )

        def is_ready(port: int) -> bool:
            return _knows(f"http://{HOST}:{port}", next(iter(warehouses)), reader)

        with running_server(folder, command_for, is_ready) as port:
            file.unlink()
            yield IcebergRestServer(f"http://{HOST}:{port}", reader, writer, dict(warehouses))


def _account(client_id: str) -> RestAccount:
    return RestAccount(client_id, secrets.token_urlsafe(18), secrets.token_urlsafe(30))


def _written(account: RestAccount, warehouses: list[str], *, writes: bool) -> dict[str, object]:
    return {
        "id": account.client_id,
        "secret": account.client_secret,
        "token": account.token,
        "writes": writes,
        "warehouses": warehouses,
    }


def _store(s3: S3Server) -> dict[str, str]:
    return {
        "io-impl": "org.apache.iceberg.aws.s3.S3FileIO",
        "http-client.type": "urlconnection",
        "client.region": s3.region,
        "s3.endpoint": s3.endpoint,
        "s3.path-style-access": "true",
        "s3.access-key-id": s3.access_key,
        "s3.secret-access-key": s3.secret_key,
    }


def _knows(url: str, warehouse: str, account: RestAccount) -> bool:
    """True where the server takes a token that only ours can know, and refuses one without."""
    ask = {"warehouse": warehouse}
    headers = {"Authorization": f"Bearer {account.token}"}
    try:
        with httpx.Client(timeout=2.0, trust_env=False) as client:
            known = client.get(f"{url}/v1/config", params=ask, headers=headers)
            unknown = client.get(f"{url}/v1/config", params=ask)
    except httpx.HTTPError:
        return False
    return (known.status_code, unknown.status_code) == (200, 401)


def _sources_digest() -> str:
    content = b"".join(each.read_bytes() for each in sorted(_SOURCES.iterdir()))
    return hashlib.sha256(content).hexdigest()[:12]


def _build(folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    label = f"Iceberg's REST catalog {_ICEBERG_VERSION}"
    jars = folder / "jars"
    run_command(
        [
            maven,
            *("--batch-mode", "--no-transfer-progress", "--quiet", "--strict-checksums"),
            *("--file", _SOURCES / "pom.xml", _COPY, f"-DoutputDirectory={jars}"),
        ],
        f"{label}: downloading 37 MB",
    )
    _check_jars(jars)
    compiler = next(jars.glob("ecj-*.jar"))
    run_command(
        [
            *(find_java_home() / "bin" / "java", "-jar", compiler, "-source", "17"),
            *("-target", "17", "-proc:none", "-warn:none", "-d", folder),
            *("-cp", ":".join(str(each) for each in sorted(jars.glob("*.jar")))),
            _SOURCES / f"{_MAIN}.java",
        ],
        f"{label}: compiling our main",
    )
    compiler.unlink()


def _check_jars(jars: Path) -> None:
    """Exactly those that were looked at when they were chosen."""
    lines = (_SOURCES / "jars.sha256").read_text().splitlines()
    wanted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in jars.glob("*.jar")
    }
    others = sorted({name for name, _ in wanted.items() ^ found.items()})
    if others:
        raise CommandFailed(f"Not the files that jars.sha256 names: {', '.join(others)}.")
