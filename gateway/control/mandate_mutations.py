"""Mandates and purposes: who acts for whom, and what data may be used for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.sharing.acts import AssignPurposes, EndMandate, GiveMandate, RegisterPurpose
from catalog.actions.texts import in_french
from catalog.model.purpose import Purpose
from gateway.control.acting import ActResult, Info, perform
from gateway.control.agreement_input import EnforceableActInput
from gateway.control.agreement_reading import read_act
from gateway.control.enums import MandateAction
from gateway.control.problems import TokenRequired

_INPUT = strawberry.argument(name="input")


@strawberry.input(
    description=("Une délégation, donnée par votre organisme. / A mandate, given by yours.")
)
class MandateInput:
    mandatary: str = strawberry.field(description="Nom court ou SIREN. / Slug or SIREN.")
    actions: list[MandateAction]
    start: dt.date
    end: dt.date | None = None
    act: EnforceableActInput
    competences: list[str] = strawberry.field(
        default_factory=list, description="Codes BANATIC ; vide : toutes. / Empty: all."
    )
    datasets: list[str] = strawberry.field(
        default_factory=list,
        description=("Vos jeux qu'elle ouvre, « organisme.jeu ». / Your own datasets it opens."),
    )
    id: str = ""


@strawberry.input(description="Une finalité de la plateforme. / A purpose of this platform.")
class PurposeInput:
    code: str
    label_fr: str
    label_en: str | None = strawberry.field(
        default=None,
        description=(
            "À défaut, le français sert, suivi de [fr]. / Without it the French one serves, "
            "followed by [fr]."
        ),
    )


async def resolve_give_mandate(
    info: Info, given: Annotated[MandateInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    principal = info.context.subject.reader
    if principal is None:
        raise TokenRequired
    act = GiveMandate(
        principal=principal,
        mandatary=given.mandatary,
        actions=frozenset(given.actions),
        start=given.start,
        act=read_act(given.act),
        competences=frozenset(given.competences),
        datasets=frozenset(given.datasets),
        end=given.end,
        id=given.id,
    )
    return await perform(info, act, dry_run=dry_run)


async def resolve_end_mandate(
    info: Info,
    mandate: str,
    reason: str,
    on: dt.date | None = None,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    return await perform(info, EndMandate(mandate, reason, on), dry_run=dry_run)


async def resolve_register_purpose(
    info: Info, given: Annotated[PurposeInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    purpose = Purpose(given.code, given.label_fr, given.label_en or in_french(given.label_fr))
    return await perform(info, RegisterPurpose(purpose), dry_run=dry_run)


async def resolve_assign_purposes(
    info: Info,
    agent: str,
    purposes: list[str],
    issuer: Annotated[
        str | None,
        strawberry.argument(description="Le vôtre, sinon. / Yours, when it is not said."),
    ] = None,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    by = issuer or info.context.subject.issuer or ""
    act = AssignPurposes(by, agent, frozenset(purposes))
    return await perform(info, act, dry_run=dry_run)


@strawberry.type
class MandateMutation:
    give_mandate: ActResult | None = strawberry.mutation(
        resolver=resolve_give_mandate, description="Donne une délégation. / Gives a mandate."
    )

    end_mandate: ActResult | None = strawberry.mutation(
        resolver=resolve_end_mandate,
        description=(
            "Y met fin, de l'un ou l'autre côté, aussitôt ou depuis un jour. / "
            "Ends it, from either side, at once or from a day."
        ),
    )

    register_purpose: ActResult | None = strawberry.mutation(
        resolver=resolve_register_purpose,
        description=("Ajoute une finalité, par l'exploitant. / Adds a purpose, by the operator."),
    )

    assign_purposes: ActResult | None = strawberry.mutation(
        resolver=resolve_assign_purposes,
        description=(
            "Toutes les finalités qu'un agent de votre organisme peut donner. / "
            "All the purposes that an agent of your organisation may give."
        ),
    )
