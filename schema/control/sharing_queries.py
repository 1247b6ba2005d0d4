"""What one's organisation shares and receives, and what awaits whom."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.model.agreement import Agreement as SignedAgreement
from catalog.templates.template import templates as known_templates
from schema.control import agreement_types as shown
from schema.control.agreement_writing import dataset_name, write_mandate
from schema.control.agreements import Agreement, write_agreement
from schema.control.context import ControlContext
from schema.control.enums import AgreementRole, AgreementState
from schema.control.sides import agreements_seen, is_operator, mandates_held, side_of
from schema.control.template_input import Template, write_template
from schema.control.turns import awaited_act

Info = strawberry.Info[ControlContext, None]


@strawberry.type(description="Un acte qui vous attend. / An act that awaits you.")
class Awaiting:
    act: str
    agreement: Agreement


@strawberry.type
class SharingQuery:
    @strawberry.field(
        description=(
            "Les conventions de votre organisme, accordées ou reçues ; un projet n'est vu que de "
            "son côté. / Your organisation's own; a draft is seen by its own side only."
        )
    )
    def agreements(
        self,
        info: Info,
        state: list[AgreementState] | None = None,
        role: AgreementRole | None = None,
        dataset: Annotated[
            str | None,
            strawberry.argument(description="« organisme.jeu », ou son identifiant. / Or its id."),
        ] = None,
    ) -> list[Agreement] | None:
        context = info.context
        return [
            write_agreement(each)
            for each in agreements_seen(context)
            if (state is None or each.state in state)
            and (role is None or _plays(each, role, context))
            and (
                dataset is None
                or dataset in {each.dataset_id, dataset_name(each.dataset_id, context.snapshot)}
            )
        ]

    @strawberry.field(
        description="Une version, citée conv-2026-0017@2. / One version, by its citation."
    )
    def agreement(self, info: Info, citation: str) -> Agreement | None:
        found = (each for each in agreements_seen(info.context) if each.citation == citation)
        return next((write_agreement(each) for each in found), None)

    @strawberry.field(
        description=(
            "Les délégations que votre organisme a données ou reçues. / Mandates that your "
            "organisation has given or received."
        )
    )
    def mandates(self, info: Info) -> list[shown.Mandate] | None:
        context = info.context
        side, operator = side_of(context), is_operator(context)
        return [
            write_mandate(each, context)
            for each in sorted(context.snapshot.mandates, key=lambda each: each.id)
            if operator or side in {each.principal, each.mandatary}
        ]

    @strawberry.field(
        description="Ce à quoi des données peuvent servir. / What data may be used for."
    )
    def purposes(self, info: Info) -> list[shown.PurposeLabel] | None:
        return [
            shown.PurposeLabel(code=each.code, label_fr=each.label_fr, label_en=each.label_en)
            for _, each in sorted(info.context.snapshot.purposes.items())
        ]

    @strawberry.field(
        description=(
            "Ce qui vous attend, d'après l'état des conventions, vos rôles et vos mandats. / "
            "What awaits you, from states, your roles and your mandates."
        )
    )
    def awaiting(self, info: Info) -> list[Awaiting] | None:
        context = info.context
        side, mandates = side_of(context), mandates_held(context)
        return [
            Awaiting(act=act, agreement=write_agreement(each))
            for each in agreements_seen(context)
            if (act := awaited_act(each, context.subject, side, mandates)) is not None
        ]

    @strawberry.field(description="Les modèles de convention. / Templates of agreements.")
    def templates(self) -> list[Template] | None:
        return [write_template(each) for each in known_templates().values()]


def _plays(agreement: SignedAgreement, role: AgreementRole, context: ControlContext) -> bool:
    side = side_of(context)
    return side == (agreement.grantor if role is AgreementRole.GRANTED else agreement.grantee)
