"""The clock asks both sides to renew what ends: what for, what was read of it, and whose turn."""

from __future__ import annotations

from typing import Any

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import AskRenewal
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import TooEarly
from catalog.actions.sharing.renewal import is_to_ask, renewals_in
from catalog.actions.sharing.renewal_words import turn_words
from catalog.actions.sharing.standing import agreement_of_clock
from catalog.actions.sharing.steps import moved, today_of
from catalog.actions.sharing.telling import about_agreement, name_of_organisation
from catalog.actions.visible import proposer_of
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.message import Message
from catalog.usage_words import year_in_words


def ask_renewal(act: AskRenewal, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, TooEarly."""
    agreement = agreement_of_clock(act.agreement, actor, facts)
    if not is_to_ask(agreement, renewals_in(facts.catalog.agreements), facts.now):
        raise TooEarly(agreement=agreement.citation)
    after = moved(agreement, ActName.ASK_RENEWAL, agreement.state, actor, facts)
    changes = Changes((after,), messages=_messages(after, actor, facts))
    return Acted(ActName.ASK_RENEWAL, changes, agreement=after)


def _messages(agreement: Agreement, actor: Actor, facts: Facts) -> tuple[Message, ...]:
    catalog, proposer = facts.catalog, proposer_of(agreement)
    name = name_of_organisation(catalog, proposer)
    days = (agreement.end - today_of(agreement, facts.now)).days
    own = {each.code: each for each in agreement.terms.purpose_labels}
    labels = [own.get(code) or catalog.purposes.get(code) for code in sorted(agreement.purposes)]
    more: dict[str, Any] = {
        "purposes_fr": [each.label_fr for each in labels if each is not None],
        "purposes_en": [each.label_en for each in labels if each is not None],
    }
    if facts.use is not None:
        use = year_in_words(facts.use)
        more |= {"year_fr": use.fr, "year_en": use.en}
    messages = []
    for side in agreement.parties:
        turn = turn_words(agreement, name, is_yours=side == proposer)
        messages.append(
            about_agreement(
                "to_renew",
                agreement,
                actor,
                catalog,
                to=(side,),
                key=f"agreement.to_renew/{agreement.citation}/{side}",
                days=days,
                **more,
                is_yours=side == proposer,
                turn_fr=turn.fr,
                turn_en=turn.en,
            )
        )
    return tuple(messages)
