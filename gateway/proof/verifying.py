"""Verifies that an export, or the store itself, is what was chained and signed: every finding."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from catalog.canonical_json import write_canonical
from catalog.chain.checking import (
    Checked,
    Line,
    check_chain,
    check_export,
    check_roots,
    unaccounted,
)
from catalog.chain.findings import Finding, FindingKind
from catalog.chain.records import Place
from catalog.chain.roots import Signed, Verify, read_signed
from gateway.proof.exporting import CHAINS, MANIFEST, ROOTS
from gateway.proof.keeping import ChainsPort, RootsPort
from gateway.proof.problems import UnreadableExport
from gateway.proof.roots_folder import RootsBeside


class AuditedChains(ChainsPort, Protocol):
    async def against_the_audit(self) -> list[Finding]: ...


def verify_export(folder: Path, verify: Verify) -> Checked:
    """Needs nothing but the folder. Raises UnreadableExport for what is none."""
    try:
        manifest = read_signed((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise UnreadableExport(
            what_fr=f"{MANIFEST} manque ou n'est pas lisible",
            what_en=f"{MANIFEST} is missing or cannot be read",
        ) from None
    checked = Checked()
    roots = _roots_in(folder / ROOTS, checked)
    check_roots(roots, verify, checked)
    checked.findings += check_export(manifest, roots, verify)
    ends = _ends(manifest)
    names = {path.stem for path in (folder / CHAINS).glob("*.ndjson")}
    for body in sorted({*names, *ends}):
        lines = _lines(folder / CHAINS / f"{body}.ndjson")
        one, _ = check_chain(body, lines, roots, ends.get(body))
        _add(checked, one)
    if checked.is_whole and manifest.document.get("body") is None:
        checked.findings += unaccounted(roots, checked.used)
    return checked


async def verify_store(
    chains: AuditedChains, roots: RootsPort, beside: RootsBeside, verify: Verify
) -> Checked:
    """The chains of the store, against its roots, against those beside it and its own audit."""
    checked = Checked()
    kept = {root.day: root for root in await roots.since()}
    check_roots(kept, verify, checked)
    checked.findings += await _beside(kept, beside)
    for body in sorted(await chains.ends()):
        # By a file: a chain of years is more than memory should hold.
        with tempfile.TemporaryFile(prefix="interco-chain-") as spool:
            async for text, digest in chains.lines(body):
                spool.write(f'{{"digest":"{digest}","record":{text}}}\n'.encode())
            spool.seek(0)
            one, _ = check_chain(body, _read_lines(spool), kept, None)
        _add(checked, one)
    if checked.is_whole:
        checked.findings += unaccounted(kept, checked.used)
    checked.findings += await chains.against_the_audit()
    return checked


def _add(checked: Checked, one: Checked) -> None:
    checked.findings += one.findings
    checked.records += one.records
    for day, leaves in one.used.items():
        checked.used.setdefault(day, set()).update(leaves)


def _roots_in(folder: Path, checked: Checked) -> dict[str, Signed]:
    roots: dict[str, Signed] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            roots[path.stem] = read_signed(path.read_bytes())
        except (OSError, ValueError):
            checked.findings.append(Finding(FindingKind.UNREADABLE, day=path.stem))
    return roots


def _ends(manifest: Signed) -> dict[str, Place]:
    chains = manifest.document.get("chains")
    if not isinstance(chains, Mapping):
        return {}
    return {
        body: Place(end["n"], "", end["digest"])
        for body, end in chains.items()
        if isinstance(end, Mapping) and isinstance(end.get("n"), int)
    }


def _lines(path: Path) -> Iterator[Line]:
    """Nothing where the file is missing: the chain is cut at its first record."""
    if not path.exists():
        return
    with path.open("rb") as file:
        yield from _read_lines(file)


def _read_lines(file: Iterable[bytes]) -> Iterator[Line]:
    for line in file:
        try:
            written = json.loads(line)
            yield write_canonical(written["record"]).decode(), str(written["digest"])
        except (ValueError, KeyError, TypeError, RecursionError):
            yield "", ""


async def _beside(kept: Mapping[str, Signed], beside: RootsBeside) -> list[Finding]:
    """Roots that are not in both places alike; a store put back to an earlier day lacks some."""
    there = await beside.names()
    findings = []
    for day in sorted({*kept, *(name.removesuffix(".json") for name in there)}):
        name = f"{day}.json"
        if day not in kept or name not in there:
            findings.append(Finding(FindingKind.ROOT_MISSING, day=day))
        elif await beside.read(name) != kept[day].write():
            findings.append(Finding(FindingKind.ROOT_SWAPPED, day=day))
    return findings
