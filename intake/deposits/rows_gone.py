"""Rows of before that a file takes away because it has none of their month or of their commune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column
from intake.deposits.duckdb_session import fetched, named, parquet
from intake.deposits.striking import MONTHS_EN
from intake.file_reading.commune_names import commune_now
from intake.file_reading.day_text import MONTH_NAMES
from intake.file_reading.sentences import number_in_words

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class RowsGone:
    """`months` (their first days) and `communes` (codes) of which no row is left.

    `new_months`: rows of the result of months that were not there; None where rows have no day.
    """

    rows: int = 0
    months: tuple[date, ...] = ()
    communes: tuple[str, ...] = ()
    new_months: int | None = None
    names: dict[str, str] = field(default_factory=dict)

    def sentence(self, before: int) -> Bilingual:
        """« Les 300 lignes d'avant ne seront plus lues (janvier à octobre 2026). »"""
        fr, en = number_in_words(self.rows, "fr"), number_in_words(self.rows, "en")
        about_fr, about_en = (self._about(at) for at in (0, 1))
        if self.rows == 1:
            return Bilingual(
                f"1 ligne d'avant ne sera plus lue ({about_fr}).",
                f"1 row of before will no longer be read ({about_en}).",
            )
        all_fr, all_en = ("Les ", "The ") if self.rows == before else ("", "")
        return Bilingual(
            f"{all_fr}{fr} lignes d'avant ne seront plus lues ({about_fr}).",
            f"{all_en}{en} rows of before will no longer be read ({about_en}).",
        )

    def _about(self, at: int) -> str:
        parts = [] if not self.months else [_months_in_words(self.months, at)]
        named_ones = [self.names.get(code, code) for code in self.communes[:_MOST_NAMED]]
        if named_ones:
            more = " …" if len(self.communes) > _MOST_NAMED else ""
            parts.append(", ".join(named_ones) + more)
        return " ; ".join(parts) if at == 0 else "; ".join(parts)


def rows_gone(
    connection: duckdb.DuckDBPyConnection,
    old: Path,
    result: Path,
    day: Column | None,
    commune: Column | None,
    cog: Cog,
) -> RowsGone:
    """`day` and `commune`: columns that both files have; None where they have none."""
    months: list[date] = []
    rows, new_months = 0, None
    of_other_months: exp.Expr = exp.true()
    if day is not None:
        month = month_of(day)
        before, after = (_counts(connection, path, month) for path in (old, result))
        months = sorted(before.keys() - after.keys() - {None})
        rows += sum(before[one] for one in months)
        new_months = sum(count for one, count in after.items() if one not in before)
        if months:
            gone = month.isin(*(exp.cast(exp.Literal.string(str(one)), "DATE") for one in months))
            of_other_months = exp.or_(month.copy().is_(exp.Null()), gone.not_())
    communes: dict[str, int] = {}
    if commune is not None:
        code = named(commune.source_name)
        before = _counts(connection, old, code, of_other_months)
        there = {_place(one, cog) for one in _counts(connection, result, code)}
        communes = {
            one: count for one, count in before.items()
            if one is not None and _place(one, cog) not in there
        }  # fmt: skip
    named_ones = sorted(communes, key=lambda one: (-communes[one], one))
    return RowsGone(
        rows + sum(communes.values()), tuple(months), tuple(named_ones), new_months,
        {code: _name(code, cog) for code in named_ones[:_MOST_NAMED]},
    )  # fmt: skip


def month_of(day: Column) -> exp.Expr:
    """The first day of the month."""
    start = [exp.Literal.string("month"), named(day.source_name)]
    return exp.cast(exp.Anonymous(this="date_trunc", expressions=start), exp.DataType.build("DATE"))


def _counts(
    connection: duckdb.DuckDBPyConnection, path: Path, by: exp.Expr, where: exp.Expr | None = None
) -> dict[Any, int]:
    query = (
        exp.select(exp.alias_(by.copy(), "by"), exp.Count(this=exp.Star()))
        .from_(parquet(path))
        .where(where if where is not None else exp.true())
        .group_by(exp.Literal.number(1))
    )
    return {row[0]: int(row[1]) for row in fetched(connection, query)}


def _place(code: Any, cog: Cog) -> str | None:
    """The commune of today: another code for the same place is no other place."""
    return None if code is None else commune_now(cog, str(code)) or str(code)


def _name(code: str, cog: Cog) -> str:
    meanings = cog.meanings(code)
    return f"{meanings[-1].nom} ({code})" if meanings else code


def _months_in_words(months: Sequence[date], at: int) -> str:
    """« janvier à octobre 2026 », « mars 2026 », « mars, mai 2026 »."""
    first, last = months[0], months[-1]
    if first == last:
        return _month(first, at)
    is_whole = 12 * (last.year - first.year) + last.month - first.month + 1 == len(months)
    if is_whole or len(months) > _MOST_NAMED:
        start = _month(first, at, with_year=first.year != last.year)
        return f"{start}{(' à ', ' to ')[at]}{_month(last, at)}"
    return ", ".join(_month(one, at) for one in months)


def _month(month: date, at: int, *, with_year: bool = True) -> str:
    name = (MONTH_NAMES, MONTHS_EN)[at][month.month - 1]
    return f"{name} {month.year}" if with_year else name
