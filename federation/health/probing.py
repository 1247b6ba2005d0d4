"""Asking a storage whether it answers: one question at a time to each, never a storm of them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import structlog

from catalog.model.problem import OperatorProblem, Problem
from catalog.model.storage import Storage
from federation.engine import ResolveSecret
from federation.health.breakers import Breakers
from federation.storages.address_guard import Admits
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of

_log = structlog.get_logger(__name__)
_AT_MOST_S = 15.0
_FRESH_S = 1.0
TOO_SLOW = "storage_unreachable"


@dataclass(frozen=True, slots=True)
class _Probe:
    at: float
    task: asyncio.Task[str | None]


@dataclass(slots=True)
class Prober:
    """`probe` answers the code of what is wrong, None for nothing, and tells the breakers."""

    resolve_secret: ResolveSecret
    breakers: Breakers
    addresses: Admits
    _probes: dict[Storage, _Probe] = field(default_factory=dict)

    async def probe(self, storage: Storage) -> str | None:
        """The code of the storage's problem, or None; callers within a moment share one answer."""
        now = time.monotonic()
        known = self._probes.get(storage)
        if known is None or (known.task.done() and now - known.at > _FRESH_S):
            self._probes = {
                key: each
                for key, each in self._probes.items()
                if not each.task.done() or now - each.at <= _FRESH_S
            }
            known = _Probe(now, asyncio.create_task(self._probe(storage)))
            self._probes[storage] = known
        return await asyncio.shield(known.task)

    async def aclose(self) -> None:
        """Questions that nobody waits for any more are given up."""
        tasks = [each.task for each in self._probes.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _probe(self, storage: Storage) -> str | None:
        begun_at = self.breakers.monotonic()
        code: str | None = None
        try:
            async with asyncio.timeout(_AT_MOST_S):
                await self.addresses.admit(storage)
                secret = secret_of(storage, self.resolve_secret)
                await ADAPTERS[storage.kind].test(storage, secret)
        except TimeoutError:
            code = TOO_SLOW
        except OperatorProblem as problem:
            # Our own fault (a secret that cannot be read): the storage may well be there.
            _log.warning("storage_not_probed", storage=storage.id, code=problem.code)
            return problem.code
        except Problem as problem:
            code = problem.code
        except Exception as bug:  # noqa: BLE001 - a driver's own surprise is no answer either
            _log.exception("storage_probe_failed", storage=storage.id, error=type(bug).__name__)
            code = "storage_failed"
        self.breakers.probed(storage.id, code, begun_at=begun_at)
        return code
