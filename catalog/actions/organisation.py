"""Registering or changing a public body, and the agents that act for bodies."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace

from catalog.actions.facts import Facts, Findings
from catalog.actions.names import RESERVED_ROOT_FIELDS, RESERVED_SQL_SCHEMAS
from catalog.actions.problems import (
    CommuneCodeMismatch,
    InvalidHost,
    NamesFold,
    ReservedName,
    SlugIsFixed,
    UnknownOwnCommune,
    UnknownParty,
    UnknownPurpose,
)
from catalog.actions.texts import refuse_unsafe_texts
from catalog.model.identifiers import graphql_name
from catalog.model.organisation import Agent, Organisation, OrganisationKind

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def register_organisation(organisation: Organisation, facts: Facts) -> Organisation:
    """As it goes into the catalog, new or changed. Raises ActRefused."""
    findings = Findings()
    refuse_unsafe_texts(organisation, findings)
    _check_name(organisation, facts, findings)
    is_commune = organisation.kind is OrganisationKind.COMMUNE
    given = (organisation.commune_code is not None, organisation.commune_code_at is not None)
    if given != (is_commune, is_commune):
        findings.add(CommuneCodeMismatch(), "commune_code")
    code = organisation.commune_code
    if code is not None and not facts.cog.meanings(code):
        findings.add(UnknownOwnCommune(code=code), "commune_code")
    for index, entry in enumerate(organisation.approved_hosts):
        if not is_host(host_of(entry)):
            findings.add(InvalidHost(host=entry), "approved_hosts", index)
    findings.raise_any()
    return organisation


def register_agent(agent: Agent, facts: Facts) -> Agent:
    """With the name that a sign-in once told, where none is given. Raises ActRefused."""
    registered = facts.catalog.agents.get((agent.issuer, agent.sub))
    if registered and registered.organisation == agent.organisation:
        appointed = tuple(each for each in registered.appointed if each.role in agent.roles)
        agent = replace(agent, name=agent.name or registered.name, appointed=appointed)
    findings = Findings()
    refuse_unsafe_texts(agent, findings)
    if agent.organisation is not None and agent.organisation not in facts.catalog.organisations:
        findings.add(UnknownParty(name=str(agent.organisation)), "organisation")
    for purpose in sorted(agent.purposes - facts.catalog.purposes.keys()):
        known = ", ".join(sorted(facts.catalog.purposes))
        findings.add(UnknownPurpose(purpose=purpose, known=known), "purposes")
    findings.raise_any()
    return agent


def host_of(entry: str) -> str:
    """`db.example.fr:5432` to `db.example.fr`; an IPv6 address stands in brackets with a port."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def is_host(text: str) -> bool:
    """One DNS name in lower case or one address: no path (a socket), list, scheme or option."""
    if len(text) <= 253 and _HOST.fullmatch(text):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _check_name(organisation: Organisation, facts: Facts, findings: Findings) -> None:
    slug = organisation.slug
    if graphql_name(slug) in RESERVED_ROOT_FIELDS or slug.sql_name in RESERVED_SQL_SCHEMAS:
        findings.add(ReservedName(name=slug), "slug")
    other = facts.catalog.organisation_of_field(graphql_name(slug))
    if other is not None and other.siren != organisation.siren:
        findings.add(
            NamesFold(name=slug, other=other.slug, folded=graphql_name(slug)),
            "slug",
        )
    current = facts.catalog.organisations.get(organisation.siren)
    if current is not None and current.slug != slug:
        findings.add(SlugIsFixed(siren=organisation.siren, current=current.slug), "slug")
