"""The carried files to the one `Cog` of the process."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from catalog.cog.cog import Cog
from catalog.cog.labels import LabelBook
from catalog.cog.land import Bounds, LandIndex, common, index_land, joined
from catalog.cog.values import Atom, CodePeriod, Figures, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode, Siren

DATA = Path(__file__).parent / "data"


@cache
def load_cog() -> Cog:
    """The code officiel géographique as carried; read once a process."""
    vintages, figures = _read_figures(_lines("figures.csv"))
    land = index_land(_read_meanings(_lines("communes.csv")))
    names = _read_epci_names(_lines("epci.csv"))
    return Cog(
        vintages=vintages,
        land=land,
        labels=LabelBook(land, figures, names, vintages),
        siren_periods=_siren_periods(land, figures, vintages),
    )


def _lines(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _read_meanings(lines: Sequence[Sequence[str]]) -> Iterable[Meaning]:
    kinds = {kind.value: kind for kind in MeaningKind}
    for code, kind, nom, start, end, atoms in lines[1:]:
        yield Meaning(
            CommuneCode(code),
            kinds[kind],
            nom,
            date.fromisoformat(start) if start else None,
            date.fromisoformat(end) if end else None,
            frozenset(map(Atom, atoms.split(";") if atoms else (code,))),
        )


def _read_figures(
    lines: Sequence[Sequence[str]],
) -> tuple[tuple[int, ...], dict[str, Figures]]:
    """The vintages, and for each code what they say of it."""
    vintages = tuple(
        int(name.removeprefix("population_")) for name in lines[0] if name.startswith("population_")
    )
    figures: dict[str, Figures] = {}
    for code, *populations, epcis, sirens in lines[1:]:
        figures[code] = Figures(
            {
                year: int(population)
                for year, population in zip(vintages, populations, strict=True)
                if population
            },
            _read_runs(epcis, vintages),
            _read_runs(sirens, vintages),
        )
    return vintages, figures


def _read_runs(text: str, vintages: Sequence[int]) -> dict[int, Siren]:
    """`2019:243500733;2024:` to that SIREN for each vintage from 2019 to 2023."""
    starts = dict(run.split(":") for run in text.split(";")) if text else {}
    values: dict[int, Siren] = {}
    value = ""
    for year in vintages:
        value = starts.get(str(year), value)
        if value:
            values[year] = Siren(value)
    return values


def _read_epci_names(lines: Sequence[Sequence[str]]) -> dict[Siren, dict[int, str]]:
    names: dict[Siren, dict[int, str]] = defaultdict(dict)
    for siren, vintage, nom in lines[1:]:
        names[Siren(siren)][int(vintage)] = nom
    return dict(names)


def _siren_periods(
    land: LandIndex, figures: Mapping[str, Figures], vintages: Sequence[int]
) -> dict[Siren, tuple[CodePeriod, ...]]:
    """When each legal person is which commune.

    From vintage to vintage; before the first one, for as long as the code meant that same land.
    """
    found: dict[Siren, dict[CommuneCode, list[Bounds]]] = defaultdict(lambda: defaultdict(list))
    for code, known in figures.items():
        for year, siren in known.sirens.items():
            days: Bounds = (
                None if year == vintages[0] else date(year, 1, 1),
                None if year == vintages[-1] else date(year + 1, 1, 1),
            )
            then = land.at(code, date(year, 1, 1))
            for each in land.by_code.get(code, ()):
                bounds = common(days, (each.start, each.end))
                if bounds and then and each.is_commune and each.atoms == then.atoms:
                    found[siren][each.code].append(bounds)
    return {
        siren: tuple(
            CodePeriod(code, start, end)
            for code in sorted(codes)
            for start, end in joined(codes[code])
        )
        for siren, codes in found.items()
    }
