"""Asking a body for data that one has not found: a message to its stewards, which opens nothing.

Nothing is looked up: whoever asks learns nothing of the data that the body has or hides.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day
from catalog.model.problem import CallerProblem

_MOST_WORDS, _MOST_DESCRIPTION, _MOST_NAME, _MOST_ADDRESS = 200, 1_000, 120, 254
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class AskingIncomplete(CallerProblem):
    code = "asking_incomplete"
    status = 422
    fr = "Il manque « {field_fr} », ou ce texte est trop long ({most} signes au plus)."
    en = '"{field_en}" is missing, or this text is too long ({most} characters at most).'
    next_fr = "Complétez ou raccourcissez ce texte, puis envoyez la demande."
    next_en = "Complete or shorten this text, then send the request."


class AskingAddressRefused(CallerProblem):
    code = "asking_address_refused"
    status = 422
    fr = "Cette adresse de courriel n'a pas la forme nom@domaine."
    en = "This mail address has not the form name@domain."
    next_fr = "Écrivez l'adresse à laquelle l'organisme peut vous répondre."
    next_en = "Write the address at which the body can answer you."


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without an account: `body` is the employer that they name, `address` their mail."""

    name: str
    body: str
    address: str


@dataclass(frozen=True, slots=True)
class AskForData:
    """`words` of the search, `description` of the use; `outsider`: None for an agent with an
    account, whose request bears no name.
    """

    words: str
    description: str = ""
    outsider: Outsider | None = None


def ask_for_data(act: AskForData, to: Organisation, facts: Facts) -> Acted:
    """Told once a day for each text. Raises ActRefused."""
    findings = Findings()
    refuse_unsafe_texts(act, findings)
    _refuse_incomplete(act, findings)
    findings.raise_any()
    day = paris_day(facts.now).isoformat()
    digest = hashlib.sha256(f"{act!r}".encode()).hexdigest()[:32]
    message = Message(
        kind="data.asked_for",
        key=f"data.asked_for/{to.siren}/{day}/{digest}",
        to=(to.siren,),
        roles=frozenset({"steward"}),
        about=act.words.strip(),
        facts={"explanation": act.description.strip(), **_outsider_facts(act.outsider)},
    )
    sentence = Bilingual(
        f"La demande est transmise aux référents de {to.name}. Elle n'ouvre aucune donnée.",
        f"The request is handed to the stewards of {to.name}. It opens no data.",
    )
    return Acted("ask_for_data", Changes(messages=(message,)), (sentence,))


def _outsider_facts(outsider: Outsider | None) -> dict[str, object]:
    if outsider is None:
        return {}
    return {
        "asker": outsider.name.strip(),
        "employer": outsider.body.strip(),
        "mail": outsider.address.strip(),
    }


def _refuse_incomplete(act: AskForData, findings: Findings) -> None:
    texts = [("words", "les données cherchées", "the data", act.words, _MOST_WORDS, 1)]
    texts.append(("description", "l'usage prévu", "the use", act.description, _MOST_DESCRIPTION, 0))
    if act.outsider is not None:
        texts.append(("name", "votre nom", "your name", act.outsider.name, _MOST_NAME, 1))
        texts.append(("employer", "votre organisme", "your body", act.outsider.body, _MOST_NAME, 1))
    for path, french, english, text, most, least in texts:
        if not least <= len(text.strip()) <= most:
            findings.add(AskingIncomplete(field_fr=french, field_en=english, most=most), path)
    address = None if act.outsider is None else act.outsider.address.strip()
    if address is not None and (len(address) > _MOST_ADDRESS or not _ADDRESS.fullmatch(address)):
        findings.add(AskingAddressRefused(), "address")
