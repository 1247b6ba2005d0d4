"""People of one's own body, with and without a role, and the acts that change their roles."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.sharing.acts import GrantRoles, RevokeRoles
from gateway.control.acting import ActResult, Info, perform, refuse_anonymous

_ISSUER = strawberry.argument(
    description="De son jeton ; le vôtre, sinon. / Of their token; yours, when it is not said."
)
_ROLES = strawberry.argument(description="agent, steward, approver, dpo.")


@strawberry.type(description="Une personne ou une machine de votre organisme. / One of yours.")
class Person:
    agent: str
    issuer: str
    name: str | None
    email: str | None
    kind: str
    roles: list[str]
    purposes: list[str]


@strawberry.type(
    description=(
        "Une personne qui s'est connectée pour votre organisme, et n'y a pas encore de rôle. / "
        "Somebody who signed in for your organisation, and has no role there yet."
    )
)
class Arrival:
    agent: str
    issuer: str
    name: str | None
    email: str | None
    first_at: dt.datetime
    last_at: dt.datetime


async def resolve_people(info: Info) -> list[Person] | None:
    refuse_anonymous(info)
    return [
        Person(
            agent=each.sub,
            issuer=each.issuer,
            name=each.name,
            email=each.email,
            kind=each.kind.value,
            roles=sorted(each.roles),
            purposes=sorted(each.purposes),
        )
        for each in await info.context.services.people.people()
    ]


async def resolve_arrivals(info: Info) -> list[Arrival] | None:
    refuse_anonymous(info)
    return [
        Arrival(
            agent=each.sub,
            issuer=each.issuer,
            name=each.name,
            email=each.email,
            first_at=each.first_at,
            last_at=each.last_at,
        )
        for each in await info.context.services.people.arrivals()
    ]


async def resolve_grant(
    info: Info,
    agent: str,
    roles: Annotated[list[str], _ROLES],
    issuer: Annotated[str | None, _ISSUER] = None,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    by = issuer or info.context.subject.issuer or ""
    return await perform(info, GrantRoles(by, agent, frozenset(roles)), dry_run=dry_run)


async def resolve_revoke(
    info: Info,
    agent: str,
    roles: Annotated[list[str], _ROLES],
    issuer: Annotated[str | None, _ISSUER] = None,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    by = issuer or info.context.subject.issuer or ""
    return await perform(info, RevokeRoles(by, agent, frozenset(roles)), dry_run=dry_run)


@strawberry.type
class PeopleQuery:
    people: list[Person] | None = strawberry.field(
        resolver=resolve_people,
        description=(
            "Les agents de votre organisme, pour qui prépare, signe ou veille. / "
            "The agents of your organisation, for those who prepare, sign or watch."
        ),
    )
    arrivals: list[Arrival] | None = strawberry.field(
        resolver=resolve_arrivals,
        description=(
            "Pour les référents : les arrivées sans rôle, la dernière d'abord. / "
            "For stewards: arrivals without a role, the last first."
        ),
    )


@strawberry.type
class PeopleMutation:
    grant_roles: ActResult | None = strawberry.mutation(
        resolver=resolve_grant,
        description=(
            "Donne des rôles à une personne de votre organisme, en plus des siens. / "
            "Gives roles to a person of your organisation, beside their own."
        ),
    )
    revoke_roles: ActResult | None = strawberry.mutation(
        resolver=resolve_revoke,
        description=(
            "Retire des rôles à une personne de votre organisme. / "
            "Takes roles away from a person of your organisation."
        ),
    )
