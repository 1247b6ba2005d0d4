"""Ratios of a frozen statement whose two sides cover other communes, months or rows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlglot import exp

from catalog.cog import Cog
from catalog.model.column_types import DAYS
from catalog.model.dataset import Dataset
from catalog.model.paris import paris_day
from catalog.model.problem import Problem
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standards.standard import standards
from catalog.territory import expected_communes
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.sql.ratios import (
    Place,
    Places,
    Ratio,
    Side,
    counting_unfilled,
    covering,
    has_commune,
    ratios_of,
)
from federation.standards.standard_tables import commune_field, day_field
from gateway.figures.frozen.falling_out import RowsOf
from gateway.reading.query.sql_prepare import PreparedSql
from gateway.reading.query.sql_request import SqlRequest

_MOST_RATIOS, _MOST_NAMED = 4, 10
_STANDARDS = "standards"
Times = Mapping[str, tuple[Any, ...]]
"""By commune of today: how many months and years, the first and the last of each; all None where
nothing says.
"""


@dataclass(frozen=True, slots=True)
class _Asking:
    request: SqlRequest
    prepared: PreparedSql
    rows_of: RowsOf

    @property
    def snapshot(self) -> Snapshot:
        return self.prepared.snapshot

    @property
    def cog(self) -> Cog:
        return cog_in(self.snapshot)

    @property
    def today(self) -> date:
        return paris_day(self.prepared.standpoint.now)

    async def rows(self, statement: str) -> Sequence[Sequence[Any]]:
        own = replace(self.request, id=uuid.uuid4().hex, document=statement, parameters=())
        return await self.rows_of(own)


async def unlike_ratios(
    request: SqlRequest, prepared: PreparedSql, rows_of: RowsOf
) -> list[dict[str, Any]]:
    """The ratios that divide unlike coverages, counted by the rights of the caller. A ratio that
    cannot be derived, or whose sides may not be counted, is left out: its coverage is not verified.
    """
    asking = _Asking(request, prepared, rows_of)
    places = _places(asking)
    derived = ratios_of(request.document, places)
    if derived is None:
        return []
    tree, ratios = derived
    faults = []
    for ratio in ratios[:_MOST_RATIOS]:
        try:
            unlike = await _unlike(ratio, tree, places, asking)
        except Problem:
            continue
        if unlike is not None:
            faults.append({"ratio": ratio.name[:80], **unlike})
    return faults


async def _unlike(
    ratio: Ratio, tree: exp.Expr, places: Places, asking: _Asking
) -> dict[str, Any] | None:
    if ratio.over.rows is ratio.under.rows:
        return await _unfilled(ratio, tree, asking)
    over = await _covered(ratio.over, tree, places, asking)
    under = await _covered(ratio.under, tree, places, asking)
    if over is None or under is None:
        return None
    above, below = sorted(over.keys() - under.keys()), sorted(under.keys() - over.keys())
    uneven = sorted(code for code in over.keys() & under.keys() if _differ(over[code], under[code]))
    if not (above or below or uneven):
        return None
    return {
        "over": {"name": ratio.over.name, "communes": len(over)},
        "under": {"name": ratio.under.name, "communes": len(under)},
        "only_over": _named(above, asking),
        "only_under": _named(below, asking),
        "uneven": _named(uneven, asking),
    }


async def _unfilled(ratio: Ratio, tree: exp.Expr, asking: _Asking) -> dict[str, Any] | None:
    statement = counting_unfilled(ratio, tree)
    if statement is None:
        return None
    ((above, below),) = await asking.rows(statement)
    above, below = int(above), int(below)
    if not (above or below):
        return None
    return {
        "over": {"name": ratio.over.name},
        "under": {"name": ratio.under.name},
        "rows_only_over": above,
        "rows_only_under": below,
    }


async def _covered(side: Side, tree: exp.Expr, places: Places, asking: _Asking) -> Times | None:
    """By commune of today. Rows without communes cover the territory of the one who has them."""
    if not has_commune(side, places):
        return _territory(side, asking)
    statement = covering(side, places, tree)
    if statement is None:
        return None
    covered: dict[str, tuple[Any, ...]] = {}
    for code, *times in await asking.rows(statement):
        now = None if code is None else _commune_of_today(str(code), asking)
        if now is not None:
            # A commune that merged has its rows under several codes.
            covered[now] = _joined(covered.get(now), tuple(times))
    return covered or None


def _joined(one: tuple[Any, ...] | None, other: tuple[Any, ...]) -> tuple[Any, ...]:
    if one is None:
        return other
    joined: list[Any] = []
    for at in (0, 3):
        (count, first, last), (more, start, end) = one[at : at + 3], other[at : at + 3]
        known = None not in (first, last, start, end)
        joined += [
            max(count, more) if known else None,
            min(first, start) if known else None,
            max(last, end) if known else None,
        ]
    return tuple(joined)


def _differ(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """By months where both say them, else by years; where one says neither, nobody knows."""
    for at in (0, 3):
        times = one[at : at + 3], other[at : at + 3]
        if all(part[1] is not None for part in times):
            return times[0] != times[1]
    return False


def _commune_of_today(code: str, asking: _Asking) -> str | None:
    """None for what was never a code: a mistyped one hides no commune and adds none."""
    meanings = asking.cog.meanings(code)
    if not meanings:
        return None
    known = asking.cog.commune_at(code, asking.today)
    if known is not None:
        return str(known)
    holder = asking.cog.land.commune_of(meanings[-1].atoms, asking.today)
    return None if holder is None else str(holder.code)


def _territory(side: Side, asking: _Asking) -> Times | None:
    dataset = _dataset(side.table, asking)
    if dataset is None:
        return None
    codes = expected_communes(dataset.owner, asking.today, asking.snapshot.memberships, asking.cog)
    return dict.fromkeys(map(str, codes), (None,) * 6) or None


def _named(codes: Sequence[str], asking: _Asking) -> dict[str, Any]:
    names = [asking.cog.resolve(code, asking.today).nom for code in codes[:_MOST_NAMED]]
    return {"number": len(codes), "names": names}


def _dataset(table: exp.Table, asking: _Asking) -> Dataset | None:
    """One that the statement may read."""
    dataset = asking.snapshot.dataset_spelt(f"{table.db}.{table.name}") if table.db else None
    return dataset if dataset is not None and dataset.id in asking.prepared.datasets else None


def _places(asking: _Asking) -> Places:
    def place(table: exp.Table) -> Place | None:
        name = table.name.lower()
        if table.db.lower() == REFERENCE and name in REFERENCE_TABLES:
            columns = frozenset(REFERENCE_TABLES[name].column_names)
            return Place(
                columns,
                "code" if "code" in columns else None,
                year="annee" if "annee" in columns else None,
                is_anybodys=True,
            )
        if table.db.lower() == _STANDARDS:
            return _of_standard(name)
        dataset = _dataset(table, asking)
        return None if dataset is None else _of_dataset(dataset)

    return place


def _of_standard(name: str) -> Place | None:
    standard = next((one for one in standards().values() if one.sql_name == name), None)
    if standard is None:
        return None
    columns = frozenset(field.name for field in standard.fields)
    kinds = frozenset(field.name for field in standard.fields if field.code_list)
    return Place(columns, commune_field(standard), day_field(standard), categories=kinds)


def _of_dataset(dataset: Dataset) -> Place:
    bound = dataset.territory
    communes = [one.name for one in dataset.columns if one.concept == "commune"]
    days = [one.name for one in dataset.columns if one.type.scalar in DAYS]
    if bound is not None:
        communes = [dataset.column(bound.column).name]
        if bound.date_column is not None:
            days = [dataset.column(bound.date_column).name]
    return Place(
        frozenset(str(one.name) for one in dataset.columns),
        str(communes[0]) if communes else None,
        str(days[0]) if len(days) == 1 else None,
        categories=frozenset(
            str(one.name)
            for one in dataset.columns
            if one.code_list or one.concept == "flux_dechets"
        ),
    )
