"""Every check, one after the other; what cannot be opened does not hide what can be looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.model.problem import Problem
from gateway.base.settings import Settings
from gateway.diagnostics.config_checks import (
    check_disk,
    check_folders,
    check_issuer_keys,
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
from gateway.diagnostics.unfinished import findings_awaited, findings_of, unfinished
from gateway.services import Services
from gateway.wiring.services import open_services


async def examine(settings: Settings, *, demo: bool) -> list[Finding]:
    """In the order in which to read them. A store that is not up to date is left as it is."""
    (store,) = await findings_awaited("store", check_store(settings))
    findings = [*check_configuration(settings, demo=demo), store]
    faults = {each.check for each in findings if each.state is State.FAULT}
    if store.state is not State.OK or faults & {"settings", "keys", "proof"}:
        return findings
    try:
        async with _opened(settings, demo=demo) as services:
            findings += await _look_inside(services)
    except Problem as problem:
        findings.append(met("gateway", problem))
    except Exception as error:  # noqa: BLE001 - the other findings are told all the same
        findings.append(unfinished("gateway", error))
    return findings


def check_configuration(settings: Settings, *, demo: bool) -> list[Finding]:
    """Settings, keys and the disk, with nothing opened."""
    return [
        *findings_of("settings", lambda: check_settings(settings, demo=demo)),
        *findings_of("keys", lambda: check_keys(settings)),
        *findings_of("issuers", lambda: check_issuer_keys(settings)),
        *findings_of("proof", lambda: check_proof_key(settings)),
        *findings_of("folders", lambda: check_folders(settings)),
        *findings_of("disk", lambda: check_disk(settings)),
    ]


async def _look_inside(services: Services) -> list[Finding]:
    snapshot = await services.query.catalog.current()
    before = await services.sources.records.health()
    now = datetime.now(UTC)
    return [
        *await findings_awaited("clock", check_clock(services.sources)),
        *await findings_awaited("policy", check_policy(services.query)),
        *await findings_awaited("engine", check_engines(services.query)),
        check_caches(),
        *findings_of("secrets", lambda: check_secrets(services.sources, snapshot)),
        *await findings_awaited("worker", check_worker(services.sources, before, now)),
        *await findings_awaited("storage", check_storages(services.sources, snapshot)),
        check_hosting(services.query.installation, snapshot),
    ]


@asynccontextmanager
async def _opened(settings: Settings, *, demo: bool) -> AsyncIterator[Services]:
    """Without making the key that signs proofs: a lost one must not be replaced by a look."""
    with TemporaryDirectory(prefix="interco-doctor-") as folder:
        if not settings.proof_key.exists():
            settings = settings.model_copy(update={"proof_key_file": Path(folder) / "proof.key"})
        async with open_services(settings, demo=demo) as services:
            yield services
