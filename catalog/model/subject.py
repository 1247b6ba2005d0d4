"""Who asks: an agent or nobody, for an organisation, for one purpose."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class Subject:
    """`agent` and `organisation` are None for the anonymous subject.

    `purposes` are those assigned to the agent; `purpose` the one this request is for.
    """

    agent: str | None
    issuer: str | None
    organisation: Siren | None
    kind: str
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    purpose: str | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.agent is None


ANONYMOUS = Subject(agent=None, issuer=None, organisation=None, kind="anonymous")
SYSTEM_CLOCK = Subject(agent="system:clock", issuer=None, organisation=None, kind="system")
