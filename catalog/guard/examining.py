"""One agreement held against all that its grantee gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from catalog.cog import Cog
from catalog.guard.answered import Answered
from catalog.guard.cells import Cell, Partition
from catalog.guard.columns import ColumnBook, tells_of_nobody
from catalog.guard.complements import complementary
from catalog.guard.extents import days_between
from catalog.guard.findings import REFUSES, Finding, FindingKind, GuardReport, findings_digest
from catalog.guard.hashes import hashes_held_clear
from catalog.guard.inputs import inputs_of
from catalog.guard.maps import Maps, MembershipIndex, day_of
from catalog.guard.pools import pools_of
from catalog.guard.small_cells import communes_if_small, names_of
from catalog.guard.sources import Gathering, Source, family_of, gathered, others_over
from catalog.guard.thresholds import THRESHOLDS, Threshold
from catalog.model.agreement import Agreement, GuardOverride, Output
from catalog.model.dataset import Classification, Dataset
from catalog.model.identifiers import CommuneCode
from catalog.snapshot import Snapshot

_FEW = 8
"""Datasets of one standard that are each supposed to measure the same, one at a time."""

Thresholds = Mapping[Classification, Threshold]
Days = tuple[date | None, date | None]
_View = tuple[tuple[Source, ...], frozenset[str] | None]
"""The sources of one pool, and the datasets whose hiding is looked at (None: all)."""


def examine(
    agreement: Agreement,
    catalog: Snapshot,
    cog: Cog,
    at: date,
    thresholds: Thresholds = THRESHOLDS,
    *,
    others: Sequence[Agreement] | None = None,
) -> GuardReport:
    """The land and columns that the agreement would isolate if it gave data on `at` (a Paris day),
    whatever its own dates.

    It is held against `others` (None: all agreements of the catalog).
    """
    catalog = catalog.with_withdrawn()
    facts = _gathering(agreement, catalog, cog, at, others)
    dataset = catalog.datasets.get(agreement.dataset_id)
    inputs = inputs_of(facts, thresholds)
    if dataset is None or _is_not_bothered(agreement, dataset, facts):
        return GuardReport((), (), inputs)
    views = _views(facts)
    new = tuple(dict.fromkeys(each for sources, _ in views for each in sources if each.is_new))
    told: list[Finding] = [*hashes_held_clear(facts), *complementary(facts, new, thresholds)]
    views = [view for view in views if any(not each.located for each in view[0])]
    told += _unknown(facts, [sources for sources, _ in views], thresholds)
    isolated, seen = _isolated(facts, views, thresholds)
    findings = tuple(sorted((*told, *isolated), key=_order))
    override = _standing(agreement, findings)
    return GuardReport(findings, tuple(sorted(seen)), inputs, override)


def inputs_digest(
    agreement: Agreement,
    catalog: Snapshot,
    cog: Cog,
    at: date,
    thresholds: Thresholds = THRESHOLDS,
) -> str:
    """Of all that `examine` looks at, without working out any land: while it stays, so does the
    report. Ask again when the catalog has moved, or a day has passed.
    """
    return inputs_of(_gathering(agreement, catalog.with_withdrawn(), cog, at), thresholds)


def _gathering(
    agreement: Agreement,
    catalog: Snapshot,
    cog: Cog,
    at: date,
    beside: Sequence[Agreement] | None = None,
) -> Gathering:
    maps = Maps(MembershipIndex.of(catalog.memberships), cog, at)
    dataset = catalog.datasets.get(agreement.dataset_id)
    family = () if dataset is None else family_of(dataset, catalog)
    others = tuple(others_over(family, agreement, catalog.agreements if beside is None else beside))
    pools = pools_of(agreement, others, family, catalog, maps)
    return Gathering(agreement, catalog, maps, ColumnBook(family), others, pools)


def _views(facts: Gathering) -> list[_View]:
    """Sources of each pool, and the datasets whose hiding is looked at; each distinct pair once."""
    found: dict[_View, None] = {}
    for pool in facts.pools:
        hiders = None if pool.protects_all else facts.book.owned_by(pool.protected)
        found[gathered(pool, facts), hiders] = None
    return list(found)


def _is_not_bothered(agreement: Agreement, dataset: Dataset, facts: Gathering) -> bool:
    """Rows of open columns, of a dataset about nobody; or data that neither lie anywhere nor are
    about anybody, beside none that do and may measure the same.
    """
    if all(tells_of_nobody(each) for each in facts.book.datasets):
        return True
    return (
        agreement.output is Output.DETAIL
        and not dataset.personal_data
        and all(each.classification == Classification.OPEN for each in agreement.columns)
    )


def _isolated(
    facts: Gathering, views: Iterable[_View], thresholds: Thresholds
) -> tuple[list[Finding], frozenset[str]]:
    """Findings of land isolated with the new sources and not without them; and the origins of the
    other sources through which it is.
    """
    found: dict[tuple[tuple[str, ...], frozenset[str], Days], Finding] = {}
    through: set[str] = set()
    answered = Answered.of(facts)
    dimensions = {each.id: facts.book.open_dimensions(each) for each in facts.book.datasets}
    for sources, hiders in views:
        suppositions = _suppositions(facts, sources)
        for days in days_between(day for each in sources for day in each.extent.boundaries):
            partition = Partition.of(sources, days[0] or date.min, dimensions)
            day = day_of(*days, facts.maps.at)
            cells = (each for same in suppositions for each in partition.isolated(same, hiders))
            for cell in dict.fromkeys(cells):
                few = _small(cell, day, facts, thresholds)
                if few is None:
                    continue
                new = answered.untold(cell, few, partition, facts)
                small = _small(new, day, facts, thresholds)
                if small is None:
                    continue
                origins = (sources[each] for each in partition.held(cell.among))
                through |= {each.origin for each in origins if not each.is_new}
                found[small, new.columns, days] = _finding(small, new.columns, days, facts)
    return _over_time(found.values()), frozenset(through)


def _over_time(found: Iterable[Finding]) -> list[Finding]:
    """The same, on more days, once: what lies between is not told apart."""
    joined: dict[tuple[tuple[str, ...], tuple[str, ...]], Finding] = {}
    for each in sorted(found, key=lambda finding: finding.since or date.min):
        key = (each.communes, each.columns)
        joined[key] = replace(each, since=joined[key].since) if key in joined else each
    return list(joined.values())


def _suppositions(
    facts: Gathering, sources: tuple[Source, ...]
) -> tuple[frozenset[str] | None, ...]:
    """Suppositions of datasets that measure the same as the new one: all, none, or one other."""
    new = facts.agreement.dataset_id
    others = sorted({each.dataset for each in sources} - {new})
    alone = frozenset({new})
    one_other = (alone | {each} for each in others) if len(others) <= _FEW else ()
    return (None, alone, *one_other)


def _small(
    cell: Cell, day: date, facts: Gathering, thresholds: Thresholds
) -> tuple[str, ...] | None:
    if not cell.columns:
        return None
    threshold = thresholds[facts.book.classification(cell.columns)]
    return communes_if_small(cell.land, day, threshold, facts.maps.cog)


def _finding(
    communes: tuple[str, ...],
    columns: frozenset[str],
    days: Days,
    facts: Gathering,
) -> Finding:
    day = facts.maps.at
    codes = tuple(CommuneCode(code) for code in communes)
    dataset = facts.catalog.datasets[facts.agreement.dataset_id]
    return Finding(
        FindingKind.ISOLATED,
        codes,
        names_of(codes, day_of(*days, day), facts.maps.cog),
        facts.book.names(dataset, columns),
        *days,
    )


def _unknown(
    facts: Gathering, views: Iterable[tuple[Source, ...]], thresholds: Thresholds
) -> Iterable[Finding]:
    """Totals beside other rows, where nothing says on which land one of the two lies."""
    columns: frozenset[str] = frozenset()
    pairs = ((new, other) for sources in views for new in sources for other in sources)
    for new, other in pairs:
        if not new.is_new or other.is_new or (new.located and other.located):
            continue
        if not (new.of_head or other.of_head):
            continue
        one_extent = (new.dataset, new.extent) == (other.dataset, other.extent)
        if not (new.extent.known and other.extent.known) and not one_extent:
            columns |= other.columns if new.located else new.columns
    if columns and thresholds[facts.book.classification(columns)].protects:
        dataset = facts.catalog.datasets[facts.agreement.dataset_id]
        yield Finding(FindingKind.EXTENT_UNKNOWN, columns=facts.book.names(dataset, columns))


def _standing(agreement: Agreement, findings: tuple[Finding, ...]) -> GuardOverride | None:
    """The override given before, if it was for exactly this and if this may be overridden."""
    guard = agreement.life.guard
    override = None if guard is None else guard.override
    if override is None or any(each.kind in REFUSES for each in findings):
        return None
    return override if override.findings_sha256 == findings_digest(findings) else None


def _order(finding: Finding) -> tuple[str, ...]:
    return (
        finding.kind.value,
        *(",".join(each) for each in (finding.communes, finding.columns)),
        str(finding.since or ""),
    )
