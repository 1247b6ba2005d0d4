"""The land that an agreement is about, and who would read it: never anything computed from rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.beneficiaries import readers_of
from catalog.cog import Atom, Cog
from catalog.model.agreement import Agreement
from catalog.model.identifiers import CommuneCode, Siren
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


def owned_within(
    agreement: Agreement, memberships: Sequence[Membership], cog: Cog, day: date
) -> frozenset[CommuneCode] | None:
    """The communes of the grantor's own territory, for the competences that bound the agreement;
    None where none does, or nothing says where the grantor is.
    """
    competences = frozenset(_competences(agreement.rows))
    found = frozenset[CommuneCode]().union(
        *(
            territory(agreement.grantor, each, day, memberships, cog).communes
            for each in competences
        )
    )
    return found or None


def _competences(rows: RowCondition) -> Iterator[str]:
    match rows:
        case InTerritory(competence=competence):
            yield competence
        case AllOf(conditions):
            for each in conditions:
                yield from _competences(each)
        case _:
            return


def _land_of(
    rows: RowCondition,
    grantee: Siren,
    reader: Siren,
    memberships: Sequence[Membership],
    cog: Cog,
    day: date,
) -> Land | None:
    """The land where a member reads by the rows, within its own territory (catalog.beneficiaries);
    None: no condition bounds it.
    """
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
