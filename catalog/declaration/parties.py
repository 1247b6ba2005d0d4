"""The `organisation` and `agents` sections."""

from __future__ import annotations

from catalog.declaration.fields import Declared, Fields, places_of, read_fields
from catalog.declaration.yaml_tree import Node
from catalog.model.identifiers import CommuneCode, Siren, Slug
from catalog.model.organisation import Agent, AgentKind, Organisation, OrganisationKind
from catalog.model.problem import Place, Problem

_ORGANISATION = (
    "siren",
    "slug",
    "name",
    "kind",
    "commune_code",
    "commune_code_at",
    "approved_hosts",
)
_AGENT = (
    "issuer",
    "kind",
    "roles",
    "groups",
    "purposes",
    "email",
    "name",
    "without_organisation",
)


def read_organisation(document: Fields) -> Declared[Organisation] | None:
    fields = document.mapping("organisation", _ORGANISATION, ("siren", "slug", "name", "kind"))
    organisation = Organisation(
        siren=fields.value("siren", Siren.parse),
        slug=fields.value("slug", Slug.parse),
        name=fields.text("name"),
        kind=fields.choice("kind", OrganisationKind),
        commune_code=fields.optional_value("commune_code", CommuneCode.parse),
        commune_code_at=fields.day("commune_code_at") if fields.has("commune_code_at") else None,
        approved_hosts=fields.texts("approved_hosts"),
    )
    if not fields.sound():
        return None
    places = places_of(fields.entries, document.place("organisation"))
    return Declared(organisation, places)


def read_agent(
    name: str, place: Place, node: Node, organisation: Siren, problems: list[Problem]
) -> Declared[Agent] | None:
    """`name` is the subject that the issuer asserts (`agent@valcobreizh`)."""
    fields = read_fields(node, name, problems, _AGENT, ("issuer", "roles"))
    agent = Agent(
        issuer=fields.text("issuer"),
        sub=name,
        organisation=None if fields.flag("without_organisation") else organisation,
        kind=fields.choice("kind", AgentKind, AgentKind.PERSON),
        roles=frozenset(fields.texts("roles")),
        groups=frozenset(fields.texts("groups")),
        purposes=frozenset(fields.texts("purposes")),
        email=fields.text("email") if fields.has("email") else None,
        name=fields.optional_text("name"),
    )
    return Declared(agent, places_of(node, place)) if fields.sound() else None
