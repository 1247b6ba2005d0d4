"""The agreements and mandates of one's organisation, and the acts that await its people."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.model.agreement import Agreement as SignedAgreement
from catalog.templates.template import templates as known_templates
from gateway.control import agreement_types as shown
from gateway.control.agreement_writing import write_mandate
from gateway.control.agreements import Agreement, write_agreement
from gateway.control.context import ControlContext
from gateway.control.enums import AgreementRole, AgreementState
from gateway.control.next_actions import awaited_acts
from gateway.control.renewal_types import agreements_to_renew
from gateway.control.template_input import Template, write_template
from gateway.control.visible_agreements import agreements_seen, is_operator, side_of

Info = strawberry.Info[ControlContext, None]


@strawberry.type(description="Un acte qui vous attend. / An act that awaits you.")
class Awaiting:
    act: str
    agreement: Agreement


def resolve_agreements(
    info: Info,
    state: list[AgreementState] | None = None,
    role: AgreementRole | None = None,
    dataset: Annotated[
        str | None,
        strawberry.argument(description="« organisme.jeu », ou son identifiant. / Or its id."),
    ] = None,
) -> list[Agreement] | None:
    context = info.context
    meant = None if dataset is None else context.snapshot.dataset_spelt(dataset)
    return [
        write_agreement(each)
        for each in agreements_seen(context)
        if (state is None or each.state in state)
        and (role is None or _plays(each, role, context))
        and (dataset is None or each.dataset_id == (dataset if meant is None else meant.id))
    ]


def resolve_agreement(info: Info, citation: str) -> Agreement | None:
    """Without a version, the newest that is seen: they come by reference, then version."""
    seen = agreements_seen(info.context)
    cited = [one for one in seen if citation in {one.citation, one.id}]
    return write_agreement(cited[-1]) if cited else None


def resolve_mandates(info: Info) -> list[shown.Mandate] | None:
    """Under a mandate, those between the two: the principal's others are no business of one's."""
    context, subject = info.context, info.context.subject
    side, operator = side_of(context), is_operator(context)
    return [
        write_mandate(each, context)
        for each in sorted(context.snapshot.mandates, key=lambda each: each.id)
        if operator
        or (
            side in {each.principal, each.mandatary}
            and (
                subject.on_behalf_of is None
                or subject.organisation in {each.principal, each.mandatary}
            )
        )
    ]


def resolve_purposes(info: Info) -> list[shown.PurposeLabel] | None:
    return [
        shown.PurposeLabel(code=each.code, label_fr=each.label_fr, label_en=each.label_en)
        for _, each in sorted(info.context.snapshot.purposes.items())
    ]


async def resolve_awaiting(info: Info) -> list[Awaiting] | None:
    context = info.context
    seen = agreements_seen(context)
    awaited = await awaited_acts(
        seen,
        context.subject,
        side_of(context),
        context.services.possible,
        agreements_to_renew(seen, context),
    )
    return [Awaiting(act=act, agreement=write_agreement(each)) for each, act in awaited]


def resolve_templates() -> list[Template] | None:
    return [write_template(each) for each in known_templates().values()]


@strawberry.type
class SharingQuery:
    agreements: list[Agreement] | None = strawberry.field(
        resolver=resolve_agreements,
        description=(
            "Les conventions de votre organisme, accordées ou reçues ; un projet n'est vu que de "
            "son côté. / Your organisation's own; a draft is seen by its own side only."
        ),
    )

    agreement: Agreement | None = strawberry.field(
        resolver=resolve_agreement,
        description="Une version, citée conv-2026-0017@2 ; sans @2, la plus récente. / "
        "One version, by its citation; without @2, the newest.",
    )

    mandates: list[shown.Mandate] | None = strawberry.field(
        resolver=resolve_mandates,
        description=(
            "Les délégations que votre organisme a données ou reçues. / Mandates that your "
            "organisation has given or received."
        ),
    )

    purposes: list[shown.PurposeLabel] | None = strawberry.field(
        resolver=resolve_purposes,
        description="Ce à quoi des données peuvent servir. / What data may be used for.",
    )

    awaiting: list[Awaiting] | None = strawberry.field(
        resolver=resolve_awaiting,
        description=(
            "Ce qui vous attend, d'après l'état des conventions, vos rôles et vos mandats. / "
            "What awaits you, from states, your roles and your mandates."
        ),
    )

    templates: list[Template] | None = strawberry.field(
        resolver=resolve_templates,
        description="Les modèles de convention. / Templates of agreements.",
    )


def _plays(agreement: SignedAgreement, role: AgreementRole, context: ControlContext) -> bool:
    side = side_of(context)
    return side == (agreement.grantor if role is AgreementRole.GRANTED else agreement.grantee)
