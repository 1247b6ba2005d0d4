"""OPA as production runs it: a signed bundle, and no answer without the token."""

import contextlib
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.bundle_host import hosted_bundle
from deploy.local.opa_bundle import (
    SIGNING_ALGORITHM,
    SIGNING_KEY_ID,
    build_bundle,
    fetch_opa,
    source_revision,
)
from deploy.local.process import (
    HOST,
    WITHOUT_TLS,
    ServerCommand,
    ServerFailed,
    run_folder,
    running_server,
)

BUNDLE_NAME = "interco"
_PUBLISH_S = 20.0

# OPA hashes the caller's token, so that neither a file nor `GET /v1/policies` holds it.
_AUTHORIZATION = """\
package system.authz

default allow := false

allow if crypto.sha256(input.identity) == "{digest}"

# Trino's plugin has no token to show. What it asks needs no secret: the answer is in the law.
allow if {{
  input.method == "POST"
  input.path in {{["v1", "data", "trino", "allow"], ["v1", "data", "trino", "batch"]}}
}}
"""


@dataclass(frozen=True)
class OpaServer:
    """A running OPA: every request needs `Authorization: Bearer <token>`.

    Answers to `?provenance=true` carry the revision in `provenance.bundles.interco.revision`.
    `signing_key` is None when bundles are not signed.
    """

    url: str
    token: str = field(repr=False)
    revision: str
    bundle_path: Path
    signing_key: Path | None

    def publish(self, rego_dir: Path, revision: str | None = None) -> str:
        """Replace the policies; returns their revision once OPA decides by it.

        Raises ServerFailed when OPA has not taken them in 20 seconds.
        """
        wanted = revision or source_revision(rego_dir)
        build_bundle(rego_dir, self.bundle_path, wanted, signing_key=self.signing_key)
        deadline = time.monotonic() + _PUBLISH_S
        while self.active_revision() != wanted:
            if time.monotonic() > deadline:
                raise ServerFailed(f"OPA did not take the policies of revision {wanted}.")
            time.sleep(0.05)
        return wanted

    def active_revision(self) -> str | None:
        """The revision that OPA decides by now."""
        answer = httpx.post(
            f"{self.url}/v1/data/interco_revision",
            params={"provenance": "true"},
            headers={"Authorization": f"Bearer {self.token}"},
            json={"input": {}},
            timeout=5.0,
            trust_env=False,
        ).json()
        bundle = answer.get("provenance", {}).get("bundles", {}).get(BUNDLE_NAME, {})
        revision: str | None = bundle.get("revision")
        return revision


@contextmanager
def running_opa(
    rego_dir: Path | None = None,
    *,
    revision: str | None = None,
    signed: bool = True,
    poll_s: int = 1,
) -> Iterator[OpaServer]:
    """An OPA server that decides by the policies of `rego_dir`.

    Without policies (None, or a folder that is absent or empty) every decision is undefined. The
    revision is the hash of the sources unless one is given; `signed=False` saves the key. OPA looks
    at the bundle file every `poll_s` seconds.
    """
    program = fetch_opa()
    token = secrets.token_urlsafe(30)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(run_folder("opa"))
        sources = rego_dir or folder / "no-policies"
        chosen = revision or source_revision(sources)
        signing_key = _make_key(folder / "signing-key.pem") if signed else None
        bundle = folder / "bundle.tar.gz"
        build_bundle(sources, bundle, chosen, signing_key=signing_key)
        host = stack.enter_context(hosted_bundle(bundle))
        config = folder / "config.json"
        config.write_text(json.dumps(_configuration(host, bundle.name, signing_key, poll_s)))
        authorization = folder / "authz.rego"
        digest = hashlib.sha256(token.encode()).hexdigest()
        authorization.write_text(_AUTHORIZATION.format(digest=digest))

        def command_for(port: int) -> ServerCommand:
            listen = ["--addr", f"{HOST}:{port}", "--shutdown-grace-period", "2"]
            locks = ["--authentication", "token", "--authorization", "basic"]
            quiet = ["--skip-version-check", "--log-level", "error"]
            files: list[str | Path] = ["--config-file", config, authorization]
            return ServerCommand(
                name="OPA",
                arguments=[program, "run", "--server", *listen, *locks, *quiet, *files],
                log_path=folder / "server.log",
                # Less garbage collection: a large question is decided in 9 ms instead of 14.
                environment={"GOGC": "400"},
                secrets=(token,),
            )

        def is_ready(port: int) -> bool:
            return _is_healthy(f"http://{HOST}:{port}", token)

        port = stack.enter_context(running_server(folder, command_for, is_ready))
        yield OpaServer(f"http://{HOST}:{port}", token, chosen, bundle, signing_key)


def _configuration(
    host: str, resource: str, signing_key: Path | None, poll_s: int
) -> dict[str, Any]:
    source: dict[str, Any] = {
        "service": "bundles",
        "resource": resource,
        "polling": {"min_delay_seconds": poll_s, "max_delay_seconds": poll_s},
    }
    configuration: dict[str, Any] = {
        "services": {"bundles": {"url": host}},
        # Makes `/v1/status` answer: a refused bundle shows there and nowhere else.
        "status": {"prometheus": True},
    }
    if signing_key is not None:
        source["signing"] = {"keyid": SIGNING_KEY_ID}
        public_key = signing_key.with_suffix(".pub").read_text()
        key = {"algorithm": SIGNING_ALGORITHM, "key": public_key}
        configuration["keys"] = {SIGNING_KEY_ID: key}
    return {**configuration, "bundles": {BUNDLE_NAME: source}}


def _make_key(path: Path) -> Path:
    """A new P-256 key in `path`, its public half beside it in `.pub`; both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    path.with_suffix(".pub").write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return path


def _is_healthy(url: str, token: str) -> bool:
    try:
        answer = httpx.get(
            f"{url}/health",
            params={"bundles": "true"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=2.0,
            trust_env=False,
            verify=WITHOUT_TLS,
        )
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
