"""The actor's standing in an agreement, and the agreement that an act is about."""

from __future__ import annotations

from catalog.actions.agreement import agreement_cited
from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.sharing.names import Standing
from catalog.actions.sharing.problems import UnknownAgreement
from catalog.actions.sharing.transitions import act_not_possible
from catalog.actions.visible import is_visible_to, proposer_of, was_told
from catalog.model.agreement import Agreement
from catalog.model.identifiers import Siren
from catalog.model.subject import SYSTEM_CLOCK

_OPERATOR = "operator"


def other_than(organisation: Siren, agreement: Agreement) -> Siren:
    grantor, grantee = agreement.parties
    return grantee if organisation == grantor else grantor


def standings_of(agreement: Agreement, actor: Actor) -> frozenset[Standing]:
    """Empty for whoever it is no business of."""
    if actor.issuer is None:
        is_clock = actor.agent == SYSTEM_CLOCK.agent
        return frozenset({Standing.CLOCK}) if is_clock else frozenset()
    if actor.organisation != actor.employer and actor.mandate is None:
        return frozenset()
    found = set()
    if actor.organisation == agreement.grantor:
        found.add(Standing.GRANTOR)
    if actor.organisation == agreement.grantee:
        found.add(Standing.GRANTEE)
    if found:
        proposes = actor.organisation == proposer_of(agreement)
        found.add(Standing.PROPOSER if proposes else Standing.OTHER)
    elif _OPERATOR in actor.roles:
        found.add(Standing.PLATFORM)
    return frozenset(found)


def agreement_of_act(
    citation: str, actor: Actor, facts: Facts
) -> tuple[Agreement, frozenset[Standing]]:
    """Raises UnknownAgreement, also for one that whoever acts may not know of."""
    agreement = agreement_cited(facts.catalog, citation)
    if agreement is None:
        raise UnknownAgreement(agreement=citation[:40])
    standings = standings_of(agreement, actor)
    if Standing.CLOCK in standings or (
        actor.organisation is not None and is_visible_to(agreement, actor.organisation)
    ):
        return agreement, standings
    if Standing.PLATFORM in standings and was_told(agreement):
        return agreement, standings
    raise UnknownAgreement(agreement=citation[:40])


def agreement_of_clock(citation: str, actor: Actor, facts: Facts) -> Agreement:
    """Raises UnknownAgreement, ActNotPossible for anybody but the clock."""
    agreement, standings = agreement_of_act(citation, actor, facts)
    if Standing.CLOCK not in standings:
        raise act_not_possible(agreement)
    return agreement
