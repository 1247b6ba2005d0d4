"""The caller: an agent or nobody, for an organisation, for one purpose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from catalog.model.identifiers import Siren
from catalog.model.service_account import KeyScope


class Strength(StrEnum):
    """The classes of acts, by how strong a sign-in each demands: to read, to prepare, to bind."""

    READ = "read"
    DRAFT = "draft"
    APPROVE = "approve"


Via = Literal["token", "session", "key", "link", "schedule"]


@dataclass(frozen=True, slots=True)
class Subject:
    """`agent` and `organisation` are None for the anonymous subject.

    `purposes` are those assigned to the agent; `purpose` the one this request is for.
    `on_behalf_of` is the principal whose rights replace the organisation's own, under a mandate
    that the law judges.
    `proves` are the classes of acts that the sign-in suffices for (none unless said), `acr` the
    level that the identity provider gave it (OpenID Connect Core, section 2).
    Of kind `key`, and of no other, it has the `scope` of the `key` (an id) that it came by. `link`
    is the id of the link that somebody opened: the subject is then the person who made it.
    `schedule` is the id of the activation that runs by itself: the subject is then the person who
    asked for that.
    """

    agent: str | None
    issuer: str | None
    organisation: Siren | None
    kind: str
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    purpose: str | None = None
    on_behalf_of: Siren | None = None
    proves: frozenset[Strength] = frozenset()
    acr: str | None = None
    via: Via = "token"
    scope: KeyScope | None = None
    key: str | None = None
    link: str | None = None
    schedule: str | None = None

    @property
    def reader(self) -> Siren | None:
        """The organisation whose rights count."""
        return self.on_behalf_of or self.organisation

    @property
    def is_anonymous(self) -> bool:
        return self.agent is None


ANONYMOUS = Subject(agent=None, issuer=None, organisation=None, kind="anonymous")
SYSTEM_CLOCK = Subject(agent="system:clock", issuer=None, organisation=None, kind="system")
SYSTEM_ROTATION = Subject(agent="system:rotation", issuer=None, organisation=None, kind="system")
"""Seals secrets again under a new key, and does nothing else."""
SYSTEM_ARRIVALS = Subject(agent="system:arrivals", issuer=None, organisation=None, kind="system")
"""Appoints the first steward of a body, where the operator's setting says so."""
SYSTEM_ASKING = Subject(agent="system:asking", issuer=None, organisation=None, kind="system")
"""Hands a request from outside to a body, once its mail address is confirmed."""
SYSTEM_VERIFICATION = Subject(
    agent="system:verification", issuer=None, organisation=None, kind="system"
)
"""Verifies agreements each night: it looks at sources and is given no row."""
