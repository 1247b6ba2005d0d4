"""The place where the law is written, and the revision that names its exact text."""

from __future__ import annotations

import hashlib
from pathlib import Path

REGO = Path(__file__).with_name("rego")
COMPILED = Path(__file__).with_name("compiled")
"""`policy.wasm` and `manifest.json`, made from REGO by scripts/compile_policies.py."""

ENTRYPOINTS = (
    "access/decision",
    "acts/boards/decision",
    "acts/decision",
    "acts/deposits/decision",
    "acts/figures/decision",
    "acts/openings/decision",
    "acts/possible/decision",
    "acts/sharing/decision",
)


def source_revision(folder: Path = REGO) -> str:
    """SHA-256 (64 hex digits) of the `.rego` files, names included, their tests left out.

    The same for the bundle that an OPA server runs (deploy.local) and for the compiled policy.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.rego")):
        if path.name.endswith("_test.rego"):
            continue
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        # Lengths first, so that no two trees give one stream of bytes.
        digest.update(f"{len(name)} {len(content)} {name}\n".encode() + content)
    return digest.hexdigest()
