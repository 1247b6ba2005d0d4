"""Chains and roots as a folder that anybody can check offline, without this program.

docs/reference/chain.md is the whole format.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from catalog.chain.records import Place
from catalog.chain.roots import export_document, signed
from catalog.codec import write_value
from gateway.proof.keeping import ProofPorts, extend_chain
from gateway.proof.problems import ExportFolderTaken
from gateway.proof.signing_key import key_set

MANIFEST, KEYS, CHAINS, ROOTS = "manifest.json", "keys.json", "chains", "roots"


async def export_audit(
    ports: ProofPorts, folder: Path, side: str | None = None
) -> dict[str, Place]:
    """Writes the chains of the audit into `folder`; the end of each, by body. `side`: of one body
    alone. All that is recorded by now is in it. Raises ExportFolderTaken, StoreUnavailable.
    """
    await asyncio.to_thread(_make, folder)
    await extend_chain(ports)
    ends = await ports.chains.ends()
    if side is not None:
        ends = {body: place for body, place in ends.items() if body == side}
    for body, place in sorted(ends.items()):
        with (folder / CHAINS / f"{body}.ndjson").open("w", encoding="utf-8") as file:
            async for text, digest in ports.chains.lines(body, place.n):
                file.write(f'{{"digest":"{digest}","record":{text}}}\n')
    roots = await ports.roots.since()
    for root in roots:
        (folder / ROOTS / f"{root.day}.json").write_bytes(root.write())
    document = export_document(ends, (root.day for root in roots), side, write_value(ports.clock()))
    manifest = signed(document, ports.key.id, ports.key.sign)
    keys = json.dumps(key_set(ports.key.public), indent=2) + "\n"
    (folder / KEYS).write_text(keys, "utf-8")
    (folder / MANIFEST).write_bytes(manifest.write())
    return ends


def _make(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise ExportFolderTaken(folder=str(folder))
    for name in (CHAINS, ROOTS):
        (folder / name).mkdir(parents=True, exist_ok=True)
