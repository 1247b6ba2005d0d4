"""The subject of a scheduled run: whoever asked for it, by their rights of today."""

from __future__ import annotations

from catalog.model.organisation import AgentKind
from catalog.model.published_service import Activation
from catalog.model.run_schedule import RunSchedule
from catalog.model.subject import Strength, Subject
from catalog.snapshot import Snapshot
from gateway.identity.claims import Claims
from gateway.identity.schedule_problems import ended

ROLE = "steward"
"""The role without which nothing that a person scheduled runs."""


def claims_of_schedule(activation: Activation, schedule: RunSchedule) -> Claims:
    """Of the person who scheduled it, for their body: it proves no more than reading needs."""
    return Claims(
        issuer=schedule.by_issuer,
        sub=schedule.by_sub,
        siren=activation.body,
        proves=frozenset({Strength.READ}),
        via="schedule",
        schedule=activation.id,
    )


def subject_of_schedule(
    activation_id: str | None, snapshot: Snapshot, purpose: str | None
) -> Subject:
    """The person who scheduled the activation, with the roles, groups and purposes of today; for
    the activation's own purpose. Raises ScheduleEnded once the activation or its schedule is gone,
    the purpose is another, or that person is no steward of the body any more.
    """
    activation = snapshot.activations.get(activation_id or "")
    schedule = None if activation is None else activation.schedule
    if activation is None or schedule is None:
        raise ended("il n'est plus programmé", "it is scheduled no more")
    if purpose != activation.purpose:
        raise ended("son usage a changé", "its purpose has changed")
    person = snapshot.agents.get((schedule.by_issuer, schedule.by_sub))
    is_steward = (
        person is not None
        and person.kind is AgentKind.PERSON
        and person.organisation == activation.body
        and ROLE in person.roles
    )
    if person is None or not is_steward:
        raise ended(
            "la personne qui l'a programmé n'est plus référent de son organisme",
            "the person who scheduled it is no steward of their body any more",
        )
    return Subject(
        agent=person.sub,
        issuer=person.issuer,
        organisation=person.organisation,
        kind=person.kind.value,
        roles=person.roles,
        groups=person.groups,
        purposes=person.purposes,
        purpose=purpose,
        proves=frozenset({Strength.READ}),
        via="schedule",
        schedule=activation.id,
    )
