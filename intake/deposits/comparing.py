"""The changes from one version to the next: rows, and the sums of every measure and month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from sqlglot import exp

from catalog.cog import Cog, load_cog
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import DAYS, NUMBERS
from catalog.model.dataset import Column, Dataset
from intake.deposits.changed_rows import ChangedRow, changed_rows
from intake.deposits.duckdb_session import fetched, named, one_row, parquet, session
from intake.deposits.keyless import alike_but_one, naming_columns, words_of
from intake.deposits.rows_gone import RowsGone, month_of, rows_gone
from intake.deposits.striking import MonthSum, Striking, striking_changes
from intake.file_reading.sentences import number_in_words

_OLD, _NEW = "old", "new"
_RATES = frozenset({"%", "ratio", "°C", "‰"})
_MOST_MEASURES = 12
_MOST_GROUPS = 20
_NEARLY_NONE, _NEARLY_ALL = 0.01, 0.9


@dataclass(frozen=True, slots=True)
class DepositDifference:
    """Counts of rows; `changed` None where nothing says which row is which. `matched_by`: what
    said so where no key did.

    `gone`: of the rows that are removed, those of months or communes that the file has not.
    `changed_columns`: labels of columns, and in how many rows their value changed. `sums`: by
    measure, category and month, before and after.
    """

    before: int
    after: int
    added: int
    changed: int | None
    removed: int
    unchanged: int
    changed_columns: dict[str, int]
    sums: tuple[MonthSum, ...]
    striking: tuple[Striking, ...]
    matched_by: Bilingual | None = None
    gone: RowsGone = field(default_factory=RowsGone)
    rows: tuple[ChangedRow, ...] = ()
    """The first that are added, removed or changed, where something says which row is which."""
    key: tuple[Column, ...] = ()
    """The columns that do."""

    @property
    def is_next_part(self) -> bool:
        """True where the file seems to hold new rows alone: (nearly) no row in common and no month;
        where rows have no day, no key in common.
        """
        by_key = self.matched_by is None and self.changed is not None
        shared = self.unchanged + (self.changed or 0 if by_key else 0)
        if not self.before or shared > _NEARLY_NONE * self.after:
            return False
        new_months = self.gone.new_months
        return by_key if new_months is None else new_months >= _NEARLY_ALL * self.after

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def sentence(self) -> Bilingual:
        """« +98 lignes, 3 modifiées ; verre −48 % en mars : normal ? »"""
        if self.is_nothing:
            return Bilingual("Aucune ligne ne change.", "No row changes.")
        rows_fr, rows_en = [], []
        for sign, count in (("+", self.added), ("−", self.removed)):
            if count:
                fr, en = number_in_words(count, "fr"), number_in_words(count, "en")
                rows_fr.append(f"{sign}{fr} ligne{'s' if count > 1 else ''}")
                rows_en.append(f"{sign}{en} row{'s' if count > 1 else ''}")
        if self.changed:
            count = self.changed
            fr, en = number_in_words(count, "fr"), number_in_words(count, "en")
            plural = "s" if count > 1 else ""
            if self.matched_by is None:
                # After « +98 lignes » the noun is understood; alone, it is said.
                noun_fr, noun_en = ("", "") if rows_fr else (f" ligne{plural}", f" row{plural}")
                rows_fr.append(f"{fr}{noun_fr} modifiée{plural}")
                rows_en.append(f"{en}{noun_en} changed")
            else:
                by = self.matched_by
                rows_fr.append(
                    f"{fr} ligne{plural} modifiée{plural} "
                    f"(sans clé : rapprochée{plural} par {by.fr})"
                )
                rows_en.append(f"{en} row{plural} changed (no key: matched by {by.en})")
        parts_fr = [", ".join(rows_fr), *(change.text.fr for change in self.striking[:3])]
        parts_en = [", ".join(rows_en), *(change.text.en for change in self.striking[:3])]
        return Bilingual(" ; ".join(parts_fr), "; ".join(parts_en))


def difference(
    dataset: Dataset,
    old: Path | None,
    result: Path,
    cog: Cog | None = None,
    retyped: Collection[str] = (),
) -> DepositDifference:
    """From the version `old` to what it would become (`merged` has made it); both Parquet.

    Columns are read by their source names; `retyped` (ids) have other types in the two, and are not
    compared. Memory is bounded, whatever the size.
    """
    return _Comparison(dataset, old, result, cog or load_cog(), retyped).difference()


class _Comparison:
    def __init__(
        self,
        dataset: Dataset,
        old: Path | None,
        result: Path,
        cog: Cog,
        retyped: Collection[str],
    ) -> None:
        self.dataset, self.old, self.result, self.cog = dataset, old, result, cog
        names = set(pq.read_schema(result).names)
        self.there = [
            column
            for column in dataset.columns
            if column.source_name in names and column.id not in retyped
        ]
        before = set(pq.read_schema(old).names) if old is not None else set()
        self.common = [column for column in self.there if column.source_name in before]
        self.key = [dataset.column(name) for name in dataset.primary_key]

    def difference(self) -> DepositDifference:
        after = pq.read_metadata(self.result).num_rows
        before = pq.read_metadata(self.old).num_rows if self.old is not None else 0
        folders = [self.result.parent] + ([self.old.parent] if self.old is not None else [])
        with session(*folders) as connection:
            added, changed, removed, unchanged = after, None, 0, 0
            columns: dict[str, int] = {}
            by = None
            rows: tuple[ChangedRow, ...] = ()
            naming: tuple[Column, ...] = ()
            if self.old is not None:
                key = self.key if self._has_key(connection) else []
                if not key:
                    key = naming_columns(connection, self.old, self.result, self.common)
                    by = words_of(key) if key else None
                if key:
                    added, changed, removed, columns = self._by_key(connection, self.old, key)
                    unchanged = after - added - changed
                    rows = changed_rows(connection, self.old, self.result, key, self.common)
                    naming = tuple(key)
                else:
                    unchanged = self._alike(connection, self.old)
                    added, removed = after - unchanged, before - unchanged
                    pairing = alike_but_one(connection, self.old, self.result, self.common)
                    if pairing is not None:
                        changed, columns, by = pairing.changed, pairing.changed_columns, pairing.by
                        added, removed = added - changed, removed - changed
            sums = self._sums(connection)
            gone = self._gone(connection, removed)
        striking = striking_changes(sums, gone.months) if self.old is not None else ()
        return DepositDifference(
            before, after, added, changed, removed, unchanged, columns, sums, striking, by, gone,
            rows, naming,
        )  # fmt: skip

    def _gone(self, connection: duckdb.DuckDBPyConnection, removed: int) -> RowsGone:
        """None where every row is still there, in another month or another commune."""
        if self.old is None:
            return RowsGone()
        bound = self.dataset.territory
        place = None if bound is None else self.dataset.column(bound.column).id
        commune = next((one for one in self.common if one.id == place), None)
        day = _day_column(self.dataset, self.common)
        gone = rows_gone(connection, self.old, self.result, day, commune, self.cog)
        if not removed:
            return RowsGone(new_months=gone.new_months)
        return replace(gone, rows=min(gone.rows, removed))

    def _has_key(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """A key that both versions have, filled, once a row."""
        common = {column.id for column in self.common}
        if not self.key or not {column.id for column in self.key} <= common:
            return False
        names = [named(column.source_name) for column in self.key]
        for path in (self.old, self.result):
            if path is None:
                return False
            grouped = exp.select(*(name.copy() for name in names)).from_(parquet(path)).distinct()
            grouped = grouped.where(*(name.is_(exp.Null()).not_() for name in names))
            count = exp.select(exp.Count(this=exp.Star())).from_(grouped.subquery("keys"))
            if int(one_row(connection, count)[0]) != pq.read_metadata(path).num_rows:
                return False
        return True

    def _by_key(
        self, connection: duckdb.DuckDBPyConnection, old: Path, key: Sequence[Column]
    ) -> tuple[int, int, int, dict[str, int]]:
        """(added, changed, removed, by label how many rows changed in it)."""
        first = key[0].source_name
        is_added = named(first, _OLD).is_(exp.Null())
        is_removed = named(first, _NEW).is_(exp.Null())
        is_both = exp.and_(is_added.copy().not_(), is_removed.copy().not_())
        keys = {column.id for column in key}
        others = [column for column in self.common if column.id not in keys]
        differs = [
            exp.NullSafeNEQ(
                this=named(column.source_name, _OLD), expression=named(column.source_name, _NEW)
            )
            for column in others
        ]
        is_changed = exp.and_(is_both, exp.or_(*differs)) if differs else exp.false()
        parts = [_count_if(is_added), _count_if(is_removed), _count_if(is_changed)]
        parts += [_count_if(exp.and_(is_both.copy(), one.copy())) for one in differs]
        on = exp.and_(
            *(named(column.source_name, _OLD).eq(named(column.source_name, _NEW)) for column in key)
        )
        query = (
            exp.select(*parts)
            .from_(exp.alias_(parquet(old), _OLD, table=True))
            .join(exp.alias_(parquet(self.result), _NEW, table=True), on=on, join_type="full")
        )
        row = [int(count) for count in one_row(connection, query)]
        changed = {
            column.label_fr: count
            for column, count in zip(others, row[3:], strict=True)
            if count
        }  # fmt: skip
        return row[0], row[2], row[1], changed

    def _alike(self, connection: duckdb.DuckDBPyConnection, old: Path) -> int:
        """Rows that both have, as often as both have them."""
        columns = [named(column.source_name) for column in self.common]
        if not columns:
            return 0

        def counted(path: Path, in_old: int) -> exp.Select:
            sides = (exp.Literal.number(in_old), exp.Literal.number(1 - in_old))
            return (
                exp.select(
                    *(column.copy() for column in columns),
                    exp.alias_(sides[0], "interco old", quoted=True),
                    exp.alias_(sides[1], "interco new", quoted=True),
                ).from_(parquet(path))
            )  # fmt: skip

        both = exp.union(counted(old, 1), counted(self.result, 0), distinct=False).subquery("rows")
        least = exp.Least(
            this=exp.Sum(this=named("interco old")),
            expressions=[exp.Sum(this=named("interco new"))],
        )
        grouped = exp.select(exp.alias_(least, "n")).from_(both).group_by(*columns)
        total = exp.select(exp.Sum(this=named("n"))).from_(grouped.subquery("alike"))
        return int(one_row(connection, total)[0] or 0)

    def _sums(self, connection: duckdb.DuckDBPyConnection) -> tuple[MonthSum, ...]:
        measures = _measures(self.there)
        day = _day_column(self.dataset, self.there)
        category = self._category(connection)
        before = self._by_month(connection, self.old, self.common, measures, day, category)
        after = self._by_month(connection, self.result, self.there, measures, day, category)
        sums = []
        order = sorted(
            before.keys() | after.keys(), key=lambda one: (one[0], one[1] or "", one[2] or date.min)
        )
        labels = {column.id: column for column in measures}
        for measure, group, month in order:
            key = measure, group, month
            column = labels[measure]
            sums.append(
                MonthSum(
                    column.label_fr, column.unit, group, month, before.get(key), after.get(key),
                    is_alone=len(measures) == 1,
                )
            )  # fmt: skip
        return tuple(sums)

    def _category(self, connection: duckdb.DuckDBPyConnection) -> Column | None:
        """The flow of waste, or else the first closed list: what a steward speaks of."""
        listed = [column for column in self.there if column.code_list]
        flows = [column for column in self.there if column.concept == "flux_dechets"]
        for column in flows + listed:
            values = exp.select(
                exp.Count(this=exp.Distinct(expressions=[named(column.source_name)]))
            ).from_(parquet(self.result))
            if 1 < int(one_row(connection, values)[0]) <= _MOST_GROUPS:
                return column
        return None

    @staticmethod
    def _by_month(
        connection: duckdb.DuckDBPyConnection,
        path: Path | None,
        there: Sequence[Column],
        measures: Sequence[Column],
        day: Column | None,
        category: Column | None,
    ) -> dict[tuple[str, str | None, date | None], float]:
        """Sums by measure (id), category and month; only what the file has."""
        ids = {column.id for column in there}
        own = [column for column in measures if column.id in ids]
        if path is None or not own:
            return {}
        month: exp.Expr = exp.Null()
        if day is not None and day.id in ids:
            month = month_of(day)
        group: exp.Expr = exp.Null()
        if category is not None and category.id in ids:
            group = named(category.source_name)
        totals = [
            exp.Sum(this=exp.cast(named(column.source_name), exp.DataType.build("DOUBLE")))
            for column in own
        ]
        positions = [exp.Literal.number(1), exp.Literal.number(2)]
        query = (
            exp.select(exp.alias_(group, "category"), exp.alias_(month, "month"), *totals)
            .from_(parquet(path))
            .group_by(*positions)
        )
        return {
            (column.id, None if row[0] is None else str(row[0]), row[1]): float(total)
            for row in fetched(connection, query)
            for column, total in zip(own, row[2:], strict=True)
            if total is not None
        }


def _count_if(condition: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this="count_if", expressions=[condition])


def _measures(columns: Sequence[Column]) -> list[Column]:
    """Numbers with a unit that can be added up: no rates and no prices."""
    return [
        column
        for column in columns
        if column.type.scalar in NUMBERS
        and column.unit is not None
        and column.unit not in _RATES
        and "/" not in column.unit
        and not column.share_of_whole
    ][:_MOST_MEASURES]


def _day_column(dataset: Dataset, columns: Sequence[Column]) -> Column | None:
    """The row's own day, or the first day there is."""
    days = [column for column in columns if column.type.scalar in DAYS]
    bound = dataset.territory.date_column if dataset.territory is not None else None
    wanted = [column for column in days if column.id == bound]
    wanted += [column for column in days if column.concept == "date_collecte"]
    return next(iter(wanted + days), None)
