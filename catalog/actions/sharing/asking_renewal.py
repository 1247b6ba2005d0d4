"""The clock asks both sides to renew what ends: what for, what was read of it, and whose turn."""

from __future__ import annotations

from typing import Any

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import AskRenewal
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import TooEarly
from catalog.actions.sharing.renewal import is_to_ask, needs_deliberation, renewals_in
from catalog.actions.sharing.standing import agreement_of_clock
from catalog.actions.sharing.steps import moved, today_of
from catalog.actions.sharing.telling import about_agreement, name_of_organisation
from catalog.actions.visible import proposer_of
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.usage_words import year_in_words


def ask_renewal(act: AskRenewal, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, TooEarly."""
    agreement = agreement_of_clock(act.agreement, actor, facts)
    if not is_to_ask(agreement, renewals_in(facts.catalog.agreements), facts.now):
        raise TooEarly(agreement=agreement.citation)
    asked = moved(agreement, ActName.ASK_RENEWAL, agreement.state, actor, facts)
    changes = Changes((asked,), messages=_messages(asked, actor, facts))
    return Acted(ActName.ASK_RENEWAL, changes, agreement=asked)


def turn_words(agreement: Agreement, name: str, *, is_yours: bool) -> Bilingual:
    """Whoever proposed the text proposes it again; `name` is theirs. The other side may too."""
    fr, en = (
        ("À vous de la renouveler", "It is your turn to renew it")
        if is_yours
        else (
            f"À {name} de la renouveler, et vous le pouvez aussi",
            f"It is the turn of {name} to renew it, and you may too",
        )
    )
    if needs_deliberation(agreement):
        fr, en = f"{fr} ; une délibération est à prévoir", f"{en}; expect a deliberation"
    return Bilingual(f"{fr}.", f"{en}.")


def _messages(asked: Agreement, actor: Actor, facts: Facts) -> tuple[Message, ...]:
    catalog, proposer = facts.catalog, proposer_of(asked)
    name = name_of_organisation(catalog, proposer)
    days = (asked.end - today_of(asked, facts.now)).days
    own = {each.code: each for each in asked.terms.purpose_labels}
    labels = [own.get(code) or catalog.purposes.get(code) for code in sorted(asked.purposes)]
    told: dict[str, Any] = {
        "purposes_fr": [each.label_fr for each in labels if each is not None],
        "purposes_en": [each.label_en for each in labels if each is not None],
    }
    if facts.use is not None:
        use = year_in_words(facts.use)
        told |= {"year_fr": use.fr, "year_en": use.en}
    messages = []
    for side in asked.parties:
        turn = turn_words(asked, name, is_yours=side == proposer)
        messages.append(
            about_agreement(
                "to_renew",
                asked,
                actor,
                catalog,
                to=(side,),
                key=f"agreement.to_renew/{asked.citation}/{side}",
                days=days,
                **told,
                is_yours=side == proposer,
                turn_fr=turn.fr,
                turn_en=turn.en,
            )
        )
    return tuple(messages)
