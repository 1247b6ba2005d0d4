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
from gateway.diagnostics.unfinished import found, found_by, unfinished
from gateway.services import Services
from gateway.settings import Settings
from gateway.wiring.services import open_services


async def examine(settings: Settings, *, demo: bool) -> list[Finding]:
    """In the order in which to read them. A store that is not up to date is left as it is."""
    (store,) = await found_by("store", check_store(settings))
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
        *found("settings", lambda: check_settings(settings, demo=demo)),
        *found("keys", lambda: check_keys(settings)),
        *found("issuers", lambda: check_issuer_keys(settings)),
        *found("proof", lambda: check_proof_key(settings)),
        *found("disk", lambda: check_disk(settings)),
    ]


async def _look_inside(services: Services) -> list[Finding]:
    snapshot = await services.query.catalog.current()
    before = await services.sources.records.health()
    now = datetime.now(UTC)
    return [
        *await found_by("clock", check_clock(services.sources)),
        *await found_by("policy", check_policy(services.query)),
        *await found_by("engine", check_engines(services.query)),
        check_caches(),
        *found("secrets", lambda: check_secrets(services.sources, snapshot)),
        *await found_by("worker", check_worker(services.sources, before, now)),
        *await found_by("storage", check_storages(services.sources, snapshot)),
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
