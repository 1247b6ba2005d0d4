"""The worker of the verification: each minute, whatever is due at that hour."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from gateway.base.background_loop import repeat, running
from gateway.upkeep.verification.ports import VerificationPorts
from gateway.upkeep.verification.rounds import Rounds

_EVERY_S = 60.0


def verified_agreements(
    ports: VerificationPorts, *, every_s: float = _EVERY_S
) -> AbstractAsyncContextManager[None]:
    """Agreements are verified in their hours while it is open."""
    rounds = Rounds(ports)

    async def round_() -> float:
        await rounds.next()
        return every_s

    return running(repeat(round_, "verification", retry_s=every_s))
