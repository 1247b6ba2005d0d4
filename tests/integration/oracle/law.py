"""Who may read what, in plain Python: written from what conventions say, apart from the Rego.

Every agreement of the world is looked at in full for every question; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.model.agreement import Agreement, AgreementState, Output
from catalog.model.dataset import AccessLevel, Dataset, Listing
from catalog.model.hosting import NOTHING_SAID, HostingDemand, Installation
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.subject import Subject
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from policies.decision import Branch, CellTransform

CLEAR = CellTransform(Transform.CLEAR)
_EUROPE = "BE BG CZ DK DE EE IE GR ES FR HR IT CY LV LT LU HU MT NL AT PL PT RO SI SK FI SE"
EUROPEAN_UNION = set(_EUROPE.split())
TOLD_OF = {"approved", "active", "suspended", "expired"}
"""States in which its parties know of an agreement, whether it gives anything or not."""


@dataclass(frozen=True)
class Verdict:
    """`branches`: with the aggregate ones, that give no row."""

    discoverable: bool
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Law:
    snapshot: Snapshot
    subject: Subject
    now: datetime
    installation: Installation = NOTHING_SAID

    def verdict(self, dataset: Dataset) -> Verdict:
        if not self.discoverable(dataset):
            return Verdict(discoverable=False, branches=())
        found = [*self.as_owner(dataset), *self.as_anybody(dataset)]
        found += [
            branch
            for each in self.agreements_on(dataset)
            if (branch := self.by_agreement(each, dataset)) is not None
        ]
        return Verdict(discoverable=True, branches=tuple(found))

    # who asks, and for whom

    def is_known(self) -> bool:
        """Without a role, an agent is nobody's."""
        return self.subject.agent is not None and bool(self.subject.roles)

    def principal_mandates(self) -> list[Mandate]:
        """Those by which the agent's organisation may query for the principal, at this moment."""
        return [
            each
            for each in self.snapshot.mandates
            if self.is_known()
            and each.principal == self.subject.on_behalf_of
            and each.mandatary == self.subject.organisation
            and MandateAction.QUERY in each.actions
            and each.ended_at is None
            and starts("Europe/Paris", each.start) <= self.now
            and (each.end is None or self.now < ends("Europe/Paris", each.end))
        ]

    def reader(self) -> Siren | None:
        """Whose rights count."""
        if self.subject.on_behalf_of is None:
            return self.subject.organisation if self.is_known() else None
        return self.subject.on_behalf_of if self.principal_mandates() else None

    def paris_day(self) -> date:
        return self.now.astimezone(ZoneInfo("Europe/Paris")).date()

    # what exists for them

    def discoverable(self, dataset: Dataset) -> bool:
        own = self.subject.on_behalf_of is None and self.reader() == dataset.owner
        return (
            dataset.listing is Listing.PUBLIC
            or (dataset.listing is Listing.ORGANISATIONS and self.reader() is not None)
            or own
            or self.is_named_by_mandate(dataset)
            or bool(self.agreements_on(dataset))
        )

    def is_named_by_mandate(self, dataset: Dataset) -> bool:
        return any(
            dataset.owner == each.principal and dataset.id in each.datasets
            for each in self.principal_mandates()
        )

    # the three ways to read

    def as_owner(self, dataset: Dataset) -> list[Branch]:
        own = self.subject.on_behalf_of is None and self.reader() == dataset.owner
        in_group = not dataset.reader_groups or dataset.reader_groups & self.subject.groups
        if (own and in_group) or self.is_named_by_mandate(dataset):
            every = {column.id: CLEAR for column in dataset.columns}
            if not self.is_hosted_as(dataset, dataset.hosting):
                return []
            return [Branch("owner", every, AllRows(), Output.DETAIL)]
        return []

    def as_anybody(self, dataset: Dataset) -> list[Branch]:
        nobodys_mandate = self.subject.on_behalf_of is not None and self.reader() is None
        personal = dataset.personal_data or any(
            int(column.classification) >= 2 for column in dataset.columns
        )
        open_to_them = dataset.access_level is AccessLevel.OPEN or (
            dataset.access_level is AccessLevel.OPEN_WITH_ACCOUNT and self.is_known()
        )
        columns = {
            column.id: CLEAR for column in dataset.columns if int(column.classification) == 0
        }
        if nobodys_mandate or personal or not open_to_them or not columns or self.as_owner(dataset):
            return []
        if not self.is_hosted_as(dataset, dataset.hosting):
            return []
        return [Branch("open", columns, AllRows(), Output.DETAIL)]

    def agreements_on(self, dataset: Dataset) -> list[Agreement]:
        """What its owner signed over this dataset, for whoever reads; whatever its dates."""
        return [
            each
            for each in self.snapshot.agreements
            if each.dataset_id == dataset.id
            and each.grantor == dataset.owner
            and each.state.value in TOLD_OF
            and self.reads_by(each)
            and self.mandate_reaches(each)
        ]

    def reads_by(self, agreement: Agreement) -> bool:
        reader = self.reader()
        if reader is None or reader == agreement.grantor:
            return False
        if agreement.members is None:
            return reader == agreement.grantee
        day = self.paris_day()
        return any(
            each.member == reader
            and each.of == agreement.grantee
            and agreement.members.competence in each.competences
            and each.start <= day
            and (each.end is None or day < each.end)
            for each in self.snapshot.memberships
        )

    def mandate_reaches(self, agreement: Agreement) -> bool:
        """A mandate for some competences is for what their territory bounds only."""
        if self.subject.on_behalf_of is None:
            return True
        named = competences(agreement.rows)
        return any(
            not each.competences or (bool(named) and named <= each.competences)
            for each in self.principal_mandates()
        )

    def by_agreement(self, agreement: Agreement, dataset: Dataset) -> Branch | None:
        known = {column.id: column for column in dataset.columns}
        in_force = (
            agreement.state is AgreementState.ACTIVE
            and not agreement.life.suspensions
            and starts(agreement.time_zone, agreement.start) <= self.now
            and self.now < ends(agreement.time_zone, agreement.end)
        )
        purpose = self.subject.purpose
        serves = purpose in self.subject.purposes and purpose in agreement.purposes
        # What was signed never comes to mean more: a column that is gone or more sensitive is not.
        columns = {
            each.column: CellTransform(each.transform, each.constant)
            for each in agreement.columns
            if each.column in known
            and int(known[each.column].classification) <= each.classification
        }
        if not (in_force and serves and columns and names(agreement.rows) <= known.keys()):
            return None
        if not all(
            self.is_hosted_as(dataset, d) for d in (dataset.hosting, agreement.terms.hosting)
        ):
            return None
        rows = agreement.rows
        reader = self.reader()
        if agreement.members is not None and reader is not None:
            rows = on_own_land(rows, agreement.grantee, reader)
        return Branch(agreement.citation, columns, rows, agreement.output)

    # where it is kept, and everything that it passes through

    def is_hosted_as(self, dataset: Dataset, demand: HostingDemand | None) -> bool:
        if demand is None:
            return True
        here = self.installation
        places = [here.gateway, here.engine, here.spill, here.logs, here.backups]
        storage = self.snapshot.storages[dataset.storage_id]
        everywhere = [
            (storage.host_country, storage.secnumcloud, storage.operator),
            *((each.country, each.secnumcloud, each.operator) for each in places),
        ]
        allowed = set(demand.countries)
        if "EU" in allowed:
            allowed |= EUROPEAN_UNION
        if "EEA" in allowed:
            allowed |= EUROPEAN_UNION | {"IS", "NO", "LI"}
        return all(
            (not demand.countries or country in allowed)
            and (not demand.secnumcloud or qualified is True)
            and (not demand.operated_by or operator in demand.operated_by)
            for country, qualified, operator in everywhere
        )


def starts(zone: str, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def ends(zone: str, day: date) -> datetime:
    """The first instant after its last day."""
    return starts(zone, day + timedelta(days=1))


def names(rows: RowCondition) -> set[str]:
    match rows:
        case Compare(column=column):
            return {column}
        case InTerritory() | InListedTerritory():
            return {rows.column} | ({rows.date_column} if rows.date_column else set())
        case AllOf(conditions):
            return set().union(*map(names, conditions))
        case _:
            return set()


def competences(rows: RowCondition) -> set[str]:
    match rows:
        case InTerritory(competence=competence):
            return {competence}
        case AllOf(conditions):
            return set().union(*map(competences, conditions))
        case _:
            return set()


def on_own_land(rows: RowCondition, of: Siren, reader: Siren) -> RowCondition:
    """Each member within its own territory."""
    match rows:
        case InTerritory() if rows.of == of:
            return replace(rows, of=reader)
        case AllOf(conditions):
            return AllOf(tuple(on_own_land(each, of, reader) for each in conditions))
        case _:
            return rows
