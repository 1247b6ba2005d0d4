"""Rows that other bodies let a service read: which consents hold now, and a run that reads by them.

Only a run reads so. A preview of columns, an example, an export or a statement asks without a run,
and finds nothing of these data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalog.model.consent import Consent, ServiceRun, binding_digest
from catalog.model.published_service import (
    CONSENTED,
    Activation,
    BindingMode,
    PublishedService,
    RoleBinding,
)
from catalog.standpoint import Standpoint
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import question_about
from policies.question import Action
from services_run.folder import Service

SHOWN_AS = "données consenties / consented data"
"""The file of each of these rows: whose it is, is told nowhere beside a row."""


@dataclass(frozen=True, slots=True)
class RunReading:
    """`bindings`: one for each dataset that is read; `run`: None where nothing is consented."""

    bindings: tuple[RoleBinding, ...]
    run: ServiceRun | None = None
    consents: tuple[Consent, ...] = ()


def consents_to(
    published: PublishedService, service: Service, standpoint: Standpoint
) -> tuple[Consent, ...]:
    """Of other bodies, over this very text, in time; whether the law lets them is not asked yet."""
    if not service.consented_roles:
        return ()
    return tuple(
        one
        for _, one in sorted(standpoint.snapshot.consents.items())
        if one.service == published.id
        and one.digest == published.digest
        and one.owner != standpoint.body
        and one.ended_at is None
        and one.end >= standpoint.day
        and one.dataset in standpoint.snapshot.datasets
    )


def purposes_of(consents: Iterable[Consent], standpoint: Standpoint) -> frozenset[str]:
    """The purposes for which the caller may read rows of some of the consents."""
    return frozenset(one.purpose for one in consents) & standpoint.subject.purposes


def consented_binding(role: str) -> RoleBinding:
    """The binding of a role that is read by consent: each run finds the consents anew."""
    return RoleBinding(role, BindingMode.CONSENTED, CONSENTED, ())


async def reading_of(
    activation: Activation,
    consents: Sequence[Consent],
    published: PublishedService,
    standpoint: Standpoint,
    ports: Ports,
) -> RunReading:
    """Its bindings, with what is consented written out: each dataset that the law gives to this run
    by its consent. What is bound already is read by the rights of who runs it.
    """
    bindings, purpose = activation.bindings, activation.purpose
    roles = {one.role for one in bindings if one.mode is BindingMode.CONSENTED}
    named = tuple(one for one in bindings if one.mode is not BindingMode.CONSENTED)
    own = {one.dataset for one in named}
    possible = [one for one in consents if one.dataset not in own and one.purpose == purpose]
    by_dataset = {
        one.dataset: one for one in possible if {each.role for each in one.roles} <= roles
    }
    if not by_dataset:
        return RunReading(named)
    written = {name: one.bindings() for name, one in by_dataset.items()}
    digests = ((name, binding_digest(each)) for name, each in sorted(written.items()))
    run = ServiceRun(published.id, published.digest, tuple(digests))
    subject = replace(standpoint.subject, purpose=purpose)
    running = replace(standpoint, subject=subject, run=run)
    question = question_about(running, Action.READ, tuple(by_dataset), ports)
    decision = await ports.policy.decide(question)
    given = tuple(
        one
        for name, one in by_dataset.items()
        if [each.agreement for each in decision.datasets[name].branches] == [one.id]
    )
    if not given:
        return RunReading(named)
    more = tuple(binding for one in given for binding in written[one.dataset])
    return RunReading((*named, *more), run, given)
