"""The land that an agreement is about, and who would read it: never anything computed from rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.beneficiaries import readers_of
from catalog.cog import Atom, Cog
from catalog.model.agreement import Agreement
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.territory import Land, territory


@dataclass(frozen=True, slots=True)
class Scope:
    """`land` None: no territory bounds it. Of several readers, the land of all of them."""

    readers: tuple[Siren, ...]
    land: Land | None


def scope_of(agreement: Agreement, memberships: Sequence[Membership], cog: Cog, day: date) -> Scope:
    readers = tuple(sorted(readers_of(agreement, memberships, day)))
    lands = [
        _land_of(agreement.rows, agreement.grantee, reader, memberships, cog, day)
        for reader in readers
    ]
    bounded = [land for land in lands if land is not None]
    if len(bounded) < len(lands):
        return Scope(readers, None)
    return Scope(readers, frozenset[Atom]().union(*bounded))


def _land_of(
    rows: RowCondition,
    grantee: Siren,
    reader: Siren,
    memberships: Sequence[Membership],
    cog: Cog,
    day: date,
) -> Land | None:
    """Where a member reads by it, within its own territory (catalog.beneficiaries)."""
    match rows:
        case AllRows() | Compare():
            return None
        case InTerritory(of=of, competence=competence):
            whose = reader if of == grantee else of
            return territory(whose, competence, day, memberships, cog).atoms
        case InListedTerritory(communes=communes, at=at):
            return frozenset[Atom]().union(*(cog.atoms_of(each, at) for each in communes))
        case AllOf(conditions):
            found = [_land_of(each, grantee, reader, memberships, cog, day) for each in conditions]
            lands = [land for land in found if land is not None]
            return None if not lands else lands[0].intersection(*lands[1:])
