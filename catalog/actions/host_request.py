"""Asking the operator to approve a host: the rule, and what the operators are told."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.facts import Facts, Findings
from catalog.actions.organisation import host_of, is_host
from catalog.actions.outcome import Acted, Actor
from catalog.actions.problems import InvalidHost
from catalog.actions.source_problems import HostIsApproved, NoReasonGiven
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day


@dataclass(frozen=True, slots=True)
class RequestHost:
    """`host` or `host:port`; `why` in a person's own words."""

    host: str
    why: str


def request_host(act: RequestHost, owner: Organisation, actor: Actor, facts: Facts) -> Acted:
    """Told once a day for each host. Raises ActRefused."""
    findings, host = Findings(), act.host.strip()
    refuse_unsafe_texts(act, findings)
    if not is_host(host_of(host)):
        findings.add(InvalidHost(host=host[:100]), "host")
    elif {host, host_of(host)} & set(owner.approved_hosts):
        findings.add(HostIsApproved(host=host), "host")
    if not act.why.strip():
        findings.add(NoReasonGiven(), "why")
    findings.raise_any()
    day = paris_day(facts.now).isoformat()
    message = Message(
        kind="host.requested",
        key=f"host.requested/{owner.siren}/{host}/{day}"[:200],
        to=(owner.siren,),
        roles=frozenset({"operator"}),
        about=host,
        facts={"organisation": owner.name, "reason": act.why.strip(), "person": actor.agent},
    )
    sentence = Bilingual(
        f"La demande est partie : les exploitants de la plateforme sont prévenus que {owner.name} "
        f"demande l'hôte {host}. Vous pourrez inscrire le stockage une fois l'hôte approuvé.",
        f"The request has left: the operators of the platform are told that {owner.name} asks for "
        f"the host {host}. You can register the storage once the host is approved.",
    )
    return Acted("request_host", Changes(messages=(message,)), (sentence,))
