"""One agreement judged by what the catalog holds and by the probe of its dataset: pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from catalog.cog import Cog
from catalog.drift.values import Change, ChangeKind
from catalog.health.freshness import are_late_rows, is_late_deposit
from catalog.health.people import People, ended_keys, missing_people, people_on
from catalog.health.probes import DatasetProbe, lost_communes
from catalog.health.tries import Finding
from catalog.hosting import agreement_shortfalls
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.dataset import Dataset
from catalog.model.health import Reason, ReasonKind, Side
from catalog.model.hosting import HostingPart, Installation
from catalog.model.paris import paris_day
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    InListedTerritory,
    InTerritory,
    RowCondition,
    columns_of,
)
from catalog.model.suspension import SuspensionCause
from catalog.snapshot import Snapshot
from catalog.suspensions import is_stop, standing_causes
from catalog.territory import territory

OF_THE_SOURCE = frozenset(
    {
        ReasonKind.OBJECT_GONE,
        ReasonKind.COLUMN_GONE,
        ReasonKind.TYPE_CHANGED,
        ReasonKind.ROWS_GONE,
    }
)
"""Known only once the source was seen."""
_COLUMNS: Mapping[ChangeKind, ReasonKind] = {
    ChangeKind.COLUMN_VANISHED: ReasonKind.COLUMN_GONE,
    ChangeKind.COLUMN_MOVED: ReasonKind.COLUMN_GONE,
    ChangeKind.TYPE_CHANGED: ReasonKind.TYPE_CHANGED,
    ChangeKind.TYPE_NARROWED: ReasonKind.TYPE_CHANGED,
    ChangeKind.TYPE_WIDENED: ReasonKind.TYPE_CHANGED,
}
_OUR_OWN = frozenset({"secret_unreadable"})
"""Codes of problems that the operator mends, not who owns the storage."""
_MISSING = "storage_object_missing"
"""The storage answers, and what the dataset names is not there."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one moment, read once for all agreements."""

    catalog: Snapshot
    installation: Installation
    cog: Cog
    now: datetime
    people: People

    @classmethod
    def of(cls, catalog: Snapshot, installation: Installation, cog: Cog, now: datetime) -> Facts:
        return cls(catalog, installation, cog, now, people_on(catalog, paris_day(now)))

    @property
    def day(self) -> date:
        return paris_day(self.now)


def is_verified(agreement: Agreement) -> bool:
    """Active; or held by the guard and by nothing else, which is a finding of its own."""
    if agreement.state is AgreementState.ACTIVE:
        return True
    return standing_causes(agreement) == (SuspensionCause.GUARD,)


def finding_of(agreement: Agreement, probe: DatasetProbe | None, facts: Facts) -> Finding:
    """Without a probe of this version of the dataset, the source is untested."""
    catalog = facts.catalog
    dataset = catalog.datasets.get(agreement.dataset_id)
    reasons = [*missing_people(agreement, facts.people), *_guard(agreement)]
    reasons += ended_keys(agreement, catalog.service_accounts.values(), facts.now)
    if dataset is None:
        return Finding((Reason(ReasonKind.DATASET_WITHDRAWN, Side.GRANTOR), *reasons))
    reasons += _hosting(agreement, facts)
    record = probe if probe is not None and probe.version == dataset.version else None
    if record is None or record.is_slow:
        return Finding(tuple(reasons), OF_THE_SOURCE | {ReasonKind.STORAGE_DOWN, ReasonKind.STALE})
    if record.code is not None:
        if not record.is_off_at_night:
            reasons.insert(0, _down(record.code))
        late = OF_THE_SOURCE | {ReasonKind.STALE}
        return Finding(tuple(reasons), late, record.is_off_at_night)
    source = [*_of_changes(agreement, record.changes), *_rows(agreement, record, facts)]
    return Finding((*source, *_stale(dataset, record, facts), *reasons))


def _down(code: str) -> Reason:
    if code == _MISSING:
        return Reason(ReasonKind.OBJECT_GONE, Side.GRANTOR)
    side = Side.OPERATOR if code in _OUR_OWN else Side.GRANTOR
    return Reason(ReasonKind.STORAGE_DOWN, side, (code,))


def _guard(agreement: Agreement) -> Iterator[Reason]:
    record = agreement.life.guard
    if record is not None and is_stop(record):
        yield Reason(ReasonKind.GUARD, Side.GRANTOR)


def _hosting(agreement: Agreement, facts: Facts) -> Iterator[Reason]:
    """The storage's shortfalls are its owner's to mend, the installation's its operator's."""
    results = agreement_shortfalls(agreement, facts.catalog, facts.installation)
    for side in (Side.GRANTOR, Side.OPERATOR):
        parts = {
            each.part.value
            for each in results
            if (each.part is HostingPart.STORAGE) is (side is Side.GRANTOR)
        }
        if parts:
            yield Reason(ReasonKind.HOSTING, side, tuple(sorted(parts)))


def _of_changes(agreement: Agreement, changes: Iterable[Change]) -> Iterator[Reason]:
    """As `catalog.drift.messages.affected_agreements` finds them, told apart by their cause."""
    names = {each.column: each.name for each in agreement.columns}
    chosen_by = columns_of(agreement.rows)
    results: dict[ReasonKind, set[str]] = {}
    for change in changes:
        if not change.breaking:
            continue
        if change.kind is ChangeKind.OBJECT_VANISHED or (
            change.column_id is None and change.column
        ):
            results.setdefault(ReasonKind.OBJECT_GONE, set())
        elif change.column_id in names or change.column_id in chosen_by:
            kind = _COLUMNS.get(change.kind, ReasonKind.COLUMN_GONE)
            results.setdefault(kind, set()).add(
                names.get(change.column_id or "", change.column or "")
            )
    for kind, columns in results.items():
        yield Reason(kind, Side.GRANTOR, tuple(sorted(columns)))


def _rows(agreement: Agreement, probe: DatasetProbe, facts: Facts) -> Iterator[Reason]:
    if not probe.has_places:
        return
    current = [code for code in probe.expected if _is_commune(code, facts)]
    lost = lost_communes(probe, current)
    if not lost:
        return
    codes_given = _communes_of(agreement.rows, facts)
    own = tuple(code for code in lost if codes_given is None or code in codes_given)
    if own:
        yield Reason(ReasonKind.ROWS_GONE, Side.GRANTOR, own)


def _is_commune(code: str, facts: Facts) -> bool:
    meaning = facts.cog.land.at(code, facts.day)
    return meaning is not None and meaning.is_commune


def _communes_of(rows: RowCondition, facts: Facts) -> frozenset[str] | None:
    """Codes of the communes whose rows are given, all of them; None: every commune. None at all
    where rows are chosen by something else too: nobody knows that a commune had such a row.
    """
    match rows:
        case AllRows():
            return None
        case InTerritory(of=body, competence=competence):
            memberships = facts.catalog.memberships
            land = territory(body, competence, facts.day, memberships, facts.cog)
            return frozenset(land.communes)
        case InListedTerritory(communes=communes):
            return frozenset(communes)
        case AllOf(conditions=conditions):
            results = [_communes_of(each, facts) for each in conditions]
            bounded = [each for each in results if each is not None]
            return frozenset.intersection(*bounded) if bounded else None
        case _:
            return frozenset()


def _stale(dataset: Dataset, probe: DatasetProbe, facts: Facts) -> Iterator[Reason]:
    """By the day of the last deposit, else by that of the last row; a rhythm that nobody declares
    is never late.
    """
    deposit = facts.catalog.deposits.get(dataset.id)
    current = None if deposit is None else deposit.current
    rhythm = dataset.update_frequency
    if current is not None:
        last = paris_day(current.at)
        is_late = is_late_deposit(rhythm, last, facts.day)
    elif probe.last_day is not None:
        last = probe.last_day
        is_late = are_late_rows(rhythm, last, facts.day)
    else:
        return
    if is_late:
        yield Reason(ReasonKind.STALE, Side.GRANTOR, (last.isoformat(),))
