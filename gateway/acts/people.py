"""The people of one's own body, and those who signed in for it and have no role there yet."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from catalog.actions.sharing.acts import AppointSteward
from catalog.actions.sharing.roles import name_of, stewards_of
from catalog.model.arrival import Arrival
from catalog.model.organisation import Agent
from catalog.model.problem import Problem
from catalog.model.subject import SYSTEM_ARRIVALS, Strength, Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act import act
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from gateway.base.problems import ActsRefused
from policies.sharing import SharingQuestion

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PeopleService:
    """As one request's subject asks. Raises ActsRefused for whoever has no role that looks."""

    subject: Subject
    acts: ActPorts

    async def people(self) -> tuple[Agent, ...]:
        """People and machines, by name."""
        snapshot = await self._allowed("list_people")
        own = self.subject.organisation
        colleagues = (each for each in snapshot.agents.values() if each.organisation == own)
        return tuple(sorted(colleagues, key=name_of))

    async def arrivals(self) -> tuple[Arrival, ...]:
        """The last to come first."""
        snapshot = await self._allowed("list_arrivals")
        own = self.subject.organisation
        if self.acts.arrivals is None or own is None:
            return ()
        came = await self.acts.arrivals.of(own)
        return tuple(each for each in came if not _has_role(each, snapshot))

    async def _allowed(self, act_name: str) -> Snapshot:
        snapshot = await self.acts.catalog.current()
        question = SharingQuestion(self.subject, act_name, self.acts.clock())
        decision = await self.acts.law.decide_act(question)
        if not decision.allow:
            standpoint = Standpoint(self.subject, snapshot, question.now)
            raise ActsRefused(refusals_of(decision, standpoint))
        return snapshot


async def note_arrival(
    arrival: Arrival, proves: frozenset[Strength], ports: ActPorts, *, first_is_steward: bool
) -> None:
    """After a sign-in that named a body. Where the operator's setting says so, whoever comes first,
    strongly enough to bind it, becomes the steward of a registered body that has none.

    A failure is logged and stops no sign-in.
    """
    if ports.arrivals is None:
        return
    try:
        await ports.arrivals.note(arrival)
        if not first_is_steward or Strength.APPROVE not in proves:
            return
        snapshot = await ports.catalog.current()
        if arrival.siren in snapshot.organisations and not stewards_of(arrival.siren, snapshot):
            appointing = AppointSteward(arrival.issuer, arrival.sub)
            await act(appointing, SYSTEM_ARRIVALS, ports, dry_run=False)
    except Problem as problem:
        _log.warning("arrival_not_noted", code=problem.code)


def _has_role(arrival: Arrival, snapshot: Snapshot) -> bool:
    known = snapshot.agents.get((arrival.issuer, arrival.sub))
    return known is not None and known.organisation == arrival.siren and bool(known.roles)
