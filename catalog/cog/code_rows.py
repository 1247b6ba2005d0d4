"""The rows of `reference.codes`: of each code that rows may carry, the commune of each year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from catalog.caches import remembered
from catalog.cog.bundled_cog import lines_of
from catalog.cog.cog import Cog

FIRST, LAST = 0, 9999
"""Years of an interval that has no bound."""
_FIRST_YEAR = 2010


class CodeRow(NamedTuple):
    """`code` from `annee_debut` to `annee_fin`, both included: its `commune` then and what it is
    called (`nom`), and the commune that this one is today.
    """

    code: str
    annee_debut: int
    annee_fin: int
    commune: str
    nom: str
    commune_actuelle: str


@remembered(maxsize=2)
def code_rows(cog: Cog) -> tuple[CodeRow, ...]:
    """By code then year. A code that merged is the commune that it became, from that year on."""
    moved = {str(one.code) for one in cog.moved_codes()}
    known = {*moved, *lines_of(cog.texts.figures)}
    return tuple(
        row
        for code in sorted(known)
        for row in (_rows(cog, code) if code in moved or _changed(cog, code) else _one(cog, code))
    )


def _changed(cog: Cog, code: str) -> bool:
    """True where the code has not been the same commune in each of these years."""
    last = cog.meanings(code)[-1]
    since = date(_FIRST_YEAR, 1, 1)
    return not last.is_commune or last.end is not None or (last.start or since) > since


def _one(cog: Cog, code: str) -> Iterator[CodeRow]:
    yield CodeRow(code, FIRST, LAST, code, cog.meanings(code)[-1].nom, code)


def _rows(cog: Cog, code: str) -> Iterator[CodeRow]:
    last = cog.texts.vintages[-1]
    by_year = [(year, commune) for year in range(_FIRST_YEAR, last + 1)
               if (commune := _commune(cog, code, year)) is not None]  # fmt: skip
    for (code_then, name), run in groupby(by_year, key=lambda one: one[1]):
        years = [year for year, _ in run]
        today = _commune(cog, code_then, last)
        yield CodeRow(
            code,
            FIRST if years[0] == _FIRST_YEAR else years[0],
            LAST if years[-1] == last else years[-1],
            code_then,
            name,
            code_then if today is None else today[0],
        )


def _commune(cog: Cog, code: str, year: int) -> tuple[str, str] | None:
    """Of 1 January, else of the last day; of a code that is gone, of the land that it last had."""
    for day in (date(year, 1, 1), date(year, 12, 31)):
        now = cog.commune_at(code, day)
        if now is None and (meanings := cog.meanings(code)):
            end = meanings[-1].end
            holder = None
            if end is not None and end <= day:
                holder = cog.land.commune_of(meanings[-1].atoms, day)
            now = None if holder is None else holder.code
        if now is not None:
            return str(now), cog.resolve(now, day).nom
    return None
