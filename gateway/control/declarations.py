"""One's own body as YAML, and the request that a host be approved for it."""

from __future__ import annotations

import strawberry

from catalog.actions.deposit_request import RequestDeposit
from catalog.actions.handed_request import HandRequest
from catalog.actions.host_request import RequestHost
from gateway.acts.handed_requests import hand_to_steward
from gateway.acts.host_requests import ask_for_deposit, ask_for_host
from gateway.acts.own_declaration import own_declaration
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import mirror
from gateway.control.outcome import Outcome


@strawberry.type(
    description=(
        "Un organisme tel que « interco apply » le lit ; l'appliquer ne change rien. / "
        'A body as "interco apply" reads it; applying it changes nothing.'
    )
)
class WrittenDeclaration:
    yaml: str
    left_out: list[str] = strawberry.field(
        description="Ce qu'un fichier ne peut pas dire. / What a file cannot say."
    )


@mirror()
class HostRequestResult(Outcome): ...


async def resolve_declaration(
    info: Info, organisation: str | None = None
) -> WrittenDeclaration | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    written = await own_declaration(organisation, acts.subject, acts.acts)
    return WrittenDeclaration(yaml=written.yaml, left_out=list(written.left_out))


async def resolve_request_host(
    info: Info, host: str, why: str, organisation: str | None = None, *, dry_run: bool = False
) -> HostRequestResult | None:
    refuse_anonymous(info)
    acts, act = info.context.services.source_acts, RequestHost(host, why)
    acted = await ask_for_host(act, organisation, acts.subject, acts.acts, dry_run=dry_run)
    return HostRequestResult.after(acted, dry_run=dry_run)


async def resolve_request_deposit(
    info: Info, why: str, *, dry_run: bool = False
) -> HostRequestResult | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    act = RequestDeposit(why)
    acted = await ask_for_deposit(act, acts.subject, acts.acts, dry_run=dry_run)
    return HostRequestResult.after(acted, dry_run=dry_run)


async def resolve_hand_request(
    info: Info, dataset: strawberry.ID, form: str, *, dry_run: bool = False
) -> HostRequestResult | None:
    refuse_anonymous(info)
    acts = info.context.services.source_acts
    act = HandRequest(str(dataset), form)
    acted = await hand_to_steward(act, acts.subject, acts.acts, dry_run=dry_run)
    return HostRequestResult.after(acted, dry_run=dry_run)


@strawberry.type
class DeclarationQuery:
    declaration: WrittenDeclaration | None = strawberry.field(
        resolver=resolve_declaration,
        description=(
            "Le vôtre ; l'exploitant nomme celui qu'il veut. / Yours; the operator names any."
        ),
    )


@strawberry.type
class HostMutation:
    request_host: HostRequestResult | None = strawberry.mutation(
        resolver=resolve_request_host,
        description=(
            "Demande aux exploitants d'approuver un hôte pour vos stockages ; ils sont prévenus. / "
            "Asks the operators to approve a host for your storages; they are told."
        ),
    )
    request_deposit: HostRequestResult | None = strawberry.mutation(
        resolver=resolve_request_deposit,
        description=(
            "Demande aux exploitants un dépôt pour vos fichiers ; ils sont prévenus. / "
            "Asks the operators for a deposit to leave your files in; they are told."
        ),
    )
    hand_request: HostRequestResult | None = strawberry.mutation(
        resolver=resolve_hand_request,
        description=(
            "Transmet au référent de votre organisme une demande de données, remplie (« form » : "
            "les champs de sa page). / Hands a request for data, filled in, to your body's steward "
            "(form: the fields of its page)."
        ),
    )
