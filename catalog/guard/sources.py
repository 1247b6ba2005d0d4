"""Everything that the bodies of one pool get on datasets that may measure the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from catalog.beneficiaries import as_read_by
from catalog.guard.columns import (
    ROW_COUNT,
    ColumnBook,
    Shown,
    measured_by,
    shown_by_grant,
    shown_in_clear,
)
from catalog.guard.extents import NO_LAND, Extent, Stretch, days_between
from catalog.guard.maps import Maps, day_of, lets_all_through
from catalog.guard.pools import Pool, readers_of
from catalog.model.agreement import Agreement, AgreementState, Output
from catalog.model.dataset import Column, Dataset
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot

_NEVER_BEGAN = frozenset(
    {
        AgreementState.DRAFT,
        AgreementState.SUBMITTED,
        AgreementState.CHANGES_REQUESTED,
        AgreementState.APPROVED_BY_ONE,
        AgreementState.REFUSED,
        AgreementState.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Rows, or totals of rows, of `dataset` on an extent, with some columns (by key).

    `located`: each row tells its commune. `gives`: what it locates is surely given, now and to
    come. `signed`: parties saw exactly this extent. `whole`: every row of it. `origin` is a
    citation, `open` or `own`.
    """

    dataset: str
    extent: Extent
    columns: frozenset[str]
    located: bool
    gives: bool
    signed: bool
    whole: bool
    by_epci: bool
    origin: str
    is_new: bool = False
    of_head: bool = False


@dataclass(frozen=True, slots=True)
class Gathering:
    """The facts of one examination: `others` are the agreements that count, `pools` the bodies that
    may put together what they get.
    """

    agreement: Agreement
    catalog: Snapshot
    maps: Maps
    book: ColumnBook
    others: tuple[Agreement, ...]
    pools: tuple[Pool, ...]


def family_of(dataset: Dataset, catalog: Snapshot) -> tuple[Dataset, ...]:
    """The dataset, and all others that may measure the same, by id: those of one standard, and
    those of one owner that hold a measure of one concept.
    """
    found = {dataset.id: dataset}
    waiting = [dataset]
    while waiting:
        known = waiting.pop()
        for each in catalog.datasets.values():
            if each.id not in found and _may_measure_the_same(known, each):
                found[each.id] = each
                waiting.append(each)
    return tuple(found[each] for each in sorted(found))


def _may_measure_the_same(one: Dataset, other: Dataset) -> bool:
    if one.standard is not None and one.standard == other.standard:
        return True
    return one.owner == other.owner and bool(measured_by(one) & measured_by(other))


def gathered(pool: Pool, facts: Gathering) -> tuple[Source, ...]:
    """Each distinct source of the pool once, the new agreement's first."""
    new = _of_agreement(facts.agreement, pool, facts, is_new=True)
    found: dict[Source, None] = dict.fromkeys(new)
    for dataset in facts.book.datasets:
        found |= dict.fromkeys(_without_agreement(dataset, pool, facts))
    for other in facts.others:
        found |= dict.fromkeys(_of_agreement(other, pool, facts, is_new=False))
    found |= dict.fromkeys(_told_by_epci(tuple(found), facts.maps))
    return (*found, *_told_by_shares(facts, tuple(found)))


def others_over(
    family: tuple[Dataset, ...], agreement: Agreement, beside: Iterable[Agreement]
) -> Iterator[Agreement]:
    """Agreements that gave, give or may come to give something of these datasets, but the one
    examined.

    One that the guard itself stopped gives nothing: it is examined again before it does.
    """
    ids = {each.id for each in family}
    for each in beside:
        if each.dataset_id not in ids or each.citation == agreement.citation:
            continue
        stopped = each.state is AgreementState.APPROVED and is_stopped(each)
        if not stopped and has_begun_or_may(each):
            yield each


def is_stopped(agreement: Agreement) -> bool:
    """At its last look, and nobody has answered for it."""
    guard = agreement.life.guard
    return guard is not None and guard.stops and guard.override is None


def has_begun_or_may(agreement: Agreement) -> bool:
    """True where the agreement gave data or may come to: what was read once is known still, while
    an agreement that ended before it began gave nothing.
    """
    if agreement.state in _NEVER_BEGAN:
        return False
    if agreement.state in {AgreementState.APPROVED, AgreementState.ACTIVE}:
        return True
    steps = agreement.life.steps
    return not steps or any(each.after is AgreementState.ACTIVE for each in steps)


def _goes_on_giving(agreement: Agreement, facts: Gathering) -> bool:
    """Today and beside the one examined: the version that it replaces will not."""
    return (
        agreement.state is AgreementState.ACTIVE
        and agreement.id != facts.agreement.id
        and agreement.start <= facts.maps.at <= agreement.end
    )


def _of_agreement(
    agreement: Agreement, pool: Pool, facts: Gathering, *, is_new: bool
) -> Iterator[Source]:
    dataset = facts.catalog.datasets[agreement.dataset_id]
    shown = shown_by_grant(dataset, agreement.columns, is_detail=agreement.output is Output.DETAIL)
    whole = facts.maps.extent_of(dataset, facts.catalog.organisations.get(dataset.owner))
    for reader in sorted(pool.bodies & readers_of(agreement, facts.maps)):
        rows = as_read_by(reader, agreement).rows
        lets_all = lets_all_through(rows, dataset)
        yield Source(
            dataset=dataset.id,
            extent=facts.maps.rows(rows, dataset, whole),
            columns=_keys(dataset, shown, facts.book),
            located=shown.located,
            gives=lets_all and (is_new or _goes_on_giving(agreement, facts)),
            signed=True,
            whole=lets_all,
            by_epci=shown.by_epci,
            origin=agreement.citation,
            is_new=is_new,
            of_head=pool.head in {reader, agreement.grantee},
        )


def _without_agreement(dataset: Dataset, pool: Pool, facts: Gathering) -> Iterator[Source]:
    """As an owner of the pool reads it, or as everybody does and did."""
    columns, is_own = readable_columns(dataset, pool.bodies), dataset.owner in pool.bodies
    # What was once open is known, as what an ended agreement gave is: it gives nothing new.
    before = ((once.columns, False) for once in dataset.once_open if not is_own)
    for read, gives in ((columns, True), *before):
        if not read:
            continue
        shown = shown_in_clear(dataset, read)
        yield Source(
            dataset=dataset.id,
            extent=facts.maps.extent_of(dataset, facts.catalog.organisations.get(dataset.owner)),
            columns=_keys(dataset, shown, facts.book),
            located=is_own or shown.located,
            gives=gives,
            signed=True,
            whole=True,
            by_epci=shown.by_epci,
            origin="own" if is_own else "open",
            of_head=dataset.owner == pool.head,
        )


def readable_columns(dataset: Dataset, bodies: frozenset[Siren]) -> tuple[Column, ...]:
    """Without any agreement: all of an own dataset, the open columns of an open one."""
    return dataset.columns if dataset.owner in bodies else dataset.open_columns


def _keys(dataset: Dataset, shown: Shown, book: ColumnBook) -> frozenset[str]:
    return book.keys(dataset, shown.columns) | {ROW_COUNT}


def _told_by_epci(sources: tuple[Source, ...], maps: Maps) -> Iterator[Source]:
    """Totals that tell their EPCI are one total an EPCI: nobody was shown where those lie."""
    split = [each for each in sources if each.by_epci and not each.located]
    if not split:
        return
    # Of totals without bounds, those of the EPCI that anything else cuts are enough.
    land = NO_LAND.union(*(each.extent.on(maps.at) for each in sources))
    near = [maps.epci_extent(epci) for epci in sorted(maps.by_epci(land, maps.at))]
    for source in split:
        is_bounded = source.extent.known and not source.extent.endless
        for extent in _parts_by_epci(source.extent, maps) if is_bounded else near:
            yield replace(source, extent=extent, signed=False)


def _parts_by_epci(extent: Extent, maps: Maps) -> Iterator[Extent]:
    pieces: dict[str, list[Stretch]] = {}
    for start, end in days_between(extent.boundaries):
        land = extent.on(start or date.min)
        for epci, part in maps.by_epci(land, day_of(start, end, maps.at)).items():
            pieces.setdefault(epci, []).append(Stretch(start, end, part))
    return (Extent(tuple(pieces[epci])) for epci in sorted(pieces))


def _told_by_shares(facts: Gathering, sources: Iterable[Source]) -> Iterator[Source]:
    """Visible shares of a whole, beside a measure, tell the measure of the whole."""
    by_dataset: dict[str, list[Source]] = {}
    for each in sources:
        by_dataset.setdefault(each.dataset, []).append(each)
    for dataset in facts.book.datasets:
        shares, measures = facts.book.shares(dataset), facts.book.measures(dataset)
        of_it = [each for each in by_dataset.get(dataset.id, ()) if each.origin != "own"]
        for is_new in (False, True):
            told = [each for each in of_it if is_new or not each.is_new]
            seen = frozenset[str]().union(*(each.columns for each in told))
            if seen & shares and seen & measures - shares:
                owner = facts.catalog.organisations.get(dataset.owner)
                yield Source(
                    dataset=dataset.id,
                    extent=facts.maps.extent_of(dataset, owner),
                    columns=seen & measures - shares,
                    located=False,
                    gives=False,
                    signed=False,
                    whole=True,
                    by_epci=False,
                    origin="shares",
                    is_new=is_new,
                    of_head=any(each.of_head for each in told),
                )
