"""The Subject of one request, from claims and headers: caller, body acted for, purpose."""

from __future__ import annotations

from datetime import date, datetime

from catalog.actions.purpose_codes import unknown_purpose
from catalog.model.dataset import Dataset
from catalog.model.doors import LINKS, SCHEDULED
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.model.paris import paris_day
from catalog.model.service_account import KEYS_ISSUER
from catalog.model.subject import ANONYMOUS, Strength, Subject, Via
from catalog.snapshot import Snapshot
from federation.engines.query_tag import Caller
from gateway.base.problems import OrganisationNotAsserted, UnknownAgent
from gateway.identity.authentication import Claims
from gateway.identity.key_problems import KeyNotUnderMandate, KeyOutsideScope
from gateway.identity.link_problems import UnknownLink
from gateway.identity.links import subject_of_link
from gateway.identity.schedule_problems import OfSchedulesAlone
from gateway.identity.schedules import subject_of_schedule
from gateway.identity.strength import MACHINE_PROVES
from gateway.identity.tokens import bad_token
from policies.problems import KeyForOtherPurposes, MandateRequired, WithoutRole
from policies.sign_in_problems import too_weak_for


def resolve_subject(
    claims: Claims | None,
    snapshot: Snapshot,
    *,
    purpose: str | None,
    on_behalf_of: str | None,
    now: datetime,
) -> Subject:
    """Roles, groups and purposes come from the catalog; the token only says who it is.

    Raises MandateRequired where nobody could hold one (a header is never ignored; whether a mandate
    holds is the law's to say), InvalidSiren, UnknownAgent, OrganisationNotAsserted, WithoutRole
    for an agent whose last role was taken or who never had one, BadToken for a key that serves no
    more, LinkEnded for such a link, ScheduleEnded for such a schedule, KeyNotUnderMandate,
    KeyForOtherPurposes, UnknownPurpose, and SignInTooWeak for a sign-in that does not even suffice
    to read.
    """
    principal = None if on_behalf_of is None else Siren.parse(on_behalf_of)
    if claims is None:
        if principal is not None:
            raise MandateRequired
        return ANONYMOUS
    if claims.via in {"key", "link", "schedule"}:
        return _bearer(claims, principal, snapshot, purpose, now)
    agent = snapshot.agents.get((claims.issuer, claims.sub))
    if agent is None:
        raise UnknownAgent
    if agent.organisation is not None and agent.organisation != claims.siren:
        raise OrganisationNotAsserted
    if principal is not None and principal == agent.organisation:
        # Acting for oneself is acting in one's own right.
        principal = None
    if principal is not None and not _has_mandate(agent, principal, snapshot, paris_day(now)):
        raise MandateRequired
    if not agent.has_role:
        raise WithoutRole
    refuse_unknown_purpose(purpose, snapshot)
    is_machine = agent.kind is AgentKind.MACHINE
    proves = MACHINE_PROVES if is_machine else claims.proves
    if Strength.READ not in proves:
        raise too_weak_for(Strength.READ)
    return subject_of(agent, purpose, principal, proves=proves, acr=claims.acr, via=claims.via)


def _has_mandate(agent: Agent, principal: Siren, snapshot: Snapshot, today: date) -> bool:
    """True where any mandate is in force between the two bodies. The law judges its acts, and its
    dates again: here a missing mandate is told plainly, where the law could only hide everything.
    """
    own = agent.organisation
    return own is not None and any(
        each.holds_on(today) for each in snapshot.mandates_between(principal, own)
    )


def subject_of(
    agent: Agent,
    purpose: str | None = None,
    on_behalf_of: Siren | None = None,
    *,
    proves: frozenset[Strength],
    acr: str | None = None,
    via: Via = "token",
) -> Subject:
    """A known agent as a subject, for one purpose or none."""
    return Subject(
        agent=agent.sub,
        issuer=agent.issuer,
        organisation=agent.organisation,
        kind=agent.kind.value,
        roles=agent.roles,
        groups=agent.groups,
        purposes=agent.purposes,
        purpose=purpose,
        on_behalf_of=on_behalf_of,
        proves=proves,
        acr=acr,
        via=via,
    )


def _bearer(
    claims: Claims, principal: Siren | None, snapshot: Snapshot, purpose: str | None, now: datetime
) -> Subject:
    """Of a key, the machine; of a link or a schedule, the person who made it."""
    if claims.via == "link":
        return subject_of_link(claims.link, snapshot, purpose, now)
    if claims.via == "schedule":
        return subject_of_schedule(claims.schedule, snapshot, purpose)
    if principal is not None:
        raise KeyNotUnderMandate
    machine = subject_of_key(claims.sub, claims.key, snapshot, purpose, now)
    if machine is None:
        raise bad_token("cette clé ne sert plus", "this key does not serve any more")
    refuse_other_purpose(machine, purpose)
    return machine


def refuse_unknown_purpose(purpose: str | None, snapshot: Snapshot) -> None:
    """Raises UnknownPurpose for one that is nobody's: nothing is recorded under an invented one."""
    if purpose is not None and purpose not in snapshot.purposes:
        raise unknown_purpose(purpose, snapshot.purposes)


def refuse_other_purpose(subject: Subject, purpose: str | None) -> None:
    """Raises KeyForOtherPurposes. The law refuses each dataset alike; here the request ends before
    a purpose that somebody invented is recorded.
    """
    scope = subject.scope
    if scope is not None and purpose is not None and purpose not in scope.purposes:
        raise KeyForOtherPurposes(purposes=", ".join(sorted(scope.purposes)) or "–")


def subject_of_key(
    account_id: str, key: str | None, snapshot: Snapshot, purpose: str | None, now: datetime
) -> Subject | None:
    """A machine by one of its keys, within the scope of its account, which the law is told; None
    once that key opens nothing.
    """
    account = snapshot.service_accounts.get(account_id)
    if account is None or not account.opens(key, now):
        return None
    return Subject(
        agent=account.id,
        issuer=KEYS_ISSUER,
        organisation=account.organisation,
        kind="key",
        purposes=account.scope.purposes,
        purpose=purpose,
        proves=frozenset({Strength.READ}),
        via="key",
        scope=account.scope,
        key=key,
    )


def refuse_outside_scope(subject: Subject, door: str, answer_format: str) -> None:
    """Raises KeyOutsideScope for a door or a format that a key is not for, UnknownLink for a link
    at any door but its own, OfSchedulesAlone for what runs by itself at any door but its own, and
    for anything else at that one.
    """
    if subject.via == "link" and door != LINKS:
        raise UnknownLink
    if (subject.via == "schedule") is not (door == SCHEDULED):
        raise OfSchedulesAlone
    scope = subject.scope
    if scope is None:
        return
    for what, allowed in ((door, scope.doors), (answer_format, scope.formats)):
        if what not in allowed:
            raise KeyOutsideScope(what=what, allowed=", ".join(sorted(allowed)))


def local_subject(
    agent: Agent, purpose: str | None = None, on_behalf_of: Siren | None = None
) -> Subject:
    """A known agent as a command takes them that opens the store itself: who may write its files
    needs no sign-in.
    """
    proves = MACHINE_PROVES if agent.kind is AgentKind.MACHINE else frozenset(Strength)
    return subject_of(agent, purpose, on_behalf_of, proves=proves)


def caller_of(subject: Subject, address: str) -> Caller:
    """The caller whose share of an engine a request takes: an agent, or an address for requests
    without a token; the body is the caller's own, not the body for which it asks.
    """
    if subject.is_anonymous:
        return Caller("", address)
    body = "operator" if subject.organisation is None else str(subject.organisation)
    return Caller(body, f"{subject.issuer} {subject.agent}")


def is_steward_of(subject: Subject, dataset: Dataset) -> bool:
    """A steward of its owner, in their own right."""
    return (
        subject.organisation == dataset.owner
        and subject.on_behalf_of is None
        and "steward" in subject.roles
    )
