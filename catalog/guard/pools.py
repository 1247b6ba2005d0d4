"""Pools of bodies that could put together what they get: a body, those below it, and those it has a
mandate with.

An agreement is looked at in each pool that one of its readers is in: what a member gets, its
groupings may take away from what they get, whichever of the two came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.guard.maps import Maps
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Pool:
    """`bodies` that read or own anything here, around `head`; never `protected`, nor through it.

    `protects_all` False: only what the datasets of `protected` hide is looked at.
    """

    head: Siren
    bodies: frozenset[Siren]
    protected: Siren
    protects_all: bool = True


def pools_of(
    agreement: Agreement,
    others: Iterable[Agreement],
    family: tuple[Dataset, ...],
    catalog: Snapshot,
    maps: Maps,
) -> tuple[Pool, ...]:
    """Around each body that gets something and that some reader of `agreement` is below, or has a
    mandate with.

    The grantor is protected from each of them: the protected body is nobody's accomplice. So is
    any other owner of the family, where what the grantor has is not in the pool anyway.
    """
    readers = readers_of(agreement, maps)
    owners = {each.owner for each in family}
    matter = owners | readers | {agreement.grantee}
    for other in others:
        matter |= readers_of(other, maps) | {other.grantee}
    found = []
    for head in _heads(readers | {agreement.grantee}, agreement.grantor, catalog, maps):
        if head not in matter:
            continue
        bodies = _pooled(head, agreement.grantor, catalog, maps)
        found.append(Pool(head, bodies & matter, agreement.grantor))
        for owner in sorted((owners & bodies) - {head}):
            without = _pooled(head, owner, catalog, maps)
            if agreement.grantor not in without and readers & without:
                found.append(Pool(head, without & matter, owner, protects_all=False))
    return tuple(found)


def readers_of(agreement: Agreement, maps: Maps) -> frozenset[Siren]:
    """Of the day of the examination."""
    if agreement.members is None:
        return frozenset({agreement.grantee})
    competence = agreement.members.competence
    return frozenset(maps.members.members(agreement.grantee, maps.at, competence))


def _heads(
    readers: frozenset[Siren], protected: Siren, catalog: Snapshot, maps: Maps
) -> list[Siren]:
    """The bodies whose pool one of `readers` is in: the readers, their groupings at every level,
    and those that the readers have a mandate with.
    """
    reached = set(readers) - {protected}
    waiting = sorted(reached)
    while waiting:
        for group in maps.members.groups(waiting.pop(), maps.at):
            if group not in reached and group != protected:
                reached.add(group)
                waiting.append(group)
    for reader in readers:
        reached |= set(_mandated(reader, catalog, maps))
    return sorted(reached - {protected})


def _pooled(head: Siren, protected: Siren, catalog: Snapshot, maps: Maps) -> frozenset[Siren]:
    reached = {head}
    waiting = [head]
    while waiting:
        for member in maps.members.members(waiting.pop(), maps.at):
            if member not in reached and member != protected:
                reached.add(member)
                waiting.append(member)
    return frozenset((reached | set(_mandated(head, catalog, maps))) - {protected})


def _mandated(body: Siren, catalog: Snapshot, maps: Maps) -> Iterator[Siren]:
    """Either way, and the body itself where it has any."""
    for each in catalog.mandates:
        if each.holds_on(maps.at) and body in (each.principal, each.mandatary):
            yield from (each.principal, each.mandatary)
