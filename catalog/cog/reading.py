"""The carried texts to a `Cog`: indexes now, values on first use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from catalog.cog.bundled_cog import (
    BundledCog,
    codes_by_atom,
    codes_by_siren,
    lines_of,
    read_carried,
    read_epci_names,
    read_figures,
    read_meanings,
)
from catalog.cog.cog import Cog
from catalog.cog.decoding import Decoded
from catalog.cog.labels import LabelBook
from catalog.cog.land import Bounds, LandIndex, common, joined
from catalog.cog.values import CodePeriod, Figures, Meaning
from catalog.model.identifiers import CommuneCode

DATA = Path(__file__).parent / "data"


@cache
def load_cog() -> Cog:
    """The code officiel géographique as the project carries it; read once a process."""
    return cog_of(read_carried(DATA))


def cog_of(carried: BundledCog) -> Cog:
    communes, figure_lines = lines_of(carried.communes), lines_of(carried.figures)
    vintages = carried.vintages
    land = _land(communes)
    figures = Decoded(figure_lines, lambda _, line: read_figures(line, vintages))
    names = Decoded(lines_of(carried.epcis), lambda _, line: read_epci_names(line))

    def periods(_: str, codes: Iterable[str]) -> tuple[CodePeriod, ...]:
        return _periods_of(_, codes, land, figures, vintages)

    return Cog(
        vintages=vintages,
        days_known_until=carried.days_known_until,
        land=land,
        labels=LabelBook(land, figures, names, vintages),
        siren_periods=Decoded(codes_by_siren(figure_lines), periods),
        texts=carried,
    )


def _land(communes: Mapping[str, str]) -> LandIndex:
    by_code = Decoded(communes, read_meanings)

    def meanings_of(atom: str, codes: Iterable[str]) -> tuple[Meaning, ...]:
        return tuple(each for code in codes for each in by_code[code] if atom in each.atoms)

    return LandIndex(by_code, Decoded(codes_by_atom(communes), meanings_of))


def _periods_of(
    siren: str,
    codes: Iterable[str],
    land: LandIndex,
    figures: Mapping[str, Figures],
    vintages: Sequence[int],
) -> tuple[CodePeriod, ...]:
    """When a legal person is which commune.

    From vintage to vintage; before the first one, for as long as the code meant that same land.
    """
    found: dict[CommuneCode, list[Bounds]] = defaultdict(list)
    for code in codes:
        for year, known in figures[code].sirens.items():
            if known != siren:
                continue
            days: Bounds = (
                None if year == vintages[0] else date(year, 1, 1),
                None if year == vintages[-1] else date(year + 1, 1, 1),
            )
            then = land.at(code, date(year, 1, 1))
            for each in land.by_code.get(code, ()):
                bounds = common(days, (each.start, each.end))
                if bounds and then and each.is_commune and each.atoms == then.atoms:
                    found[each.code].append(bounds)
    return tuple(
        CodePeriod(code, start, end) for code in sorted(found) for start, end in joined(found[code])
    )
