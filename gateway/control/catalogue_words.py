"""The words of the catalogue's facets and of the reasons for which a dataset was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from catalog.cog.departements import departement_names
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.search.facets import Facet
from catalog.search.reasons import Reason
from catalog.search.synonyms import synonyms
from catalog.search.texts import Place
from catalog.standards.standard import standards

FACET_WORDS: Final[Mapping[Facet, Bilingual]] = {
    Facet.THEME: Bilingual("Thème", "Theme"),
    Facet.TERRITORY: Bilingual("Département", "Département"),
    Facet.OWNER: Bilingual("Organisme", "Body"),
    Facet.ACCESS: Bilingual("Accès", "Access"),
    Facet.STANDARD: Bilingual("Modèle suivi", "Standard followed"),
    Facet.FRESHNESS: Bilingual("Fraîcheur", "Freshness"),
    Facet.FORMAT: Bilingual("Forme des lignes", "Form of the rows"),
}
_VALUES: Final[Mapping[str, Bilingual]] = {
    "ours": Bilingual("à nous", "ours"),
    "received": Bilingual("reçues par convention", "received under an agreement"),
    "open": Bilingual("ouvertes à tous", "open to everybody"),
    "open_with_account": Bilingual("ouvertes avec un compte", "open with an account"),
    "restricted": Bilingual("sur demande", "on request"),
    "source": Bilingual("lues à leur source", "read at their source"),
    "week": Bilingual("moins d'une semaine", "less than a week"),
    "month": Bilingual("moins d'un mois", "less than a month"),
    "year": Bilingual("moins d'un an", "less than a year"),
    "older": Bilingual("plus d'un an", "more than a year"),
    "communes": Bilingual("avec la commune", "with the commune"),
    "points": Bilingual("avec des coordonnées", "with coordinates"),
    "days": Bilingual("avec des dates", "with dates"),
    "table": Bilingual("sans lieu ni date", "without place or date"),
}


def value_words(facet: Facet, value: str, bodies: Mapping[Siren, Organisation]) -> Bilingual:
    if facet is Facet.THEME:
        theme = next(each for each in synonyms().all_themes if each.code == value)
        return Bilingual(theme.title_fr, theme.title_en)
    if facet is Facet.TERRITORY:
        name = departement_names().get(value, value)
        return Bilingual(name, name)
    if facet is Facet.OWNER:
        name = bodies[Siren(value)].name
        return Bilingual(name, name)
    if facet is Facet.STANDARD:
        standard = standards().get(value)
        title = value if standard is None else standard.title
        return Bilingual(title, title)
    return _VALUES[value]


_REASONS: Final[Mapping[Place, Bilingual]] = {
    Place.TITLE: Bilingual("titre", "title"),
    Place.OWNER: Bilingual("nom de l'organisme", "name of the body"),
    Place.DESCRIPTION: Bilingual("description", "description"),
    Place.STANDARD: Bilingual("modèle suivi", "standard followed"),
    Place.TERRITORY: Bilingual("territoire de l'organisme", "territory of the body"),
    Place.VALUE: Bilingual(
        "valeur {wording} de la colonne {column}", "value {wording} of column {column}"
    ),
    Place.UNIT: Bilingual("unité de la colonne {column}", "unit of column {column}"),
    Place.CONCEPT: Bilingual("sens de la colonne {column}", "meaning of column {column}"),
    Place.COLUMN: Bilingual("colonne {column}", "column {column}"),
}


def reason_words(reason: Reason) -> Bilingual:
    """The part of the declaration that holds the word: « colonne Tonnage »."""
    french, english = _REASONS[reason.place]
    column, wording = reason.column, reason.wording
    return Bilingual(
        french.format(column=column, wording=wording),
        english.format(column=column, wording=wording),
    )
