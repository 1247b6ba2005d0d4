"""Purposes: a list that the platform extends, and what each organisation assigns to its agents."""

from __future__ import annotations

import re
from dataclasses import replace

from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.problems import UnknownPurpose
from catalog.actions.sharing.acts import AssignPurposes, RegisterPurpose
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import (
    PurposeIsFixed,
    PurposeRefused,
    UnknownAgentOfOrganisation,
)
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_MAX_LENGTH = 60


def register_purpose(act: RegisterPurpose, _actor: Actor, facts: Facts) -> Acted:
    """The same again changes nothing. Raises PurposeIsFixed, ActRefused."""
    purpose = act.purpose
    current = facts.catalog.purposes.get(purpose.code)
    if current == purpose:
        return Acted(ActName.REGISTER_PURPOSE, Changes())
    if current is not None:
        raise PurposeIsFixed(purpose=purpose.code)
    findings = Findings()
    refuse_unsafe_texts(purpose, findings)
    if len(purpose.code) > _MAX_LENGTH or not _CODE.fullmatch(purpose.code):
        why = (
            "un code s'écrit en minuscules, chiffres et tirets bas",
            "a code is lower-case letters, digits and underscores",
        )
        findings.add(PurposeRefused(why_fr=why[0], why_en=why[1]), "code")
    for key, label in (("label_fr", purpose.label_fr), ("label_en", purpose.label_en)):
        if not label.strip():
            why = f"« {key} » est vide", f'"{key}" is empty'
            findings.add(PurposeRefused(why_fr=why[0], why_en=why[1]), key)
    findings.raise_any()
    sentences = (
        Bilingual(
            f"La finalité « {purpose.label_fr} » ({purpose.code}) peut être choisie.",
            f'The purpose "{purpose.label_en}" ({purpose.code}) can be chosen.',
        ),
    )
    return Acted(ActName.REGISTER_PURPOSE, Changes((purpose,)), sentences)


def assign_purposes(act: AssignPurposes, actor: Actor, facts: Facts) -> Acted:
    """All that this agent may give. Raises UnknownAgentOfOrganisation, ActRefused."""
    agent = facts.catalog.agents.get((act.issuer, act.agent))
    if agent is None or actor.employer is None or agent.organisation != actor.employer:
        raise UnknownAgentOfOrganisation(agent=act.agent[:80])
    findings = Findings()
    known = sorted(facts.catalog.purposes)
    for purpose in sorted(act.purposes - facts.catalog.purposes.keys()):
        problem = UnknownPurpose(
            purpose=purpose, known=", ".join(known), did_you_mean=suggestion(purpose, known)
        )
        findings.add(problem, "purposes", purpose)
    findings.raise_any()
    if agent.purposes == act.purposes:
        return Acted(ActName.ASSIGN_PURPOSES, Changes())
    listed = ", ".join(sorted(act.purposes)) or "–"
    sentences = (
        Bilingual(
            f"{agent.sub} peut indiquer : {listed}.",
            f"{agent.sub} may give: {listed}.",
        ),
    )
    changes = Changes((replace(agent, purposes=act.purposes),))
    return Acted(ActName.ASSIGN_PURPOSES, changes, sentences)
