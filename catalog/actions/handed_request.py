"""An agent's request for data, handed to the stewards of their body, who send it: the rule."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.problem import CallerProblem

_LONGEST: Final = 8_000


class RequestTooLong(CallerProblem):
    code = "request_too_long"
    status = 422
    fr = "Cette demande est trop longue pour être transmise : {length} signes, 8 000 au plus."
    en = "This request is too long to be handed over: {length} characters, 8,000 at most."
    next_fr = "Raccourcissez ce que vous avez écrit de chaque colonne, puis transmettez-la."
    next_en = "Shorten what you wrote of each column, then hand it over."


@dataclass(frozen=True, slots=True)
class HandRequest:
    """`form` holds the fields of the page that asks, as an address writes them."""

    dataset: str
    form: str


def hand_request(
    act: HandRequest, dataset: Dataset, own: Organisation, actor: Actor, facts: Facts
) -> Acted:
    """Sent once for each form. Raises RequestTooLong, ActRefused."""
    if len(act.form) > _LONGEST:
        raise RequestTooLong(length=len(act.form))
    findings = Findings()
    refuse_unsafe_texts(act, findings)
    findings.raise_any()
    owner = facts.catalog.organisations[dataset.owner]
    written = hashlib.sha256(f"{actor.agent}/{dataset.id}/{act.form}".encode()).hexdigest()
    message = Message(
        kind="request.handed",
        key=f"request.handed/{own.siren}/{written[:32]}",
        to=(own.siren,),
        roles=frozenset({"steward"}),
        about=dataset.id,
        facts={
            "title": dataset.title_fr,
            "grantor": owner.name,
            "person": actor.agent,
            "form": act.form,
        },
    )
    sentence = Bilingual(
        "Votre demande est transmise, remplie, à votre référent : c'est à lui de l'envoyer.",
        "Your request is handed, filled in, to your steward: it is theirs to send.",
    )
    return Acted("hand_request", Changes(messages=(message,)), (sentence,))
