"""The demo's agents, to sign in as without a password; `serve` does not start with it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.organisation import Agent, AgentKind
from catalog.model.problem import Language
from catalog.snapshot import Snapshot
from gateway.base.problems import NoSuchAgent
from gateway.base.settings import DEMO_ISSUER
from gateway.console.rendering import translations
from gateway.console.shared.words import role_sentences, role_words
from gateway.identity.signed_in import Identity

DEMO_PROVIDER = "demo"
_WITH_SECOND_FACTOR, _WITHOUT = "eidas1-mfa", "eidas1"


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """`sub` is sent, the others are read: a name, roles in words and the sentence of the first."""

    sub: str
    name: str
    roles: str
    sentence: str


def demo_agents(
    snapshot: Snapshot, language: Language
) -> tuple[tuple[str, tuple[DemoAgent, ...]], ...]:
    """By the name of their body, in order; those of none last."""
    names = {siren: body.name for siren, body in snapshot.organisations.items()}
    by_body: dict[str, list[DemoAgent]] = {}
    gettext = translations(language).gettext
    sentences = dict(role_sentences(gettext))
    for agent in snapshot.agents.values():
        if agent.issuer == DEMO_ISSUER and agent.kind is AgentKind.PERSON:
            body = "" if agent.organisation is None else names[agent.organisation]
            roles = _roles_in_words(agent, language)
            sentence = sentences.get(roles.partition(", ")[0], "")
            by_body.setdefault(body, []).append(
                DemoAgent(agent.sub, agent.name or agent.sub, roles, sentence)
            )
    ordered = sorted(by_body, key=lambda body: (not body, body))
    return tuple((body, tuple(sorted(by_body[body], key=_sub))) for body in ordered)


def _sub(agent: DemoAgent) -> str:
    return agent.sub


def _roles_in_words(agent: Agent, language: Language) -> str:
    gettext = translations(language).gettext
    return ", ".join(role_words(role, gettext) for role in sorted(agent.roles))


def demo_identity(sub: str, snapshot: Snapshot, *, has_second_factor: bool) -> Identity:
    """Raises NoSuchAgent."""
    agent = snapshot.agents.get((DEMO_ISSUER, sub))
    if agent is None:
        known = sorted(name for issuer, name in snapshot.agents if issuer == DEMO_ISSUER)
        raise NoSuchAgent(agent=sub[:100], known=", ".join(known))
    return Identity(
        provider=DEMO_PROVIDER,
        issuer=DEMO_ISSUER,
        sub=agent.sub,
        siren=agent.organisation,
        organisation_label=None,
        person=agent.name or agent.sub,
        email=None,
        acr=_WITH_SECOND_FACTOR if has_second_factor else _WITHOUT,
        may_approve=True,
    )
