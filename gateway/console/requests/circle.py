"""The bodies that an agreement is probably for: members, neighbours, and partners of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gateway.console.requests.documents import MEMBERS, NEIGHBOURS, PARTNERS
from gateway.console.visit import Visit


class _Body(msgspec.Struct, frozen=True):
    siren: str


class _Agreement(msgspec.Struct, frozen=True):
    grantor: _Body
    grantee: _Body


class _Membership(msgspec.Struct, frozen=True):
    through: tuple[str, ...]


class _Territory(msgspec.Struct, frozen=True):
    neighbours: tuple[str, ...] | None = None
    memberships: tuple[_Membership, ...] | None = None


class _Answer(msgspec.Struct, frozen=True):
    agreements: tuple[_Agreement, ...] | None = None
    territory: _Territory | None = None


async def partners_of(own: str, visit: Visit) -> Sequence[str]:
    """SIREN of the bodies that give to the visitor's or receive from it today."""
    data, _problems = await visit.ask_in_part(PARTNERS)
    agreements = msgspec.convert(data, _Answer).agreements or ()
    sides = {side.siren for entry in agreements for side in (entry.grantor, entry.grantee)}
    return sorted(sides - {own})


async def neighbours_of(own: str, competence: str, visit: Visit) -> Sequence[str]:
    """SIREN of the bodies that share a commune with the visitor's, for that competence."""
    answer = await visit.ask(NEIGHBOURS, siren=own, competence=competence)
    territory = msgspec.convert(answer, _Answer).territory
    return () if territory is None else territory.neighbours or ()


async def members_of(own: str | None, competences: Iterable[str], visit: Visit) -> list[str]:
    """SIREN of the bodies that belong to the visitor's for one of these competences."""
    if own is None:
        return []
    members: dict[str, None] = {}
    for competence in competences:
        answer = await visit.ask(MEMBERS, siren=own, competence=competence)
        territory = msgspec.convert(answer, _Answer).territory
        paths = () if territory is None else territory.memberships or ()
        members |= {path.through[-2]: None for path in paths if len(path.through) > 1}
    return list(members)
