"""Why a row is not given to another organisation: for the stewards of its owner alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from catalog.beneficiaries import agreements_read_by
from catalog.model.agreement import Agreement, Output
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, Dataset
from catalog.model.paris import middle_of, paris_day
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.binding import Binder
from federation.logical import LiteralSource, Parameter, WireType
from federation.rewrites.expressions import all_of
from gateway.base.problems import UnknownOrganisation
from gateway.identity.subject import is_steward_of
from gateway.reading.query.ports import Ports
from gateway.reading.reports.access_values import (
    AccessTold,
    RowAsked,
    RowBranch,
    RowClause,
    WhyNotRow,
)
from gateway.reading.reports.effective import other_organisation
from gateway.reading.reports.owner_query import (
    OwnerQuery,
    cell,
    holds,
    owner_query,
    select_from,
    wire_of,
)
from gateway.reading.reports.parts import write_denials
from gateway.reading.reports.problems import NoRowKey, RowKeyMismatch
from gateway.reading.reports.row_clauses import Clause, Judged, clauses_of, tell_clause
from gateway.reading.reports.words import day_fr
from policies.decision import DatasetDecision
from policies.questions import decide

_NOT_STARTED = "agreement_not_started"
_TOTALS_ONLY = Bilingual(
    fr="la convention ne donne que des totaux, jamais une ligne",
    en="the agreement gives totals only, never a row",
)


async def why_not_row(asked: RowAsked, standpoint: Standpoint, ports: Ports) -> WhyNotRow | None:
    """None for everybody but a steward of the owner to whom the law gives the owner's branch.

    A hidden row, an absent one and a dataset that cannot be discovered are then the same answer,
    and no storage was asked. Raises NoRowKey, RowKeyMismatch, UnknownOrganisation to the steward.
    """
    snapshot = standpoint.snapshot
    dataset = snapshot.datasets.get(asked.dataset)
    if dataset is None or not is_steward_of(standpoint.subject, dataset):
        return None
    query = await owner_query(dataset, standpoint, ports)
    if query is None:
        return None
    _check(asked, dataset, snapshot)
    at = standpoint.now if asked.at is None else middle_of(asked.at)
    reader = other_organisation(asked.organisation, asked.purpose, snapshot)
    judged = Standpoint(reader, snapshot, at)
    decision = await decide(judged, (dataset,), ports.installation, ports.policy)
    answer = decision.datasets[dataset.id]
    binder = Binder(snapshot, cog_in(snapshot), at, reader.organisation)
    candidates = tuple(_candidates(answer, judged, dataset, binder))
    row = await _read_row(asked, candidates, query, snapshot)
    branches = [
        _tell(position, each, row, dataset, binder)
        for position, each in enumerate(candidates)
        if row is not None
    ]
    included = any(each.includes for each in branches)
    missing = write_denials(
        answer.denials,
        dataset,
        snapshot,
        organisation=reader.organisation,
        principal=None,
    )
    return WhyNotRow(
        found=row is not None,
        included=included,
        branches=branches,
        missing=missing or _undiscoverable(answer),
        included_from=None if included else _first_day(branches),
        audited_as=query.request_id,
    )


def _check(asked: RowAsked, dataset: Dataset, snapshot: Snapshot) -> None:
    if asked.organisation not in snapshot.organisations:
        raise UnknownOrganisation(siren=asked.organisation)
    if not dataset.primary_key:
        raise NoRowKey(dataset=dataset.name)
    if len(asked.key) != len(dataset.primary_key):
        names = [dataset.column(each).name for each in dataset.primary_key]
        raise RowKeyMismatch(dataset=dataset.name, count=len(names), columns=", ".join(names))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A branch, or an agreement that waits for its day: `waits` says until when."""

    citation: str
    clauses: tuple[Clause, ...]
    gives_rows: bool = True
    waits: Agreement | None = None


def _candidates(
    answer: DatasetDecision, judged: Standpoint, dataset: Dataset, binder: Binder
) -> Iterator[_Candidate]:
    for branch in answer.branches:
        bound = binder.bind_rows(branch.rows, dataset)
        clauses = tuple(clauses_of(branch.rows, bound))
        yield _Candidate(branch.agreement, clauses, branch.output is Output.DETAIL)
    waiting = {each.agreement for each in answer.denials if each.code == _NOT_STARTED}
    body = judged.subject.organisation
    for agreement in agreements_read_by(judged.snapshot, body, judged.day):
        if agreement.citation in waiting:
            bound = binder.bind_rows(agreement.rows, dataset)
            clauses = tuple(clauses_of(agreement.rows, bound))
            gives_rows = agreement.output is Output.DETAIL
            yield _Candidate(agreement.citation, clauses, gives_rows, agreement)


async def _read_row(
    asked: RowAsked, candidates: Sequence[_Candidate], query: OwnerQuery, snapshot: Snapshot
) -> dict[str, Any] | None:
    """Each clause's truth for the row, and the cells that say when it would hold; None: no row."""
    dataset = query.dataset
    selected: dict[str, tuple[exp.Expr, WireType]] = {"found": (exp.true(), WireType.BOOLEAN)}
    for name, clause in _numbered(candidates):
        selected[name] = (holds(clause.bound, dataset), WireType.BOOLEAN)
        whatever = clause.whatever_the_day
        if whatever is not None:
            selected[f"{name}_any"] = (holds(whatever, dataset), WireType.BOOLEAN)
        for each in clause.columns:
            selected[_cell_name(each)] = (cell(each), wire_of(each))
    keys = [dataset.column(each) for each in dataset.primary_key]
    parameters = tuple(
        Parameter(f"p{position}", column.type, LiteralSource(value))
        for position, (column, value) in enumerate(zip(keys, asked.key, strict=True))
    )
    where = all_of(
        exp.EQ(this=cell(column), expression=exp.Placeholder(this=parameter.name))
        for column, parameter in zip(keys, parameters, strict=True)
    )
    listed = [(name, value, wire) for name, (value, wire) in selected.items()]
    table = await query.run(
        select_from(dataset, snapshot, listed, where, parameters), "why_not_row"
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows[0] if rows else None


def _numbered(candidates: Sequence[_Candidate]) -> Iterator[tuple[str, Clause]]:
    for branch, candidate in enumerate(candidates):
        for position, clause in enumerate(candidate.clauses):
            yield _name(branch, position), clause


def _name(branch: int, clause: int) -> str:
    return f"clause_{branch}_{clause}"


def _tell(
    branch: int,
    candidate: _Candidate,
    row: Mapping[str, Any],
    dataset: Dataset,
    binder: Binder,
) -> RowBranch:
    day = paris_day(binder.now)
    told = [] if candidate.waits is None else [_waits(candidate.waits)]
    if not candidate.gives_rows:
        told.append(RowClause(words=_TOTALS_ONLY, holds=False, included_from=None))
    for position, clause in enumerate(candidate.clauses):
        name = _name(branch, position)
        judged = Judged(
            clause=clause,
            holds=row[name],
            at_any_time=row.get(f"{name}_any", row[name]),
            cells=tuple(row[_cell_name(each)] for each in clause.columns),
        )
        told.append(tell_clause(judged, dataset, day, binder.snapshot, binder.cog))
    return RowBranch(
        agreement=candidate.citation, includes=all(each.holds for each in told), clauses=told
    )


def _cell_name(column: Column) -> str:
    return f"cell_{column.id}"


def _waits(agreement: Agreement) -> RowClause:
    return RowClause(
        words=Bilingual(
            fr=f"la convention a pris effet (elle commence le {day_fr(agreement.start)})",
            en=f"the agreement has taken effect (it starts on {agreement.start.isoformat()})",
        ),
        holds=False,
        included_from=agreement.start,
    )


def _first_day(branches: Sequence[RowBranch]) -> date | None:
    """The nearest day on which some branch would include it, as far as it is known."""
    days = []
    for branch in branches:
        failing = [each for each in branch.clauses if not each.holds]
        known = [each.included_from for each in failing if each.included_from is not None]
        if failing and len(known) == len(failing):
            days.append(max(known))
    return min(days, default=None)


def _undiscoverable(answer: DatasetDecision) -> list[AccessTold]:
    if answer.discoverable:
        return []
    return [
        AccessTold(
            code="not_discoverable",
            words=Bilingual(
                fr="Cet organisme ne peut pas découvrir ce jeu de données.",
                en="That organisation may not discover this dataset.",
            ),
            next=Bilingual(
                fr="Proposez-lui une convention, ou changez « listing ».",
                en='Offer it an agreement, or change "listing".',
            ),
        )
    ]
