"""An S3 store: VersityGW over a folder of this machine."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.local.go_programs import go_program
from deploy.local.process import (
    HOST,
    WITHOUT_TLS,
    ServerCommand,
    run_folder,
    running_server,
)

_MODULE = "github.com/versity/versitygw/cmd/versitygw"
_VERSION = "1.8.0"


@dataclass(frozen=True)
class S3Server:
    """A running S3 store (path-style addresses); each folder of `directory` is a bucket."""

    endpoint: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)
    directory: Path


def fetch_s3() -> Path:
    """The VersityGW program."""
    return go_program("versitygw", _MODULE, _VERSION)


@contextmanager
def running_s3(*, region: str = "eu-west-3") -> Iterator[S3Server]:
    """An empty store with one account."""
    program = fetch_s3()
    access_key, secret_key = secrets.token_hex(10), secrets.token_urlsafe(30)
    # A path that only we know proves that the server which answers there is ours.
    health = f"/health-{secrets.token_hex(8)}"
    with run_folder("s3") as folder:
        objects, metadata = folder / "objects", folder / "metadata"
        objects.mkdir()
        metadata.mkdir()

        def command_for(port: int) -> ServerCommand:
            listen = ["--port", f"{HOST}:{port}", "--region", region, "--health", health, "--quiet"]
            # Beside the objects and not in extended attributes, which a tmpfs may refuse.
            store: list[str | Path] = ["posix", "--sidecar", metadata, objects]
            return ServerCommand(
                name="VersityGW",
                arguments=[program, *listen, *store],
                log_path=folder / "server.log",
                environment={"ROOT_ACCESS_KEY": access_key, "ROOT_SECRET_KEY": secret_key},
                secrets=(secret_key,),
            )

        def is_ready(port: int) -> bool:
            return _answers(f"http://{HOST}:{port}{health}")

        with running_server(folder, command_for, is_ready) as port:
            yield S3Server(f"http://{HOST}:{port}", region, access_key, secret_key, objects)


def _answers(url: str) -> bool:
    try:
        return (
            httpx.get(url, timeout=2.0, trust_env=False, verify=WITHOUT_TLS).status_code
            == httpx.codes.OK
        )
    except httpx.HTTPError:
        return False
