"""Compile the law to WebAssembly, for the embedded engine: `python -m scripts.compile_policies`.

Rerun after any change under policies/rego; a test compares the result byte for byte.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from deploy.local.opa_bundle import OPA_VERSION, fetch_opa
from policies.sources import COMPILED, ENTRYPOINTS, REGO, source_revision


def compile_policies(rego: Path, target: Path) -> None:
    """Write `policy.wasm` and `manifest.json` into `target` (a folder, made if absent)."""
    with tempfile.TemporaryDirectory() as name:
        bundle = Path(name) / "bundle.tar.gz"
        asked = [part for entrypoint in ENTRYPOINTS for part in ("-e", entrypoint)]
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
        subprocess.run([*build, "-o", bundle, "."], cwd=rego, check=True)  # noqa: S603 - ours
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


if __name__ == "__main__":
    compile_policies(REGO, COMPILED)
    print(f"policies/compiled: revision {source_revision(REGO)}")
