"""People and keys without which an agreement stands and nobody can act on it, or read by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.model.agreement import Agreement
from catalog.model.health import Reason, ReasonKind, Side
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.service_account import ServiceAccount
from catalog.snapshot import Snapshot

_ENDED_LATELY = timedelta(days=60)
"""A machine that has been silent for longer was given up."""
_SIGNS = frozenset({MandateAction.APPROVE})
_PREPARES = frozenset({MandateAction.STEWARD, MandateAction.REQUEST})


@dataclass(frozen=True, slots=True)
class People:
    """The bodies with somebody in a role, themselves or by a mandate in force on that day."""

    signing: frozenset[Siren]
    preparing: frozenset[Siren]


def people_on(catalog: Snapshot, day: date) -> People:
    in_role: dict[str, set[Siren]] = {"approver": set(), "steward": set()}
    for agent in catalog.agents.values():
        if agent.organisation is not None:
            for role in agent.roles & in_role.keys():
                in_role[role].add(agent.organisation)
    held = [each for each in catalog.mandates if each.holds_on(day)]
    return People(
        signing=_with_mandates(in_role["approver"], held, _SIGNS),
        preparing=_with_mandates(in_role["steward"], held, _PREPARES),
    )


def missing_people(agreement: Agreement, people: People) -> Iterator[Reason]:
    """Of each side: nobody who signs, or nobody who prepares."""
    for side, body in ((Side.GRANTOR, agreement.grantor), (Side.GRANTEE, agreement.grantee)):
        if body not in people.signing:
            yield Reason(ReasonKind.SIGNATORY_GONE, side)
        if body not in people.preparing:
            yield Reason(ReasonKind.STEWARD_GONE, side)


def ended_keys(
    agreement: Agreement, accounts: Iterable[ServiceAccount], now: datetime
) -> Iterator[Reason]:
    """The grantee's machines read these data for such a purpose, and the last key has just ended.
    A machine that a steward revoked was meant to end.
    """
    own = [
        each
        for each in accounts
        if each.organisation == agreement.grantee
        and each.revoked_at is None
        and agreement.dataset_id in each.scope.datasets
        and each.scope.purposes & agreement.purposes
    ]
    if any(each.opens(key.id, now) for each in own for key in each.keys):
        return
    names = sorted(each.name for each in own if _has_ended_lately(each, now))
    if names:
        yield Reason(ReasonKind.KEY_ENDED, Side.GRANTEE, tuple(names))


def _has_ended_lately(account: ServiceAccount, now: datetime) -> bool:
    ends = [each.ends_at for each in account.keys]
    if account.confirm_before is not None:
        ends = [min(each, account.confirm_before) for each in ends]
    return bool(ends) and now - max(ends) < _ENDED_LATELY


def _with_mandates(
    bodies: set[Siren], mandates: Iterable[Mandate], actions: frozenset[MandateAction]
) -> frozenset[Siren]:
    """A mandatary acts for its principal with its own people, and not further."""
    acted_for = {
        each.principal for each in mandates if each.actions & actions and each.mandatary in bodies
    }
    return frozenset(bodies | acted_for)
