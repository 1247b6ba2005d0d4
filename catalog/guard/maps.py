"""From row conditions to land: memberships, listed communes and compared codes, through time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.cog import CodePeriod, Cog
from catalog.guard.extents import (
    ENDLESS,
    NO_LAND,
    UNKNOWN,
    Extent,
    Land,
    Stretch,
    always,
    days_between,
    united,
    within_all,
)
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, Organisation, OrganisationKind
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.territory import territory


@dataclass(slots=True)
class MembershipIndex:
    """Memberships by the organisation that they are of, and by the one that is a member."""

    by_group: dict[Siren, list[Membership]]
    by_member: dict[Siren, list[Membership]]
    _below: dict[Siren, list[Membership]] = field(default_factory=dict)

    @classmethod
    def of(cls, memberships: Iterable[Membership]) -> MembershipIndex:
        by_group: dict[Siren, list[Membership]] = defaultdict(list)
        by_member: dict[Siren, list[Membership]] = defaultdict(list)
        for each in memberships:
            by_group[each.of].append(each)
            by_member[each.member].append(each)
        return cls(dict(by_group), dict(by_member))

    def below(self, organisation: Siren) -> list[Membership]:
        """All that may count for its territory: its members, their members, and so on."""
        found = self._below.get(organisation)
        if found is None:
            reached, waiting = {organisation}, [organisation]
            found = self._below[organisation] = []
            while waiting:
                for each in self.by_group.get(waiting.pop(), ()):
                    found.append(each)
                    if each.member not in reached:
                        reached.add(each.member)
                        waiting.append(each.member)
        return found

    def members(self, organisation: Siren, day: date, competence: str | None = None) -> set[Siren]:
        """Its own members of `day`, for `competence` or for anything."""
        return {
            each.member
            for each in self.by_group.get(organisation, ())
            if _holds_on(each, day) and (competence is None or competence in each.competences)
        }

    def groups(self, organisation: Siren, day: date) -> set[Siren]:
        """The organisations that it is itself a member of on `day`, for anything."""
        return {each.of for each in self.by_member.get(organisation, ()) if _holds_on(each, day)}


@dataclass(slots=True)
class Maps:
    """The land of one examination, on `at`; each is worked out once."""

    members: MembershipIndex
    cog: Cog
    at: date
    _territories: dict[tuple[Siren, str], Extent] = field(default_factory=dict)
    _owned: dict[Siren, Extent] = field(default_factory=dict)

    def epci_extent(self, epci: Siren) -> Extent:
        """All communes of an EPCI: by its memberships, else as the map of that day knows them."""
        found = self._owned_by(epci)
        if found.stretches:
            return found
        codes = (
            each.code
            for each in self.cog.find_by_epci(epci)
            if (each.start or date.min) <= self.at < (each.end or date.max)
        )
        return always(NO_LAND.union(*(self.cog.atoms_of(code, self.at) for code in codes)))

    def extent_of(self, dataset: Dataset, owner: Organisation | None) -> Extent:
        """The land of all the rows of a dataset: its owner's territory, for any competence."""
        if owner is not None and owner.kind is OrganisationKind.ETAT:
            return ENDLESS
        found = self._owned_by(dataset.owner)
        if dataset.territory is None or dataset.territory.date_column is None:
            found = always(found.on(self.at))
        return found if found.stretches else UNKNOWN

    def _owned_by(self, owner: Siren) -> Extent:
        """Its territory, for whatever competence; nowhere where nothing says it."""
        if owner not in self._owned:
            self._owned[owner] = united(
                [
                    self.territory(owner, competence, by_row=True)
                    for competence in self._competences(owner)
                ]
            )
        return self._owned[owner]

    def territory(self, of: Siren, competence: str, *, by_row: bool) -> Extent:
        """On each row's own day, or on the day of the examination."""
        key = (of, competence)
        if key not in self._territories:
            self._territories[key] = self._through_time(of, competence)
        found = self._territories[key]
        return found if by_row else always(found.on(self.at))

    def rows(self, rows: RowCondition, dataset: Dataset, extent: Extent) -> Extent:
        """The land of the rows that pass; `extent` is that of the whole dataset."""
        match rows:
            case AllRows():
                return extent
            case InTerritory(of=of, competence=competence, date_column=date_column):
                own = self.territory(of, competence, by_row=date_column is not None)
                return within_all([own, extent]) if _meet(own, extent) else own
            case InListedTerritory(communes=communes, at=at):
                return always(NO_LAND.union(*(self.cog.atoms_of(each, at) for each in communes)))
            case Compare():
                return self._compared(rows, dataset, extent)
            case AllOf(conditions):
                bounds = [each for each in conditions if is_territorial(each, dataset)]
                if not bounds:
                    return extent
                return within_all([self.rows(each, dataset, extent) for each in bounds])

    def by_epci(self, land: Land, day: date) -> dict[Siren, Land]:
        """The parts of `land` by the EPCI of their communes on `day`."""
        parts: dict[Siren, Land] = {}
        for code in (*self.cog.codes(land, day), *self.cog.partly_covered(land, day)):
            label = self.cog.label(code, day)
            if label is not None and label.epci_siren is not None:
                here = self.cog.atoms_of(code, day) & land
                parts[label.epci_siren] = parts.get(label.epci_siren, NO_LAND) | here
        return parts

    def _compared(self, rows: Compare, dataset: Dataset, extent: Extent) -> Extent:
        binding = dataset.territory
        if binding is None or not is_territorial(rows, dataset):
            return extent
        if rows.op in {CompareOp.EQ, CompareOp.IN}:
            if binding.date_column is None:
                day = self.at if binding.vintage is None else date(binding.vintage, 1, 1)
                return always(
                    NO_LAND.union(*(self.cog.atoms_of(each, day) for each in rows.values))
                )
            return united([self._meant(code) for code in rows.values])
        return Extent(
            tuple(
                Stretch(each.start, each.end, land)
                for each in extent.stretches
                if (land := self._passing(rows, each))
            ),
            extent.known,
            extent.endless,
        )

    def _meant(self, code: str) -> Extent:
        return Extent(
            tuple(Stretch(each.start, each.end, each.atoms) for each in self.cog.meanings(code))
        )

    def _passing(self, rows: Compare, stretch: Stretch) -> Land:
        day = day_of(stretch.start, stretch.end, self.at)
        codes = self.cog.codes(stretch.land, day)
        return NO_LAND.union(
            *(self.cog.atoms_of(code, day) for code in codes if _passes(rows, code))
        )

    def _competences(self, organisation: Siren) -> list[str]:
        """One of each set of competences that the same memberships bring."""
        below = self.members.below(organisation)
        brought: dict[str, list[int]] = defaultdict(list)
        for position, each in enumerate(below):
            for competence in each.competences:
                brought[competence].append(position)
        once = {tuple(positions): competence for competence, positions in sorted(brought.items())}
        # A commune covers itself, whatever the competence.
        return sorted(once.values()) or [""]

    def _through_time(self, of: Siren, competence: str) -> Extent:
        below = (each for each in self.members.below(of) if competence in each.competences)
        periods = self.cog.siren_periods.get(of, ())
        dated: list[Membership | CodePeriod] = [*below, *periods]
        changes = {day for each in dated for day in (each.start, each.end) if day is not None}
        stretches = [
            Stretch(start, end, self._on(of, competence, start or date.min))
            for start, end in days_between(changes)
            # Before its first member, a groupement covers nothing.
            if start is not None or periods
        ]
        return Extent(tuple(each for each in stretches if each.land))

    def _on(self, of: Siren, competence: str, day: date) -> Land:
        return territory(of, competence, day, self.members.below(of), self.cog).atoms


def is_territorial(rows: RowCondition, dataset: Dataset) -> bool:
    """True where the condition bounds the land of the rows; otherwise, an unknown part passes."""
    match rows:
        case AllRows():
            return False
        case InTerritory() | InListedTerritory():
            return True
        case Compare(column=column):
            return dataset.territory is not None and dataset.territory.column == column
        case AllOf(conditions):
            return any(is_territorial(each, dataset) for each in conditions)


def lets_all_through(rows: RowCondition, dataset: Dataset) -> bool:
    """True where the condition lets every row of its land through."""
    match rows:
        case Compare():
            return is_territorial(rows, dataset)
        case AllOf(conditions):
            return all(lets_all_through(each, dataset) for each in conditions)
        case _:
            return True


def day_of(start: date | None, end: date | None, at: date) -> date:
    """The day on whose map a stretch is told: `at`, or the nearest to it."""
    if start is not None and at < start:
        return start
    if end is not None and at >= end:
        return date.fromordinal(end.toordinal() - 1)
    return at


def _holds_on(membership: Membership, day: date) -> bool:
    return membership.start <= day and (membership.end is None or day < membership.end)


def _meet(one: Extent, other: Extent) -> bool:
    return bool(within_all([one, other]).stretches)


def _passes(rows: Compare, code: str) -> bool:
    values: Sequence[str] = rows.values
    match rows.op:
        case CompareOp.NE:
            return code != values[0]
        case CompareOp.LT:
            return code < values[0]
        case CompareOp.LTE:
            return code <= values[0]
        case CompareOp.GT:
            return code > values[0]
        case CompareOp.GTE:
            return code >= values[0]
        case _:
            return code in values
