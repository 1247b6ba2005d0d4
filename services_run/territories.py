"""The communes that a service counts, as tables for its queries: the territory of the body for
which it runs, the communes of each file's owner, and the commune that each code became.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from catalog.cog import Cog, load_cog
from catalog.model.identifiers import CommuneCode
from services_run.portable import Types

TERRITOIRE, SUCCESSIONS, ETENDUES = "territoire", "successions", "etendues"
TERRITOIRE_TYPES: Types = {"annee": "bigint", "commune": "varchar"}
ETENDUES_TYPES: Types = {"fichier": "varchar", "annee": "bigint", "commune": "varchar"}
SUCCESSIONS_TYPES: Types = {
    "code": "varchar", "annee": "bigint", "vers": "bigint", "commune": "varchar",
    "entiere": "boolean", "propre": "boolean", "nom": "varchar", "population": "bigint",
    "epci_nom": "varchar",
}  # fmt: skip
_ARROW = {"varchar": pa.string(), "bigint": pa.int64(), "boolean": pa.bool_()}
_NEAR = 1
"""A population is of a year when its vintage is that year's, or the one beside where none is."""
CommunesOf = Callable[[int], AbstractSet[str]]
"""The communes that a body covers on 31 December of a year; none where it is not known."""


def _nowhere(_year: int) -> AbstractSet[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Territories:
    """`own`: of the body for which a service runs. `of_files`: of the owner of each file that is
    another's; any other file is the body's own.
    """

    own: CommunesOf = _nowhere
    of_files: Mapping[str, CommunesOf] = field(default_factory=dict)
    cog: Cog | None = None

    def of_file(self, file: str) -> CommunesOf:
        return self.of_files.get(file, self.own)


@dataclass(frozen=True, slots=True)
class Successor:
    """`is_whole`: whether all the land of a code lies in the commune."""

    commune: CommuneCode
    is_whole: bool


def last_day(year: int) -> date:
    return date(year, 12, 31)


def successors(cog: Cog, code: str, year: int, target: int) -> tuple[Successor, ...]:
    """The commune of 31 December of `target` in which the land lies that `code` meant in `year`:
    at its beginning, else at its end, else when it was last a commune's. Several, none of them
    whole, where that land was split; none for a code that is no commune's.
    """
    meanings = [cog.land.at(code, day) for day in (date(year, 1, 1), last_day(year))]
    known = [one for one in meanings if one is not None]
    if not known:
        before = [one for one in cog.meanings(code) if one.end and one.end <= date(year, 1, 1)]
        known = before[-1:]
    for one in known:
        holder = cog.land.commune_of(one.atoms, last_day(target))
        if holder is not None:
            return (Successor(holder.code, is_whole=True),)
    for one in known:
        touched = cog.land.communes_touching(one.atoms, last_day(target))
        return tuple(Successor(each.code, is_whole=False) for each in touched)
    return ()


def followed(cog: Cog, codes: Iterable[str], year: int) -> frozenset[str]:
    """The communes of `year` that these codes are, or became."""
    return frozenset(
        one.commune
        for code in codes
        for one in successors(cog, code.strip(), year, year)
        if one.is_whole
    )


def territory_table(own: CommunesOf, years: Iterable[int]) -> pa.Table:
    """A row for each year and commune of the territory; none for a year where it is unknown."""
    rows = [(year, commune) for year in sorted(years) for commune in sorted(own(year))]
    return _table(TERRITOIRE_TYPES, rows)


def extents_table(files: Iterable[str], territories: Territories, years: Iterable[int]) -> pa.Table:
    """A row for each file, year and commune that its owner covers: rows without a commune are of
    all of them.
    """
    rows = [
        (file, year, commune)
        for file in sorted(set(files))
        for year in sorted(years)
        for commune in sorted(territories.of_file(file)(year))
    ]
    return _table(ETENDUES_TYPES, rows)


def successions_table(
    codes: Iterable[str], years: Iterable[int], own: CommunesOf, cog: Cog | None = None,
    until: int | None = None,
) -> pa.Table:  # fmt: skip
    """Of each code, in each year (`annee`), the communes that it is at the end of each year from
    then on (`vers`): one, whole, or those among which its land was split. With the codes of the
    territory and of all that its communes were before; `propre`: the code is a commune's at the end
    of `annee`. `population` is of a vintage of `vers`, or of one beside. `until`: a last year that
    codes are followed to, beside those of `years`.
    """
    cog, years = cog or load_cog(), sorted(set(years))
    written = set(codes)
    rows: dict[tuple[str, int, int, str], tuple[object, ...]] = {}
    for target in sorted({*years, until or years[-1]}) if years else ():
        labels: dict[str, tuple[str, int | None, str | None]] = {}
        ours = own(target) | followed(cog, written, target)
        for year in (one for one in sorted({*years, target}) if one <= target):
            for code in sorted(written | ours | communes_before(cog, ours, target, year)):
                then = cog.land.at(code, last_day(year))
                is_own = then is not None and then.is_commune
                for one in successors(cog, code, year, target):
                    if one.commune not in labels:
                        labels[one.commune] = _label(cog, one.commune, target)
                    rows[code, year, target, one.commune] = (
                        code, year, target, one.commune, one.is_whole, is_own,
                        *labels[one.commune],
                    )  # fmt: skip
    return _table(SUCCESSIONS_TYPES, list(rows.values()))


def communes_before(cog: Cog, communes: Iterable[str], target: int, year: int) -> AbstractSet[str]:
    """The communes of `year` that hold some of the land of these of `target`."""
    if year == target:
        return frozenset(communes)
    return frozenset(
        each.code
        for commune in communes
        for each in cog.land.communes_touching(
            cog.atoms_of(commune, last_day(target)), last_day(year)
        )
    )


def _label(cog: Cog, commune: str, year: int) -> tuple[str, int | None, str | None]:
    label = cog.label(commune, last_day(year))
    if label is None:
        return commune, None, None
    vintage = label.population_vintage
    is_near = vintage is not None and abs(vintage - year) <= _NEAR
    return label.nom, label.population if is_near else None, label.epci_nom


def _table(types: Types, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    return pa.table(
        {
            name: pa.array(cells, _ARROW[kind])
            for (name, kind), cells in zip(types.items(), columns, strict=True)
        }
    )
