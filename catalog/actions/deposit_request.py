"""Asking the operators for a place to leave files: the rule, and what the operators are told."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.source_problems import NoReasonGiven
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day


@dataclass(frozen=True, slots=True)
class RequestDeposit:
    """`why` in a person's own words."""

    why: str


def request_deposit(act: RequestDeposit, owner: Organisation, actor: Actor, facts: Facts) -> Acted:
    """Sent once a day for each body. Raises ActRefused."""
    findings, why = Findings(), act.why.strip()
    refuse_unsafe_texts(act, findings)
    if not why:
        findings.add(NoReasonGiven(), "why")
    findings.raise_any()
    message = Message(
        kind="deposit.requested",
        key=f"deposit.requested/{owner.siren}/{paris_day(facts.now).isoformat()}",
        to=(owner.siren,),
        roles=frozenset({"operator"}),
        about=owner.slug,
        facts={"organisation": owner.name, "reason": why, "person": actor.agent},
    )
    sentence = Bilingual(
        f"La demande est partie : les exploitants de la plateforme sont prévenus que {owner.name} "
        "demande un dépôt pour ses fichiers.",
        f"The request has left: the operators of the platform are told that {owner.name} asks for "
        "a deposit to leave its files in.",
    )
    return Acted("request_deposit", Changes(messages=(message,)), (sentence,))
