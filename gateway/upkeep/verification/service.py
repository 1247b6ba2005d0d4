"""The health of agreements as one request's subject asks for it; verified now for an operator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from catalog.health.verdicts import is_verified
from catalog.model.agreement import Agreement
from catalog.model.health import AgreementHealth, HealthChange
from catalog.model.subject import Subject
from gateway.acts.act_questions import ask_the_law
from gateway.upkeep.verification.ports import VerificationPorts
from gateway.upkeep.verification.rounds import verify_all
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class VerifiedNow:
    """Every agreement that is verified, with its health; None where it was not tried yet."""

    judged: int
    agreements: tuple[tuple[Agreement, AgreementHealth | None], ...]


@dataclass(frozen=True, slots=True)
class HealthService:
    """Health is told of agreements that the subject may see already: no other is asked for."""

    subject: Subject
    ports: VerificationPorts

    async def of(self, citations: Collection[str]) -> dict[str, AgreementHealth]:
        return await self.ports.records.healths(citations)

    async def history(self, citation: str) -> tuple[HealthChange, ...]:
        """The last change first."""
        return await self.ports.records.changes(citation)

    async def verify_now(self, *, dry_run: bool) -> VerifiedNow:
        """Raises ActsRefused for all but the operator. `dry_run` tries nothing: what is known."""
        question = SharingQuestion(self.subject, "verify_now", self.ports.clock())
        await ask_the_law(question, self.ports.law)
        judged = 0 if dry_run else await verify_all(self.ports)
        snapshot = await self.ports.sources.catalog.current()
        healths = await self.ports.records.healths()
        agreements = sorted(
            (each for each in snapshot.agreements if is_verified(each)),
            key=lambda each: each.citation,
        )
        pairs = tuple((each, healths.get(each.citation)) for each in agreements)
        return VerifiedNow(judged, pairs)
