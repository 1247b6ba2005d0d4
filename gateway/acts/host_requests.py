"""A body asks the operators for a host or a deposit: who may declare its storages may ask."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from catalog.actions.deposit_request import RequestDeposit, request_deposit
from catalog.actions.facts import Facts
from catalog.actions.host_request import RequestHost, request_host
from catalog.actions.outcome import Acted, Actor
from catalog.changes import ActRecord, Changes
from catalog.model.organisation import Organisation
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_called
from policies.acts import ActQuestion, Section
from policies.problems import MandateRequired


async def ask_for_host(
    act: RequestHost, organisation: str | None, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Acted:
    """Of one's own body where none is named. Raises ActsRefused, ActRefused, UnknownOwner,
    OwnerNotSaid, MandateRequired, CatalogMoved.
    """
    if subject.on_behalf_of is not None:
        raise MandateRequired
    outcome = await commit(_Request(act, organisation), subject, ports, dry_run=dry_run)
    return outcome.result


async def ask_for_deposit(
    act: RequestDeposit, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Acted:
    """Of one's own body. Raises ActsRefused, ActRefused, OwnerNotSaid, MandateRequired,
    CatalogMoved.
    """
    if subject.on_behalf_of is not None:
        raise MandateRequired
    outcome = await commit(_Request(act, None), subject, ports, dry_run=dry_run)
    return outcome.result


@dataclass(frozen=True, slots=True)
class _RequestFacts:
    facts: Facts
    owner: Organisation


@dataclass(frozen=True, slots=True)
class _Request(Change[_RequestFacts, Acted]):
    act: RequestHost | RequestDeposit
    organisation: str | None

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _RequestFacts:
        snapshot = standpoint.snapshot
        owner = owner_called(self.organisation, standpoint.subject.organisation, snapshot)
        return _RequestFacts(Facts(snapshot, standpoint.now), owner)

    @override
    def questions(self, subject: Subject, facts: _RequestFacts) -> tuple[ActQuestion, ...]:
        return (ActQuestion(subject, facts.owner.siren, frozenset({Section.STORAGES})),)

    @override
    def rule(self, subject: Subject, facts: _RequestFacts) -> tuple[Acted, Changes]:
        actor = Actor(
            agent=subject.agent or "",
            issuer=subject.issuer,
            employer=subject.organisation,
            organisation=facts.owner.siren,
            roles=subject.roles,
        )
        match self.act:
            case RequestHost():
                acted = request_host(self.act, facts.owner, actor, facts.facts)
            case RequestDeposit():
                acted = request_deposit(self.act, facts.owner, actor, facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _RequestFacts, result: Acted) -> ActRecord:
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=facts.owner.siren,
            action=result.act,
            summary={
                "host": self.act.host if isinstance(self.act, RequestHost) else None,
                "reason": self.act.why,
            },
        )
