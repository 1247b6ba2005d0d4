"""The territory of an organisation for a competence at a date: from memberships, never typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.caches import remembered
from catalog.cog import Atom, Cog, Meaning
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership

Land = frozenset[Atom]


@dataclass(frozen=True, slots=True)
class TerritoryPath:
    """The communes of `at` that come to the organisation through a chain of organisations.

    `through` goes from the one the communes belong to, to the organisation itself:
    (Val d'Ille-Aubigné, Valcobreizh). A commune's own territory has the path (itself,).
    """

    through: tuple[Siren, ...]
    atoms: Land
    communes: tuple[CommuneCode, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """Land, and the communes of `at` wholly or partly in it (by code).

    `valid_until` is the next day on which a membership that matters starts or ends, if any.
    """

    organisation: Siren
    competence: str
    at: date
    atoms: Land
    communes: tuple[CommuneCode, ...]
    partly_covered: tuple[CommuneCode, ...]
    paths: tuple[TerritoryPath, ...]
    valid_until: date | None
    days_known_until: date
    """Movements of communes after it are known by their vintage's 1 January only."""

    @property
    def is_known_to_the_day(self) -> bool:
        return self.at < self.days_known_until


def territory(
    organisation: Siren, competence: str, at: date, memberships: Iterable[Membership], cog: Cog
) -> Territory:
    """A commune covers itself; a groupement what its members of that day bring for `competence`.

    A commune brings the land it had when its membership started, whatever code that land bears
    now. A groupement brings what it covers itself, within the communes listed (read on the map of
    the membership's start) if any are. A groupement without members for it covers nothing.
    """
    members = _Members(competence, _by_organisation(memberships))
    found = _paths(organisation, at, members, cog, above=())
    atoms: Land = frozenset[Atom]().union(*found.values())
    communes = cog.land.communes_touching(atoms, at)
    holders = {atom: each for each in communes for atom in each.atoms}
    return Territory(
        organisation=organisation,
        competence=competence,
        at=at,
        atoms=atoms,
        communes=tuple(each.code for each in communes if each.atoms <= atoms),
        partly_covered=tuple(each.code for each in communes if not each.atoms <= atoms),
        paths=tuple(
            TerritoryPath(through, found[through], _wholly_inside(found[through], holders))
            for through in sorted(found)
        ),
        valid_until=_next_change(organisation, at, members),
        days_known_until=cog.days_known_until,
    )


def expected_communes(
    owner: Siren, at: date, memberships: Sequence[Membership], cog: Cog
) -> list[CommuneCode]:
    """Codes of the communes that the owner covers for one competence or another; a commune covers
    itself.
    """
    competences = {
        competence
        for membership in _by_organisation(memberships).get(owner, ())
        for competence in membership.competences
    }
    covered: set[CommuneCode] = set()
    for competence in sorted(competences) or [""]:
        land = territory(owner, competence, at, memberships, cog)
        covered.update(land.communes, land.partly_covered)
    return sorted(covered)


def _wholly_inside(land: Land, holders: Mapping[Atom, Meaning]) -> tuple[CommuneCode, ...]:
    """The communes, by code, that hold some of `land` and nothing else."""
    touching = (holders[atom] for atom in land if atom in holders)
    return tuple(sorted({each.code for each in touching if each.atoms <= land}))


@dataclass(slots=True)
class _Members:
    """Members by organisation for one competence; each organisation is looked at when it is met."""

    competence: str
    everyone: Mapping[Siren, Sequence[Membership]]
    _known: dict[Siren, tuple[Membership, ...]] = field(default_factory=dict)

    def of(self, organisation: Siren) -> tuple[Membership, ...]:
        known = self._known.get(organisation)
        if known is None:
            everyone = self.everyone.get(organisation)
            if everyone is None:  # A commune, most often: nobody belongs to it.
                return ()
            known = self._known[organisation] = tuple(
                each for each in everyone if self.competence in each.competences
            )
        return known


_INDEXES: list[tuple[tuple[Membership, ...], Mapping[Siren, Sequence[Membership]]]] = []


def _by_organisation(memberships: Iterable[Membership]) -> Mapping[Siren, Sequence[Membership]]:
    """The last few pictures' memberships stay indexed: a country has 60,000."""
    for known, index in _INDEXES:
        if known is memberships:
            return index
    members: dict[Siren, list[Membership]] = defaultdict(list)
    together = tuple(memberships)
    for each in together:
        members[each.of].append(each)
    if together is memberships:
        _INDEXES.insert(0, (together, members))
        del _INDEXES[4:]
    return members


def describe_territory(found: Territory, cog: Cog) -> dict[str, object]:
    """The JSON that `interco territory` and the API show; `vintage` is that of the names."""
    return {
        "siren": found.organisation,
        "competence": found.competence,
        "at": found.at.isoformat(),
        "vintage": min(max(found.at.year, cog.vintages[0]), cog.latest_vintage),
        "communes": _named(found.communes, found.at, cog),
        "partly_covered": _named(found.partly_covered, found.at, cog),
        "memberships": [
            {"through": list(path.through), "communes": list(path.communes)} for path in found.paths
        ],
        "days_known_until": found.days_known_until.isoformat(),
        "precision": precision_of(found),
    }


def precision_of(found: Territory) -> dict[str, str]:
    """The precision of that day's map, in words: `kind` is `day` or `vintage`."""
    until = found.days_known_until
    if found.is_known_to_the_day:
        return {
            "kind": "day",
            "fr": "Les mouvements de communes sont connus au jour près à cette date.",
            "en": "Movements of communes are known to the day at that date.",
        }
    return {
        "kind": "vintage",
        "fr": (
            f"Au jour près jusqu'au {until:%d/%m/%Y} ; ensuite, un mouvement compte à partir du "
            "1er janvier du millésime qui le montre."
        ),
        "en": (
            f"To the day until {until.isoformat()}; after it, a movement counts from 1 January of "
            "the vintage that shows it."
        ),
    }


def _named(codes: Iterable[CommuneCode], at: date, cog: Cog) -> list[dict[str, str]]:
    return [{"code": code, "nom": cog.resolve(code, at).nom} for code in codes]


def _paths(
    organisation: Siren,
    at: date,
    members: _Members,
    cog: Cog,
    above: tuple[Siren, ...],
) -> dict[tuple[Siren, ...], Land]:
    """Land by chain of organisations; `above` are those already on the way, never met twice."""
    own = _own_land(organisation, at, cog)
    if own:
        return {(organisation,): own}
    found: dict[tuple[Siren, ...], set[Atom]] = defaultdict(set)
    on_the_way = (*above, organisation)
    for each in members.of(organisation):
        if not _in_force(each, at) or each.member in on_the_way:
            continue
        for through, land in _brought(each, at, members, cog, on_the_way).items():
            found[*through, organisation] |= land
    return {chain: frozenset(land) for chain, land in found.items()}


def _own_land(organisation: Siren, at: date, cog: Cog) -> Land:
    """A commune's land at `at`; before it was made, that of the communes it succeeds.

    A commune nouvelle takes the place of its former communes in all their rights and acts.
    """
    periods = cog.siren_periods.get(organisation, ())
    starts = [each.start for each in periods]
    is_to_come = all(start is not None and at < start for start in starts)
    if cog.commune_of_siren(organisation, at) is None and not is_to_come:
        return frozenset()
    return cog.land_of_siren(organisation, at)


def _brought(
    membership: Membership,
    at: date,
    members: _Members,
    cog: Cog,
    above: tuple[Siren, ...],
) -> dict[tuple[Siren, ...], Land]:
    """The land that a membership brings: a commune's as at its start, or a groupement's own."""
    own = cog.land_of_siren(membership.member, membership.start)
    lands: dict[tuple[Siren, ...], Land] = (
        {(): own} if own else _paths(membership.member, at, members, cog, above)
    )
    if membership.communes is None:
        return lands
    listed = _listed_land(cog, membership.communes, membership.start)
    return {through: land & listed for through, land in lands.items() if land & listed}


@remembered(maxsize=20_000)
def _listed_land(cog: Cog, communes: tuple[CommuneCode, ...], day: date) -> Land:
    """Kept: a syndicat of many groupements asks it of each, at each question."""
    return frozenset[Atom]().union(*(cog.atoms_of(code, day) for code in communes))


def _in_force(membership: Membership, at: date) -> bool:
    return membership.start <= at and (membership.end is None or at < membership.end)


def _next_change(organisation: Siren, at: date, members: _Members) -> date | None:
    """Over every membership that could ever count, in force today or not."""
    soonest: date | None = None
    reached, waiting = {organisation}, [organisation]
    while waiting:
        for each in members.of(waiting.pop()):
            for day in (each.start, each.end):
                if day is not None and at < day and (soonest is None or day < soonest):
                    soonest = day
            if each.member not in reached:
                reached.add(each.member)
                waiting.append(each.member)
    return soonest
