"""Of which datasets a standard's rows are, for who asks: the law is asked before anything is read.

One question about all that they may discover. What is denied is left out and told as such; nothing
that they may not discover is named, counted or asked about.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from catalog.caches import Cache
from catalog.model.dataset import Dataset
from catalog.model.version import CatalogVersion
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standards.standard import Standard, standards
from catalog.standpoint import Standpoint
from federation.agreement_terms import stands_alone, without_units
from federation.binding import Binder, BoundDataset
from federation.likeness import likeness
from federation.logical import LogicalQuery, Parameter, SliceId
from federation.standards.fields_given import fields_given
from federation.standards.row_keys import row_keys
from federation.standards.standard_measures import (
    alike,
    closed_fields,
    left_out_of,
    measure_of,
    months_of,
    placed_in_time,
    with_field,
)
from federation.standards.standard_tables import STANDARDS, StandardArm, StandardTable
from policies.decision import Decision
from schema.types.view import View

LEFT_OUT = "leftOut"
"""The first part of the name of a measure of rows that are left out; the last is their field."""
SourcesKey = tuple[tuple[str, ...], str, CatalogVersion, str | None, date]
"""(standards, fingerprint of the decision, catalog's version for reading, reader, Paris day)."""
Decide = Callable[[tuple[str, ...]], Awaitable[Decision]]
"""The law about reading these datasets (ids), for who asks."""


@dataclass(frozen=True, slots=True)
class StandardSources:
    """`table` has the datasets whose rows are given; `denied` those that may be known and not read.

    `bound` holds how each of the first is given.
    """

    table: StandardTable
    denied: tuple[Dataset, ...]
    bound: Mapping[str, BoundDataset]


@dataclass(frozen=True, slots=True)
class StandardRead:
    """One standard in one query: `measures` are planned and recorded with it. Each is of datasets
    that give alike of communes and days, so that one that lacks them hides nothing of the others'.
    `months`: of which communes and months there are rows, where an indicator needs to know.
    `left_out`: of each field with a code list that is read, the rows whose word is not in it.
    """

    sources: StandardSources
    conditions: tuple[exp.Expr, ...]
    parameters: tuple[Parameter, ...]
    measures: Mapping[SliceId, LogicalQuery]
    months: Mapping[SliceId, LogicalQuery] = field(default_factory=dict)
    left_out: Mapping[SliceId, LogicalQuery] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sources: StandardSources,
        conditions: tuple[exp.Expr, ...],
        parameters: tuple[Parameter, ...],
        place: str,
        *,
        has_rates: bool = False,
        named: frozenset[str] | None = None,
    ) -> StandardRead:
        """`place` tells it from the others of its query; `named`: the columns that are read."""
        measures = {
            SliceId(f"scope:{place}:{number}"): measure_of(table, conditions, parameters)
            for number, table in enumerate(alike(sources.table))
        }
        months = {}
        if has_rates:
            placed = placed_in_time(sources.table)
            months[SliceId(f"months:{place}")] = months_of(placed, None, conditions, parameters)
        left_out = {
            SliceId(f"{LEFT_OUT}:{place}:{name}"): left_out_of(
                with_field(sources.table, name), name, conditions, parameters
            )
            for name in closed_fields(sources.table)
            if named is None or name in named
        }
        return cls(sources, conditions, parameters, measures, months, left_out)

    @property
    def planned(self) -> Mapping[SliceId, LogicalQuery]:
        """All that is planned and recorded with the query beside its own statements."""
        return {**self.measures, **self.months, **self.left_out}

    def names(self, of: str | None) -> bool:
        """True where a condition of the query is about this field."""
        columns = (each for part in self.conditions for each in part.find_all(exp.Column))
        return of is not None and any(each.name == of for each in columns)


def standards_named(document: str) -> tuple[Standard, ...]:
    """Standards a statement may name: one too many costs a question, one too few is unknown."""
    text = document.lower()
    if STANDARDS not in text:
        return ()
    return tuple(each for each in standards().values() if each.sql_name in text)


def tables_without_rows() -> Mapping[str, StandardTable]:
    """By name, for a statement that names none of them: what SHOW TABLES lists."""
    return {each.sql_name: StandardTable(each, ()) for each in standards().values()}


async def standard_sources(
    wanted: Iterable[Standard],
    view: View,
    standpoint: Standpoint,
    decide: Decide,
    kept: Cache[SourcesKey, Mapping[str, StandardSources]],
) -> Mapping[str, StandardSources]:
    """By the name that the table has in SQL; worked out once for each answer of the law."""
    candidates = {
        standard.sql_name: (
            standard,
            tuple(each for each in view.datasets if each.standard == standard.name),
        )
        for standard in wanted
    }
    ids = tuple(sorted(each.id for _, some in candidates.values() for each in some))
    if not ids:
        return {
            name: sources_of(standard, (), {}, standpoint.snapshot)
            for name, (standard, _) in candidates.items()
        }
    decision = await decide(ids)
    snapshot, reader = standpoint.snapshot, standpoint.subject.reader
    version = snapshot.reading_version
    key = (tuple(candidates), decision.fingerprint, version, reader, standpoint.day)
    known = kept.find(key)
    if known is not None:
        return known

    def made() -> Mapping[str, StandardSources]:
        binder = Binder(snapshot, cog_in(snapshot), standpoint.now, reader)
        bound = binder.bind(decision).datasets
        return {
            name: sources_of(standard, datasets, bound, snapshot)
            for name, (standard, datasets) in candidates.items()
        }

    # Beside the loop: of a thousand sources it takes a while.
    return kept.keep(key, await asyncio.to_thread(made))


def sources_of(
    standard: Standard,
    datasets: Iterable[Dataset],
    bound: Mapping[str, BoundDataset],
    snapshot: Snapshot,
) -> StandardSources:
    """Pure. A dataset that is bound to no branch, to totals, to one unit at a time, or that may not
    stand beside another is denied; so is one of which nothing is known.
    """
    ordered = sorted(datasets, key=lambda each: each.id)
    readable = {each.id: given for each in ordered if (given := _readable(bound.get(each.id)))}
    alone = {key for key, given in readable.items() if stands_alone(given)}
    is_under_terms = any(
        branch.agreement is not None for given in readable.values() for branch in given.branches
    )
    if len(readable) > 1 and is_under_terms:
        beside = {key: given for key, given in readable.items() if key not in alone}
        readable = beside or dict(list(readable.items())[:1])
    arms = tuple(
        _arm(standard, given, snapshot, _likeness(bound[key], snapshot))
        for key, given in readable.items()
    )
    denied = tuple(each for each in ordered if each.id not in readable)
    return StandardSources(StandardTable(standard, arms), denied, readable)


def _readable(given: BoundDataset | None) -> BoundDataset | None:
    """The part of a dataset that can be read without naming one unit; None where there is none."""
    if given is None or given.problem is not None or given.aggregate_only:
        return None
    open_to_all_rows = without_units(given)
    return open_to_all_rows if open_to_all_rows.granted else None


def _likeness(bound: BoundDataset, snapshot: Snapshot) -> Hashable:
    storage = snapshot.storages.get(bound.dataset.storage_id)
    return None if storage is None else likeness(bound, storage.place.kind)


def _arm(
    standard: Standard, given: BoundDataset, snapshot: Snapshot, alike: Hashable
) -> StandardArm:
    owner = snapshot.organisations[given.dataset.owner]
    return StandardArm(
        dataset=given.dataset,
        sql_owner=given.sql_owner,
        owner=owner.siren,
        owner_name=owner.name,
        fields=fields_given(standard, given),
        keys=row_keys(given),
        likeness=alike,
    )


def standards_fingerprint(tables: Mapping[str, StandardTable]) -> str:
    """Of the datasets and columns that tables of standards become: a statement that was read with
    some is never taken for one that is read with others.
    """
    given = {name: table.fingerprint for name, table in sorted(tables.items()) if table.arms}
    return ":".join(f"{name}={fingerprint}" for name, fingerprint in given.items())
