"""Rego sources made into a bundle: a revision, roots of its own, and a signature."""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.local.commands import CommandFailed, tail
from deploy.local.environment import SERVER_ENVIRONMENT
from deploy.local.go_programs import go_program

OPA_VERSION = "1.22.2"
SIGNING_ALGORITHM = "ES256"
SIGNING_KEY_ID = "interco"

# OPA takes no bundle without a root; nothing is ever defined under this one.
_NO_POLICY = "interco_no_policy"
_MODULE = "github.com/open-policy-agent/opa"


def fetch_opa() -> Path:
    """The OPA program."""
    return go_program("opa", _MODULE, OPA_VERSION)


def source_revision(rego_dir: Path) -> str:
    """SHA-256 (hex) of the policies of a folder, names included, their tests left out."""
    digest = hashlib.sha256()
    for path in _policies(rego_dir):
        content = path.read_bytes()
        name = path.relative_to(rego_dir).as_posix()
        # Lengths first, so that no two trees give one stream of bytes.
        digest.update(f"{len(name)} {len(content)} {name}\n".encode() + content)
    return digest.hexdigest()


def build_bundle(
    rego_dir: Path, out: Path, revision: str, *, signing_key: Path | None = None
) -> None:
    """Write the policies of `rego_dir` (none if it is absent) as the bundle file `out`.

    Reproducible byte for byte when unsigned; `out` is replaced at once, never half written.
    `signing_key` is a PEM file of a P-256 private key. Raises CommandFailed with OPA's words when
    the policies do not compile.
    """
    with tempfile.TemporaryDirectory(prefix="interco-bundle-") as name:
        folder = Path(name)
        sources = folder / "sources"
        sources.mkdir()
        for path in _policies(rego_dir):
            copy = sources / path.relative_to(rego_dir)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        # A bundle without roots owns the whole tree: loading it erases `system.authz`,
        # and OPA then refuses everybody.
        roots = sorted(_roots(sources)) or [_NO_POLICY]
        manifest = {"revision": revision, "roots": roots}
        (sources / ".manifest").write_text(json.dumps(manifest))
        bundle = folder / "bundle.tar.gz"
        # From inside the folder, so that no temporary path enters the bundle.
        arguments = ["build", "--bundle", ".", "-o", str(bundle)]
        if signing_key is not None:
            arguments += ["--signing-key", str(signing_key), "--signing-alg", SIGNING_ALGORITHM]
            arguments += ["--verification-key-id", SIGNING_KEY_ID]
        _run_opa(arguments, sources)
        replacement = out.with_name(f".{out.name}.{os.getpid()}")
        replacement.write_bytes(bundle.read_bytes())
        replacement.replace(out)


def _policies(rego_dir: Path) -> list[Path]:
    found = rego_dir.rglob("*.rego") if rego_dir.is_dir() else []
    return sorted(path for path in found if not path.name.endswith("_test.rego"))


def _roots(sources: Path) -> set[str]:
    return set(_package_roots(_run_opa(["inspect", "--format", "json", "."], sources)))


def _package_roots(inspected: str) -> Iterator[str]:
    for package in json.loads(inspected).get("namespaces", {}):
        steps = package.split(".")[1:]
        # OPA shares `system` with its own settings, so a bundle owns only its part of it.
        yield "/".join(steps[:2] if steps[0] == "system" else steps[:1])


def _run_opa(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [fetch_opa(), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=SERVER_ENVIRONMENT,
    )
    if done.returncode != 0:
        raise CommandFailed(f"opa {arguments[0]} failed:\n{tail(done.stdout + done.stderr)}")
    return done.stdout
