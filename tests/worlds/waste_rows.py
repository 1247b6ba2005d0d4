"""The raw files of a world of waste read anew: rows, perimeter and costs, by csv and Decimal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tests.worlds.raw_files import Layout, RawFiles, cells_of, number
from tests.worlds.waste_costs import PARAMETERS

_CODES = {
    "omr": "OMR", "ordures menageres": "OMR", "om": "OMR",
    "emballages_papiers": "EMBALLAGES_PAPIERS", "emballages": "EMBALLAGES_PAPIERS",
    "emb": "EMBALLAGES_PAPIERS", "enc": "ENCOMBRANTS",
    "collecte selective": "EMBALLAGES_PAPIERS", "tri": "EMBALLAGES_PAPIERS",
    "verre": "VERRE", "ve": "VERRE", "biodechets": "BIODECHETS", "bio": "BIODECHETS",
    "encombrants": "ENCOMBRANTS", "tout-venant": "ENCOMBRANTS",
    "decheteries": "DECHETERIES", "decheterie": "DECHETERIES", "total": "TOTAL",
}  # fmt: skip
_ACCENTS = str.maketrans("éèêàâîôûç", "eeeaaiouc")


@dataclass(frozen=True, slots=True)
class Row:
    commune: str
    day: date
    flux: str
    kg: Decimal


@dataclass(slots=True)
class WasteRows:
    """`costs`: net euros by year and stream. `territory`: by year, the communes that are declared,
    where they are by memberships and not by a perimeter.
    """

    weighings: list[Row]
    perimeter: list[tuple[str, str]] | None
    costs: dict[tuple[int, str], Decimal]
    shares: dict[str, Decimal] | None
    funding: dict[int, Decimal]
    territory: dict[int, set[str]] | None = None


def read_waste(folder: Path, files: RawFiles) -> WasteRows:
    """A row with an empty cell is left out; one that was sent twice, word for word, counts once."""
    weighings: dict[tuple[str, ...], Row] = {}
    perimeter: list[tuple[str, str]] | None = None
    costs: dict[tuple[int, str], Decimal] = {}
    shares: dict[str, Decimal] | None = None
    funding: dict[int, Decimal] = {}
    for name, layout in sorted(files.layouts.items()):
        for cells in cells_of(folder, name, layout):
            match layout.role:
                case "collectes":
                    if all(cells[key] for key in ("commune", "jour", "flux", "kg")):
                        row = _row(cells, layout)
                        key = (row.commune, f"{row.day}", row.flux, f"{row.kg}", cells["pesee"])
                        weighings.setdefault(key, row)
                case "perimetre":
                    perimeter = [*(perimeter or ()), (cells["commune"], cells["organisme"])]
                case "matrice":
                    key_of = int(cells["annee"]), stream_of(cells["flux"])
                    sign = -1 if cells["sens"].lower().startswith("produit") else 1
                    costs[key_of] = costs.get(key_of, Decimal(0)) + sign * number(cells["montant"])
                case "valorisation":
                    shares = {**(shares or {}), cells["flux"]: number(cells["part"])}
                case "financement":
                    year = int(cells["annee"])
                    funding[year] = funding.get(year, Decimal(0)) + number(cells["montant"])
    _type(costs, files.parameters)
    return WasteRows(list(weighings.values()), perimeter, costs, shares, funding)


def _type(costs: dict[tuple[int, str], Decimal], parameters: Mapping[str, str]) -> None:
    """Costs that a person types are of one year; they stand where no matrix was given."""
    for stream, parameter in PARAMETERS.items():
        if parameter in parameters:
            costs[int(parameters["annee_couts"]), stream] = number(parameters[parameter])


def stream_of(word: str) -> str:
    return _CODES.get(word.lower().translate(_ACCENTS), word)


def _row(cells: Mapping[str, str], layout: Layout) -> Row:
    day = datetime.strptime(cells["jour"], layout.day).date()  # noqa: DTZ007 - a day alone
    kg = (number(cells["kg"]) * layout.factor).quantize(Decimal("0.001"))
    return Row(cells["commune"], day, stream_of(cells["flux"]), kg)
