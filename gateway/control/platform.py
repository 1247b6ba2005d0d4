"""The platform, for its operator alone: bodies with their figures, people who wait, versions."""

from __future__ import annotations

from dataclasses import asdict

import strawberry

from gateway.acts.platform import BodyAtWork
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.people import Arrival
from gateway.control.types import Organisation, write_organisation


@strawberry.type(
    description="Un organisme qui prend part, et ses chiffres. / A body that takes part."
)
class PlatformBody:
    organisation: Organisation
    people: int
    stewards: int
    datasets: int
    storages: int
    agreements: int = strawberry.field(
        description="En vigueur, accordées ou reçues. / In force, given or received."
    )
    arrivals: list[Arrival] = strawberry.field(
        description=(
            "Venus sans rôle, là où aucun référent ne peut leur en donner. / Arrived without a "
            "role, where no steward can give them one."
        )
    )


@strawberry.type(description="Un agent d'aucun organisme. / An agent of no body.")
class UnattachedAgent:
    agent: str
    kind: str
    roles: list[str]


@strawberry.type(
    description="Un cache du processus qui répond. / A cache of the process that answers."
)
class CacheFigures:
    """The figures that catalog.caches counts; several gateways answer each for itself."""

    name: str
    size: int = strawberry.field(description="Entrées gardées. / Entries kept.")
    capacity: int = strawberry.field(description="Au plus. / At most.")
    hits: int = strawberry.field(description="Trouvées, depuis qu'il est vide. / Found.")
    misses: int = strawberry.field(description="Non trouvées. / Not found.")


@strawberry.type(description="La plateforme, pour son exploitant. / For its operator.")
class Platform:
    bodies: list[PlatformBody]
    agents_without_body: list[UnattachedAgent]
    catalog_version: int
    policy_revision: str | None
    caches: list[CacheFigures]


async def resolve_platform(info: Info) -> Platform | None:
    refuse_anonymous(info)
    overview = await info.context.services.platform.overview()
    return Platform(
        bodies=[_body(entry) for entry in overview.bodies],
        agents_without_body=[
            UnattachedAgent(agent=agent.sub, kind=agent.kind.value, roles=sorted(agent.roles))
            for agent in overview.agents_without_body
        ],
        catalog_version=overview.catalog,
        policy_revision=overview.policy,
        caches=[CacheFigures(**asdict(figures)) for figures in overview.caches],
    )


def _body(entry: BodyAtWork) -> PlatformBody:
    return PlatformBody(
        organisation=write_organisation(entry.body),
        people=entry.people,
        stewards=entry.stewards,
        datasets=entry.datasets,
        storages=entry.storages,
        agreements=entry.agreements,
        arrivals=[
            Arrival(
                agent=arrival.sub,
                issuer=arrival.issuer,
                name=arrival.name,
                email=arrival.email,
                first_at=arrival.first_at,
                last_at=arrival.last_at,
            )
            for arrival in entry.arrivals
        ],
    )


@strawberry.type
class PlatformQuery:
    platform: Platform | None = strawberry.field(
        resolver=resolve_platform,
        description=(
            "Pour l'exploitant : organismes, arrivées sans référent, versions, caches. / For the "
            "operator: bodies, arrivals without a steward, versions, caches."
        ),
    )
