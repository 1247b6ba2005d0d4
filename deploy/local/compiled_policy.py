"""Rego compiled to WebAssembly by OPA: what the embedded engine runs."""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.local.commands import CommandFailed, tail
from deploy.local.environment import SERVER_ENVIRONMENT
from deploy.local.opa_bundle import OPA_VERSION, fetch_opa
from policies.sources import ENTRYPOINTS, source_revision


def compile_policies(rego: Path, target: Path, entrypoints: Sequence[str] = ENTRYPOINTS) -> None:
    """Write `policy.wasm` and `manifest.json` into `target` (a folder, made if absent).

    Raises CommandFailed with OPA's words when the policies do not compile.
    """
    with tempfile.TemporaryDirectory() as name:
        bundle = Path(name) / "bundle.tar.gz"
        asked = [part for entrypoint in entrypoints for part in ("-e", entrypoint)]
        build: list[str | Path] = [
            fetch_opa(),
            "build",
            "-t",
            "wasm",
            *asked,
            "--ignore",
            "*_test.rego",
        ]
        # From inside the folder, so that no path of one machine enters the result.
        done = subprocess.run(
            [*build, "-o", bundle, "."],
            cwd=rego,
            check=False,
            capture_output=True,
            text=True,
            env=SERVER_ENVIRONMENT,
        )
        if done.returncode != 0:
            raise CommandFailed(f"opa build failed:\n{tail(done.stdout + done.stderr)}")
        with tarfile.open(bundle) as files:
            module = files.extractfile("/policy.wasm")
            assert module is not None
            content = module.read()
    target.mkdir(parents=True, exist_ok=True)
    (target / "policy.wasm").write_bytes(content)
    manifest = {
        "opa": OPA_VERSION,
        "revision": source_revision(rego),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
