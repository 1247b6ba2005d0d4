"""The communes behind a row condition, by name, and through which memberships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.cog import Atom, Cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.row_condition import AllOf, InListedTerritory, InTerritory, RowCondition
from catalog.snapshot import Snapshot
from catalog.territory import territory
from gateway.reading.reports.access_values import (
    AccessCommune,
    AccessOrganisation,
    AccessPath,
    AccessScope,
)


def scopes_of(
    rows: RowCondition, owner: Siren, day: date, snapshot: Snapshot, cog: Cog
) -> Iterator[AccessScope]:
    """One for each territory that the condition names, on the map and memberships of `day`.

    `owner` is the dataset's: its rows are mostly of its own territory.
    """
    match rows:
        case InTerritory():
            yield _own(rows, owner, day, snapshot, cog)
        case InListedTerritory():
            yield _listed(rows, day, cog)
        case AllOf(conditions):
            for each in conditions:
                yield from scopes_of(each, owner, day, snapshot, cog)
        case _:
            return


def name_organisation(siren: Siren, snapshot: Snapshot) -> AccessOrganisation:
    """A body that is a member of another need not be registered here: its number names it."""
    found = snapshot.organisations.get(siren)
    if found is None:
        return AccessOrganisation(siren=siren, slug="", name=siren)
    return AccessOrganisation(siren=siren, slug=found.slug, name=found.name)


def _own(rows: InTerritory, owner: Siren, day: date, snapshot: Snapshot, cog: Cog) -> AccessScope:
    found = territory(rows.of, rows.competence, day, snapshot.memberships, cog)
    of_owner = set(territory(owner, rows.competence, day, snapshot.memberships, cog).communes)
    return AccessScope(
        at=day,
        organisation=name_organisation(rows.of, snapshot),
        competence=rows.competence,
        communes=_named(found.communes, day, cog),
        of_the_owner=_named((each for each in found.communes if each in of_owner), day, cog),
        partly_covered=_named(found.partly_covered, day, cog),
        memberships=[
            AccessPath(
                through=[name_organisation(each, snapshot) for each in path.through],
                communes=list(path.communes),
            )
            for path in found.paths
        ],
    )


def _listed(rows: InListedTerritory, day: date, cog: Cog) -> AccessScope:
    atoms = frozenset[Atom]().union(*(cog.atoms_of(code, rows.at) for code in rows.communes))
    return AccessScope(
        at=day,
        organisation=None,
        competence=None,
        communes=_named(cog.codes(atoms, day), day, cog),
        of_the_owner=[],
        partly_covered=_named(cog.partly_covered(atoms, day), day, cog),
        memberships=[],
    )


def _named(codes: Iterable[CommuneCode], day: date, cog: Cog) -> list[AccessCommune]:
    return [AccessCommune(code=code, nom=cog.resolve(code, day).nom) for code in codes]
