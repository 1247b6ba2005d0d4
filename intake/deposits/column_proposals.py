"""One column of a file as the catalog would describe it, each choice with its reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.actions.names import folded
from catalog.actions.texts import in_french, unsafe_text
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, ColumnType, ScalarType
from catalog.model.identifiers import Name
from catalog.standards.concepts import CONCEPTS
from intake.deposits.cell_values import CellValues, own_type
from intake.deposits.column_names import free_name, identifier, label_of, safe_text
from intake.deposits.masking import masked_examples
from intake.deposits.personal_reasons import (
    classification_of,
    classification_reason,
    secret_of,
)
from intake.deposits.values import ColumnProposal
from intake.file_reading.cell_text import shown
from intake.file_reading.names import words_of
from intake.file_reading.sentences import TYPES
from intake.file_reading.typed_rows import Made, ReadColumn

_MOST_CODES = 15
_LONGEST_CODE = 60
_LEAST_TIMES = 5
"""A closed set comes again and again: each value this often on average, or it is mere text."""
_FIGURES = frozenset({ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_PLACES = frozenset({"commune", "epci", "departement", "siren", "siret", "code_postal"})
_FREE_TEXT = frozenset(
    {"observation", "observations", "commentaire", "commentaires", "remarque", "remarques", "note"}
)
_MADE = {
    Made.GROUP: (
        "Les lignes de titre qui coupent le tableau deviennent cette colonne.",
        "The rows of titles that cut the table become this column.",
    ),
    Made.SHEET: (
        "Le nom de la feuille dont vient la ligne.",
        "The name of the sheet that the row comes from.",
    ),
    Made.COMMUNE: (
        "Le code de la commune, retrouvé d'après le texte de la colonne d'origine.",
        "The commune's code, as the text of the column beside gives it.",
    ),
}
_CONCEPTS_FR = {
    "commune": "code de commune",
    "epci": "SIREN d'EPCI",
    "departement": "département",
    "region": "région",
    "siren": "SIREN",
    "siret": "SIRET",
    "flux_dechets": "flux de déchets",
    "mode_collecte": "mode de collecte",
    "date_collecte": "jour de collecte",
    "masse_collectee": "masse collectée",
    "date": "jour",
    "heure": "heure du jour",
    "longitude": "longitude",
    "latitude": "latitude",
    "numero_pesee": "numéro de pesée",
    "vehicule": "véhicule",
    "contrat": "contrat",
    "prix_unitaire": "prix unitaire",
    "cout": "coût",
    "zone_observation": "zone d'observation",
    "frequentation": "fréquentation",
    "secteur_eau": "secteur d'eau",
    "volume_eau": "volume d'eau",
}


@dataclass(slots=True)
class _Names:
    """Two columns never share a name, nor a name in the Parquet file."""

    names: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def take(self, wanted: str) -> Name:
        name = free_name(wanted, self.names)
        self.names.add(folded(name))
        return name

    def take_source(self, wanted: str) -> str:
        source = str(free_name(wanted, self.sources))
        self.sources.add(folded(source))
        return source


def column_proposals(
    read: Sequence[ReadColumn], rows: int, *, is_of_waste: bool
) -> list[ColumnProposal]:
    """`is_of_waste`: a day beside waste flows or masses is the day of their collection."""
    names = _Names()
    return [_proposal(column, rows, names, is_of_waste=is_of_waste) for column in read]


def _proposal(read: ReadColumn, rows: int, names: _Names, *, is_of_waste: bool) -> ColumnProposal:
    kind = own_type(read)
    concept = _concept(read, is_of_waste=is_of_waste)
    unit = read.column.unit if kind.scalar in _FIGURES else None
    label = label_of(read.name, unit)
    codes = _code_list(read, rows, kind)
    source = identifier(read.name)
    column = Column(
        id="",
        name=names.take(_wanted_name(read, source, concept)),
        type=kind,
        source_name=names.take_source(source),
        label_fr=label,
        label_en=in_french(label),
        unit=unit,
        concept=concept,
        classification=classification_of(read),
        share_of_whole=_is_share(read, unit),
        secret=secret_of(read),
        code_list=codes,
    )
    column = dataclasses.replace(column, id=column.name)
    kind_of_person = read.column.personal_kind if read.column.personal else None
    return ColumnProposal(
        column, read, _reasons(read, column), _examples(read, column), kind_of_person
    )


def _wanted_name(read: ReadColumn, source: str, concept: str | None) -> str:
    """`commune` is kept for the relation that leads to its name, its EPCI, its département."""
    if concept == "commune":
        is_made = read.made is Made.COMMUNE or source.startswith("code_commune_")
        return "code_commune" if is_made or source == "commune" else source
    return "nom_commune" if source == "commune" else source


def _concept(read: ReadColumn, *, is_of_waste: bool) -> str | None:
    column = read.column
    if column.concept == "commune" and column.by != "code":
        return None
    if column.concept == "date":
        return "date_collecte" if is_of_waste and column.type == "date" else None
    if column.concept is None and column.type == "time":
        return "heure"
    if column.concept is None and {"mode", "collecte"} <= set(words_of(column.name)):
        return "mode_collecte"
    return column.concept if column.concept in CONCEPTS else None


def _is_share(read: ReadColumn, unit: str | None) -> bool:
    return unit in {"ratio", "%"} and "part" in words_of(read.name)


def _code_list(read: ReadColumn, rows: int, kind: ColumnType) -> tuple[str, ...]:
    column = read.column
    is_closed = (
        kind.scalar is ScalarType.STRING
        and read.made in {None, Made.GROUP}
        and not column.personal
        and column.concept not in _PLACES
        and 1 < (column.distinct or 0) <= _MOST_CODES
        and column.filled >= max(_LEAST_TIMES * (column.distinct or 0), 0.5 * rows)
        and not set(words_of(read.name)) & _FREE_TEXT
    )
    if not is_closed:
        return ()
    codes = sorted({str(value) for value in read.values.values()})
    is_sound = all(
        len(code) <= _LONGEST_CODE and code.strip() == code and unsafe_text(code) is None
        for code in codes
    )
    return tuple(codes) if is_sound and 1 < len(codes) <= _MOST_CODES else ()


def _examples(read: ReadColumn, column: Column) -> tuple[str, ...]:
    values = CellValues(read, column.type)
    texts: dict[str, None] = {}
    for cell in list(read.values)[:40]:
        value = values.value(cell)
        if value is not None:
            texts[shown(cell) if isinstance(value, bool) else str(value)] = None
    if read.column.personal and read.column.personal_kind:
        return masked_examples(read.column.personal_kind, list(texts))
    return tuple(safe_text(text)[:60] for text in list(texts)[:3])


def _reasons(read: ReadColumn, column: Column) -> dict[str, Bilingual]:
    reasons = {"name": _name_reason(read, column), "type": _type_reason(read)}
    if column.unit is not None:
        reasons["unit"] = Bilingual(
            f"Le titre ou les cases disent « {column.unit} », ou ce qui est mesuré.",
            f'The header or the cells say "{column.unit}", or what is measured.',
        )
    if column.concept is not None:
        words = _CONCEPTS_FR[column.concept]
        reasons["concept"] = Bilingual(
            f"Le titre et les valeurs sont ceux d'une colonne « {words} ».",
            f'The header and the values are those of a column "{column.concept}".',
        )
    reasons["classification"] = classification_reason(read)
    if column.code_list:
        count = len(column.code_list)
        reasons["code_list"] = Bilingual(
            f"{count} valeurs reviennent toujours : une autre serait signalée.",
            f"{count} values come again and again: another one would be told.",
        )
    if column.share_of_whole:
        reasons["share_of_whole"] = Bilingual(
            "Des parts d'un tout connu : elles ne sont jamais données à côté d'une mesure.",
            "Shares of a known whole: they are never given beside a measure.",
        )
    return reasons


def _name_reason(read: ReadColumn, column: Column) -> Bilingual:
    if read.made is not None:
        return Bilingual(*_MADE[read.made])
    if column.name == column.source_name:
        return Bilingual(f"D'après le titre « {read.name} ».", f'After the header "{read.name}".')
    return Bilingual(
        f"D'après le titre « {read.name} » et le contenu.",
        f'After the header "{read.name}" and the content.',
    )


def _type_reason(read: ReadColumn) -> Bilingual:
    column = read.column
    fr, en = TYPES[column.type]
    if column.format.get("code") or column.format.get("pad") or column.concept in _PLACES:
        return Bilingual(
            "Des codes : du texte, pour garder leurs zéros.", "Codes: text, to keep their zeros."
        )
    if column.unread:
        return Bilingual(
            f"{column.filled} cases se lisent ainsi ({fr}), {column.unread} non.",
            f"{column.filled} cells read so ({en}), {column.unread} do not.",
        )
    return Bilingual(
        f"Toutes les cases remplies se lisent ainsi ({fr}).",
        f"All filled cells read so ({en}).",
    )
