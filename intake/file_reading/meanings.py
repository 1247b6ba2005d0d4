"""The meaning of a column, by its name and its values: the concepts that datasets share."""

from __future__ import annotations

import re
from collections import Counter

from catalog.fold import fold
from intake.file_reading.names import words_of
from intake.file_reading.values import Cell, Column
from intake.file_reading.vocabulary import vocabulary

_DIGITS_14 = re.compile(r"\d{14}")
_DEPARTMENT = re.compile(r"0?\d{1,2}|0?2[AB]|9[78]\d|\d{2}[A-B]", re.IGNORECASE)
_FLOWS = vocabulary(
    "omr om ordures menageres verre emballages emr carton cartons papier papiers journaux "
    "biodechets biodechet encombrants vegetaux gravats inerte inertes bois metaux ferraille "
    "textile textiles tlc deee tout-venant toutvenant tri recyclables selective refus platre "
    "pneus huiles dechets plastique fibreux multimateriau dechets"
)
_FLOW_NAMES = vocabulary("flux produit matiere dechet dechets categorie type filiere materiau")
_MASS_WORDS = vocabulary("poids tonnage tonnages masse tonnes quantite quantites")
_OTHER_DAYS = vocabulary(
    "service pose naissance installation creation construction fabrication adhesion "
    "resiliation ouverture fermeture retour depart arrivee debut fin limite echeance maj "
    "modification"
)
_REGION = re.compile(r"\d{2}")


def concept_before_typing(name: str, cells: Counter[Cell]) -> str | None:
    """The concept of a column of codes, which decides how the column is typed; None for others."""
    words = set(words_of(name))
    if words & {"nb", "nombre", "nbre", "libelle", "pdl", "prm", "pce", "tel", "telephone"}:
        return None
    if words & {"siret", "siren"}:
        return "epci" if "epci" in words else ("siret" if "siret" in words else "siren")
    if words & {"cp"} or {"code", "postal"} <= words:
        return "code_postal" if _share_of(cells, re.compile(r"\d{4,5}(\.0)?")) > 0.5 else None
    if words & {"dpt", "dept", "dep", "departement", "departements"} and "nom" not in words:
        return "departement" if _share_of(cells, _DEPARTMENT) > 0.8 else None
    is_siret = _share_of(cells, _DIGITS_14) > 0.9 and _luhn_share(cells) > 0.9
    return "siret" if is_siret else None


def concept_after_typing(column: Column, texts: list[str]) -> str | None:
    words = set(words_of(column.name))
    if column.type in {"integer", "decimal"}:
        if words & {"longitude", "lon", "lng", "long"} and _within(column, 180):
            return "longitude"
        if words & {"latitude", "lat"} and _within(column, 90):
            return "latitude"
        return "masse_collectee" if column.unit in {"kg", "t"} and words & _MASS_WORDS else None
    if column.type == "string" and words & _FLOW_NAMES:
        flows = [
            text
            for text in texts
            if _FLOWS & set(re.split(r"[\s/'-]+", fold(text))) or fold(text) in _FLOWS
        ]
        if flows and len(flows) >= 0.6 * len(texts):
            return "flux_dechets"
    return None


def mark_the_day(columns: list[Column]) -> None:
    """The first day of a row that is not the day of something else gives the row its day."""
    for column in columns:
        if column.type not in {"date", "timestamp", "timestamp_tz"} or column.personal:
            continue
        if not set(words_of(column.name)) & _OTHER_DAYS:
            column.concept = "date"
            return


def _within(column: Column, most: int) -> bool:
    low, high = column.min, column.max
    return (
        isinstance(low, int | float)
        and isinstance(high, int | float)
        and -most <= low <= high <= most
    )


def _texts(cells: Counter[Cell]) -> dict[str, int]:
    texts: dict[str, int] = {}
    for cell, count in cells.items():
        if isinstance(cell, int | float):
            is_whole = float(cell).is_integer()
            texts[str(int(cell)) if is_whole else repr(cell)] = count
        elif isinstance(cell, str):
            texts[cell.replace(" ", "")] = count
    return texts


def _share_of(cells: Counter[Cell], form: re.Pattern[str]) -> float:
    texts = _texts(cells)
    total = sum(texts.values())
    fits = sum(count for text, count in texts.items() if form.fullmatch(text))
    return fits / total if total else 0.0


def _luhn_share(cells: Counter[Cell]) -> float:
    texts = [text for text in _texts(cells) if _DIGITS_14.fullmatch(text)]
    return sum(map(is_luhn, texts)) / len(texts) if texts else 0.0


def is_luhn(digits: str) -> bool:
    """The key that SIREN, SIRET and payment cards have."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
