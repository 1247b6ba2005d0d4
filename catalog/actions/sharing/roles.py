"""Roles: given and taken away by the stewards of a body, one person at a time."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts, Findings
from catalog.actions.keys.left_behind import DAYS_TO_CONFIRM, keys_made_by
from catalog.actions.openings.messages import TOLD
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import AppointSteward, GrantRoles, RevokeRoles, RoleAct
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import (
    HasASteward,
    NoRole,
    PersonOfAnotherIssuer,
    RolesAreForPeople,
    UnknownPerson,
    UnknownRole,
)
from catalog.actions.sharing.telling import name_of_actor, name_of_organisation
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.organisation import Agent, AgentKind
from catalog.snapshot import Snapshot

ROLES = {
    "agent": Bilingual("agent", "agent"),
    "steward": Bilingual("référent", "steward"),
    "approver": Bilingual("signataire", "approver"),
    "dpo": Bilingual("délégué à la protection des données", "data protection officer"),
    "operator": Bilingual("exploitant", "operator"),
}
"""The name of each role, in French and in English. The law gives `operator` to nobody."""
_STEWARDS = frozenset({"steward"})


def person_of(issuer: str, sub: str, facts: Facts) -> Agent | None:
    """The person whose roles are at stake, as their last sign-in says, which counts before what was
    known.

    A person who changes employer keeps nothing: neither roles, groups nor purposes.
    """
    known = facts.catalog.agents.get((issuer, sub))
    came = facts.arrival
    if came is None or (known is not None and known.organisation == came.siren):
        return known
    return Agent(
        issuer=issuer,
        sub=sub,
        organisation=came.siren,
        kind=AgentKind.PERSON,
        roles=frozenset(),
        email=came.email,
        name=came.name,
    )


def stewards_of(siren: Siren | None, catalog: Snapshot) -> tuple[Agent, ...]:
    """People alone: a machine gives no role."""
    return tuple(
        each
        for each in catalog.agents.values()
        if siren is not None
        and each.organisation == siren
        and each.kind is AgentKind.PERSON
        and "steward" in each.roles
    )


def name_of(agent: Agent) -> str:
    """As their colleagues know them."""
    if agent.name and agent.email:
        return f"{agent.name} ({agent.email})"
    return agent.name or agent.email or agent.sub


def grant_roles(act: GrantRoles, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownPerson, PersonOfAnotherIssuer, RolesAreForPeople, ActRefused."""
    person = _person(act, actor, facts)
    after = replace(person, roles=person.roles | act.roles)
    known = facts.catalog.agents.get((act.issuer, act.agent))
    return _acted(act, known or person, after, actor, facts, ("reçoit", "is given"))


def revoke_roles(act: RevokeRoles, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownPerson, PersonOfAnotherIssuer, RolesAreForPeople, ActRefused."""
    person = _person(act, actor, facts)
    after = replace(person, roles=person.roles - act.roles)
    return _acted(act, person, after, actor, facts, ("perd", "loses"))


def appoint_steward(act: AppointSteward, actor: Actor, facts: Facts) -> Acted:
    """Raises HasASteward, UnknownPerson."""
    person = _person(act, actor, facts)
    if stewards_of(person.organisation, facts.catalog):
        raise HasASteward
    after = replace(person, roles=person.roles | act.roles)
    return _acted(act, person, after, actor, facts, ("reçoit", "is given"))


def _person(act: RoleAct, actor: Actor, facts: Facts) -> Agent:
    person = person_of(act.issuer, act.agent, facts)
    if person is None or person.organisation not in facts.catalog.organisations:
        raise unknown_person(act, actor.employer, actor.roles, facts)
    if person.kind is AgentKind.MACHINE:
        raise RolesAreForPeople(agent=act.agent[:80])
    findings = Findings()
    known = [each for each in ROLES if each != "operator"]
    listed = ", ".join(known)
    if not act.roles:
        findings.add(NoRole(known=listed), "roles")
    for role in sorted(act.roles - ROLES.keys()):
        did_you_mean = suggestion(role, known)
        findings.add(UnknownRole(role=role[:40], known=listed, did_you_mean=did_you_mean), "roles")
    findings.raise_any()
    return person


def unknown_person(
    act: RoleAct, body: Siren | None, roles: frozenset[str], facts: Facts
) -> UnknownPerson | PersonOfAnotherIssuer:
    """The Problem for a caller of `body` with `roles`: only a steward is led to colleagues."""
    colleagues = [
        agent
        for agent in facts.catalog.agents.values()
        if "steward" in roles
        and body is not None
        and agent.organisation == body
        and agent.kind is AgentKind.PERSON
    ]
    for agent in colleagues:
        if agent.sub == act.agent and agent.issuer != act.issuer:
            return PersonOfAnotherIssuer(agent=agent.sub[:80], issuer=agent.issuer)
    meant = suggestion(act.agent, [agent.sub for agent in colleagues if agent.sub != act.agent])
    return UnknownPerson(agent=act.agent[:80], did_you_mean=meant)


def _acted(
    act: RoleAct,
    before: Agent,
    after: Agent,
    actor: Actor,
    facts: Facts,
    verb: tuple[str, str],
) -> Acted:
    if before == after:
        return Acted(act.name, Changes())
    who, body = name_of(after), after.organisation
    organisation = name_of_organisation(facts.catalog, body)
    sentences = [_sentence(who, act.roles, organisation, verb)]
    if not after.has_role:
        sentences += _without_role(who, before, facts)
    kind = "roles.revoked" if act.name is ActName.REVOKE_ROLES else "roles.granted"
    digest = hashlib.sha256(f"{act.issuer} {act.agent}".encode()).hexdigest()[:16]
    message = Message(
        kind=kind,
        key=f"{kind}/{digest}/{facts.now.isoformat()}",
        to=() if body is None else (body,),
        roles=_STEWARDS if actor.employer == body else TOLD,
        about=who,
        facts={"roles": sorted(act.roles), "by": name_of_actor(actor, facts.catalog)},
    )
    return Acted(act.name, Changes((after,), messages=(message,)), tuple(sentences))


def _without_role(who: str, before: Agent, facts: Facts) -> list[Bilingual]:
    """The end of what somebody could do here, and the keys of machines that wait for another."""
    sentences = [
        Bilingual(
            f"{who} n'a plus de rôle : cette personne ne lit plus rien de l'organisme, et ses "
            "connexions prennent fin.",
            f"{who} has no role any more: this person reads nothing of the body any more, and is "
            "signed out everywhere.",
        )
    ]
    keys = keys_made_by(before, facts.catalog.service_accounts.values(), facts.now)
    if keys:
        names = ", ".join(each.name for each in keys)
        sentences.append(
            Bilingual(
                f"Clés de machines faites par cette personne, à confirmer sous {DAYS_TO_CONFIRM} "
                f"jours par un référent : {names}.",
                f"Machine keys made by this person, to be confirmed by a steward within "
                f"{DAYS_TO_CONFIRM} days: {names}.",
            )
        )
    return sentences


def _sentence(
    who: str, roles: frozenset[str], organisation: str, verb: tuple[str, str]
) -> Bilingual:
    names = [ROLES[each] for each in ROLES if each in roles]
    fr, en = ", ".join(each[0] for each in names), ", ".join(each[1] for each in names)
    plural_fr = "le rôle" if len(names) == 1 else "les rôles"
    plural_en = "the role" if len(names) == 1 else "the roles"
    return Bilingual(
        f"{who} {verb[0]} {plural_fr} : {fr}, pour {organisation}.",
        f"{who} {verb[1]} {plural_en} of {en}, for {organisation}.",
    )
