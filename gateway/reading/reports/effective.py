"""The part of a dataset that somebody would read on a day: the law's own answer, in words."""

from __future__ import annotations

from dataclasses import replace

from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.paris import middle_of
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.base.problems import UnknownOrganisation
from gateway.reading.query.ports import Ports
from gateway.reading.reports.access_values import AccessAsked, EffectiveAccess
from gateway.reading.reports.parts import (
    name_dataset,
    write_branches,
    write_denials,
    write_withheld,
)
from gateway.reading.reports.problems import AccessOfOthers
from gateway.reading.reports.scopes import name_organisation
from policies.decision import Decision
from policies.problems import MandateRequired
from policies.questions import decide, discoverable

OWNERS_PEOPLE = frozenset({"steward", "dpo"})


async def effective_access(
    asked: AccessAsked, standpoint: Standpoint, ports: Ports
) -> EffectiveAccess | None:
    """None for what the subject may not discover now, or what there is not: the same answer.

    Raises MandateRequired, AccessOfOthers, UnknownOrganisation.
    """
    snapshot = standpoint.snapshot
    own = _acting_for(asked.on_behalf_of, standpoint)
    if asked.purpose is not None:
        own = replace(own, purpose=asked.purpose)
    dataset = snapshot.datasets.get(asked.dataset)
    known = asked.dataset in await discoverable(replace(standpoint, subject=own), ports.policy)
    if dataset is None or not known:
        return None
    reader = own if asked.organisation is None else _other(asked, own, dataset, snapshot)
    at = standpoint.now if asked.at is None else middle_of(asked.at)
    judged = Standpoint(reader, snapshot, at)
    decision = await decide(judged, (dataset,), ports.installation, ports.policy)
    answer = decision.datasets[dataset.id]
    if asked.organisation is None and not answer.discoverable:
        return None
    return _tell(dataset, judged, decision)


def other_organisation(siren: Siren, purpose: str | None, snapshot: Snapshot) -> Subject:
    """Any agent of it, without groups, to whom the purpose is assigned: who, is not asked."""
    return Subject(
        agent="agent",
        issuer=None,
        organisation=siren,
        kind="person",
        roles=frozenset({"agent"}),
        purposes=frozenset(snapshot.purposes) if purpose is None else frozenset({purpose}),
        purpose=purpose,
    )


def _acting_for(principal: Siren | None, standpoint: Standpoint) -> Subject:
    """As `Interco-On-Behalf-Of` would do it."""
    subject = standpoint.subject
    if principal is None:
        return subject
    if principal == subject.organisation:
        return replace(subject, on_behalf_of=None)
    own = subject.organisation
    if own is None or not standpoint.snapshot.mandates_between(principal, own):
        raise MandateRequired
    return replace(subject, on_behalf_of=principal)


def _other(asked: AccessAsked, own: Subject, dataset: Dataset, snapshot: Snapshot) -> Subject:
    siren = asked.organisation
    if siren is None or not is_owners_person(own, dataset):
        raise AccessOfOthers
    if siren not in snapshot.organisations:
        raise UnknownOrganisation(siren=siren)
    return other_organisation(siren, asked.purpose, snapshot)


def is_owners_person(subject: Subject, dataset: Dataset) -> bool:
    """In its own right only: no mandate makes a steward of the principal's."""
    return (
        subject.on_behalf_of is None
        and subject.organisation == dataset.owner
        and bool(subject.roles & OWNERS_PEOPLE)
    )


def _tell(dataset: Dataset, judged: Standpoint, decision: Decision) -> EffectiveAccess:
    reader, snapshot, day = judged.subject, judged.snapshot, judged.day
    answer = decision.datasets[dataset.id]
    body = reader.reader
    return EffectiveAccess(
        dataset=name_dataset(dataset, snapshot),
        reader=None if body is None else name_organisation(body, snapshot),
        purpose=reader.purpose,
        at=day,
        allowed=answer.allow,
        discoverable=answer.discoverable,
        branches=write_branches(answer, dataset, day, snapshot, cog_in(snapshot)),
        withheld=write_withheld(answer, dataset),
        missing=write_denials(
            answer.denials,
            dataset,
            snapshot,
            organisation=reader.organisation,
            principal=reader.on_behalf_of,
        ),
        valid_until=decision.valid_until,
        policy_revision=decision.revision,
    )
