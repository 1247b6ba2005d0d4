"""Proposes the key that names a row, and the map on which its commune is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import KEYS
from catalog.model.dataset import ScalarType, TerritoryBinding
from intake.deposits.values import ColumnProposal
from intake.file_reading.typed_rows import Made, ReadFile

_KEYS = KEYS - {ScalarType.TIMESTAMP_TZ}
_YEARS_BACK = 30


def proposed_key(
    file: ReadFile, proposals: Sequence[ColumnProposal]
) -> tuple[tuple[str, ...], Bilingual]:
    """Names of columns; none where nothing names each row alone."""
    key = file.reading.key
    if key is None:
        return (), Bilingual(
            "Aucune colonne ne désigne chaque ligne : choisissez-en pour mettre à jour par clé.",
            "No column names each row: choose some in order to update by key.",
        )
    titles = " + ".join(key.columns)
    if not key.unique:
        return (), Bilingual(
            f"« {titles} » désignerait les lignes, mais revient {key.duplicate_rows} fois de trop.",
            f'"{titles}" would name the rows, but comes {key.duplicate_rows} times too many.',
        )
    by_position = {proposal.read.column.position: proposal.column for proposal in proposals}
    columns = [by_position[position] for position in key.positions]
    if any(column.type.scalar not in _KEYS for column in columns):
        return (), Bilingual(
            f"« {titles} » désigne chaque ligne, mais n'est ni texte, ni entier, ni date.",
            f'"{titles}" names each row, but is neither text, nor a whole number, nor a day.',
        )
    return tuple(column.name for column in columns), Bilingual(
        f"« {titles} » est rempli partout et ne revient jamais.",
        f'"{titles}" is filled everywhere and never comes twice.',
    )


def proposed_territory(
    file: ReadFile, proposals: Sequence[ColumnProposal], cog: Cog
) -> tuple[TerritoryBinding | None, Bilingual]:
    communes = [proposal for proposal in proposals if proposal.column.concept == "commune"]
    if not communes:
        return None, Bilingual(
            "Aucune colonne de communes n'a été vue : ces données ne seront pas partagées par "
            "territoire.",
            "No column of communes was seen: these data will not be shared by territory.",
        )
    place = communes[0]
    name, header = place.column.name, place.header
    if place.read.made is Made.COMMUNE:
        year = cog.latest_vintage
        return TerritoryBinding(name, vintage=year), Bilingual(
            f"Les communes de « {header} » sont placées sur la carte de {year}.",
            f'The communes of "{header}" are placed on the map of {year}.',
        )
    day = next((one for one in proposals if _gives_the_day(one, file.reading.rows_kept)), None)
    if day is not None:
        return TerritoryBinding(name, date_column=day.column.name), Bilingual(
            f"Les codes de « {header} » sont lus au jour de « {day.header} ».",
            f'The codes of "{header}" are read on the day of "{day.header}".',
        )
    year, missing = _vintage(place, cog)
    if missing:
        return TerritoryBinding(name, vintage=year), Bilingual(
            f"Sans date de ligne, les codes de « {header} » sont lus sur la carte de {year} ; "
            f"{missing} n'y sont pas.",
            f'Without a day of the row, the codes of "{header}" are read on the map of {year}; '
            f"{missing} are not on it.",
        )
    return TerritoryBinding(name, vintage=year), Bilingual(
        f"Sans date de ligne, les codes de « {header} » sont lus sur la carte de {year}, où ils "
        "sont tous.",
        f'Without a day of the row, the codes of "{header}" are read on the map of {year}, which '
        "has them all.",
    )


def _gives_the_day(proposal: ColumnProposal, rows: int) -> bool:
    """The day of the row itself, filled nearly everywhere."""
    column = proposal.read.column
    return column.concept == "date" and column.filled >= 0.9 * rows


def _vintage(place: ColumnProposal, cog: Cog) -> tuple[int, int]:
    """(the newest year whose map has all codes or most of them, how many it has not)."""
    codes = {str(code) for code in place.read.values.values() if cog.meanings(str(code))}
    best = cog.latest_vintage, len(codes) + 1
    for year in range(cog.latest_vintage, cog.latest_vintage - _YEARS_BACK, -1):
        day = date(year, 1, 1)
        missing = sum(not _is_on(cog, code, day) for code in codes)
        if missing < best[1]:
            best = year, missing
        if not missing:
            break
    return best


def _is_on(cog: Cog, code: str, day: date) -> bool:
    meaning = cog.land.at(code, day)
    return meaning is not None and meaning.is_commune
