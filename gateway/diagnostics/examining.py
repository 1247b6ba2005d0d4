"""Every check, one after the other; what cannot be opened does not hide what can be looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.model.problem import Problem
from gateway.diagnostics.config_checks import (
    check_disk,
    check_keys,
    check_proof_key,
    check_settings,
    check_store,
)
from gateway.diagnostics.findings import Finding, State, met
from gateway.diagnostics.runtime_checks import (
    check_caches,
    check_clock,
    check_engines,
    check_hosting,
    check_policy,
    check_secrets,
    check_storages,
    check_worker,
)
from gateway.services import Services
from gateway.settings import Settings
from gateway.wiring.services import open_services


async def examine(settings: Settings, *, demo: bool) -> list[Finding]:
    """In the order in which to read them. A store that is not up to date is left as it is."""
    store = await check_store(settings)
    findings = [check_settings(settings, demo=demo), *check_keys(settings), store]
    findings += [check_proof_key(settings), check_disk(settings)]
    faults = {each.check for each in findings if each.state is State.FAULT}
    if store.state is not State.OK or faults & {"settings", "keys", "proof"}:
        return findings
    try:
        async with _opened(settings, demo=demo) as services:
            snapshot = await services.query.catalog.current()
            before = await services.sources.records.health()
            findings.append(await check_clock(services.sources))
            findings.append(await check_policy(services.query))
            findings += await check_engines(services.query)
            findings.append(check_caches())
            findings += check_secrets(services.sources, snapshot)
            findings.append(await check_worker(services.sources, before, datetime.now(UTC)))
            findings += await check_storages(services.sources, snapshot)
            findings.append(check_hosting(services.query.installation, snapshot))
    except Problem as problem:
        findings.append(met("gateway", problem))
    return findings


@asynccontextmanager
async def _opened(settings: Settings, *, demo: bool) -> AsyncIterator[Services]:
    """Without making the key that signs proofs: a lost one must not be replaced by a look."""
    with TemporaryDirectory(prefix="interco-doctor-") as folder:
        if not settings.proof_key.exists():
            settings = settings.model_copy(update={"proof_key_file": Path(folder) / "proof.key"})
        async with open_services(settings, demo=demo) as services:
            yield services
