"""A party reminds the other that it is its turn: once a day, and nothing else changes."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import RemindParty
from catalog.actions.sharing.answer_days import waiting_since
from catalog.actions.sharing.due import silent_sides
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import RemindedToday
from catalog.actions.sharing.standing import agreement_of_act
from catalog.actions.sharing.steps import moved
from catalog.actions.sharing.telling import about_agreement, name_of_organisation
from catalog.actions.sharing.transitions import act_not_possible
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day


def remind(act: RemindParty, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible (nobody's answer is awaited, or one's own is),
    RemindedToday.
    """
    agreement, _ = agreement_of_act(act.agreement, actor, facts)
    if actor.organisation not in reminding_sides(agreement):
        raise act_not_possible(agreement)
    today = paris_day(facts.now)
    if any(
        step.act == ActName.REMIND and paris_day(step.at) == today for step in agreement.life.steps
    ):
        raise RemindedToday(agreement=agreement.citation)
    silent = silent_sides(agreement)
    reminded = moved(agreement, ActName.REMIND, agreement.state, actor, facts)
    message = about_agreement("reminded", reminded, actor, facts.catalog, to=silent)
    names = ", ".join(name_of_organisation(facts.catalog, side) for side in silent)
    sentences = (
        Bilingual(
            f"{names} est relancé à propos de {agreement.citation}.",
            f"{names} is reminded of {agreement.citation}.",
        ),
    )
    changes = Changes((reminded,), messages=(message,))
    return Acted(ActName.REMIND, changes, sentences, agreement=reminded)


def reminding_sides(agreement: Agreement) -> tuple[Siren, ...]:
    """The sides that wait for the other; none while nobody's answer is awaited."""
    if waiting_since(agreement) is None:
        return ()
    silent = silent_sides(agreement)
    return tuple(side for side in agreement.parties if side not in silent)
