"""A decision bound to the day: territories become code lists, ids become columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.cog import Cog
from catalog.model.agreement import Agreement, Output
from catalog.model.dataset import Column, Dataset
from catalog.model.identifiers import Siren
from catalog.model.problem import OperatorProblem
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
)
from catalog.model.row_condition import RowCondition as SignedCondition
from catalog.snapshot import Snapshot
from federation.decision_checks import (
    check_comparison,
    check_territory,
    check_transform,
    check_unit,
)
from federation.limits import Limits
from federation.problems import ScopeTooLarge, UnboundDecision
from federation.territory_conditions import Land, Scope, TerritoryBook
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, Denial
from policies.question import day_starts_at
from policies.suspensions import with_its_record

PARIS = "Europe/Paris"
OWNER, OPEN = "owner", "open"
"""Citations of the branches that rest on neither an agreement nor a consent."""


@dataclass(frozen=True, slots=True)
class BoundAllRows:
    pass


@dataclass(frozen=True, slots=True)
class BoundTerritory:
    """Rows whose `column` carries a code of `scope`.

    With `date_column`, on the row's own day, which must be known and before `until`: what is
    dated in the future is nobody's yet.
    """

    column: Column
    scope: Scope
    date_column: Column | None
    until: date | None


@dataclass(frozen=True, slots=True)
class BoundCompare:
    """`values` are canonical wire text of the column's type; NULL never satisfies."""

    column: Column
    op: CompareOp
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoundAllOf:
    conditions: tuple[RowCondition, ...]


RowCondition = BoundAllRows | BoundTerritory | BoundCompare | BoundAllOf


@dataclass(frozen=True, slots=True)
class BoundBranch:
    """`columns` by name. `seniority` orders agreements, the oldest first. `agreement` is the one
    whose terms bind the query; None for the owner's branch and the open one.
    """

    citation: str
    rows: RowCondition
    columns: Mapping[str, CellTransform]
    seniority: int
    agreement: Agreement | None = None

    @property
    def gives_every_row(self) -> bool:
        return _is_every_row(self.rows)


@dataclass(frozen=True, slots=True)
class BoundDataset:
    """One dataset as the reader may see it. `branches` are those that give rows (detail)."""

    dataset: Dataset
    sql_owner: str
    branches: tuple[BoundBranch, ...]
    denials: tuple[Denial, ...] = ()
    aggregate_only: bool = False
    problem: OperatorProblem | None = None
    """Why it cannot be bound; the other datasets of the decision can still be read."""

    @property
    def granted(self) -> frozenset[str]:
        """Names of the columns that some branch gives."""
        return frozenset(name for branch in self.branches for name in branch.columns)


@dataclass(frozen=True, slots=True)
class Binding:
    """The part of the decision that a plan needs; the same for every slice of a document.

    A dataset that may not be discovered is simply not there. `fingerprint` covers the decision
    and every code list: with the catalog's version it is all that a plan depends on.
    """

    datasets: Mapping[str, BoundDataset]
    reader: Siren | None
    today: date
    cog: Cog = field(repr=False, compare=False)
    valid_until: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Binder:
    """Pure: the same snapshot, day and decision give the same binding."""

    snapshot: Snapshot
    cog: Cog
    now: datetime
    reader: Siren | None
    limits: Limits = field(default_factory=Limits)

    def bind(self, decision: Decision) -> Binding:
        """Raises UnboundDecision for a dataset that the catalog does not know.

        What does not fit within a dataset is kept as its `problem`: its slices fail alone.
        """
        bound = {
            dataset_id: self._bind_dataset(dataset_id, answer)
            for dataset_id, answer in decision.datasets.items()
            if answer.discoverable
        }
        return Binding(
            datasets=bound,
            reader=self.reader,
            today=self._today(PARIS),
            cog=self.cog,
            valid_until=self._valid_until(decision, bound),
            fingerprint=_fingerprint(decision, bound, self._today(PARIS)),
        )

    def bind_rows(self, rows: SignedCondition, dataset: Dataset) -> RowCondition:
        """Rows that no decision gives yet: what an agreement that is not in force would give.

        Raises UnboundDecision, ScopeTooLarge.
        """
        return self._bind_rows(rows, dataset)

    def _bind_dataset(self, dataset_id: str, answer: DatasetDecision) -> BoundDataset:
        dataset = self.snapshot.datasets.get(dataset_id)
        if dataset is None:
            raise UnboundDecision(what=f"dataset {dataset_id}")
        sql_owner = self.snapshot.organisations[dataset.owner].slug.sql_name
        detail = [each for each in answer.branches if each.output is Output.DETAIL]
        cited = self._cited(detail)
        seniority = _seniority(detail, cited)
        try:
            branches = tuple(
                self._bind_branch(each, dataset, cited.get(each.agreement), seniority)
                for each in detail
                if answer.allow
            )
        except OperatorProblem as problem:
            return BoundDataset(dataset, sql_owner, (), problem=problem)
        return BoundDataset(
            dataset=dataset,
            sql_owner=sql_owner,
            branches=branches,
            denials=tuple(with_its_record(each, self.snapshot) for each in answer.denials),
            aggregate_only=answer.allow and bool(answer.branches) and not detail,
        )

    def _bind_branch(
        self,
        branch: Branch,
        dataset: Dataset,
        agreement: Agreement | None,
        seniority: Mapping[str, int],
    ) -> BoundBranch:
        if agreement is None and not self._needs_no_agreement(branch.agreement, dataset):
            # What it asks of a query is not known, so nothing may be read through it.
            raise UnboundDecision(what=f"agreement {branch.agreement}")
        columns: dict[str, CellTransform] = {}
        for column_id, cell in branch.columns.items():
            column = _column(dataset, column_id)
            check_transform(column, cell)
            columns[column.name] = cell
        if agreement is not None and agreement.terms.unitary is not None:
            check_unit(dataset, branch.columns)
        return BoundBranch(
            citation=branch.agreement,
            rows=self._bind_rows(branch.rows, dataset),
            columns=columns,
            seniority=seniority[branch.agreement],
            agreement=agreement,
        )

    def _needs_no_agreement(self, citation: str, dataset: Dataset) -> bool:
        """The owner's own rows, open ones, or a consent over this dataset."""
        consent = self.snapshot.consents.get(citation)
        is_consented = consent is not None and consent.dataset == dataset.id
        return citation in {OWNER, OPEN} or is_consented

    def _bind_rows(self, rows: SignedCondition, dataset: Dataset) -> RowCondition:
        match rows:
            case AllRows():
                return BoundAllRows()
            case Compare(column_id, op, values):
                column = _column(dataset, column_id)
                check_comparison(column, op, values)
                return BoundCompare(column, op, values)
            case InTerritory() | InListedTerritory():
                return self._bind_territory(rows, dataset)
            case AllOf(conditions):
                return BoundAllOf(tuple(self._bind_rows(each, dataset) for each in conditions))
            case _:
                raise UnboundDecision(what="row condition")

    def _bind_territory(
        self, rows: InTerritory | InListedTerritory, dataset: Dataset
    ) -> BoundTerritory:
        book = book_of(self.snapshot, self.cog)
        column = _column(dataset, rows.column)
        date_column = None if rows.date_column is None else _column(dataset, rows.date_column)
        check_territory(column, date_column)
        if date_column is None:
            day = self._today(PARIS)
            shown_on = map_day(dataset, column, day)
            match rows:
                case InTerritory():
                    scope = book.at_day(rows.of, rows.competence, day, shown_on)
                case InListedTerritory():
                    scope = book.listed_at_day(rows.communes, rows.at, shown_on)
            until = None
        else:
            match rows:
                case InTerritory():
                    scope = book.at_row_date(rows.of, rows.competence)
                case InListedTerritory():
                    scope = book.listed_at_row_date(rows.communes, rows.at)
            until = self._today(dataset.time_zone) + timedelta(days=1)
        if len(scope.codes) > self.limits.max_codes:
            raise ScopeTooLarge(codes=len(scope.codes), limit=self.limits.max_codes)
        return BoundTerritory(column, scope, date_column, until)

    def _cited(self, branches: list[Branch]) -> Mapping[str, Agreement]:
        citations = {each.agreement for each in branches}
        found = (each for each in self.snapshot.agreements if each.citation in citations)
        return {each.citation: each for each in found}

    def _today(self, time_zone: str) -> date:
        return self.now.astimezone(ZoneInfo(time_zone)).date()

    def _valid_until(self, decision: Decision, bound: Mapping[str, BoundDataset]) -> datetime:
        """The decision's own end, or the next midnight: today's map, and what is still future."""
        zones = {PARIS, *(each.dataset.time_zone for each in bound.values())}
        ends = [day_starts_at(self._today(zone) + timedelta(days=1), zone) for zone in zones]
        if decision.valid_until is not None:
            ends.append(datetime.fromisoformat(decision.valid_until).astimezone(UTC))
        return min(ends)


def _seniority(branches: list[Branch], cited: Mapping[str, Agreement]) -> dict[str, int]:
    """Owner and open first, then agreements by start; at the same start, by citation."""
    starts = {citation: each.start for citation, each in cited.items()}
    ordered = sorted(
        {each.agreement for each in branches},
        key=lambda citation: (starts.get(citation, date.min), citation),
    )
    return {citation: position for position, citation in enumerate(ordered)}


def map_day(dataset: Dataset, column: Column, today: date) -> date:
    """The day on whose map a code without a date is read: the dataset's vintage, else today."""
    binding = dataset.territory
    if binding is not None and binding.column == column.id and binding.vintage is not None:
        return date(binding.vintage, 1, 1)
    return today


def _is_every_row(rows: RowCondition) -> bool:
    match rows:
        case BoundAllRows():
            return True
        case BoundAllOf(conditions):
            return all(_is_every_row(each) for each in conditions)
        case _:
            return False


def land_of(rows: RowCondition, column: str) -> Land | None:
    """All land whose codes may be met in `column` (a name); None when nothing bounds it."""
    match rows:
        case BoundTerritory() if rows.column.name == column:
            return rows.scope.land
        case BoundAllOf(conditions):
            lands = [land for each in conditions if (land := land_of(each, column)) is not None]
            return frozenset.intersection(*lands) if lands else None
        case _:
            return None


def _column(dataset: Dataset, column_id: str) -> Column:
    try:
        return dataset.column(column_id)
    except KeyError:
        raise UnboundDecision(what=f"column {column_id} of {dataset.id}") from None


_BOOKS: list[TerritoryBook] = []


def book_of(snapshot: Snapshot, cog: Cog) -> TerritoryBook:
    """One book for each picture of the memberships; the last few are kept."""
    for book in _BOOKS:
        if book.memberships is snapshot.memberships and book.cog is cog:
            return book
    book = TerritoryBook(snapshot.memberships, cog)
    _BOOKS.insert(0, book)
    del _BOOKS[8:]
    return book


def _fingerprint(decision: Decision, bound: Mapping[str, BoundDataset], today: date) -> str:
    digest = hashlib.sha256(decision.fingerprint.encode())
    digest.update(today.isoformat().encode())
    for dataset_id in sorted(bound):
        for branch in bound[dataset_id].branches:
            for condition in _territories(branch.rows):
                digest.update(repr((dataset_id, branch.citation, condition.until)).encode())
                digest.update(repr(condition.scope.groups).encode())
    return digest.hexdigest()


def _territories(rows: RowCondition) -> Iterator[BoundTerritory]:
    match rows:
        case BoundTerritory():
            yield rows
        case BoundAllOf(conditions):
            for each in conditions:
                yield from _territories(each)
        case _:
            return
