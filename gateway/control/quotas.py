"""The quota of a body, and its use this month: set by the operator alone."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.quotas.words import use_words
from catalog.model.quota import QuotaKind, QuotaUse
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_writing import write_sentence
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome
from gateway.control.sentence import Sentence
from gateway.control.types import Organisation, write_organisation
from gateway.reading.reports.quota_use import BodyQuota as KnownQuota


@strawberry.type(description="Une limite, et ce qui en est utilisé. / A limit, and its use.")
class QuotaLimit:
    kind: str = strawberry.field(
        description=(
            "requests (par mois), seconds (de traitement, par mois), megabytes (gardés en dépôt). "
            "/ requests and seconds (of processing) a month, megabytes kept in deposits."
        )
    )
    limit: int
    used: float = strawberry.field(description="Dans la même unité. / In the same unit.")
    percent: int
    sentence: Sentence = strawberry.field(description="« 72 % de 100 000 requêtes ».")


@strawberry.type(description="Le quota d'un organisme. / The quota of a body.")
class BodyQuota:
    organisation: Organisation
    limits: list[QuotaLimit]
    opens: dt.date = strawberry.field(
        description=(
            "Le jour où ce qui est compté par mois repart de zéro. / When what is counted by month "
            "begins anew."
        )
    )


@mirror(DONE)
class QuotaResult(Outcome): ...


async def resolve_quotas(info: Info) -> list[BodyQuota] | None:
    refuse_anonymous(info)
    return [_body(quota) for quota in await info.context.services.quota_use.of_bodies()]


async def resolve_own_quota(info: Info) -> BodyQuota | None:
    refuse_anonymous(info)
    quota = await info.context.services.quota_use.own()
    return None if quota is None else _body(quota)


async def resolve_set(
    info: Info,
    organisation: str,
    requests: int | None = None,
    seconds: int | None = None,
    megabytes: int | None = None,
    *,
    dry_run: bool = False,
) -> QuotaResult | None:
    refuse_anonymous(info)
    limits = {
        QuotaKind.REQUESTS: requests,
        QuotaKind.SECONDS: seconds,
        QuotaKind.MEGABYTES: megabytes,
    }
    acts = info.context.services.quota_acts
    acted = await acts.set_quota(organisation, limits, dry_run=dry_run)
    return QuotaResult.after(acted, dry_run=dry_run)


def _body(quota: KnownQuota) -> BodyQuota:
    return BodyQuota(
        organisation=write_organisation(quota.body),
        limits=[_limit(use) for use in quota.uses],
        opens=quota.opens,
    )


def _limit(use: QuotaUse) -> QuotaLimit:
    return QuotaLimit(
        kind=use.kind.value,
        limit=use.limit,
        used=use.counted / use.kind.scale,
        percent=use.percent,
        sentence=write_sentence(use_words(use)),
    )


@strawberry.type
class QuotaQuery:
    quotas: list[BodyQuota] | None = strawberry.field(
        resolver=resolve_quotas,
        description=(
            "Pour l'exploitant : les organismes qui ont un quota, et ce qu'ils en ont utilisé ce "
            "mois-ci. / For the operator: bodies with a quota, and what they have used this month."
        ),
    )
    own_quota: BodyQuota | None = strawberry.field(
        resolver=resolve_own_quota,
        description="Pour les référents ; null : aucun quota. / For stewards; null: no quota.",
    )


@strawberry.type
class QuotaMutation:
    set_quota: QuotaResult | None = strawberry.mutation(
        resolver=resolve_set,
        description=(
            "Pour l'exploitant : les trois limites d'un organisme à la fois ; sans aucune, il n'a "
            "plus de quota. / For the operator: the three limits of a body at once; without any, "
            "it has no quota any more."
        ),
    )
