"""The platform as its operator sees it: bodies with figures, and who waits for a first role."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from catalog.actions.sharing.roles import name_of
from catalog.caches import CacheFigures, cache_figures
from catalog.model.agreement import AgreementState
from catalog.model.arrival import Arrival
from catalog.model.organisation import Agent, AgentKind, Organisation
from catalog.model.subject import Subject
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class BodyAtWork:
    """`agreements` are those in force that it is a party of; `arrivals` are told where nobody of
    the body can give them a role.
    """

    body: Organisation
    people: int
    stewards: int
    datasets: int
    storages: int
    agreements: int
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformOverview:
    """`catalog` is the number of its version; `policy` the revision of the law that answers;
    `caches` those of this process.
    """

    bodies: tuple[BodyAtWork, ...]
    agents_without_body: tuple[Agent, ...]
    catalog: int
    policy: str | None
    caches: tuple[CacheFigures, ...]


@dataclass(frozen=True, slots=True)
class PlatformService:
    """Raises ActsRefused for all but the operator."""

    subject: Subject
    acts: ActPorts

    async def overview(self) -> PlatformOverview:
        """Bodies that take part: with people, data or an agreement; by name."""
        question = SharingQuestion(self.subject, "look_at_platform", self.acts.clock())
        await ask_the_law(question, self.acts.law)
        snapshot = await self.acts.catalog.current()
        persons = [
            agent
            for agent in snapshot.agents.values()
            if agent.kind is AgentKind.PERSON and agent.roles
        ]
        people = Counter(agent.organisation for agent in persons)
        stewards = Counter(agent.organisation for agent in persons if "steward" in agent.roles)
        datasets = Counter(dataset.owner for dataset in snapshot.datasets.values())
        storages = Counter(storage.owner for storage in snapshot.storages.values())
        agreements = Counter(
            party
            for agreement in snapshot.agreements
            if agreement.state is AgreementState.ACTIVE
            for party in (agreement.grantor, agreement.grantee)
        )
        recent = () if self.acts.arrivals is None else await self.acts.arrivals.recent()
        bodies = [
            BodyAtWork(
                body=body,
                people=people[siren],
                stewards=stewards[siren],
                datasets=datasets[siren],
                storages=storages[siren],
                agreements=agreements[siren],
                arrivals=tuple(
                    arrival for arrival in recent if arrival.siren == siren and not stewards[siren]
                ),
            )
            for siren, body in snapshot.organisations.items()
        ]
        nobodys = [agent for agent in snapshot.agents.values() if agent.organisation is None]
        return PlatformOverview(
            bodies=tuple(sorted(filter(_takes_part, bodies), key=lambda entry: entry.body.name)),
            agents_without_body=tuple(sorted(nobodys, key=name_of)),
            catalog=snapshot.version.number,
            policy=None if self.acts.policy is None else self.acts.policy.revision,
            caches=cache_figures(),
        )


def _takes_part(entry: BodyAtWork) -> bool:
    figures = (entry.people, entry.datasets, entry.storages, entry.agreements)
    return any(figures) or bool(entry.arrivals)
