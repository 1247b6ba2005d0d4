"""Public bodies, the people and machines that act for them, and who is a member of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.model.identifiers import CommuneCode, Siren, Slug
from catalog.model.later_field import informs


class OrganisationKind(StrEnum):
    """BANATIC's kinds of groupements, and the others that hold data."""

    COMMUNE = "commune"
    CC = "CC"
    CA = "CA"
    CU = "CU"
    METRO = "METRO"
    MET69 = "MET69"
    EPT = "EPT"
    SIVU = "SIVU"
    SIVOM = "SIVOM"
    SMF = "SMF"
    SMO = "SMO"
    PETR = "PETR"
    POLEM = "POLEM"
    DEPARTEMENT = "departement"
    REGION = "region"
    ETAT = "etat"
    PRESTATAIRE = "prestataire"


@dataclass(frozen=True, slots=True)
class Organisation:
    """`commune_code` only for a commune: the code it had on `commune_code_at`."""

    siren: Siren
    slug: Slug
    name: str
    kind: OrganisationKind
    commune_code: CommuneCode | None = None
    commune_code_at: date | None = None
    approved_hosts: tuple[str, ...] = ()


class AgentKind(StrEnum):
    PERSON = "person"
    MACHINE = "machine"


ROLES = frozenset({"agent", "steward", "approver", "dpo", "operator"})
"""Roles that open something; the law knows the same (policies/rego/shapes)."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """By whom and when somebody was made a steward or an approver of their body; `from_outside`:
    by an operator, by somebody of another body, or by whom these had just appointed.
    """

    role: str
    by_issuer: str | None
    by: str
    at: datetime
    from_outside: bool


@dataclass(frozen=True, slots=True)
class Agent:
    """Keyed by (issuer, sub). Roles, groups and purposes come from here, never from a token."""

    issuer: str
    sub: str
    organisation: Siren | None
    kind: AgentKind
    roles: frozenset[str]
    groups: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    email: str | None = None
    """The address to which messages go; None: the in-app list only."""
    name: str | None = None
    """As their identity provider said it when they were given a first role."""
    appointed: tuple[Appointment, ...] = informs(())
    """One at most of each role; none of one that was given before this was kept."""

    @property
    def has_role(self) -> bool:
        """True where the agent has a known role: without a role, it is a stranger to its body."""
        return not ROLES.isdisjoint(self.roles)


class MembershipMode(StrEnum):
    """The way a member belongs: by itself, or its EPCI stands in its place for a competence."""

    DIRECT = "direct"
    EPCI = "epci"


@dataclass(frozen=True, slots=True)
class Membership:
    """`member` belongs to `of` for `competences` (BANATIC codes), from `start` until before `end`.

    `communes`, read on the map of `start`, limits what an EPCI brings to a syndicat: it may adhere
    for part of its communes only (Val d'Ille-Aubigné brings 18 of its 19 to Valcobreizh).
    """

    member: Siren
    of: Siren
    competences: frozenset[str]
    mode: MembershipMode
    start: date
    end: date | None = None
    communes: tuple[CommuneCode, ...] | None = None
