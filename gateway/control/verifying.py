"""Agreements verified now, by an operator or its machine: one mutation."""

from __future__ import annotations

import strawberry

from gateway.control.acting import Info, refuse_anonymous
from gateway.control.health_types import AgreementHealth, write_health_of


@strawberry.type(description="Une convention vérifiée. / An agreement that was verified.")
class VerifiedAgreement:
    citation: str
    title: str
    health: AgreementHealth


@strawberry.type(description="Ce qu'une vérification a trouvé. / What a verification found.")
class Verified:
    judged: int = strawberry.field(
        description=(
            "Combien de conventions ont été essayées à l'instant ; les autres gardent les heures "
            "de leur stockage. / How many were tried now; the others keep their storage's hours."
        )
    )
    sound: int
    agreements: list[VerifiedAgreement] = strawberry.field(
        description="Celles où quelque chose a été vu. / Those in which something was seen."
    )


async def resolve_verify(info: Info, *, dry_run: bool = False) -> Verified | None:
    refuse_anonymous(info)
    verified = await info.context.services.health.verify_now(dry_run=dry_run)
    lines = [
        (agreement, health, write_health_of(agreement, health, info.context))
        for agreement, health in verified.agreements
    ]
    return Verified(
        judged=verified.judged,
        sound=sum(1 for _, health, _ in lines if health is not None and not health.sightings),
        agreements=[
            VerifiedAgreement(
                citation=agreement.citation, title=agreement.title, health=health_shown
            )
            for agreement, health, health_shown in lines
            if health_shown is not None and (health is None or health_shown.reasons)
        ],
    )


@strawberry.type
class VerificationMutation:
    verify_agreements: Verified | None = strawberry.mutation(
        resolver=resolve_verify,
        description=(
            "Pour l'exploitant : essaie maintenant toutes les conventions en vigueur, comme la "
            "nuit ; une panne n'est dite qu'après un second essai, une heure après. / For the "
            "operator: tries all agreements in force now, as at night; nothing is called broken "
            "before a second try, an hour later. dryRun : ce qui est connu, sans rien essayer. / "
            "dryRun: what is known, and nothing is tried."
        ),
    )
